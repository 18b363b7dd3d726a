import { runService, type ServiceContext, type Started } from '@magwatch/runtime';
import { say } from '../../output.ts';
import { configure } from './configure.ts';
import type { UpOptions } from './options.ts';
import { startEverything } from './start-everything.ts';

/** A database that writes its last checkpoint may take its time. */
const STOP_WITHIN_MS = 30_000;

/** Runs everything in this process until a signal ends it, with status 0. Does not return. */
export async function up(options: UpOptions): Promise<void> {
  const main = async (context: ServiceContext): Promise<Started> => {
    const started = await startEverything(configure(options, process.env), context);
    return {
      async stop() {
        say('stopping …');
        await started.stop();
        say('stopped');
      },
    };
  };
  await runService('magwatch', main, { saysReady: false, stopWithinMs: STOP_WITHIN_MS });
}

import { runService, systemClock } from '@magwatch/runtime';
import { readSettings } from './configure.ts';
import { start } from './start.ts';

await runService('demo-ehr', async ({ logger }) => {
  const started = await start({ ...readSettings(process.env, systemClock.now()), logger });
  return { stop: started.stop, address: started.url };
});

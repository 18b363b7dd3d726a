import { type Comparison, interleave } from './interleave.ts';
import { startProcess } from '../kit/processes.ts';
import { startBenchSystem } from './bench-system.ts';
import { potassiumNotification } from './notifications.ts';
import { postAll } from './post-all.ts';

const PATIENTS = 500;

/** P1: notifications a second, authenticated, deduplicated and durable, against a bare POST that inserts one row. */
export async function compareAccepting(rounds: number, requests: number): Promise<Comparison> {
  const system = await startBenchSystem({ withRedis: true });
  const bare = await startProcess({ script: 'test/bench/bare-receiver.ts', env: { DATABASE_URL: system.databaseUrl } });
  const bareUrl = bare.stdout().trim().split(' ').at(-1) ?? '';
  let sent = 0;
  const bodies = (): string[] =>
    Array.from({ length: requests }, () => {
      sent += 1;
      return potassiumNotification(sent % PATIENTS, sent);
    });
  try {
    return await interleave(
      { id: 'P1', what: 'notifications accepted', unit: '/s', goal: '≥ 1.0' },
      {
        ours: {
          name: 'receiver',
          round: () => postAll(system.notificationsUrl, bodies(), { authorization: system.authorization }),
        },
        yardstick: { name: 'bare Fastify and one INSERT', round: () => postAll(bareUrl, bodies()) },
        rounds,
      },
    );
  } finally {
    await bare.kill();
    await system.stop();
  }
}

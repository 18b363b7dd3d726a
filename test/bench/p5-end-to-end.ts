import pg from 'pg';
import { runToEnd } from '../kit/processes.ts';
import { eventually } from '../kit/wait.ts';
import { type BenchSystem, startBenchSystem } from './bench-system.ts';
import { type Comparison, interleave } from './interleave.ts';
import { potassiumNotification } from './notifications.ts';
import { postAll } from './post-all.ts';

const PATIENTS = 400;
const DRAINED_WITHIN_MS = 300_000;

/** P5: Observations a second from the POST to the committed assessment, against BullMQ's two bare hops. */
export async function compareEndToEnd(
  backend: 'Redis' | 'PostgreSQL',
  { rounds, observations, jobs }: { readonly rounds: number; readonly observations: number; readonly jobs: number },
): Promise<Comparison> {
  const system = await startBenchSystem({ withRedis: backend === 'Redis' });
  const pool = new pg.Pool({ connectionString: system.databaseUrl, max: 2 });
  try {
    await system.startWorker();
    let sent = 0;
    const round = async (): Promise<number> => {
      const bodies = Array.from({ length: observations }, () => {
        sent += 1;
        return potassiumNotification(sent % PATIENTS, sent);
      });
      const begun = performance.now();
      await postAll(system.notificationsUrl, bodies, { authorization: system.authorization });
      await eventually(() => isDrained(pool), { withinMs: DRAINED_WITHIN_MS });
      return (observations / (performance.now() - begun)) * 1000;
    };
    return await interleave(
      { id: `P5 ${backend}`, what: 'Observations end to end', unit: '/s', goal: '≥ 0.3' },
      {
        ours: { name: 'receiver and worker', round },
        yardstick: { name: 'bare BullMQ, two hops', round: () => bareTwoHop(system, jobs) },
        rounds,
      },
    );
  } finally {
    await pool.end();
    await system.stop();
  }
}

async function isDrained(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query("SELECT 1 FROM inbox WHERE state = 'new' LIMIT 1");
  return rows.length === 0;
}

async function bareTwoHop({ databaseUrl, redisUrl }: BenchSystem, jobs: number): Promise<number> {
  const env = redisUrl === undefined ? { DATABASE_URL: databaseUrl } : { REDIS_URL: redisUrl };
  const ended = await runToEnd({ script: 'test/bench/bare-two-hop.ts', args: [String(jobs)], env, withinMs: 120_000 });
  if (ended.code !== 0) throw new Error(`the yardstick failed: ${ended.stderr}`);
  return Number(ended.stdout.trim());
}

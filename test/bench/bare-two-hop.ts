// The yardstick of P5: BullMQ alone. Each job of the first queue adds one to the second; prints what it did a second.
import { createPostgresBackend, isPgPool, type Job, Queue, runMigrations, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

const JOBS_PER_ADD = 200;
const CONCURRENCY = 4;
const jobs = Number(process.argv[2]);
const redisUrl = process.env['REDIS_URL'];
const name = `bare-${process.pid}`;

const redis: Redis[] = [];
const pool = redisUrl === undefined ? openPool() : undefined;
if (pool !== undefined) {
  const client = await pool.connect();
  await runMigrations(client);
  client.release();
}
const defaultJobOptions = { removeOnComplete: true, removeOnFail: true } as const;

function openPool() {
  const opened: unknown = new pg.Pool({
    connectionString: process.env['DATABASE_URL'],
    options: '-c search_path=bullmq,public',
  });
  if (!isPgPool(opened)) throw new Error('not a pool of the pg driver');
  return opened;
}

interface Hop {
  readonly close: () => Promise<void>;
}

function openQueue(hop: string): Hop & Pick<Queue, 'add' | 'addBulk'> {
  if (pool !== undefined) return new Queue(hop, { connection: pool, defaultJobOptions }, createPostgresBackend);
  return new Queue(hop, { connection: openRedis(), defaultJobOptions });
}

function openWorker(
  hop: string,
  process: (job: Job<{ id: number }>) => Promise<unknown>,
): Hop & Pick<Worker, 'waitUntilReady'> {
  if (pool !== undefined)
    return new Worker(hop, process, { connection: pool, concurrency: CONCURRENCY }, createPostgresBackend);
  return new Worker(hop, process, { connection: openRedis(), concurrency: CONCURRENCY });
}

function openRedis(): Redis {
  const connection = new Redis(redisUrl ?? '', { maxRetriesPerRequest: null });
  redis.push(connection);
  return connection;
}

const first = openQueue(`${name}-1`);
const second = openQueue(`${name}-2`);
let done = 0;
let finish = (): void => undefined;
const finished = new Promise<void>((resolve) => {
  finish = resolve;
});
const workers = [
  openWorker(`${name}-1`, (job: Job<{ id: number }>) => second.add('hop', { id: job.data.id })),
  openWorker(`${name}-2`, () => {
    done += 1;
    if (done === jobs) finish();
    return Promise.resolve();
  }),
];
await Promise.all(workers.map((worker) => worker.waitUntilReady()));

const begun = performance.now();
for (let from = 0; from < jobs; from += JOBS_PER_ADD) {
  const size = Math.min(JOBS_PER_ADD, jobs - from);
  await first.addBulk(Array.from({ length: size }, (_, index) => ({ name: 'hop', data: { id: from + index } })));
}
await finished;
process.stdout.write(`${(jobs / (performance.now() - begun)) * 1000}\n`);
await Promise.all(workers.map((worker) => worker.close()));
await Promise.all([first.close(), second.close()]);
for (const connection of redis) connection.disconnect();
await pool?.end();

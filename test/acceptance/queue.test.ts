import { openQueues, type Queues, type QueuesOptions } from '@magwatch/queue';
import { openStore, type Store } from '@magwatch/store';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../kit/postgres.ts';
import { type RunningProcess, startProcess } from '../kit/processes.ts';
import { type RedisServer, startRedis } from '../kit/redis.ts';
import { eventually } from '../kit/wait.ts';

// The two backends of the queue have to behave alike: every test runs on both.

let postgres: TestPostgres;
let redis: RedisServer;
let databaseUrl: string;
let store: Store;
const open: Queues[] = [];
const workers: RunningProcess[] = [];

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  databaseUrl = await postgres.createDatabase();
  store = await openStore(databaseUrl);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.kill();
  for (const queues of open.splice(0)) await queues.close();
});
afterAll(async () => {
  await store.close();
  await Promise.all([postgres.stop(), redis.stop()]);
});

type BackendName = 'redis' | 'postgres';
const backends: readonly BackendName[] = ['redis', 'postgres'];

async function openOn(backend: BackendName, onError?: (code: string) => void): Promise<Queues> {
  const place: QueuesOptions = backend === 'redis' ? { redisUrl: redis.url } : { pool: store.pool };
  const queues = await openQueues({ ...place, ...(onError && { onError }) });
  open.push(queues);
  return queues;
}

let count = 0;
/** A patient that no other test knows: the queues are shared. */
const newPatient = (): string => {
  count += 1;
  return `Patient/p${count}`;
};

/** A promise and what settles it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let openIt: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    openIt = resolve;
  });
  return { opened, open: openIt };
}

describe.each(backends)('the queue on %s', (backend) => {
  test('hands a job to one worker, as it was added', async () => {
    const queues = await openOn(backend);
    const seen: unknown[] = [];
    const work = { concurrency: 1 };
    queues.assess.work(async (job) => void seen.push(job), work);
    queues.resolve.work(async (job) => void seen.push(job), work);
    queues.deliver.work(async (job) => void seen.push(job), work);
    const patient = newPatient();
    expect(await queues.assess.add({ source: 'ward', patient })).toBe(true);
    await queues.resolve.add({ event: '17' });
    await queues.deliver.add({ destination: 'ehr' });
    await eventually(() => seen.length === 3);
    expect(seen).toEqual(
      expect.arrayContaining([{ source: 'ward', patient }, { event: '17' }, { destination: 'ehr' }]),
    );
  });

  test('many requests for one patient that waits are one job', async () => {
    const queues = await openOn(backend);
    const patient = newPatient();
    const before = (await queues.assess.countWaiting()) ?? Number.NaN;
    await Promise.all(Array.from({ length: 20 }, () => queues.assess.add({ source: 'ward', patient })));
    expect(await queues.assess.countWaiting()).toBe(before + 1);
    let runs = 0;
    queues.assess.work(async (job) => void (runs += job.patient === patient ? 1 : 0), { concurrency: 4 });
    await eventually(async () => (await queues.assess.countWaiting()) === 0 && runs > 0);
    expect(runs).toBe(1);
  });

  test('news that come while a patient is assessed lead to exactly one more assessment, after it', async () => {
    const queues = await openOn(backend);
    const patient = newPatient();
    const started = gate();
    const mayEnd = gate();
    let runs = 0;
    let running = 0;
    let runningMax = 0;
    queues.assess.work(
      async (job) => {
        if (job.patient !== patient) return;
        runs += 1;
        running += 1;
        runningMax = Math.max(running, runningMax);
        started.open();
        await mayEnd.opened;
        running -= 1;
      },
      { concurrency: 4 },
    );
    await queues.assess.add({ source: 'ward', patient });
    await started.opened;
    for (let times = 0; times < 5; times += 1) await queues.assess.add({ source: 'ward', patient });
    mayEnd.open();
    await eventually(() => runs === 2);
    const last = newPatient();
    const passed = gate();
    queues.assess.work(async (job) => void (job.patient === last && passed.open()), { concurrency: 1 });
    await queues.assess.add({ source: 'ward', patient: last });
    await eventually(async () => (await queues.assess.countWaiting()) === 0);
    expect([runs, runningMax]).toEqual([2, 1]);
  });

  test('a job that fails is reported, leaves nothing in the queue, and can be asked for again', async () => {
    const queues = await openOn(backend);
    const patient = newPatient();
    const failed: unknown[] = [];
    let runs = 0;
    queues.assess.work(
      async (job) => {
        if (job.patient !== patient) return;
        runs += 1;
        if (runs === 1) throw new Error('canary-name');
      },
      { concurrency: 1, onFailed: (job, error) => failed.push([job.patient, error instanceof Error && error.message]) },
    );
    await queues.assess.add({ source: 'ward', patient });
    await eventually(() => failed.length === 1);
    expect(failed).toEqual([[patient, 'canary-name']]);
    await eventually(async () => {
      await queues.assess.add({ source: 'ward', patient });
      return runs >= 2;
    });
    expect(await textOf(backend)).not.toContain('canary-name');
  });

  test('the job of a worker that was killed is taken by another within seconds', async () => {
    const queues = await openOn(backend);
    const patient = newPatient();
    const worker = await startHangingWorker(backend, patient);
    await queues.assess.add({ source: 'ward', patient });
    await worker.waitForLine(/^started$/);
    await worker.kill();
    const killedAt = performance.now();
    const taken = gate();
    queues.assess.work(async (job) => void (job.patient === patient && taken.open()), { concurrency: 1 });
    await taken.opened;
    expect(performance.now() - killedAt).toBeLessThan(15_000);
  });

  test('is alive', async () => {
    expect(await (await openOn(backend)).isAlive()).toBe(true);
  });
});

describe('Redis that is not as it should be', () => {
  test('is away: requests come back at once with no, and errors are codes', async () => {
    const codes = new Set<string>();
    const queues = await openQueues({ redisUrl: 'redis://127.0.0.1:1', onError: (code) => codes.add(code) });
    open.push(queues);
    const before = performance.now();
    expect(await queues.assess.add({ source: 'ward', patient: newPatient() })).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(await queues.isAlive()).toBe(false);
    expect(await queues.assess.countWaiting()).toBeUndefined();
    expect([...codes]).toContain('ECONNREFUSED');
  });

  test('may evict keys: refused', async () => {
    const admin = new Redis(redis.url);
    try {
      await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await expect(openQueues({ redisUrl: redis.url })).rejects.toMatchObject({ code: 'redis-evicts' });
    } finally {
      await admin.config('SET', 'maxmemory-policy', 'noeviction');
      admin.disconnect();
    }
  });

  test('has no proper address: refused', async () => {
    await expect(openQueues({ redisUrl: 'localhost:6379' })).rejects.toMatchObject({ code: 'redis-url-invalid' });
  });

  test('forgot everything: the same requests are taken again', async () => {
    const queues = await openOn('redis');
    const patient = newPatient();
    await queues.assess.add({ source: 'ward', patient });
    await redis.flushAll();
    expect(await queues.assess.countWaiting()).toBe(0);
    const taken = gate();
    queues.assess.work(async (job) => void (job.patient === patient && taken.open()), { concurrency: 1 });
    expect(await queues.assess.add({ source: 'ward', patient })).toBe(true);
    await taken.opened;
  });
});

test('several processes may set up the tables of the queue at once', async () => {
  const own = await openStore(await postgres.createDatabase());
  const all = await Promise.all([1, 2, 3].map(() => openQueues({ pool: own.pool })));
  for (const queues of all) expect(await queues.isAlive()).toBe(true);
  for (const queues of all) await queues.close();
  await own.close();
});

async function startHangingWorker(backend: BackendName, patient: string): Promise<RunningProcess> {
  const place = backend === 'redis' ? ['redis', redis.url] : ['postgres', databaseUrl];
  const worker = await startProcess({
    script: 'test/acceptance/hanging-worker.fixture.ts',
    args: [...place, patient],
  });
  workers.push(worker);
  return worker;
}

/** All that a backend keeps, as text. */
async function textOf(backend: BackendName): Promise<string> {
  if (backend === 'postgres') {
    const { rows } = await store.pool.query(
      'SELECT (SELECT json_agg(job) FROM job) j, (SELECT json_agg(event) FROM event) e',
    );
    return JSON.stringify(rows);
  }
  const client = new Redis(redis.url);
  try {
    const values: unknown[] = [];
    for (const key of await client.keys('*')) values.push(await client.dumpBuffer(key));
    return values.map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : '')).join('\n');
  } finally {
    client.disconnect();
  }
}

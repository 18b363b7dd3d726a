import { createServer } from 'node:http';
import { formatInstant, HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { createMetrics } from '@magwatch/runtime';
import { findCatchUps, migrate, openStore, type Store } from '@magwatch/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { catchUp } from './catch-up.ts';
import { followSource } from './followed-source.ts';
import type { PlannedSearch } from './plan-searches.ts';
import { TIMING } from './timing.ts';

const NOW = instantOf(Date.UTC(2026, 2, 10, 8));

let postgres: TestPostgres;
let store: Store;
beforeAll(async () => {
  postgres = await startPostgres();
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
});
afterAll(async () => {
  await store.close();
  await postgres.stop();
});

const SEARCH: PlannedSearch = {
  key: 'Observation-1',
  type: 'Observation',
  parameters: { code: '2823-3' },
  includes: [],
  inputs: ['result:potassium'],
  lookBackHours: 72,
};

/** A server whose only resources changed at these instants, one on each page; `isEndless` says that there is always another page. */
async function serverOf(changes: readonly Instant[], isEndless = false) {
  const server = createServer((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page') ?? 0);
    const at = changes[page] ?? changes.at(-1);
    const hasNext = isEndless || page + 1 < changes.length;
    const resource = {
      resourceType: 'Observation',
      id: `o${page}`,
      meta: { versionId: '1', ...(at !== undefined && { lastUpdated: formatInstant(at) }) },
      subject: { reference: 'Patient/p1' },
    };
    response.setHeader('content-type', 'application/fhir+json');
    response.end(
      JSON.stringify({
        resourceType: 'Bundle',
        type: 'searchset',
        link: hasNext ? [{ relation: 'next', url: `Observation?page=${page + 1}` }] : [],
        entry: at === undefined ? [] : [{ resource }],
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { baseUrl: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function run(id: string, changes: readonly Instant[], isEndless = false) {
  const server = await serverOf(changes, isEndless);
  const followed = followSource({
    source: { id, fhirBaseUrl: server.baseUrl, notificationSecret: 'secret' },
    plan: [SEARCH],
    timing: TIMING,
  });
  const ignore = (): void => undefined;
  const queue = { add: async () => true, work: () => never(), countWaiting: async () => 0 };
  const failures = await catchUp(
    {
      store,
      queues: {
        assess: queue,
        resolve: queue,
        deliver: queue,
        isAlive: async () => true,
        close: async () => undefined,
      },
      clock: { now: () => NOW },
      timing: TIMING,
      logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
      metrics: createMetrics(),
    },
    followed,
  );
  followed.ehr.close();
  await server.close();
  const [row] = await findCatchUps(store.db, id);
  return { failures: failures.map(({ code }) => code), row };
}

const never = (): never => {
  throw new Error('nobody works here');
};

const ago = (hours: number): Instant => instantOf(NOW - hours * HOUR_MS);

test('the watermark is the newest change that was read', async () => {
  const { failures, row } = await run('newest', [ago(3), ago(2)]);
  expect(failures).toEqual([]);
  expect(row).toMatchObject({ watermark: ago(2), caughtUpAt: NOW });
});

test('a resource that says a time to come does not carry the watermark away', async () => {
  const { row } = await run('future', [ago(3), ago(-24 * 365)]);
  expect(row?.watermark).toBe(NOW);
});

test('more pages than one run reads: the next run goes on there, and nothing is said to be caught up', async () => {
  const { failures, row } = await run('endless', [ago(3), ago(2)], true);
  expect(failures).toEqual(['ehr-too-many-pages']);
  expect(row).toMatchObject({ watermark: ago(2), caughtUpAt: undefined });
}, 60_000);

test('more pages than one run reads, in no order: the next run begins where this one did', async () => {
  const { failures, row } = await run('disordered', [ago(2), ago(3)], true);
  expect([failures, row]).toEqual([['ehr-too-many-pages'], undefined]);
}, 60_000);

import { instantOf, ok } from '@magwatch/base';
import { createCodes } from '@magwatch/fhir';
import { createMetrics, type LogFields } from '@magwatch/runtime';
import {
  claimDeletions,
  delayEvent,
  findUndoneEvent,
  inTransaction,
  listAsideEvents,
  migrate,
  type NewEvent,
  openStore,
  type Store,
  storeEvents,
} from '@magwatch/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { followSource } from './followed-source.ts';
import { resolveEvent } from './resolve-event.ts';
import { TIMING } from './timing.ts';

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

async function keep(event: Partial<NewEvent>): Promise<string> {
  const common = { source: 'ward', interaction: 'upsert', resourceType: 'Observation', body: Buffer.alloc(0) } as const;
  const [stored] = await storeEvents(store, [{ ...common, ...event }]);
  return stored?.outcome === 'stored' ? stored.id : '';
}

/** Resolves an event at a source where every resource is gone; returns the codes that were logged. */
async function resolve(id: string): Promise<readonly (string | undefined)[]> {
  const logged: (string | undefined)[] = [];
  const note = (_event: string, fields?: LogFields): void => void logged.push(fields?.code);
  const followed = followSource({
    source: { id: 'ward', fhirBaseUrl: 'http://127.0.0.1:9', notificationSecret: 'secret' },
    plan: [],
    timing: TIMING,
  });
  const work = (): never => {
    throw new Error('nobody works here');
  };
  const queue = { add: async () => true, work, countWaiting: async () => 0 };
  await resolveEvent(
    {
      store,
      queues: {
        assess: queue,
        resolve: queue,
        deliver: queue,
        isAlive: async () => true,
        close: async () => undefined,
      },
      sources: new Map([['ward', { ...followed, ehr: { ...followed.ehr, read: async () => ok({ state: 'gone' }) } }]]),
      codes: createCodes(),
      timeZone: 'UTC',
      clock: { now: () => instantOf(Date.UTC(2026, 2, 10, 8)) },
      timing: TIMING,
      logger: { debug: note, info: note, warn: note, error: note },
      metrics: createMetrics(),
      requestCatchUp: async () => true,
    },
    id,
  );
  return logged;
}

test('an event on which this program fails waits, and does not come back at every turn', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const body = Buffer.from(
    `{"resourceType":"Observation","id":"deep","subject":{"reference":"Patient/p"},"note":${deep}}`,
  );
  const id = await keep({ resourceId: 'deep', versionId: '1', body });
  expect(await resolve(id)).toContain('job-resolve-failed');
  expect((await findUndoneEvent(store.db, id))?.attempts).toBe(1);
});

test('a deletion that overtook its resource waits for it, however long that takes', async () => {
  const earlier = await keep({ resourceId: 'o1', versionId: '1', patient: 'Patient/p', eventKey: 'o1' });
  const id = await keep({ resourceId: 'o1', interaction: 'delete' });
  for (let tries = 0; tries < 20; tries += 1) await delayEvent(store.db, id, 0);
  expect(earlier).not.toBe('');
  expect(await resolve(id)).toEqual(['deleted-unknown']);
  expect(await findUndoneEvent(store.db, id)).toBeDefined();
});

test('a deletion of what was never here is done with after some tries', async () => {
  const id = await keep({ resourceId: 'o2', interaction: 'delete' });
  await resolve(id);
  expect(await findUndoneEvent(store.db, id)).toBeDefined();
  for (let tries = 0; tries < 20; tries += 1) await delayEvent(store.db, id, 0);
  await resolve(id);
  expect(await findUndoneEvent(store.db, id)).toBeUndefined();
});

test.each(['delete', 'upsert'] as const)(
  'an %s of what turns out to be gone is left for a late version',
  async (interaction) => {
    const resourceId = `late-${interaction}`;
    const id = await keep({ resourceId, interaction });
    for (let tries = 0; tries < 20; tries += 1) await delayEvent(store.db, id, 0);
    const claim = () =>
      inTransaction(store, (tx) => claimDeletions(tx, 'ward', 'Patient/p', [{ type: 'Observation', id: resourceId }]));
    expect(await claim()).toEqual([]);
    await resolve(id);
    expect(await claim()).toMatchObject([{ id, interaction: 'delete', patient: 'Patient/p' }]);
    expect(await claim()).toEqual([]);
  },
);

test.each([
  ['https://other.example/r4/Patient/p1', 'subject-elsewhere'],
  ['Group/g1', 'event-without-patient'],
])('a result of %s is kept aside: %s', async (reference, code) => {
  const resource = {
    resourceType: 'Observation',
    id: `of-${code}`,
    meta: { versionId: '1' },
    status: 'final',
    subject: { reference },
    code: { coding: [{ system: 'http://loinc.org', code: '19123-9' }] },
    effectiveDateTime: '2026-03-10T07:00:00Z',
    valueQuantity: { value: 1.1, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
  };
  const id = await keep({ resourceId: resource.id, versionId: '1', body: Buffer.from(JSON.stringify(resource)) });
  await resolve(id);
  const kept = await listAsideEvents(store.db, 100);
  expect(kept.filter((one) => one.id === id).map(({ reason }) => reason)).toEqual([code]);
});

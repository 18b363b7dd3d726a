import { instantOf } from '@magwatch/base';
import { createCodes } from '@magwatch/fhir';
import { type Decided, start } from '@magwatch/ingest-worker';
import { openQueues } from '@magwatch/queue';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { createLogger, createMetrics } from '@magwatch/runtime';
import { migrate, openStore, type Store } from '@magwatch/store';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FhirServer, type Json, startFhirServer } from '../kit/fhir-server.ts';
import { startPostgres, type TestPostgres } from '../kit/postgres.ts';
import { eventually } from '../kit/wait.ts';

const SECRET = 'k3v9Qx7LrT2mZ8wN4bYpD6sHcJfGaE1u';
const HOUR_MS = 3_600_000;

let postgres: TestPostgres;
let store: Store;
let fhir: FhirServer;
/** Clinical time runs as fast as real time, this far ahead of it. */
let aheadMs = 0;
let decided: Decided[] = [];
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  fhir = await startFhirServer();
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
  aheadMs = 0;
  decided = [];
  const pool = store.pool;
  const queues = await openQueues({ pool });
  const source = { id: 'main', fhirBaseUrl: fhir.baseUrl, notificationSecret: SECRET };
  const worker = await start({
    configuration: { sources: [source], destinations: [], publicUrl: 'http://127.0.0.1:1', timeZone: 'UTC' },
    store,
    queues,
    codes: createCodes(),
    rules: RULES,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: parametersVersion(DEFAULT_PARAMETERS),
    clock: { now: () => instantOf(Date.now() + aheadMs) },
    logger: createLogger('test', { level: 'silent' }),
    metrics: createMetrics({ withProcess: false }),
    onDecision: (one) => decided.push(one),
    timing: { relayEveryMs: 100, reviewEveryMs: 100, subscriptionCheckEveryMs: 200, catchUpEveryMs: 200 },
  });
  stopWorker = async () => {
    await worker.stop();
    await queues.close();
  };
});
afterEach(async () => {
  await stopWorker();
  await store.close();
  await fhir.stop();
});

const magnesium = (id: string, value: number): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '19123-9' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: new Date(Date.now() - HOUR_MS).toISOString(),
  valueQuantity: { value, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
});

const subscriptions = () => fhir.all('Subscription');
const setStatus = (status: string, and: object = {}) => {
  for (const one of subscriptions()) fhir.put({ ...one, ...and, status });
};
const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await store.pool.query<Record<string, unknown>>(sql)).rows;

test('a result that push never brought is found by catch-up, and its decision is told after the commit', async () => {
  fhir.put({ resourceType: 'Patient', id: 'p1', birthDate: '1950-04-01' });
  await eventually(async () => (await rows('SELECT * FROM catch_up WHERE caught_up_at IS NOT NULL')).length > 0);
  fhir.put(magnesium('m1', 1.2));
  await eventually(() => decided.some(({ decision }) => decision.ruleId === 'mg-low' && decision.change === 'opened'));
  expect(decided[0]).toMatchObject({ source: 'main', patient: 'Patient/p1' });
  // The overlap reads it again and again: it stays one event.
  const reads = () =>
    fhir.requests.filter(({ path, query }) => path.endsWith('/Observation') && query.has('_lastUpdated')).length;
  const before = reads();
  await eventually(() => reads() > before + 3);
  expect(await rows(`SELECT id FROM inbox WHERE resource_id = 'm1'`)).toHaveLength(1);
});

test('a server that never activates is asked for active', async () => {
  await eventually(() => subscriptions().length > 5 && subscriptions().every((one) => one['status'] === 'active'));
});

test('a subscription that is off is searched for first, then asked for again, and the row says what was seen', async () => {
  await eventually(() => subscriptions().length > 5 && subscriptions().every((one) => one['status'] === 'active'));
  setStatus('off', { error: 'too many failures' });
  await eventually(() => subscriptions().every((one) => one['status'] === 'requested' || one['status'] === 'active'));
  expect(subscriptions().every((one) => one['error'] === undefined)).toBe(true);
  // Found again, none was made anew.
  expect(new Set(subscriptions().map((one) => one['criteria'])).size).toBe(subscriptions().length);
  await eventually(async () => {
    const seen = await rows('SELECT status FROM subscription');
    return seen.length > 5 && seen.every((one) => one['status'] === 'active');
  });
});

test('a subscription that somebody deleted is made anew', async () => {
  await eventually(() => subscriptions().length > 5);
  const [first] = subscriptions();
  fhir.remove('Subscription', String(first?.id));
  await eventually(() =>
    subscriptions().some((one) => one['criteria'] === first?.['criteria'] && one.id !== first?.id),
  );
});

test('while push and catch-up hold, hours pass without a new context search; when they fail it is read again', async () => {
  fhir.put({ resourceType: 'Patient', id: 'p1', birthDate: '1950-04-01' });
  fhir.put(magnesium('m1', 1.2));
  const asOf = async () => {
    const [row] = await rows(`SELECT coverage FROM patient WHERE reference = 'Patient/p1'`);
    return (row?.['coverage'] as Record<string, { asOf: number }> | undefined)?.['result:magnesium']?.asOf ?? 0;
  };
  await eventually(async () => (await asOf()) > 0);
  await eventually(() => subscriptions().length > 5 && subscriptions().every((one) => one['status'] === 'active'));
  const contextReads = () => fhir.requests.filter(({ query }) => query.has('patient')).length;
  await eventually(async () => (await rows(`SELECT id FROM inbox WHERE state = 'new'`)).length === 0);
  const before = contextReads();

  aheadMs = 6 * HOUR_MS;
  fhir.put(magnesium('m2', 1.3));
  await eventually(async () => (await asOf()) > Date.now() + 5 * HOUR_MS);
  expect(contextReads()).toBe(before);

  // Neither pushed nor searched any more: the proof ends, and the next event renews it by a search of its own.
  fhir.interfere = ({ path, query }) => (path.includes('/Subscription') || query.has('_lastUpdated') ? 500 : undefined);
  await eventually(async () => {
    const seen = await rows('SELECT status FROM subscription');
    return seen.every((one) => one['status'] === 'ehr-unavailable');
  });
  aheadMs = 12 * HOUR_MS;
  await rows(`INSERT INTO inbox (source, interaction, patient, body) VALUES ('main', 'recheck', 'Patient/p1', '')`);
  await eventually(() => contextReads() > before);
  await eventually(async () => (await asOf()) > Date.now() + 11 * HOUR_MS);
});

import { formatInstant, HOUR_MS, type Instant, instantOf, ok } from '@magwatch/base';
import type { Ehr, Resource } from '@magwatch/ehr';
import { createCodes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { createMetrics } from '@magwatch/runtime';
import { findAssessments, migrate, openStore, type Store, storeEvents } from '@magwatch/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { createAssessJob } from './assess-patient.ts';
import { followSource } from './followed-source.ts';
import { planSearches } from './plan-searches.ts';
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

const NOW = instantOf(Date.UTC(2026, 2, 10, 12));
const RULE = 'hypocalcemia-mg-unknown';
const subject = { reference: 'Patient/p1' };
const stay = {
  resourceType: 'Encounter',
  id: 'stay',
  meta: { versionId: '1' },
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject,
  period: { start: formatInstant(instantOf(NOW - 48 * HOUR_MS)) },
};
const calcium = (id: string, hours: number) => ({
  resourceType: 'Observation',
  id,
  meta: { versionId: '1' },
  status: 'final',
  subject,
  code: { coding: [{ system: 'http://loinc.org', code: '17861-6' }] },
  effectiveDateTime: formatInstant(instantOf(NOW - hours * HOUR_MS)),
  valueQuantity: { value: 6.5, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
});

/** A ward of one patient with a low calcium and no magnesium, whose server answers or not. */
function openWard(source: string) {
  const server = { isUp: true, searches: 0 };
  const plan = planSearches(RULES, DEFAULT_PARAMETERS, createCodes());
  const followed = followSource({
    source: { id: source, fhirBaseUrl: 'http://127.0.0.1:9', notificationSecret: 'secret' },
    plan,
    timing: TIMING,
  });
  const resources: readonly Resource[] = [stay, calcium('c1', 3), calcium('c2', 1)];
  const down = { ok: false, failure: { code: 'ehr-timeout', retry: 'later' } } as const;
  const ehr: Ehr = {
    ...followed.ehr,
    read: async () => (server.isUp ? ok({ state: 'gone' }) : down),
    search: async (type) => {
      server.searches += 1;
      return server.isUp ? ok({ matches: resources.filter((one) => one.resourceType === type), included: [] }) : down;
    },
  };
  const work = (): never => {
    throw new Error('nobody works here');
  };
  const queue = { add: async () => true, work, countWaiting: async () => 0 };
  const silent = (): void => undefined;
  let now: Instant = NOW;
  const clock = { now: () => now };
  const base = { store, codes: createCodes(), clock, timeZone: 'UTC' };
  const run = createAssessJob({
    ...base,
    queues: { assess: queue, resolve: queue, deliver: queue, isAlive: async () => true, close: async () => undefined },
    sources: new Map([[source, { ...followed, ehr }]]),
    timing: TIMING,
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    metrics: createMetrics(),
    assessDepsOf: () => ({
      ...base,
      rules: RULES,
      parameters: DEFAULT_PARAMETERS,
      parametersVersion: parametersVersion(DEFAULT_PARAMETERS),
      destinations: [],
      defaultSetting: undefined,
    }),
  });
  return {
    server,
    pass: (ms: number) => {
      now = instantOf(now + ms);
    },
    /** Assesses the patient and says what the rule answered. */
    assess: async () => {
      await run({ source, patient: 'Patient/p1' });
      const [last] = await findAssessments(store.db, source, 'Patient/p1', 1);
      return last?.verdicts[RULE];
    },
    /** Something came by push that cannot be used before the server has said more. */
    receive: async (resourceType: string, patient: string) => {
      const body = Buffer.from(JSON.stringify({ resourceType, id: 'x', subject: { reference: patient } }));
      await storeEvents(store, [{ source, interaction: 'upsert', resourceType, resourceId: 'x', body }]);
    },
  };
}

test('what the patient has been sent and nobody can use yet makes its absence unknown while the server hangs', async () => {
  const ward = openWard('hangs');
  expect(await ward.assess()).toBe('present');
  ward.server.isUp = false;
  ward.pass(60_000);
  expect(await ward.assess()).toBe('present');
  await ward.receive('Observation', 'Patient/p1');
  ward.pass(60_000);
  expect(await ward.assess()).toBe('unknown');
});

test('where the server answers, the context is read again and says what is there', async () => {
  const ward = openWard('answers');
  await ward.assess();
  const before = ward.server.searches;
  await ward.receive('Observation', 'Patient/p1');
  ward.pass(60_000);
  expect(await ward.assess()).toBe('present');
  expect(ward.server.searches).toBe(2 * before);
});

test.each([
  ['another patient', 'Observation', 'Patient/p11'],
  ['what the rule does not ask for', 'Appointment', 'Patient/p1'],
])('news of %s change nothing', async (name, type, patient) => {
  const ward = openWard(`other ${name}`);
  await ward.assess();
  const before = ward.server.searches;
  ward.server.isUp = false;
  await ward.receive(type, patient);
  ward.pass(60_000);
  expect(await ward.assess()).toBe('present');
  expect(ward.server.searches).toBe(before);
});

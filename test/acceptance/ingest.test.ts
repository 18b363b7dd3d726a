import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore } from '@magwatch/store';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FhirServer, type Json, startFhirServer } from '../kit/fhir-server.ts';
import { findFreePort } from '../kit/free-port.ts';
import { startPostgres, type TestPostgres } from '../kit/postgres.ts';
import { type RunningProcess, startProcess } from '../kit/processes.ts';
import { type RedisServer, startRedis } from '../kit/redis.ts';
import { eventually } from '../kit/wait.ts';

const SECRET = randomBytes(24).toString('hex');
const LOINC = 'http://loinc.org';
const HOUR_MS = 3_600_000;

const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString();

const person = (id: string): Json => ({ resourceType: 'Patient', id, gender: 'female', birthDate: '1950-04-01' });
const stay = (patient: string): Json => ({
  resourceType: 'Encounter',
  id: `stay-${patient}`,
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: `Patient/${patient}` },
  period: { start: ago(48) },
});
/** Serum magnesium in mg/dL; low below 1.7. */
const magnesium = (id: string, patient: string, value: number, more: object = {}): Json => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { coding: [{ system: LOINC, code: '19123-9' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: ago(1),
  issued: ago(0.5),
  valueQuantity: { value, unit: 'mg/dL', system: 'http://unitsofmeasure.org', code: 'mg/dL' },
  ...more,
});

let folder: string;
let postgres: TestPostgres;
let redis: RedisServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magwatch-ingest-'));
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterAll(async () => {
  await Promise.all([postgres.stop(), redis.stop()]);
  await rm(folder, { recursive: true, force: true });
});

let fhir: FhirServer;
let database: Client;
let env: Record<string, string>;
let receiverUrl: string;
let healthPort: number;
let processes: RunningProcess[];

async function setUp(): Promise<void> {
  fhir = await startFhirServer();
  processes = [];
  await redis.flushAll();
  const url = await postgres.createDatabase();
  const store = await openStore(url);
  await migrate(store);
  await store.close();
  database = new Client({ connectionString: url });
  await database.connect();
  const port = await findFreePort();
  healthPort = await findFreePort();
  receiverUrl = `http://127.0.0.1:${port}/notifications/main`;
  const file = join(folder, `${port}.json`);
  const source = { id: 'main', fhirBaseUrl: fhir.baseUrl, notificationSecret: SECRET };
  await writeFile(
    file,
    JSON.stringify({ port, healthPort: 0, publicUrl: `http://127.0.0.1:${port}`, sources: [source] }),
  );
  env = { MAGWATCH_CONFIG: file, DATABASE_URL: url, REDIS_URL: redis.url };
}

async function tearDown(): Promise<void> {
  for (const one of processes) if (one.isRunning()) await one.kill();
  await database.end();
  await fhir.stop();
}

async function run(name: 'receiver' | 'ingest-worker'): Promise<RunningProcess> {
  const args = name === 'ingest-worker' ? ['--health-port', String(healthPort)] : [];
  const started = await startProcess({ script: `services/${name}/src/main.ts`, env, args });
  processes.push(started);
  return started;
}

async function notify(body?: unknown, { method = 'POST', suffix = '' } = {}): Promise<void> {
  const headers = { authorization: `Bearer ${SECRET}`, 'content-type': 'application/fhir+json' };
  const answer = await fetch(`${receiverUrl}${suffix}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
}

const rows = async (sql: string): Promise<Record<string, unknown>[]> =>
  (await database.query<Record<string, unknown>>(sql)).rows;
const alerts = () => rows('SELECT patient, rule_id, state, closed_as FROM alert ORDER BY patient, rule_id, episode');
const undone = async () => (await rows(`SELECT id FROM inbox WHERE state = 'new'`)).length;
const settled = () => eventually(async () => (await undone()) === 0, { withinMs: 30_000 });
const lowMagnesium = (patient: string, state = 'open') =>
  eventually(
    async () =>
      (await alerts()).some(
        (one) => one['patient'] === `Patient/${patient}` && one['rule_id'] === 'mg-low' && one['state'] === state,
      ),
    { withinMs: 30_000 },
  );

describe('from a notification to an alert', () => {
  beforeAll(async () => {
    await setUp();
    await Promise.all([run('receiver'), run('ingest-worker')]);
    await eventually(async () => (await rows('SELECT * FROM catch_up WHERE caught_up_at IS NOT NULL')).length > 0);
  });
  afterAll(tearDown);

  /** A patient of this test's own, in hospital. */
  const admit = (id: string): void => {
    fhir.put(person(id));
    fhir.put(stay(id));
  };

  test('a pushed result is assessed with its context, and what was searched is covered', async () => {
    admit('pushed');
    await notify(fhir.put(magnesium('mg-pushed', 'pushed', 1.2)));
    await lowMagnesium('pushed');
    const [patient] = await rows(`SELECT coverage FROM patient WHERE reference = 'Patient/pushed'`);
    const coverage = patient?.['coverage'] as Record<string, { from: number; asOf: number }>;
    expect(Object.keys(coverage)).toEqual(
      expect.arrayContaining(['result:magnesium', 'result:potassium', 'dose:k-replacement', 'encounter', 'person']),
    );
    expect(coverage['result:magnesium']?.from).toBeLessThan(Date.now() - 71 * HOUR_MS);
    expect(coverage['result:magnesium']?.asOf).toBeGreaterThan(Date.now() - 60_000);
  });

  test('one subscription per search group, without status in its criteria', async () => {
    await eventually(() => fhir.all('Subscription').length >= 5);
    const subscriptions = fhir.all('Subscription');
    for (const one of subscriptions) {
      expect(String(one['criteria'])).not.toMatch(/status|value/);
      expect(one['channel']).toMatchObject({
        type: 'rest-hook',
        endpoint: receiverUrl,
        payload: 'application/fhir+json',
      });
    }
    const types = subscriptions.map((one) => String(one['criteria']).split('?')[0]);
    expect(types).toEqual(
      expect.arrayContaining([
        'Observation',
        'MedicationRequest',
        'MedicationAdministration',
        'Condition',
        'Encounter',
        'Patient',
      ]),
    );
    expect(new Set(subscriptions.map((one) => one['criteria'])).size).toBe(subscriptions.length);
  });

  test('an empty notification, an id alone and a bundle of references lead to the results', async () => {
    admit('empty');
    fhir.put(magnesium('mg-empty', 'empty', 1.2));
    await notify();
    await lowMagnesium('empty');
    admit('id-only');
    fhir.put(magnesium('mg-id-only', 'id-only', 1.2));
    await notify(undefined, { method: 'PUT', suffix: '/Observation/mg-id-only' });
    await lowMagnesium('id-only');
    admit('bundled');
    fhir.put(magnesium('mg-bundled', 'bundled', 1.2));
    const part = [{ name: 'focus', valueReference: { reference: `${fhir.baseUrl}/Observation/mg-bundled` } }];
    const status = { resourceType: 'Parameters', parameter: [{ name: 'notification-event', part }] };
    await notify({ resourceType: 'Bundle', type: 'history', entry: [{ resource: status }] });
    await lowMagnesium('bundled');
    await settled();
  });

  test('a deletion closes what rested on the result', async () => {
    admit('deleted');
    await notify(fhir.put(magnesium('mg-deleted', 'deleted', 1.2)));
    await lowMagnesium('deleted');
    fhir.remove('Observation', 'mg-deleted');
    await notify(undefined, { method: 'DELETE', suffix: '/Observation/mg-deleted' });
    await lowMagnesium('deleted', 'closed');
  });

  test('a deletion that is not true is not believed', async () => {
    admit('still-there');
    await notify(fhir.put(magnesium('mg-still-there', 'still-there', 1.2)));
    await lowMagnesium('still-there');
    await notify(undefined, { method: 'DELETE', suffix: '/Observation/mg-still-there' });
    await settled();
    await lowMagnesium('still-there');
  });

  test('a body without its version is only a hint: the server says what holds', async () => {
    admit('forged');
    const stored = fhir.put(magnesium('mg-forged', 'forged', 2.0));
    const forged = {
      ...stored,
      meta: undefined,
      valueQuantity: magnesium('mg-forged', 'forged', 0.9)['valueQuantity'],
    };
    await notify(forged);
    await settled();
    const [version] = await rows(
      `SELECT version_id, facts::text FROM resource_version WHERE reference = 'Observation/mg-forged'`,
    );
    expect(version).toMatchObject({ version_id: '1' });
    expect(String(version?.['facts'])).toContain('"value": 2');
    expect((await alerts()).filter((one) => one['patient'] === 'Patient/forged')).toEqual([]);
  });

  test('what cannot be used is listed without patient data', async () => {
    admit('unusable');
    const { valueQuantity: _, ...bare } = magnesium('bad1', 'unusable', 1);
    await notify(fhir.put({ ...bare, valueQuantity: { value: 1.2 } }));
    await notify(fhir.put({ ...magnesium('bad2', 'unusable', 1.2), subject: undefined }));
    await notify('no resource');
    await settled();
    await eventually(async () => {
      const list = (await (await fetch(`http://127.0.0.1:${healthPort}/data-quality`)).json()) as {
        notes: { reference: string; code: string }[];
        aside: { reason: string }[];
        counts: { code: string; count: number }[];
      };
      expect(list.notes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ reference: 'Observation/bad1', code: 'unit-missing' }),
          expect.objectContaining({ reference: 'Observation/bad2', code: 'subject-missing' }),
        ]),
      );
      expect(list.aside.map(({ reason }) => reason)).toEqual(
        expect.arrayContaining(['event-without-patient', 'event-not-a-resource']),
      );
      expect(list.counts.find(({ code }) => code === 'unit-missing')?.count).toBe(1);
      expect(JSON.stringify(list)).not.toContain('Patient/unusable');
      return true;
    });
    expect((await fetch(`http://127.0.0.1:${healthPort}/data-quality?limit=0`)).status).toBe(400);
  });

  test('readiness and figures are there', async () => {
    expect((await fetch(`http://127.0.0.1:${healthPort}/readyz`)).status).toBe(200);
    expect(await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()).toContain(
      'magwatch_inbox_events{state="new"}',
    );
  });
});

describe('what goes wrong', () => {
  beforeEach(async () => {
    await setUp();
    fhir.put(person('p1'), new Date(Date.now() - 72 * HOUR_MS));
    fhir.put(stay('p1'), new Date(Date.now() - 72 * HOUR_MS));
  });
  afterEach(tearDown);

  test('a search that fails leaves its inputs uncovered and the others not', async () => {
    fhir.interfere = ({ path }) => (path.endsWith('/MedicationAdministration') ? 400 : undefined);
    await Promise.all([run('receiver'), run('ingest-worker')]);
    await notify(fhir.put(magnesium('m1', 'p1', 1.2)));
    await lowMagnesium('p1');
    const patient = await eventually(async () => {
      const [row] = await rows(`SELECT coverage, review_at FROM patient WHERE reference = 'Patient/p1'`);
      // He comes back by the clock, soon.
      return (row?.['review_at'] as Date).getTime() < Date.now() + 2 * 60_000 ? row : undefined;
    });
    const keys = Object.keys(patient['coverage'] as object);
    expect(keys).toContain('result:magnesium');
    expect(keys.filter((key) => key.startsWith('dose:'))).toEqual([]);
  });

  test('an event that waits in the inbox survives a killed worker and an emptied queue', async () => {
    await run('receiver');
    const worker = await run('ingest-worker');
    await worker.kill();
    await notify(fhir.put(magnesium('m1', 'p1', 1.2)));
    await redis.flushAll();
    await run('ingest-worker');
    await lowMagnesium('p1');
    await settled();
    expect((await alerts()).filter((one) => one['rule_id'] === 'mg-low')).toHaveLength(1);
  });

  test('an EHR that is away delays an event and loses nothing', async () => {
    await Promise.all([run('receiver'), run('ingest-worker')]);
    fhir.put(magnesium('m1', 'p1', 1.2));
    fhir.interfere = () => 503;
    await notify(undefined, { method: 'PUT', suffix: '/Observation/m1' });
    await eventually(
      async () => (await rows('SELECT attempts FROM inbox')).some((one) => Number(one['attempts']) > 0),
      {
        withinMs: 30_000,
      },
    );
    fhir.interfere = () => undefined;
    await lowMagnesium('p1');
    await settled();
  });

  test('what happened while nobody listened is found at the start', async () => {
    fhir.put(magnesium('m1', 'p1', 1.2), new Date(Date.now() - 2 * HOUR_MS));
    await run('ingest-worker');
    await lowMagnesium('p1');
  });
});

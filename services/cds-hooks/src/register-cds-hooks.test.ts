import { randomUUID } from 'node:crypto';
import type { Alert, AlertState } from '@magwatch/alerts';
import { instantOf } from '@magwatch/base';
import { createCodes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, RULES } from '@magwatch/rules';
import { createLogger, createMetrics } from '@magwatch/runtime';
import { inTransaction, migrate, openStore, type Store, saveAlert } from '@magwatch/store';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { registerCdsHooks } from './register-cds-hooks.ts';

const ADDRESS = '/cds-services/magwatch';
const EHR = 'https://ehr.example';
const now = instantOf(Date.parse('2026-03-10T12:00:00Z'));

let postgres: TestPostgres;
let store: Store;
const apps: FastifyInstance[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
});

afterAll(async () => {
  for (const app of apps) await app.close();
  await store.close();
  await postgres.stop();
});

function service(change: Partial<Parameters<typeof registerCdsHooks>[1]> = {}): FastifyInstance {
  const app = Fastify({ logger: false });
  registerCdsHooks(app, {
    store,
    codes: createCodes(),
    rules: RULES,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: 'p',
    clock: { now: () => now },
    publicUrl: 'https://magwatch.example',
    timeZone: 'UTC',
    sources: [{ id: 'ward', fhirBaseUrl: 'https://fhir.example/r4' }],
    allowedOrigins: [EHR],
    logger: createLogger('cds-hooks', { level: 'silent' }),
    metrics: createMetrics({ withProcess: false }),
    ...change,
  });
  apps.push(app);
  return app;
}

async function save(change: Partial<Alert>): Promise<Alert> {
  const alert: Alert = {
    id: randomUUID(),
    source: 'ward',
    patient: 'Patient/p1',
    ruleId: 'mg-low',
    episode: 1,
    ruleVersion: '1.0.0',
    parametersVersion: 'p',
    state: 'open',
    severity: 'warning',
    summary: 'Low magnesium 1.4 mg/dL',
    figures: {},
    missing: [],
    evidence: [{ role: 'magnesium', reference: 'Observation/o1', value: 1.4, unit: 'mg/dL', at: now }],
    notes: [],
    episodeStart: now,
    openedAt: now,
    stateSince: now,
    lastTrueAt: now,
    revision: 1,
    decidedAt: now,
    factSequence: 1,
    ...change,
  };
  await inTransaction(store, (tx) => saveAlert(tx, alert));
  return alert;
}

const request = (change: Readonly<Record<string, unknown>> = {}, context: Readonly<Record<string, unknown>> = {}) => ({
  hook: 'patient-view',
  hookInstance: 'd1577c69-dfbe-44ad-ba6d-3e05e953b2ea',
  context: { userId: 'Practitioner/1', patientId: 'p1', ...context },
  ...change,
});

const post = (app: FastifyInstance, payload: object | string, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({ method: 'POST', url: ADDRESS, payload, headers: { 'content-type': 'application/json', ...headers } });

describe('which alerts become cards', () => {
  test.each([
    ['open', 1],
    ['acknowledged', 1],
    ['snoozed', 1],
    ['held', 0],
    ['in-progress', 0],
    ['closed', 0],
  ] as const)('%s: %d', async (state: AlertState, count) => {
    const patient = `state-${state}`;
    const closed = { as: 'resolved', reason: 'finding-absent', at: now, by: 'finding' } as const;
    await save({ patient: `Patient/${patient}`, state, ...(state === 'closed' ? { closed } : {}) });
    const { cards } = (await post(service(), request({}, { patientId: patient }))).json<{ cards: unknown[] }>();
    expect(cards).toHaveLength(count);
  });

  test('info is shown, as info', async () => {
    await save({ patient: 'Patient/info', severity: 'info' });
    const answer = (await post(service(), request({}, { patientId: 'info' }))).json<unknown>();
    expect(answer).toMatchObject({ cards: [{ indicator: 'info' }] });
  });

  test('the gravest first, at most two, the rest as lines on the last', async () => {
    const patient = 'Patient/many';
    await save({ patient, ruleId: 'mg-low', severity: 'info', summary: 'the mild one' });
    await save({ patient, ruleId: 'hypermagnesemia', severity: 'critical', summary: 'the critical one' });
    await save({ patient, ruleId: 'hypocalcemia-mg-unknown', severity: 'warning', summary: 'the warning' });
    const { cards } = (await post(service(), request({}, { patientId: 'many' }))).json<{
      cards: { summary: string; detail: string; links: unknown }[];
    }>();
    expect(cards.map(({ summary }) => summary)).toEqual(['the critical one', 'the warning']);
    expect(cards[1]?.detail).toContain('the mild one');
  });

  test('a rule that is silent, or for the worklist only, shows no card', async () => {
    const { mode } = DEFAULT_PARAMETERS;
    for (const own of ['silent', 'worklist'] as const) {
      const parameters = { ...DEFAULT_PARAMETERS, mode: { ...mode, 'mg-low': own } };
      const answer = await post(service({ parameters }), request({}, { patientId: 'info' }));
      expect(answer.json()).toEqual({ cards: [] });
    }
  });

  test('a card leads to its alert', async () => {
    const alert = await save({ patient: 'Patient/link' });
    const answer = (await post(service(), request({}, { patientId: 'link' }))).json<unknown>();
    expect(answer).toMatchObject({
      cards: [{ links: [{ url: `https://magwatch.example/alerts/${alert.id}`, type: 'absolute' }] }],
    });
  });
});

describe('a request', () => {
  test.each([
    ['that is no JSON', '{"hook":', 400, undefined],
    ['without a body', '', 400, undefined],
    ['that is a list', [], 400, undefined],
    ['without hook', request({ hook: undefined }), 400, 'hook'],
    ['for a hook that is not answered', request({ hook: 'appointment-book' }), 400, 'hook'],
    ['without hookInstance', request({ hookInstance: undefined }), 400, 'hookInstance'],
    ['without context', request({ context: undefined }), 400, 'context'],
    ['whose context is a text', request({ context: 'p1' }), 400, 'context'],
    ['without user', request({}, { userId: undefined }), 400, 'context.userId'],
    ['without patient', request({}, { patientId: undefined }), 400, 'context.patientId'],
    ['with an empty patient', request({}, { patientId: '' }), 400, 'context.patientId'],
    ['whose patient is a number', request({}, { patientId: 1 }), 400, 'context.patientId'],
    ['with a poisoned prototype', '{"__proto__":{"x":1},"hook":"patient-view"}', 400, undefined],
  ])('%s is answered with %3$d and an OperationOutcome', async (_name, payload, status, path) => {
    const answer = await post(service(), payload);
    expect(answer.statusCode).toBe(status);
    const outcome = answer.json<{ resourceType: string; issue: { expression?: string[] }[] }>();
    expect(outcome.resourceType).toBe('OperationOutcome');
    expect(outcome.issue[0]?.expression).toEqual(path === undefined ? undefined : [path]);
  });

  test.each([
    ['members that nobody knows', request({ extension: { x: 1 }, more: [null] })],
    ['no prefetch', request({ prefetch: undefined })],
    ['prefetch null', request({ prefetch: null })],
    [
      'prefetch of any shape',
      request({ prefetch: { a: null, b: 'text', c: [{ resourceType: 1 }], d: { resourceType: 'OperationOutcome' } } }),
    ],
    ['a hookInstance that is no UUID', request({ hookInstance: 'test' })],
    ['a patient with his type', request({}, { patientId: 'Patient/link' })],
    ['an encounter that is null', request({}, { encounterId: null })],
    [
      'a token for a server that we never call',
      request({ fhirServer: 'https://fhir.example/r4', fhirAuthorization: { access_token: 'x' } }),
    ],
    ['5 MB of prefetch', request({ prefetch: { all: 'x'.repeat(5_000_000) } })],
    ['a patient that no FHIR id can be', request({}, { patientId: "x'; DROP TABLE alert; --\u0000💊" })],
  ])('with %s is answered with 200', async (_name, payload) => {
    const answer = await post(service(), payload);
    expect(answer.statusCode).toBe(200);
    expect(Array.isArray(answer.json<{ cards: unknown }>().cards)).toBe(true);
  });

  test('without a patient that we know has no cards', async () => {
    expect((await post(service(), request({}, { patientId: 'nobody' }))).json()).toEqual({ cards: [] });
  });

  test('as FHIR JSON is taken, as text it is not', async () => {
    expect(
      (await post(service(), JSON.stringify(request()), { 'content-type': 'application/fhir+json' })).statusCode,
    ).toBe(200);
    expect((await post(service(), JSON.stringify(request()), { 'content-type': 'text/plain' })).statusCode).toBe(415);
  });

  test('larger than 10 MiB is refused', async () => {
    expect((await post(service(), request({ prefetch: 'x'.repeat(11_000_000) }))).statusCode).toBe(413);
  });

  test('to a service that is not there is 404, whatever it says', async () => {
    const answer = await service().inject({
      method: 'POST',
      url: '/cds-services/nothing',
      payload: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('is answered with 503 and no inner detail when the database is away', async () => {
    const away = await openStore(await postgres.createDatabase());
    await away.close();
    const answer = await post(service({ store: away }), request());
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(answer.json()).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'transient' }] });
    expect(answer.body).not.toMatch(/pool|destroyed|stack|\.ts/);
  });
});

describe('several sources', () => {
  const sources = [
    { id: 'ward', fhirBaseUrl: 'https://fhir.example/r4' },
    { id: 'clinic', fhirBaseUrl: 'https://clinic.example/r4' },
  ];

  test('fhirServer says whose patient it is', async () => {
    await save({ patient: 'Patient/twin', source: 'clinic', summary: 'of the clinic' });
    const app = service({ sources });
    const of = async (fhirServer: string) =>
      (await post(app, request({ fhirServer }, { patientId: 'twin' }))).json<{ cards: unknown[] }>().cards;
    expect(await of('https://clinic.example/r4/')).toHaveLength(1);
    expect(await of('https://fhir.example/r4')).toHaveLength(0);
  });

  test('a call that does not say it is refused: nobody sees the patient of another hospital', async () => {
    const app = service({ sources });
    expect((await post(app, request({}, { patientId: 'twin' }))).statusCode).toBe(400);
    const fhirServer = 'https://other.example/r4';
    expect((await post(app, request({ fhirServer }, { patientId: 'twin' }))).statusCode).toBe(412);
  });
});

describe('the server of a call', () => {
  test.each([
    [undefined, 200],
    ['https://fhir.example/r4', 200],
    ['https://fhir.example/r4/', 200],
    ['https://FHIR.example:443/r4', 200],
    ['https://fhir.example:8443/r4', 412],
    ['http://fhir.example/r4', 412],
    ['https://fhir.example/R4', 412],
    ['https://fhir.example/r4/other', 412],
    ['https://other.example/r4', 412],
    ['https://fhir.example@other.example/r4', 412],
    ['Patient/1', 412],
    ['', 412],
  ])('%s, where one source is configured: %d', async (fhirServer, status) => {
    const twin = randomUUID();
    await save({ patient: `Patient/${twin}`, summary: 'of our own patient' });
    const logged: unknown[] = [];
    const logger = {
      ...createLogger('cds-hooks', { level: 'silent' }),
      warn: (event: string, fields?: unknown) => void logged.push([event, fields]),
    };
    const answer = await post(service({ logger }), request({ fhirServer }, { patientId: twin }));
    expect(answer.statusCode).toBe(status);
    expect(answer.body.includes('of our own patient')).toBe(status === 200);
    if (status === 200) return;
    expect(answer.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ details: { coding: [{ code: 'hook-unknown-server' }] }, expression: ['fhirServer'] }],
    });
    expect(logged).toEqual([['hook-refused', { code: 'hook-unknown-server' }]]);
  });
});

describe('browsers of other origins', () => {
  test('an allowed one may ask, with the headers that it needs', async () => {
    const preflight = await service().inject({
      method: 'OPTIONS',
      url: ADDRESS,
      headers: {
        origin: EHR,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': EHR,
      'access-control-allow-methods': 'GET,POST,OPTIONS',
      'access-control-allow-headers': 'Authorization,Content-Type',
      vary: 'Origin',
    });
    const errors = await post(service(), '{', { origin: EHR });
    expect(errors.headers['access-control-allow-origin']).toBe(EHR);
  });

  test.each([['https://evil.example'], ['null'], [`${EHR}.evil.example`]])('%s may not', async (origin) => {
    const { headers } = await service().inject({ url: '/cds-services', headers: { origin } });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });
});

test('discovery is plain and promises nothing that is not there', async () => {
  const { body, statusCode } = await service().inject({
    url: '/cds-services',
    headers: { accept: 'application/fhir+json, */*; q=0.1' },
  });
  expect(statusCode).toBe(200);
  const { services } = JSON.parse(body) as { services: { hook: string; id: string }[] };
  expect(services.map(({ hook }) => hook)).toEqual([
    'patient-view',
    'encounter-start',
    'encounter-discharge',
    'order-select',
    'order-sign',
    'medication-verify',
  ]);
  expect(new Set(services.map(({ id }) => id))).toEqual(new Set(['magwatch']));
  expect(body).not.toContain('prefetch"');
});

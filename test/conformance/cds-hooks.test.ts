import { type Alert, act } from '@magwatch/alerts';
import { assessFacts } from '@magwatch/assess';
import { instantOf } from '@magwatch/base';
import { renderCards } from '@magwatch/cards';
import { registerCdsHooks } from '@magwatch/cds-hooks';
import { createCodes, parseResource } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, inputsOf, RULES } from '@magwatch/rules';
import { createLogger, createMetrics } from '@magwatch/runtime';
import {
  findReturnedCard,
  inTransaction,
  insertVersions,
  migrate,
  openStore,
  type Store,
  saveAlert,
  saveCoverage,
} from '@magwatch/store';
import { inputKey, type ResourceVersion } from '@magwatch/timeline';
import { buildCdsRequest, type CdsResponse, MedplumClient } from '@medplum/core';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../kit/postgres.ts';
import { findBroken, INVARIANTS } from './invariants.ts';
import { NOW, PATIENTS, type Resource } from './patients.ts';

const SOURCE = 'ward';
const now = instantOf(Date.parse(NOW));
const codes = createCodes();
const CARD_UUID = '3f0c1d2e-8a4b-4c5d-9e6f-7a8b9c0d1e2f';
const HOSTILE = '<img src=x onerror=alert(1)> [click](javascript:alert(1)) ![](https://evil.example) | `x` 💊';

let postgres: TestPostgres;
let store: Store;
let app: FastifyInstance;
let medplum: MedplumClient;
const alerts: Alert[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  store = await openStore(await postgres.createDatabase());
  await migrate(store);
  for (const [id, resources] of PATIENTS) {
    alerts.push(...assess(`Patient/${id}`, resources));
    await keepFacts(`Patient/${id}`, resources);
  }
  for (const alert of alerts) await inTransaction(store, (tx) => saveAlert(tx, alert));
  app = Fastify({ logger: false });
  registerCdsHooks(app, {
    store,
    codes,
    rules: RULES,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: 'p',
    clock: { now: () => now },
    publicUrl: 'https://magwatch.example',
    timeZone: 'Europe/Berlin',
    sources: [{ id: SOURCE, fhirBaseUrl: 'https://fhir.example/r4' }],
    allowedOrigins: ['https://ehr.example'],
    logger: createLogger('cds-hooks', { level: 'silent' }),
    metrics: createMetrics({ withProcess: false }),
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  // The client names its own server in each call: the one that is configured.
  medplum = new MedplumClient({
    baseUrl: 'https://fhir.example/',
    fhirUrlPath: 'r4',
    cdsServicesUrl: `${address}/cds-services`,
    fetch,
  });
});

afterAll(async () => {
  await app.close();
  await store.close();
  await postgres.stop();
});

function parse(resources: readonly Resource[]): readonly ResourceVersion[] {
  return resources.flatMap((resource) => {
    const parsed = parseResource(resource, { codes, timeZone: 'UTC' });
    return parsed.ok ? [parsed.version] : [];
  });
}

/** Facts as an assessment keeps them, and the proof that there are no others. */
async function keepFacts(patient: string, resources: readonly Resource[]): Promise<void> {
  const cover = { from: instantOf(0), asOf: now };
  const coverage = new Map(inputsOf(RULES, DEFAULT_PARAMETERS).map(({ input }) => [inputKey(input), cover] as const));
  await inTransaction(store, async (tx) => {
    await insertVersions(
      tx,
      SOURCE,
      patient,
      parse(resources).map((version) => ({ versionKey: 'v:1', version })),
    );
    await saveCoverage(tx, SOURCE, patient, coverage, now);
  });
}

/** What the system itself says of a patient: parsed, judged, decided. */
function assess(patient: string, resources: readonly Resource[]): readonly Alert[] {
  return assessFacts({
    source: SOURCE,
    patient,
    versions: parse(resources),
    coverage: 'complete',
    alerts: [],
    now,
    rules: RULES,
    parameters: DEFAULT_PARAMETERS,
    parametersVersion: 'p',
    defaultSetting: undefined,
    factSequence: 1,
  }).alerts;
}

/** The same alerts in a patient whose every text is an attack. */
function hostileTwins(): readonly Alert[] {
  return alerts.map((alert, index) => ({
    ...alert,
    id: `00000000-0000-8000-8000-${String(index).padStart(12, '0')}`,
    patient: `Patient/hostile-${index}`,
    summary: `${HOSTILE} ${'long '.repeat(60)}`,
    notes: [HOSTILE],
    missing: [HOSTILE],
    figures: Object.fromEntries(
      Object.entries(alert.figures).map(([name, value]) => [name, typeof value === 'string' ? HOSTILE : value]),
    ),
    evidence: alert.evidence.map((item) => ({ ...item, role: HOSTILE, unit: HOSTILE })),
  }));
}

async function call(patientId: string): Promise<CdsResponse> {
  const { services } = await medplum.getCdsServices();
  const [service] = services;
  if (!service) throw new Error('discovery lists no service');
  const user = { resourceType: 'Practitioner', id: 'pharmacist' } as const;
  const context = { userId: 'Practitioner/pharmacist', patientId };
  return medplum.callCdsService(service.id, await buildCdsRequest(medplum, user, service, context));
}

describe('a foreign client', () => {
  test('finds the service by discovery', async () => {
    const discovery = await medplum.getCdsServices();
    expect(discovery.services[0]).toMatchObject({ id: 'magwatch', hook: 'patient-view', title: 'Magwatch: magnesium' });
    expect(discovery.services.map(({ hook }) => hook)).toContain('order-sign');
    for (const { description } of discovery.services) expect(description).toBeTruthy();
  });

  test('gets cards when a chart is opened, each kept with its alert', async () => {
    const { cards } = await call('refractory-low');
    expect(cards.map(({ indicator }) => indicator)).toContain('warning');
    for (const { uuid } of cards) {
      const kept = await findReturnedCard(store.db, uuid ?? '');
      expect(kept).toMatchObject({ hook: 'patient-view', user: 'Practitioner/pharmacist', revision: 1 });
      expect(alerts.map(({ id }) => id)).toContain(kept?.alertId);
    }
  });

  test('gets new uuids with each answer', async () => {
    const uuids = [...(await call('low-severe')).cards, ...(await call('low-severe')).cards].map(({ uuid }) => uuid);
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  test('gets no card for a patient without alerts', async () => {
    expect(await call('nobody')).toEqual({ cards: [] });
  });

  test('gets no card for what a person has closed', async () => {
    const [alert] = assess('Patient/closed', PATIENTS.get('low-severe') ?? []);
    if (!alert) throw new Error('no alert');
    const action = { type: 'resolve', resolution: 'already-handled' } as const;
    const closed = act(alert, action, { now, parameters: DEFAULT_PARAMETERS });
    if (!closed.ok || !closed.value.alert) throw new Error('not closed');
    const { alert: after } = closed.value;
    await inTransaction(store, (tx) => saveAlert(tx, after));
    expect(await call('closed')).toEqual({ cards: [] });
  });
});

describe('HL7’s invariants', () => {
  test('the patients show every rule that opens alerts; the others answer to drafts alone', () => {
    const opening = RULES.map(({ id }) => id).filter((id) => !id.endsWith('-order-mg-check'));
    expect(new Set(alerts.map(({ ruleId }) => ruleId))).toEqual(new Set(opening));
  });

  test.each([...PATIENTS.keys()])('hold for the cards of %s', async (patient) => {
    const answer = await call(patient);
    expect(answer.cards.length).toBeGreaterThan(0);
    expect(findBroken(answer)).toEqual([]);
  });

  test('hold where every text is an attack, and no attack gets through', async () => {
    for (const twin of hostileTwins()) {
      const cards = renderCards([twin], { maxCards: 2, cardUuidOf: () => CARD_UUID, parameters: DEFAULT_PARAMETERS });
      const answer: CdsResponse = { cards: structuredClone(cards) as CdsResponse['cards'] };
      expect(cards.length).toBe(1);
      expect(findBroken(answer)).toEqual([]);
      // A summary is plain text; a detail is Markdown, where a link or an image begins with an unescaped bracket.
      for (const { summary, detail } of answer.cards as readonly { summary: string; detail?: string }[]) {
        expect(summary).not.toMatch(/<\w/);
        expect(detail).not.toMatch(/<\w|(?<!\\)\]\(/);
      }
    }
  });

  test('are told apart from their breach', () => {
    const good = { uuid: 'a', summary: 's', indicator: 'info', source: { label: 'l' } };
    const breaches: Readonly<Record<string, object>> = {
      'a summary has 1 to 139 characters': { ...good, summary: 'x'.repeat(140) },
      'an indicator is one of three': { ...good, indicator: 'hard-stop' },
      'a source has a label': { ...good, source: { url: 'https://x.example' } },
      'every card has a uuid of its own': { ...good, uuid: undefined },
      'suggestions say how they are chosen': { ...good, suggestions: [{ label: 'x' }] },
      'the choice is one of two': { ...good, selectionBehavior: 'all' },
      'at most one is recommended where one is chosen': {
        ...good,
        selectionBehavior: 'at-most-one',
        suggestions: [
          { label: 'x', isRecommended: true },
          { label: 'y', isRecommended: true },
        ],
      },
      'a suggestion has a label': { ...good, selectionBehavior: 'any', suggestions: [{ uuid: 'x' }] },
      'every suggestion has a uuid of its own': {
        ...good,
        selectionBehavior: 'any',
        suggestions: [
          { label: 'x', uuid: 'u' },
          { label: 'y', uuid: 'u' },
        ],
      },
      'an action is one of three and described': withAction(good, {
        type: 'create',
        resource: { resourceType: 'Flag' },
      }),
      'what is created is there, without an id': withAction(good, {
        type: 'create',
        description: 'd',
        resource: { resourceType: 'Flag', id: 'f' },
      }),
      'what is deleted is named only': withAction(good, {
        type: 'delete',
        description: 'd',
        resource: { resourceType: 'Flag' },
      }),
      'a link has its three parts': { ...good, links: [{ label: 'x', type: 'absolute' }] },
      'only SMART links have a context': {
        ...good,
        links: [{ label: 'x', url: 'u', type: 'absolute', appContext: 'c' }],
      },
      'an override reason has all its parts': { ...good, overrideReasons: [{ code: 'c', system: 's' }] },
      'a topic has code and system': { ...good, source: { label: 'l', topic: { code: 'c' } } },
    };
    expect(findBroken({ cards: [good] })).toEqual([]);
    for (const [name, card] of Object.entries(breaches)) expect(findBroken({ cards: [card] })).toContain(name);
    expect(findBroken({ cards: [{ ...good, detail: '' }] })).toEqual(['nothing is empty: .cards.0.detail']);
    const unproven = Object.keys(INVARIANTS).filter((name) => !(name in breaches));
    expect(unproven).toEqual([]);
  });
});

const withAction = (card: object, action: object): object => ({
  ...card,
  selectionBehavior: 'any',
  suggestions: [{ label: 'x', actions: [action] }],
});

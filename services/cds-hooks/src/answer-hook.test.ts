import { instantOf } from '@magwatch/base';
import { createCodes, parseResource } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS, inputsOf, RULES, type Rule } from '@magwatch/rules';
import { createLogger } from '@magwatch/runtime';
import {
  findAlerts,
  findReturnedCard,
  insertVersions,
  inTransaction,
  migrate,
  openStore,
  type Store,
  saveCoverage,
} from '@magwatch/store';
import { type Cover, inputKey } from '@magwatch/timeline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { type AnswerDeps, answerHook } from './answer-hook.ts';
import { readHookRequest } from './hook-request.ts';

const NOW = '2026-03-10T12:00:00Z';
const now = instantOf(Date.parse(NOW));
const codes = createCodes();
const SOURCE = { id: 'ward' };

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

const deps = (change: Partial<AnswerDeps> = {}): AnswerDeps => ({
  store,
  codes,
  rules: RULES,
  parameters: DEFAULT_PARAMETERS,
  parametersVersion: 'p',
  clock: { now: () => now },
  publicUrl: 'https://magwatch.example',
  timeZone: 'UTC',
  logger: createLogger('cds-hooks', { level: 'silent' }),
  ...change,
});

type Resource = Readonly<Record<string, unknown>>;

const result = (id: string, patient: string, [loinc, value, unit]: readonly [string, number, string]): Resource => ({
  resourceType: 'Observation',
  id,
  meta: { versionId: '1', lastUpdated: '2026-03-10T09:00:00Z' },
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
  subject: { reference: patient },
  effectiveDateTime: '2026-03-10T08:00:00Z',
  issued: '2026-03-10T09:00:00Z',
  valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
});
const potassium = (patient: string, value: number) =>
  result(`${patient.slice(8)}-k`, patient, ['2823-3', value, 'mmol/L']);
const magnesium = (patient: string, value: number) =>
  result(`${patient.slice(8)}-mg`, patient, ['19123-9', value, 'mg/dL']);

/** Facts as an assessment keeps them, and the proof that nothing else is there. */
async function know(patient: string, resources: readonly Resource[], isCovered = true): Promise<void> {
  const versions = resources.map((resource) => {
    const parsed = parseResource(resource, { codes, timeZone: 'UTC' });
    if (!parsed.ok) throw new Error(parsed.note.code);
    return { versionKey: 'v:1', version: parsed.version };
  });
  const cover: Cover = { from: instantOf(0), asOf: now };
  const coverage = new Map(inputsOf(RULES, DEFAULT_PARAMETERS).map(({ input }) => [inputKey(input), cover] as const));
  await inTransaction(store, async (tx) => {
    await insertVersions(tx, SOURCE.id, patient, versions);
    if (isCovered) await saveCoverage(tx, SOURCE.id, patient, coverage, now);
  });
}

const order = (name: string, change: Resource = {}): Resource => ({
  resource: {
    resourceType: 'MedicationRequest',
    status: 'draft',
    intent: 'order',
    medicationCodeableConcept: { text: name },
    dosageInstruction: [{ route: { text: 'PO' }, doseAndRate: [{ doseQuantity: { value: 40, unit: 'mEq' } }] }],
    ...change,
  },
});
const KCL = order('potassium chloride');
const ask = (hook: string, patient: string, context: Resource = {}) =>
  readHookRequest({
    hook,
    hookInstance: 'h',
    context: { userId: 'Practitioner/1', patientId: patient.slice(8), ...context },
  });
const sign = (patient: string, ...entry: readonly Resource[]) =>
  ask('order-sign', patient, { draftOrders: { resourceType: 'Bundle', entry } });
const rulesOf = (cards: Awaited<ReturnType<typeof answerHook>>) => cards.map(({ source }) => source.topic.code);

describe('a chart that is opened', () => {
  test('shows what is true now, although nobody assessed it yet, and saves no alert', async () => {
    const patient = 'Patient/new';
    await know(patient, [magnesium(patient, 0.9)]);
    const [card] = await answerHook(deps(), SOURCE, ask('patient-view', patient));
    expect(card).toMatchObject({ indicator: 'critical', source: { topic: { code: 'mg-low' } } });
    expect(card?.links).toBeUndefined();
    expect(await findAlerts(store.db, SOURCE.id, patient)).toEqual([]);
    expect(await findReturnedCard(store.db, card?.uuid ?? '')).toMatchObject({
      ...{ patient, ruleId: 'mg-low', severity: 'critical', hook: 'patient-view', revision: 0, alertId: undefined },
    });
  });

  test('shows nothing of what time has ended', async () => {
    const patient = 'Patient/past';
    await know(patient, [magnesium(patient, 1.5)]);
    expect(rulesOf(await answerHook(deps(), SOURCE, ask('encounter-start', patient, { encounterId: 'e' })))).toEqual([
      'mg-low',
    ]);
    // 30 days for an outpatient.
    const later = instantOf(now + 31 * 24 * 3_600_000);
    expect(await answerHook(deps({ clock: { now: () => later } }), SOURCE, ask('patient-view', patient))).toEqual([]);
  });
});

describe('orders that are being signed', () => {
  test('potassium for a low potassium with a low magnesium', async () => {
    const patient = 'Patient/k-low';
    await know(patient, [potassium(patient, 3.1), magnesium(patient, 1.4)]);
    const cards = await answerHook(deps(), SOURCE, sign(patient, KCL));
    expect(rulesOf(cards)).toContain('k-replacement-order-mg-check');
    expect(await findAlerts(store.db, SOURCE.id, patient)).toEqual([]);
  });

  test('the same without the draft says nothing of an order', async () => {
    const cards = await answerHook(deps(), SOURCE, ask('patient-view', 'Patient/k-low'));
    expect(rulesOf(cards)).toEqual(['mg-low']);
  });

  test('potassium and magnesium together are no reason to ask', async () => {
    const magnesiumSulfate = order('magnesium sulfate', {
      dosageInstruction: [{ route: { text: 'IV' }, doseAndRate: [{ doseQuantity: { value: 2, unit: 'g' } }] }],
    });
    const cards = await answerHook(deps(), SOURCE, sign('Patient/k-low', KCL, magnesiumSulfate));
    expect(rulesOf(cards)).not.toContain('k-replacement-order-mg-check');
  });

  test('drafts that cannot be read are passed over', async () => {
    const broken = [{}, { resource: null }, { resource: { resourceType: 'MedicationRequest' } }, { resource: 'x' }];
    const cards = await answerHook(deps(), SOURCE, sign('Patient/k-low', ...broken, KCL));
    expect(rulesOf(cards)).toContain('k-replacement-order-mg-check');
  });

  test.each([
    ['names nobody', {}],
    ['names him by reference', { subject: { reference: 'Patient/k-low' } }],
    ['names him by address', { subject: { reference: 'https://fhir.example/r4/Patient/k-low' } }],
    ['has a name and no reference', { subject: { display: 'somebody' } }],
  ])('a draft that %s is his', async (_name, change) => {
    const cards = await answerHook(deps(), SOURCE, sign('Patient/k-low', order('potassium chloride', change)));
    expect(rulesOf(cards)).toContain('k-replacement-order-mg-check');
  });

  test('an order for another patient is refused, and nothing is checked', async () => {
    const other = order('potassium chloride', { subject: { reference: 'Patient/other' } });
    await expect(answerHook(deps(), SOURCE, sign('Patient/k-low', other))).rejects.toMatchObject({
      code: 'hook-other-patient',
      status: 400,
    });
  });

  test('a pharmacist verifies a drug', async () => {
    const patient = 'Patient/verify';
    await know(patient, [potassium(patient, 3.1), magnesium(patient, 1.4)]);
    const { resource } = order('digoxin');
    for (const name of ['medication', 'order'])
      expect(
        rulesOf(await answerHook(deps(), SOURCE, ask('medication-verify', patient, { [name]: resource }))),
      ).toContain('digoxin-low-mg-k');
  });
});

describe('what could not be looked at', () => {
  test.each(['potassium chloride', 'calcium gluconate', 'magnesium sulfate', 'digoxin', 'amiodarone'])(
    'is said where an order of %s should have been checked',
    async (drug) => {
      const [card, ...others] = await answerHook(deps(), SOURCE, sign('Patient/nobody', order(drug)));
      expect(others).toEqual([]);
      expect(card).toMatchObject({ indicator: 'info', source: { topic: { code: 'check-unavailable' } } });
      expect(card?.summary.length).toBeLessThan(140);
      expect(await findReturnedCard(store.db, card?.uuid ?? '')).toMatchObject({ ruleId: 'check-unavailable' });
    },
  );

  test.each([
    ['of an order that no rule speaks to', sign('Patient/nobody', order('amoxicillin'))],
    ['of a call without an order', sign('Patient/nobody')],
    ['when a chart is opened', ask('patient-view', 'Patient/nobody')],
  ])('is not said %s', async (_name, request) => {
    expect(await answerHook(deps(), SOURCE, request)).toEqual([]);
  });

  test('is not said where all was looked at', async () => {
    const patient = 'Patient/covered';
    await know(patient, [potassium(patient, 4.2), magnesium(patient, 2)]);
    expect(await answerHook(deps(), SOURCE, sign(patient, KCL))).toEqual([]);
  });
});

describe('a rule that fails', () => {
  const patient = 'Patient/failing';
  const broken = (id: string): readonly Rule[] =>
    RULES.map((rule) => (rule.id === id ? { ...rule, conditions: [{ says: 'this fails', check: raise }] } : rule));
  const raise = (): never => {
    throw new Error('a mistake of the program');
  };

  test('is said where it should have checked an order, hides no other rule, and is logged', async () => {
    await know(patient, [potassium(patient, 3.1), magnesium(patient, 1.4)]);
    const lines: string[] = [];
    const logger = createLogger('cds-hooks', {
      level: 'error',
      destination: { write: (line) => void lines.push(line) },
    });
    const rules = broken('k-replacement-order-mg-check');
    const cards = await answerHook(deps({ rules, logger }), SOURCE, sign(patient, KCL));
    expect(rulesOf(cards)).toEqual(['mg-low', 'check-unavailable']);
    expect(cards[1]?.detail).toContain('A check of Magwatch failed');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      { msg: 'rule-failed', source: 'ward', rule: 'k-replacement-order-mg-check', code: 'rule-failed' },
    ]);
    expect(lines.join()).not.toMatch(/failing|mistake/);
  });

  test('is no matter of an order to which it does not speak', async () => {
    const cards = await answerHook(deps({ rules: broken('digoxin-low-mg-k') }), SOURCE, sign(patient, KCL));
    expect(rulesOf(cards)).not.toContain('check-unavailable');
  });
});

test.each([
  ['order-select', { selections: [] }, 'context.draftOrders'],
  ['order-select', { draftOrders: {} }, 'context.selections'],
  ['order-sign', {}, 'context.draftOrders'],
  ['encounter-start', {}, 'context.encounterId'],
  ['encounter-discharge', { encounterId: '' }, 'context.encounterId'],
  ['medication-verify', {}, 'context.medication'],
])('%s with %j is refused by the name of the field', (hook, context, path) => {
  expect(() => ask(hook, 'Patient/1', context)).toThrow(expect.objectContaining({ code: 'hook-invalid', path }));
});

import { describe, expect, test } from 'vitest';
import { createCodes } from './codes/registry.ts';
import { readSiteMap } from './codes/site-map.ts';
import type { Json } from './json.ts';
import { administration, noteCodes, order, parse, rxnorm } from './resources.test-kit.ts';

const at = (day: number, hour = 0): number => Date.UTC(2026, 2, day, hour);
const patient = { reference: 'Patient/p1' };

const conditionsIn = (resource: Json, context = {}): readonly unknown[] =>
  parse(resource, context).version.facts.filter(({ kind }) => kind === 'condition');

const siteCodes = (lines: string) => {
  const map = readSiteMap(`system,code,display,concept\n${lines}`, 'local.csv');
  if (!map.ok) throw new Error(map.failure.reason);
  return createCodes({ siteMaps: [map.value] });
};

const local = (code: string): Json => ({ coding: [{ system: 'urn:local', code }] });

describe('NutritionOrder', () => {
  const nutrition = (more: Json): Json => ({
    resourceType: 'NutritionOrder',
    id: 'n1',
    patient,
    status: 'active',
    intent: 'order',
    dateTime: '2026-03-10T08:00:00Z',
    ...more,
  });
  const tube = (more: Json = {}): Json => ({
    enteralFormula: { baseFormulaType: { text: 'Adult standard formula' }, ...more },
  });
  const bounds = (start?: string, end?: string): Json => ({
    repeat: { boundsPeriod: { ...(start ? { start } : {}), ...(end ? { end } : {}) } },
  });

  test.each<[string, Json, readonly Json[]]>([
    ['tube feeding', tube(), [{ condition: 'enteral-nutrition', isActive: true, from: at(10, 8) }]],
    ['a name only', { enteralFormula: { baseFormulaProductName: 'Jevity 1.5' } }, [{ condition: 'enteral-nutrition' }]],
    [
      'R5 CodeableReference',
      { enteralFormula: { baseFormulaType: { concept: { text: 'Standard' } } } },
      [{ condition: 'enteral-nutrition' }],
    ],
    [
      'that ended: its start remains',
      { status: 'completed', ...tube() },
      [{ condition: 'enteral-nutrition', isActive: false, from: at(10, 8) }],
    ],
    ['on hold', { status: 'on-hold', ...tube() }, [{ isActive: false, from: at(10, 8) }]],
    [
      'written today for tomorrow',
      tube({ administration: [{ schedule: bounds('2026-03-11T06:00:00Z', '2026-03-13T06:00:00Z') }] }),
      [{ from: at(11, 6), until: at(13, 6) }],
    ],
    [
      'R5 schedule',
      tube({ administration: [{ schedule: { timing: [bounds('2026-03-11T06:00:00Z')] } }] }),
      [{ from: at(11, 6) }],
    ],
    [
      'not before it was written',
      tube({ administration: [{ schedule: bounds('2026-03-10') }] }),
      [{ from: at(10, 8) }],
    ],
    [
      'in steps: from the first to the last',
      tube({
        administration: [
          { schedule: bounds('2026-03-10T10:00:00Z', '2026-03-10T14:00:00Z') },
          { schedule: bounds('2026-03-10T14:00:00Z', '2026-03-12T14:00:00Z') },
        ],
      }),
      [{ from: at(10, 10), until: at(12, 14) }],
    ],
    [
      'at an event',
      tube({ administration: [{ schedule: { event: ['2026-03-10T12:00:00Z', '2026-03-10T16:00:00Z'] } }] }),
      [{ from: at(10, 12) }],
    ],
    [
      'tube feeding that is called a diet',
      { oralDiet: { type: [{ text: 'Tube feeding' }] } },
      [{ condition: 'enteral-nutrition' }],
    ],
    [
      'parenteral, though the resource calls it enteral',
      { enteralFormula: { baseFormulaProductName: 'TPN adult' } },
      [{ condition: 'parenteral-nutrition' }],
    ],
    [
      'parenteral by R5 code',
      {
        enteralFormula: {
          baseFormulaType: { concept: { coding: [{ system: 'http://snomed.info/sct', code: '225372007' }] } },
        },
      },
      [{ condition: 'parenteral-nutrition' }],
    ],
  ])('%s', (_name, more, expected) => {
    const parsed = parse(nutrition(more));
    expect(parsed.version.facts).toMatchObject(expected);
    expect(parsed.version.facts).toHaveLength(expected.length);
    expect(parsed.notes).toEqual([]);
  });

  test.each<[string, Json]>([
    ['a diet', { oralDiet: { type: [{ text: 'Low salt' }] } }],
    ['a supplement', { supplement: [{ type: { text: 'Energy drink' } }] }],
    ['an R5 supplement', { supplement: [{ type: { concept: { text: 'Energy drink' } } }] }],
    ['a formula that is drunk', tube({ routeofAdministration: { text: 'Oral' } })],
    ['R5: a formula that is drunk', tube({ routeOfAdministration: { coding: [{ code: 'PO' }] } })],
    ['nothing at all', {}],
  ])('%s is no start of feeding', (_name, more) => {
    expect(parse(nutrition(more))).toMatchObject({ passedOver: 'not-watched', notes: [], version: { facts: [] } });
  });

  test('through a tube it is', () => {
    const through = tube({
      routeofAdministration: { coding: [{ code: 'NGT', display: 'Instillation, nasogastric tube' }] },
    });
    expect(conditionsIn(nutrition(through))).toHaveLength(1);
  });

  test.each<[string, Json, readonly string[]]>([
    ['a plan', { intent: 'plan' }, ['not-an-order']],
    ['a draft', { status: 'draft' }, ['not-an-order']],
    ['revoked', { status: 'revoked' }, []],
    ['status unknown', { status: 'unknown' }, ['status-unusable']],
  ])('%s feeds nobody', (_name, more, notes) => {
    const parsed = parse(nutrition({ ...tube(), ...more }));
    expect(parsed.version.facts).toEqual([]);
    expect(noteCodes(parsed)).toEqual(notes);
  });

  test('R5 calls the patient subject', () => {
    const { patient: who, ...rest } = nutrition(tube());
    expect(parse({ ...rest, subject: who }).patient).toBe('Patient/p1');
  });

  test('by the site’s own code', () => {
    const codes = siteCodes('urn:local,TF,Tube feed,enteral-nutrition');
    expect(conditionsIn(nutrition({ oralDiet: { type: [local('TF')] } }), { codes })).toMatchObject([
      { condition: 'enteral-nutrition' },
    ]);
  });
});

describe('procedures and orders of care, by their words where no code helps', () => {
  const procedure = (text: string): Json => ({
    resourceType: 'Procedure',
    id: 'x1',
    subject: patient,
    status: 'in-progress',
    code: { text },
    performedPeriod: { start: '2026-03-10T08:00:00Z' },
  });
  const request = (text: string, more: Json = {}): Json => ({
    resourceType: 'ServiceRequest',
    id: 'r1',
    subject: patient,
    status: 'active',
    intent: 'order',
    code: { text },
    authoredOn: '2026-03-10T08:00:00Z',
    ...more,
  });
  test.each<[string, string]>([
    ['Tube feeding, continuous', 'enteral-nutrition'],
    ['Tube-feed start', 'enteral-nutrition'],
    ['ENTERAL NUTRITION', 'enteral-nutrition'],
    ['Enteral feeding via NG', 'enteral-nutrition'],
    ['Tube feeding via pump', 'enteral-nutrition'],
    ['Tube feeding with 30 mL water flush', 'enteral-nutrition'],
    ['TPN via central line', 'parenteral-nutrition'],
    ['Total parenteral nutrition', 'parenteral-nutrition'],
    ['TPN', 'parenteral-nutrition'],
    ['PN adult', 'parenteral-nutrition'],
  ])('%s is %s', (text, condition) => {
    const expected = [{ kind: 'condition', condition, isActive: true, from: at(10, 8) }];
    expect(parse(procedure(text)).version.facts).toEqual(expected);
    expect(parse(request(text)).version.facts).toEqual(expected);
  });
  test.each([
    'Insertion of feeding tube',
    'Consult to parenteral nutrition',
    'Nutrition consult: tube feeding',
    'Tube feeding education',
    'Discontinue tube feeding',
    'Hold tube feeds',
    'Via gastrostomy: discontinue tube feeding',
    'Tube feeding via PEG, discontinue',
    'Flush with water after tube feeding',
    'TPN line placement',
    'Nutrition assessment',
    'Regular diet',
    'Open pancreatic necrosectomy',
  ])('%s is none', (text) => {
    expect(parse(procedure(text))).toMatchObject({ passedOver: 'not-watched', version: { facts: [] } });
    expect(parse(request(text))).toMatchObject({ passedOver: 'not-watched', version: { facts: [] } });
  });
  test('what the site ignores is ignored', () => {
    const codes = siteCodes('urn:local,TF,Tube feed,ignore');
    expect(conditionsIn({ ...procedure(''), code: { ...local('TF'), text: 'Tube feeding' } }, { codes })).toEqual([]);
  });
  test('an order that ended still says when feeding began', () => {
    expect(conditionsIn(request('Tube feeding', { status: 'completed' }))).toMatchObject([
      { condition: 'enteral-nutrition', isActive: false, from: at(10, 8) },
    ]);
    expect(conditionsIn(request('Tube feeding', { status: 'revoked' }))).toEqual([]);
  });
});

describe('parenteral nutrition that is ordered or given as a drug', () => {
  const named = (text: string): Json => ({ medicationCodeableConcept: { text } });
  test.each(['TPN adult', 'PN Adult 2-in-1', 'Parenteral Nutrition (Central)', 'Clinimix E 5/15', 'SmofKabiven'])(
    '%s was ordered',
    (text) => {
      const parsed = parse(order({ ...named(text), dosageInstruction: undefined }));
      expect(parsed.version.facts).toEqual([
        { kind: 'condition', condition: 'parenteral-nutrition', isActive: true, from: at(10, 8) },
      ]);
      expect(parsed).not.toHaveProperty('passedOver');
    },
  );
  test('an order has a beginning and an end, whatever its status is now', () => {
    const change = {
      ...named('TPN'),
      status: 'completed',
      dispenseRequest: { validityPeriod: { start: '2026-03-11T18:00:00Z', end: '2026-03-12T18:00:00Z' } },
    };
    expect(conditionsIn(order(change))).toEqual([
      { kind: 'condition', condition: 'parenteral-nutrition', isActive: false, from: at(11, 18), until: at(12, 18) },
    ]);
  });
  test.each<[string, Json, Json]>([
    ['given', {}, { isActive: false, from: at(10, 8), until: at(10, 9) }],
    [
      'running',
      { status: 'in-progress', effectivePeriod: { start: '2026-03-10T08:00:00Z' } },
      { isActive: true, from: at(10, 8) },
    ],
    ['stopped, but it had begun', { status: 'stopped' }, { isActive: false, from: at(10, 8) }],
  ])('%s', (_name, change, expected) => {
    const parsed = parse(administration({ ...named('TPN adult'), ...change }));
    expect(parsed.version.facts).toMatchObject([{ condition: 'parenteral-nutrition', ...expected }]);
    expect(parsed.notes).toEqual([]);
  });
  test('not done feeds nobody', () => {
    expect(conditionsIn(administration({ ...named('TPN'), status: 'not-done' }))).toEqual([]);
  });
  test('its potassium is maintenance and stays', () => {
    const facts = parse(administration({ ...named('TPN with potassium chloride') })).version.facts;
    expect(facts).toMatchObject([
      { kind: 'dose', drug: 'potassium-chloride', isMaintenance: true },
      { kind: 'condition', condition: 'parenteral-nutrition' },
    ]);
  });
  test.each<[string, Json]>([
    ['R5', { medicationCodeableConcept: undefined, medication: { concept: { text: 'TPN' } } }],
    [
      'contained',
      {
        medicationCodeableConcept: undefined,
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: { text: 'Parenteral nutrition' } }],
      },
    ],
    [
      'the display of a reference',
      { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/gone', display: 'TPN' } },
    ],
  ])('however the drug is said: %s', (_name, change) => {
    expect(conditionsIn(administration(change))).toMatchObject([{ condition: 'parenteral-nutrition' }]);
  });
  test('a Medication that the caller finds', () => {
    const medication = (): unknown => ({ resourceType: 'Medication', id: 'm', code: { text: 'TPN adult' } });
    const change = { medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/m' } };
    expect(conditionsIn(administration(change), { medication })).toHaveLength(1);
  });
  test.each([
    'heparin flush for TPN line',
    'Sodium chloride 0.9 % TPN lumen lock',
    'Fat emulsion 20 %',
    'Pneumococcal vaccine',
  ])('%s is none', (text) => {
    expect(conditionsIn(administration(named(text)))).toEqual([]);
  });
  test('by the site’s own code, and not by a name that the site ignores', () => {
    const codes = siteCodes('urn:local,P1,Nutri,parenteral-nutrition\nurn:local,P2,TPN twin,ignore');
    expect(conditionsIn(order({ medicationCodeableConcept: local('P1') }), { codes })).toHaveLength(1);
    expect(parse(order({ medicationCodeableConcept: { ...local('P2'), text: 'TPN' } }), { codes })).toMatchObject({
      passedOver: 'ignored',
      version: { facts: [] },
    });
  });
  test('an ordinary drug is no feeding', () => {
    expect(conditionsIn(administration({ medicationCodeableConcept: rxnorm('8591') }))).toEqual([]);
  });
});

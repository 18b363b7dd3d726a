import type { Dose } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { createCodes } from './codes/registry.ts';
import { readSiteMap } from './codes/site-map.ts';
import type { Json } from './json.ts';
import { administration, noteCodes, parse, quantity, rxnorm } from './resources.test-kit.ts';

const dosesOf = (resource: Json, context = {}): readonly Dose[] =>
  parse(resource, context).version.facts.filter((fact) => fact.kind === 'dose');

const doseOf = (change: Json, context = {}): Dose => {
  const [dose] = dosesOf(administration(change), context);
  if (!dose) throw new Error('no dose');
  return dose;
};

const codesWith = (lines: string) => {
  const map = readSiteMap(
    `system,code,display,concept,strength_value,strength_unit,per_value,per_unit\n${lines}`,
    'local.csv',
  );
  if (!map.ok) throw new Error(map.failure.reason);
  return createCodes({ siteMaps: [map.value] });
};

const local = (code: string, text?: string): Json => ({
  medicationCodeableConcept: { coding: [{ system: 'urn:local', code }], ...(text === undefined ? {} : { text }) },
});

test('20 mEq potassium chloride over an hour', () => {
  const parsed = parse(administration());
  expect(parsed.notes).toEqual([]);
  expect(parsed.version.facts).toEqual([
    {
      kind: 'dose',
      drug: 'potassium-chloride',
      route: 'intravenous',
      start: Date.UTC(2026, 2, 10, 8),
      end: Date.UTC(2026, 2, 10, 9),
      amount: { value: 20, unit: 'meq' },
      content: { element: 'potassium', meq: 20 },
      standing: 'charted',
      isMaintenance: false,
      quality: [],
    },
  ]);
});

describe('status', () => {
  test.each<[string, Dose['standing'] | undefined, string, readonly string[]]>([
    ['completed', 'charted', 'present', []],
    ['in-progress', 'running', 'present', []],
    ['stopped', 'partial', 'present', ['dose-partial']],
    ['on-hold', 'partial', 'present', ['dose-partial']],
    ['not-done', undefined, 'present', []],
    ['entered-in-error', undefined, 'withdrawn', []],
    ['unknown', undefined, 'present', ['status-unusable']],
  ])('%s', (status, standing, state, notes) => {
    const parsed = parse(administration({ status }));
    expect(parsed.version.state).toBe(state);
    expect(parsed.version.facts.map((fact) => (fact.kind === 'dose' ? fact.standing : fact.kind))).toEqual(
      standing ? [standing] : [],
    );
    expect(noteCodes(parsed)).toEqual(notes);
  });
});

describe('how much', () => {
  const rate = (value: number, unit: string): Json => ({
    dosage: { route: { text: 'IV' }, rateQuantity: { value, unit } },
  });
  const ratio = (value: number, unit: string, per: Json): Json => ({
    dosage: { route: { text: 'IV' }, rateRatio: { numerator: quantity(value, unit), denominator: per } },
  });
  const period = (start: string, end: string): Json => ({
    effectivePeriod: { start: `2026-03-10T${start}Z`, end: `2026-03-10T${end}Z` },
  });

  test.each<[string, Json, number | undefined, readonly string[]]>([
    ['a bolus', { effectivePeriod: undefined, effectiveDateTime: '2026-03-10T08:00:00Z' }, 20, []],
    ['10 mEq/h over 4 h', { ...rate(10, 'mEq/h'), ...period('08:00:00', '12:00:00') }, 40, []],
    ['10 mEq/hr over 90 min', { ...rate(10, 'mEq/hr'), ...period('08:00:00', '09:30:00') }, 15, []],
    ['0.1 mmol/min over 100 min', { ...rate(0.1, 'mmol/min'), ...period('08:00:00', '09:40:00') }, 10, []],
    [
      '20 mEq per 2 h over 4 h',
      { ...ratio(20, 'meq', { value: 2, unit: 'h', code: 'h' }), ...period('08:00:00', '12:00:00') },
      40,
      [],
    ],
    [
      'a charted dose wins over the rate',
      { dosage: { dose: quantity(20, 'meq'), rateQuantity: { value: 99, unit: 'mEq/h' } } },
      20,
      [],
    ],
    ['a rate by weight', rate(0.1, 'mEq/kg/h'), undefined, ['dose-unit-unknown']],
    [
      'a rate without a time',
      { ...rate(10, 'mEq/h'), effectivePeriod: undefined, effectiveDateTime: '2026-03-10T08:00:00Z' },
      undefined,
      ['dose-missing'],
    ],
    ['mL/h without a strength', rate(100, 'mL/h'), undefined, ['dose-unresolved']],
    ['mL without a strength', { dosage: { dose: quantity(50, 'mL') } }, undefined, ['dose-unresolved']],
    [
      'a unit that we do not know',
      { dosage: { dose: { value: 1, unit: 'million units' } } },
      undefined,
      ['dose-unit-unknown'],
    ],
    ['no unit', { dosage: { dose: { value: 20 } } }, undefined, ['dose-unit-unknown']],
    ['no dose', { dosage: { route: { text: 'IV' } } }, undefined, ['dose-missing']],
    ['no dosage', { dosage: undefined }, undefined, ['dose-missing']],
    ['words', { dosage: { text: 'one ampoule' } }, undefined, ['dose-is-text']],
    ['less than nothing', { dosage: { dose: quantity(-1.3, 'meq') } }, undefined, ['dose-implausible']],
    ['nothing', { dosage: { dose: quantity(0, 'meq') } }, 0, []],
    ['mEq as hospitals write it', { dosage: { dose: { value: 20, unit: 'mEq' } } }, 20, []],
    ['1.5 Gm', { dosage: { dose: { value: 1.5, unit: 'Gm' } } }, 20.115, []],
  ])('%s', (_name, change, meq, notes) => {
    const parsed = parse(administration(change));
    const [dose] = parsed.version.facts;
    expect(dose?.kind === 'dose' ? dose.content?.meq : 'none').toBe(meq);
    expect(noteCodes(parsed)).toEqual(notes);
  });

  test('a running infusion has no amount before it has ended', () => {
    const parsed = parse(
      administration({
        status: 'in-progress',
        effectivePeriod: { start: '2026-03-10T08:00:00Z' },
        ...rate(10, 'mEq/h'),
      }),
    );
    expect(parsed.version.facts).toMatchObject([
      { standing: 'running', start: Date.UTC(2026, 2, 10, 8), end: Date.UTC(2026, 2, 10, 8) },
    ]);
    expect(parsed.version.facts[0]).not.toHaveProperty('content');
  });

  test('a drug without an element needs no content', () => {
    const furosemide = doseOf({ medicationCodeableConcept: rxnorm('4603'), dosage: { dose: quantity(40, 'mg') } });
    expect(furosemide).toMatchObject({ drug: 'furosemide', amount: { value: 40, unit: 'mg' }, route: 'unknown' });
    expect(noteCodes(parse(administration({ medicationCodeableConcept: rxnorm('4603'), dosage: undefined })))).toEqual(
      [],
    );
  });
});

describe('when', () => {
  test.each<[string, Json, string]>([
    ['no time', { effectivePeriod: undefined }, 'time-missing'],
    [
      'a period that ends before it begins',
      { effectivePeriod: { start: '2026-03-10T09:00:00Z', end: '2026-03-10T08:00:00Z' } },
      'period-reversed',
    ],
    ['a month', { effectivePeriod: undefined, effectiveDateTime: '2026-03' }, 'time-too-vague'],
    [
      'an end that cannot be read',
      { effectivePeriod: { start: '2026-03-10T08:00:00Z', end: 'later' } },
      'time-unusable',
    ],
  ])('%s is refused', (_name, change, code) => {
    const parsed = parse(administration(change));
    expect(parsed.version.facts).toEqual([]);
    expect(noteCodes(parsed)).toEqual([code]);
  });

  test('a date counts when its day is over', () => {
    const dose = doseOf(
      { effectivePeriod: undefined, effectiveDateTime: '2026-03-10' },
      { timeZone: 'America/New_York' },
    );
    expect(dose).toMatchObject({
      start: Date.UTC(2026, 2, 10, 4),
      end: Date.UTC(2026, 2, 11, 4),
      quality: ['date-only'],
    });
  });

  test('finished without an end: the start stands in, and that is said', () => {
    const parsed = parse(administration({ effectivePeriod: { start: '2026-03-10T08:00:00Z' } }));
    expect(noteCodes(parsed)).toEqual(['end-missing']);
    expect(parsed.version.facts).toMatchObject([{ end: Date.UTC(2026, 2, 10, 8) }]);
  });

  test.each(['occurencePeriod', 'occurrencePeriod'])('R5 %s', (name) => {
    const resource = {
      ...administration({ effectivePeriod: undefined, medicationCodeableConcept: undefined }),
      [name]: { start: '2026-03-10T08:00:00Z', end: '2026-03-10T09:00:00Z' },
      medication: { concept: rxnorm('8591') },
    };
    expect(dosesOf(resource)).toMatchObject([
      { drug: 'potassium-chloride', end: Date.UTC(2026, 2, 10, 9), content: { meq: 20 } },
    ]);
  });
});

describe('which drug', () => {
  const ampoule = {
    resourceType: 'Medication',
    id: 'amp',
    code: { coding: [{ system: 'urn:local', code: 'KA' }] },
    ingredient: [
      {
        itemCodeableConcept: rxnorm('8591'),
        strength: { numerator: quantity(2, 'meq'), denominator: quantity(1, 'mL') },
      },
    ],
  };
  const inMl = { dosage: { dose: quantity(10, 'mL') } };

  test('a contained Medication, by its ingredient and its strength', () => {
    expect(
      doseOf({
        medicationCodeableConcept: undefined,
        medicationReference: { reference: '#amp' },
        contained: [ampoule],
        ...inMl,
      }),
    ).toMatchObject({
      drug: 'potassium-chloride',
      content: { meq: 20 },
    });
  });

  test('a Medication that the caller finds', () => {
    const medication = (reference: string): unknown => (reference === 'Medication/amp' ? ampoule : undefined);
    const change = {
      medicationCodeableConcept: undefined,
      medicationReference: { reference: 'http://ehr.example/fhir/Medication/amp' },
      ...inMl,
    };
    expect(doseOf(change, { medication })).toMatchObject({ content: { meq: 20 } });
  });

  test('two drugs in one product are two doses', () => {
    const both = {
      resourceType: 'Medication',
      id: 'both',
      ingredient: [{ itemCodeableConcept: rxnorm('8591') }, { itemCodeableConcept: rxnorm('6585') }],
    };
    const resource = administration({
      medicationCodeableConcept: undefined,
      medicationReference: { reference: '#both' },
      contained: [both],
    });
    expect(dosesOf(resource).map(({ drug }) => drug)).toEqual(['potassium-chloride', 'magnesium-sulfate']);
  });

  test.each<[string, Json, string]>([
    [
      'a Medication that is not here',
      { medicationReference: { reference: 'Medication/gone' } },
      'medication-unresolved',
    ],
    ['a contained one that is not there', { medicationReference: { reference: '#gone' } }, 'medication-unresolved'],
    ['no medication', {}, 'medication-missing'],
    ['an empty one', { medicationCodeableConcept: {} }, 'medication-missing'],
  ])('%s', (_name, change, code) => {
    expect(noteCodes(parse(administration({ medicationCodeableConcept: undefined, ...change })))).toEqual([code]);
  });

  test('the name stands in only where no code helps', () => {
    const parsed = parse(administration(local('?', 'Potassium Chloride 20 mEq IVPB')));
    expect(parsed.version.facts).toMatchObject([{ drug: 'potassium-chloride', quality: ['by-name'] }]);
    expect(noteCodes(parsed)).toEqual(['drug-by-name']);
    const coded = parse(
      administration({ medicationCodeableConcept: { ...rxnorm('6585'), text: 'Potassium Chloride' } }),
    );
    expect(coded.version.facts).toMatchObject([{ drug: 'magnesium-sulfate', quality: [] }]);
  });

  test('the display of a reference is a name too', () => {
    expect(
      doseOf({
        medicationCodeableConcept: undefined,
        medicationReference: { reference: 'Medication/gone', display: 'magnesium sulfate' },
      }).drug,
    ).toBe('magnesium-sulfate');
  });

  test.each(['Penicillin G Potassium', 'Losartan Potassium'])('%s is none, and that is said', (name) => {
    const parsed = parse(administration(local('?', name)));
    expect(parsed).toMatchObject({ passedOver: 'not-watched', version: { facts: [] } });
    expect(noteCodes(parsed)).toEqual(['drug-not-recognized']);
  });

  test('an unknown drug is passed over in silence', () => {
    expect(parse(administration(local('?', 'Vancomycin')))).toMatchObject({ passedOver: 'not-watched', notes: [] });
  });

  test('ATC, with and without the last level', () => {
    const atc = (code: string): Json => ({
      medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }] },
    });
    expect(doseOf(atc('A12BA01')).drug).toBe('potassium-chloride');
    expect(doseOf(atc('A12BA30')).drug).toBe('potassium-salt');
  });
});

describe('a site map', () => {
  const codes = codesWith(
    'urn:local,KB,bolus twin,ignore,,,,\nurn:local,KD,in the circuit,dialysate,,,,\nurn:local,MS,mag 50 %,magnesium-sulfate,0.5,g,1,mL\nurn:local,KF,fluid,potassium-chloride,20,meq,1000,mL\nurn:local,KG,fluid,potassium-chloride,40,meq,1000,mL',
  );
  test('ignore beats the name and every other code', () => {
    const twin = {
      medicationCodeableConcept: {
        coding: [...(rxnorm('8591')['coding'] as Json[]), { system: 'urn:local', code: 'KB' }],
        text: 'Potassium Chloride',
      },
    };
    expect(parse(administration(twin), { codes })).toMatchObject({
      passedOver: 'ignored',
      notes: [],
      version: { facts: [] },
    });
  });
  test('dialysate shows that dialysis runs and is no replacement', () => {
    expect(doseOf(local('KD'), { codes })).toMatchObject({ drug: 'dialysate', route: 'dialysis', isMaintenance: true });
    expect(noteCodes(parse(administration(local('KD')), { codes }))).toEqual([]);
  });
  test('mL become mEq', () => {
    expect(doseOf({ ...local('MS'), dosage: { dose: { value: 4, unit: 'ml' } } }, { codes })).toMatchObject({
      content: { element: 'magnesium', meq: 16.22 },
    });
  });
  test('up to 20 mmol/L is maintenance, more is not', () => {
    const liter = { dosage: { route: { text: 'IV' }, dose: quantity(1_000, 'mL') } };
    expect(doseOf({ ...local('KF'), ...liter }, { codes })).toMatchObject({
      isMaintenance: true,
      content: { meq: 20 },
    });
    expect(doseOf({ ...local('KG'), ...liter }, { codes })).toMatchObject({
      isMaintenance: false,
      content: { meq: 40 },
    });
  });
});

describe('not replacement', () => {
  test.each<[string, Json, Partial<Dose>]>([
    [
      'by the dialysis route',
      { dosage: { route: { text: 'CRRT' }, dose: quantity(20, 'meq') } },
      { drug: 'dialysate', route: 'dialysis', isMaintenance: true },
    ],
    [
      'in a maintenance fluid by its name',
      local('?', 'Potassium Chl 20 mEq / 1000 mL D5 1/2 NS'),
      { drug: 'potassium-chloride', isMaintenance: true },
    ],
    ['20 mEq/L', local('?', 'NaCl 0.45 % with potassium chloride 20 mEq/L'), { isMaintenance: true }],
    ['in parenteral nutrition', local('?', 'TPN additive potassium chloride'), { isMaintenance: true }],
    ['by category', { category: [{ text: 'Maintenance fluids' }] }, { isMaintenance: true }],
    ['R4 has one category', { category: { text: 'TPN' } }, { isMaintenance: true }],
  ])('%s', (_name, change, expected) => {
    expect(doseOf(change)).toMatchObject(expected);
  });

  test.each<[string, Json]>([
    ['40 mEq in a litre', local('?', 'Potassium Chl 40 mEq / 1000 mL NS')],
    ['a piggyback', local('?', 'potassium chloride 20 mEq/100 mL')],
    ['an oral solution', local('?', 'potassium chloride 20 mEq/15 mL')],
    ['an inpatient category', { category: [{ coding: [{ code: 'inpatient' }] }] }],
  ])('replacement all the same: %s', (_name, change) => {
    expect(doseOf(change).isMaintenance).toBe(false);
  });
});

test('a route that we do not know is said', () => {
  const parsed = parse(administration({ dosage: { route: { text: 'somewhere' }, dose: quantity(20, 'meq') } }));
  expect(noteCodes(parsed)).toEqual(['route-unknown']);
  expect(parsed.version.facts).toMatchObject([{ route: 'unknown' }]);
});

import type { Dose } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { createCodes } from './codes/registry.ts';
import { readSiteMap } from './codes/site-map.ts';
import type { Json } from './json.ts';
import { administration, noteCodes, parse, quantity } from './resources.test-kit.ts';

const given = (change: Json, context = {}): readonly Dose[] =>
  parse(administration(change), context).version.facts.filter((fact) => fact.kind === 'dose');

const named = (text: string, value: number, unit: string, more: Json = {}): Json => ({
  medicationCodeableConcept: { text },
  dosage: { dose: quantity(value, unit) },
  ...more,
});

const CAPSULE = 'potassium chloride 10 MEQ Extended Release Oral Capsule';

describe('a dose of a product that is known by its RxNorm name', () => {
  test.each<[string, number, string, Partial<Dose>]>([
    [
      CAPSULE,
      2,
      'capsule',
      { drug: 'potassium-chloride', route: 'enteral', content: { element: 'potassium', meq: 20 } },
    ],
    [`${CAPSULE} [Klor-Con]`, 2, 'capsule', { content: { element: 'potassium', meq: 20 } }],
    [`{10 (${CAPSULE}) } Pack`, 2, 'capsule', { content: { element: 'potassium', meq: 20 } }],
    [
      'potassium chloride 1.33 MEQ/ML Oral Solution',
      15,
      'mL',
      { route: 'enteral', content: { element: 'potassium', meq: 19.95 } },
    ],
    [
      '50 ML magnesium sulfate 40 MG/ML Injection',
      50,
      'mL',
      { route: 'unknown', content: { element: 'magnesium', meq: 16.22 } },
    ],
    [
      '100 ML potassium chloride 0.1 MEQ/ML Injection',
      100,
      'mL',
      { route: 'intravenous', content: { element: 'potassium', meq: 10 } },
    ],
    [
      'potassium phosphate, monobasic 500 MG Oral Tablet [K-Phos]',
      1,
      'tablet',
      { drug: 'potassium-phosphate-monobasic', content: { element: 'potassium', meq: 3.67403923874 } },
    ],
    [
      'potassium phosphate, dibasic 236 MG/ML / potassium phosphate, monobasic 224 MG/ML Injection',
      5,
      'mL',
      { drug: 'potassium-phosphate', content: { element: 'potassium', meq: 21.7790498697 } },
    ],
    [
      'potassium phosphate, dibasic 236 MG/ML / potassium phosphate, monobasic 224 MG/ML Injection',
      15,
      'mmol',
      { drug: 'potassium-phosphate', content: { element: 'potassium', meq: 22 } },
    ],
  ])('%s, %d %s', (text, value, unit, dose) => {
    const doses = given(named(text, value, unit));
    expect(doses).toHaveLength(1);
    expect(doses[0]).toMatchObject({ ...dose, quality: ['by-name'], isMaintenance: false });
    expect(noteCodes(parse(administration(named(text, value, unit))))).toEqual(['drug-by-name']);
  });

  test.each([
    ['no strength', 'potassium chloride Extended Release Oral Capsule', 2, 'capsule'],
    ['a strength that is not understood', 'potassium chloride 10 MG/HR Oral Tablet', 2, 'tablet'],
    ['tablets of a capsule', CAPSULE, 2, 'tablet'],
    ['one pack', `{10 (${CAPSULE}) } Pack`, 1, 'each'],
    ['a pack of two strengths', `{1 (${CAPSULE}) / 1 (potassium chloride 8 MEQ Oral Capsule) } Pack`, 1, 'capsule'],
    ['free text', 'potassium chloride 40 mEq tab', 2, 'tablet'],
  ])('%s: the dose stays unknown', (_name, text, value, unit) => {
    const parsed = parse(administration(named(text, value, unit)));
    expect(parsed.version.facts).toMatchObject([{ drug: 'potassium-chloride', amount: { value } }]);
    expect(parsed.version.facts[0]).not.toHaveProperty('content');
    expect(noteCodes(parsed)).toEqual(['drug-by-name', 'dose-unresolved']);
  });

  test('the drug comes from the first name, the strength from any of them', () => {
    const text = { text: 'Klor-Con', coding: [{ system: 'urn:x', code: '1', display: CAPSULE }] };
    expect(given({ ...named('', 2, 'capsule'), medicationCodeableConcept: text })).toMatchObject([
      { content: { meq: 20 } },
    ]);
  });

  test('names that contradict each other give no strength', () => {
    const text = { text: 'potassium chloride 8 MEQ Oral Capsule', coding: [{ display: CAPSULE }] };
    expect(given({ ...named('', 2, 'capsule'), medicationCodeableConcept: text })[0]).not.toHaveProperty('content');
  });

  test('a route that is said wins over the dose form', () => {
    const dosage = { route: { text: 'NASAL' }, dose: quantity(2, 'capsule') };
    expect(given(named(CAPSULE, 2, 'capsule', { dosage }))).toMatchObject([{ route: 'nasal' }]);
  });
});

describe('several salts of potassium in one product', () => {
  test.each([
    [25, 'meq', 25],
    [1, 'tablet', 25],
  ])('a dose of %d %s counts once', (value, unit, meq) => {
    const text = 'potassium bicarbonate 15 MEQ / potassium chloride 10 MEQ Effervescent Oral Tablet';
    expect(given(named(text, value, unit))).toMatchObject([
      { drug: 'potassium-salt', route: 'enteral', content: { element: 'potassium', meq } },
    ]);
  });
  test('what one of them holds is not the dose', () => {
    const [dose, ...others] = given(
      named('potassium bicarbonate 15 MEQ / potassium chloride Oral Tablet', 1, 'tablet'),
    );
    expect(others).toEqual([]);
    expect(dose).not.toHaveProperty('content');
  });
});

describe('a code for the ingredient, and a name with the strength', () => {
  const both = (text: string): Json => ({
    medicationCodeableConcept: {
      text,
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }],
    },
    dosage: { dose: quantity(2, 'capsule') },
  });

  test('the fact says that a name was used', () => {
    expect(given(both(CAPSULE))).toMatchObject([{ content: { meq: 20 }, quality: ['by-name'] }]);
  });
  test('a name of another drug has no say', () => {
    const [dose] = given(both('calcium carbonate 500 MG Oral Capsule'));
    expect(dose).toMatchObject({ drug: 'potassium-chloride', quality: [] });
    expect(dose).not.toHaveProperty('content');
  });
});

describe('fluids', () => {
  const liter = (text: string) => given(named(text, 1_000, 'mL'));
  test.each<[string, boolean]>([
    ['1000 ML potassium chloride 0.02 MEQ/ML / sodium chloride 9 MG/ML Injection', true],
    ['1000 ML potassium chloride 0.021 MEQ/ML / sodium chloride 9 MG/ML Injection', false],
    ['1000 ML potassium chloride 1.5 MG/ML / sodium chloride 9 MG/ML Injection', true],
    ['1000 ML potassium chloride 3 MG/ML / sodium chloride 9 MG/ML Injection', false],
    ['1000 ML potassium chloride 0.04 MEQ/ML Injection', false],
    ['alanine 20.7 MG/ML / leucine 7.3 MG/ML / potassium chloride 0.03 MEQ/ML Injectable Solution', true],
  ])('%s is maintenance: %s', (text, isMaintenance) => {
    expect(liter(text)).toMatchObject([
      { drug: 'potassium-chloride', route: text.startsWith('1000') ? 'intravenous' : 'unknown', isMaintenance },
    ]);
  });

  test('calcium and magnesium of a balanced fluid replace nothing', () => {
    const balanced =
      '1000 ML calcium chloride 0.2 MG/ML / magnesium chloride 0.3 MG/ML / potassium chloride 0.3 MG/ML / sodium chloride 6 MG/ML Injection';
    expect(liter(balanced).map(({ drug, isMaintenance }) => [drug, isMaintenance])).toEqual([
      ['potassium-chloride', true],
      ['magnesium-chloride', true],
      ['calcium-chloride', true],
    ]);
  });

  test('all potassium of a fluid is judged together', () => {
    const of = (chloride: number, acetate: number) =>
      `1000 ML potassium acetate ${acetate} MEQ/ML / potassium chloride ${chloride} MEQ/ML Injection`;
    expect(liter(of(0.01, 0.01))).toMatchObject([{ drug: 'potassium-salt', isMaintenance: true }]);
    expect(liter(of(0.01, 0.02))).toMatchObject([{ isMaintenance: false, content: { meq: 30 } }]);
  });

  test.each([
    ['2 g in the litre that comes with cisplatin', 2, false],
    ['1 g, which is treatment', 1, false],
    ['what a balanced fluid holds', 0.5, true],
  ])('magnesium sulfate beside maintenance potassium: %s', (_name, grams, isMaintenance) => {
    const text = `1000 ML magnesium sulfate ${grams} MG/ML / potassium chloride 0.02 MEQ/ML Injection`;
    expect(liter(text)).toMatchObject([
      { drug: 'potassium-chloride', isMaintenance: true },
      { drug: 'magnesium-sulfate', isMaintenance },
    ]);
  });

  test('magnesium in its own fluid is replacement', () => {
    expect(liter('1000 ML magnesium sulfate 40 MG/ML Injection')).toMatchObject([{ isMaintenance: false }]);
  });
});

describe('a site map with products of several drugs', () => {
  const map = readSiteMap(
    [
      'system,code,display,concept,strength_value,strength_unit,per_value,per_unit,part,dose_form',
      'urn:x,2,chew,calcium-carbonate,550,mg,1,tablet,1,Chewable Tablet',
      'urn:x,2,chew,magnesium-hydroxide,110,mg,1,tablet,2,Chewable Tablet',
      'urn:x,P,phosphates,potassium-phosphate-monobasic,224,mg,1,mL,1,Injection',
      'urn:x,P,phosphates,potassium-phosphate-dibasic,236,mg,1,mL,2,Injection',
      'urn:x,M,1000 ML maintenance fluid,potassium-chloride,0.04,meq,1,mL,,Injection',
      'urn:x,S,KCl 20 mEq / 1000 mL,potassium-chloride,0.04,meq,1,mL,,Injection',
      'urn:x,T,drops,tobramycin,3,mg,1,mL,,Ophthalmic Solution',
    ].join('\n'),
    'f',
  );
  const codes = createCodes({ siteMaps: map.ok ? [map.value] : [] });
  const coded = (code: string, value: number, unit: string) =>
    given(
      { medicationCodeableConcept: { coding: [{ system: 'urn:x', code }] }, dosage: { dose: quantity(value, unit) } },
      { codes },
    );

  test('every ingredient has its own strength, and nothing is by name', () => {
    expect(coded('2', 2, 'tablet')).toMatchObject([
      { drug: 'calcium-carbonate', route: 'enteral', content: { element: 'calcium', meq: 22 }, quality: [] },
      { drug: 'magnesium-hydroxide', route: 'enteral', content: { element: 'magnesium', meq: 7.59 }, quality: [] },
    ]);
  });
  test('a dose of both phosphates counts once', () => {
    expect(coded('P', 15, 'mmol')).toMatchObject([{ drug: 'potassium-phosphate', content: { meq: 22 } }]);
    expect(coded('P', 5, 'mL')).toMatchObject([{ content: { meq: 21.7790498697 } }]);
  });
  test('the display of the map stands in for a name', () => {
    expect(coded('M', 1_000, 'mL')).toMatchObject([{ isMaintenance: true }]);
  });
  test('a strength says more of a fluid than its name', () => {
    expect(coded('S', 1_000, 'mL')).toMatchObject([{ content: { meq: 40 }, isMaintenance: false }]);
  });
  test('the dose form says where it goes', () => {
    expect(coded('T', 1, 'mL')).toMatchObject([{ drug: 'tobramycin', route: 'topical' }]);
  });
});

test('the form of a Medication says where it goes', () => {
  const medication = {
    resourceType: 'Medication',
    id: 'm',
    code: { text: 'magnesium sulfate' },
    form: { text: 'Intravenous solution' },
  };
  const change = {
    medicationCodeableConcept: undefined,
    medicationReference: { reference: '#m' },
    contained: [medication],
    dosage: { dose: quantity(2, 'g') },
  };
  expect(given(change)).toMatchObject([{ drug: 'magnesium-sulfate', route: 'intravenous' }]);
});

test('a Medication without a code has the name of the reference to it', () => {
  const change = {
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'Medication/m', display: 'Magnesium sulfate' },
    dosage: { dose: quantity(2, 'g') },
  };
  const medication = () => ({ resourceType: 'Medication', id: 'm' });
  expect(given(change, { medication })).toMatchObject([{ drug: 'magnesium-sulfate', quality: ['by-name'] }]);
});

describe('an ingredient that is named by a reference', () => {
  const potassiumChloride = { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }] };
  const strength = { numerator: quantity(10, 'mEq'), denominator: quantity(1, 'tablet') };
  const productWith = (ingredient: Json): Json => ({
    resourceType: 'Medication',
    id: 'tablet',
    code: { text: 'local tablet' },
    ingredient: [{ strength, ...ingredient }],
  });
  const twoTablets = {
    medicationCodeableConcept: undefined,
    medicationReference: { reference: 'Medication/tablet' },
    dosage: { dose: quantity(2, 'tablet') },
  };
  const salt = { resourceType: 'Medication', id: 'salt', code: potassiumChloride };
  const substance = { resourceType: 'Substance', id: 'k', code: potassiumChloride };

  test.each<[string, Json]>([
    ['R4, a Medication of its own', productWith({ itemReference: { reference: 'Medication/salt' } })],
    ['R5, a Medication of its own', productWith({ item: { reference: { reference: 'Medication/salt' } } })],
    ['contained', { ...productWith({ itemReference: { reference: '#k' } }), contained: [substance] }],
    [
      'by its display alone',
      productWith({ itemReference: { reference: 'Substance/9', display: 'Potassium chloride' } }),
    ],
  ])('%s', (_name, medication) => {
    const held: Readonly<Record<string, Json>> = { 'Medication/tablet': medication, 'Medication/salt': salt };
    const doses = given(twoTablets, { medication: (reference: string) => held[reference] });
    expect(doses).toMatchObject([{ drug: 'potassium-chloride', content: { element: 'potassium', meq: 20 } }]);
  });

  test('one that is not there is no drug', () => {
    const medication = productWith({ itemReference: { reference: 'Substance/9' } });
    expect(given(twoTablets, { medication: () => medication })).toEqual([]);
  });
});

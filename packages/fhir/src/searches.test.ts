import { ANALYTES, CONDITIONS, DRUG_CLASSES, type Input, inputKey } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { createCodes } from './codes/registry.ts';
import { readSiteMap } from './codes/site-map.ts';
import { searchesOf } from './searches.ts';

const codes = createCodes();
const result = (analyte: (typeof ANALYTES)[number]): Input => ({ kind: 'result', analyte });

const EVERYTHING: readonly Input[] = [
  ...ANALYTES.map(result),
  ...ANALYTES.map((analyte): Input => ({ kind: 'test-order', analyte })),
  ...DRUG_CLASSES.map((drugClass): Input => ({ kind: 'dose', drugClass })),
  ...DRUG_CLASSES.map((drugClass): Input => ({ kind: 'drug-order', drugClass })),
  ...CONDITIONS.map((condition): Input => ({ kind: 'condition', condition })),
  { kind: 'encounter' },
  { kind: 'person' },
  { kind: 'specimen' },
];

test('results by all codes of their analytes', () => {
  const [search, ...others] = searchesOf([result('magnesium'), result('potassium')], codes);
  expect(others).toEqual([]);
  expect(search).toMatchObject({ type: 'Observation', inputs: ['result:magnesium', 'result:potassium'] });
  expect(search?.parameters['code']).toContain('http://loinc.org|19123-9,http://loinc.org|2601-3');
  expect(search?.parameters['code']).not.toContain('55937-7');
});

test('the site’s own codes are asked for too', () => {
  const map = readSiteMap('system,code,display,concept\nurn:lab,M|g,Mag,magnesium', 'f');
  if (!map.ok) throw new Error(map.failure.reason);
  const [search] = searchesOf([result('magnesium')], createCodes({ siteMaps: [map.value] }));
  expect(search?.parameters['code']).toContain('urn:lab|M\\|g');
});

test('orders of tests, with the panels that measure them', () => {
  const [potassium] = searchesOf([{ kind: 'test-order', analyte: 'potassium' }], codes);
  expect(potassium).toMatchObject({ type: 'ServiceRequest', inputs: ['test-order:potassium'] });
  expect(potassium?.parameters['code']).toContain('24321-2');
  const [magnesium] = searchesOf([{ kind: 'test-order', analyte: 'magnesium' }], codes);
  expect(magnesium?.parameters['code']).not.toContain('24321-2');
});

test('drugs are read whole, with their Medication', () => {
  const searches = searchesOf(
    [
      { kind: 'dose', drugClass: 'k-replacement' },
      { kind: 'dose', drugClass: 'loop' },
      { kind: 'drug-order', drugClass: 'loop' },
    ],
    codes,
  );
  expect(searches).toEqual([
    {
      type: 'MedicationAdministration',
      parameters: {},
      inputs: ['dose:k-replacement', 'dose:loop'],
      includes: ['MedicationAdministration:medication'],
    },
    {
      type: 'MedicationRequest',
      parameters: {},
      inputs: ['drug-order:loop'],
      includes: ['MedicationRequest:medication'],
    },
  ]);
});

test('dialysis is also looked for among procedures', () => {
  const searches = searchesOf([{ kind: 'condition', condition: 'dialysis' }], codes);
  expect(searches.map(({ type, inputs }) => [type, inputs])).toEqual([
    ['Condition', ['condition:dialysis']],
    ['Procedure', []],
  ]);
  expect(searches[1]?.parameters['code']).toContain('http://snomed.info/sct|302497006');
});

test('torsades is also looked for on ECGs', () => {
  const searches = searchesOf([{ kind: 'condition', condition: 'torsades' }], codes);
  expect(searches).toMatchObject([
    { type: 'Observation', parameters: { code: 'http://loinc.org|11524-6' }, inputs: ['condition:torsades'] },
    { type: 'Condition', inputs: ['condition:torsades'] },
  ]);
});

test('comfort care is also looked for among orders of care', () => {
  const searches = searchesOf([{ kind: 'condition', condition: 'comfort-care' }], codes);
  expect(searches.map(({ type, inputs }) => [type, inputs])).toEqual([
    ['ServiceRequest', []],
    ['Condition', ['condition:comfort-care']],
    ['Procedure', []],
  ]);
  expect(searches[0]?.parameters['code']).toContain('http://snomed.info/sct|133918004');
});

test.each<['enteral-nutrition' | 'parenteral-nutrition', readonly string[]]>([
  ['enteral-nutrition', ['Condition', 'NutritionOrder']],
  ['parenteral-nutrition', ['Condition', 'NutritionOrder', 'MedicationAdministration', 'MedicationRequest']],
])('%s is absent only where none of %j has it', (condition, types) => {
  const key = `condition:${condition}`;
  const searches = searchesOf([{ kind: 'condition', condition }], codes);
  expect(searches.filter(({ inputs }) => inputs.includes(key)).map(({ type }) => type)).toEqual(types);
});

describe('all inputs together', () => {
  const searches = searchesOf([...EVERYTHING, ...EVERYTHING], codes);
  test('each is covered', () => {
    const covered = searches.flatMap(({ inputs }) => inputs);
    const uncovered = EVERYTHING.map(inputKey).filter((key) => !covered.includes(key));
    expect(uncovered).toEqual([]);
  });
  test('no search is asked twice, and none says twice what it covers', () => {
    const asked = searches.map(({ type, parameters }) => JSON.stringify([type, parameters]));
    expect(new Set(asked).size).toBe(asked.length);
    for (const { inputs } of searches) expect(new Set(inputs).size).toBe(inputs.length);
  });
  test('no status in any criteria, and no URL without an end', () => {
    for (const { parameters } of searches) {
      expect(parameters).not.toHaveProperty('status');
      expect((parameters['code'] ?? '').split(',').length).toBeLessThanOrEqual(60);
    }
  });
});

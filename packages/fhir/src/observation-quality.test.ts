import type { LabResult } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { loinc, noteCodes, observation, parse, quantity } from './resources.test-kit.ts';

const resultOf = (resource: Json, context = {}): LabResult => {
  const [fact] = parse(resource, context).version.facts.filter(({ kind }) => kind === 'result');
  if (fact?.kind !== 'result') throw new Error('no result');
  return fact;
};

const AT = Date.UTC(2026, 2, 10, 8);

describe('hemolysis', () => {
  test.each<[string, Json, boolean]>([
    ['a note', { note: [{ text: 'Sample slightly hemolyzed' }] }, true],
    ['British spelling', { note: [{ text: 'HAEMOLYSED +' }] }, true],
    ['an interpretation in words', { interpretation: [{ text: 'Hemolyzed' }] }, true],
    [
      'an interpretation by display',
      { interpretation: [{ coding: [{ code: 'X', display: 'Gross hemolysis' }] }] },
      true,
    ],
    ['a note that denies it', { note: [{ text: 'Specimen not hemolyzed' }] }, false],
    ['a note that finds none', { note: [{ text: 'No hemolysis' }] }, false],
    ['a note of something else', { note: [{ text: 'Repeated, confirmed' }] }, false],
    [
      'a specimen that it contains',
      {
        specimen: { reference: '#s1' },
        contained: [{ resourceType: 'Specimen', id: 's1', condition: [{ text: 'Hemolyzed' }] }],
      },
      true,
    ],
    [
      'its code in v2',
      {
        specimen: { reference: '#s1' },
        contained: [
          {
            resourceType: 'Specimen',
            id: 's1',
            condition: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0493', code: 'HEM' }] }],
          },
        ],
      },
      true,
    ],
  ])('%s', (_name, change, isHemolyzed) => {
    const resource = observation(change);
    expect(resultOf(resource).quality).toEqual(isHemolyzed ? ['hemolyzed'] : []);
    expect(noteCodes(parse(resource))).toEqual(isHemolyzed ? ['hemolyzed'] : []);
  });

  test.each<[string, Json, boolean | undefined]>([
    [
      'positive by SNOMED CT',
      { valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '10828004' }] } },
      true,
    ],
    ['absent by LOINC answer', { valueCodeableConcept: { coding: [{ code: 'LA9634-2' }] } }, false],
    ['in words', { valueString: 'Moderate' }, true],
    ['plus signs', { valueString: '2+' }, true],
    ['not detected', { valueString: 'Not detected' }, false],
    ['negative', { valueCodeableConcept: { text: 'Negative' } }, false],
    ['true', { valueBoolean: true }, true],
    ['by interpretation alone', { interpretation: [{ coding: [{ code: 'POS' }] }] }, true],
    ['abnormal by interpretation alone', { interpretation: [{ coding: [{ code: 'A' }] }] }, true],
    ['not detected by interpretation alone', { interpretation: [{ coding: [{ code: 'ND' }] }] }, false],
    ['nothing that we understand', { valueString: 'see comment' }, undefined],
    ['words that begin with it and deny it', { valueString: 'Hemolysis: none' }, false],
    ['words that deny it', { valueString: 'No visible hemolysis' }, false],
    ['words that name it', { valueString: 'Grossly hemolyzed' }, true],
    ['not done says neither', { valueString: 'Not done' }, undefined],
    ['no result says neither', { valueString: 'No result' }, undefined],
    ['a plain no', { valueString: 'No' }, false],
    ['an index in words', { valueString: '0.5' }, undefined],
    ['an index of nothing', { valueQuantity: { value: 0 } }, false],
    ['an index as an integer', { valueInteger: 0 }, false],
    ['an index whose scale we do not know', { valueQuantity: { value: 3 } }, undefined],
    [
      'an index that is called high',
      { valueQuantity: { value: 120 }, interpretation: [{ coding: [{ code: 'H' }] }] },
      true,
    ],
    [
      'an index that is called normal',
      { valueQuantity: { value: 8 }, interpretation: [{ coding: [{ code: 'N' }] }] },
      false,
    ],
    [
      'an index at the end of its range',
      { valueQuantity: { value: 50 }, referenceRange: [{ high: { value: 50 } }] },
      false,
    ],
    ['an index above its range', { valueQuantity: { value: 51 }, referenceRange: [{ high: { value: 50 } }] }, true],
  ])('the test for it: %s', (_name, change, expected) => {
    const parsed = parse(observation({ code: loinc('20393-5'), valueQuantity: undefined, ...change }));
    expect(parsed.version.facts).toMatchObject(
      expected === undefined ? [] : [{ kind: 'qualitative', analyte: 'hemolysis', isPositive: expected }],
    );
    expect(noteCodes(parsed)).toEqual(expected === undefined ? ['value-not-understood'] : []);
  });
});

describe('components and panels', () => {
  const panel = observation({
    code: loinc('24321-2'),
    valueQuantity: undefined,
    component: [
      { code: loinc('2823-3'), valueQuantity: quantity(2.9, 'mmol/L') },
      { code: loinc('2951-2'), valueQuantity: quantity(140, 'mmol/L') },
      { code: loinc('2601-3'), valueQuantity: quantity(0.5, 'mmol/L') },
      { code: loinc('17861-6'), valueString: 'HEMOLYZED' },
    ],
  });

  test('each component is a result of its own, and one that cannot be used does not cost the others', () => {
    const parsed = parse(panel);
    expect(parsed.version.facts).toMatchObject([
      { analyte: 'potassium', canonical: 2.9 },
      { analyte: 'magnesium', canonical: 0.5 },
    ]);
    expect(parsed.notes).toMatchObject([{ code: 'value-is-text', path: 'component[3].valueString' }]);
  });

  test('members are only links', () => {
    const parsed = parse(
      observation({ code: loinc('24321-2'), valueQuantity: undefined, hasMember: [{ reference: 'Observation/k' }] }),
    );
    expect(parsed.version.facts).toEqual([]);
    expect(parsed.notes).toEqual([]);
  });

  test('an ECG with its intervals', () => {
    const ecg = observation({
      code: loinc('11524-6'),
      valueQuantity: undefined,
      component: [{ code: loinc('8636-3'), valueQuantity: quantity(0.512, 's') }],
    });
    expect(parse(ecg).version.facts).toMatchObject([
      { analyte: 'qtc', canonical: 512, reported: { value: 0.512, unit: 's' } },
    ]);
  });
});

describe('what an ECG finds', () => {
  const finding = (code: string): Json => ({
    valueQuantity: undefined,
    valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code }] },
  });
  const ecg = (more: Json): Json => observation({ code: loinc('11524-6'), ...more });
  const torsades = { kind: 'condition', condition: 'torsades', isActive: false, from: AT, until: AT };

  test.each(['31722008', '426882006'])('torsades by %s is an event of its time', (code) => {
    const parsed = parse(ecg(finding(code)));
    expect(parsed.version.facts).toEqual([torsades]);
    expect(parsed.notes).toEqual([]);
  });
  test('as one of its components, beside the intervals', () => {
    const component = [
      { code: loinc('8636-3'), valueQuantity: quantity(512, 'ms') },
      { code: loinc('11524-6'), ...finding('31722008') },
    ];
    expect(parse(ecg({ valueQuantity: undefined, component })).version.facts).toMatchObject([
      { analyte: 'qtc', canonical: 512 },
      torsades,
    ]);
  });
  test.each<[string, Json]>([
    ['another finding', finding('111975006')],
    ['a preliminary reading of the machine', { status: 'preliminary', ...finding('31722008') }],
    ['words', { valueQuantity: undefined, valueString: 'Torsades de pointes' }],
  ])('%s is no torsades', (_name, more) => {
    expect(parse(ecg(more)).version.facts.filter(({ kind }) => kind === 'condition')).toEqual([]);
  });
  test('only an ECG finds it', () => {
    const history = observation({ code: loinc('8633-0'), ...finding('31722008') });
    expect(parse(history)).toMatchObject({ passedOver: 'not-watched', version: { facts: [] } });
  });
});

import { formatInstant, instantOf } from '@magwatch/base';
import type { LabResult } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { loinc, noteCodes, observation, parse, quantity } from './resources.test-kit.ts';

const resultOf = (resource: Json, context = {}): LabResult => {
  const [fact] = parse(resource, context).version.facts.filter(({ kind }) => kind === 'result');
  if (fact?.kind !== 'result') throw new Error('no result');
  return fact;
};

const iso = (instant: number): string => formatInstant(instantOf(instant));

test('a potassium result', () => {
  const parsed = parse(observation({ meta: { versionId: '3', lastUpdated: '2026-03-10T08:31:00Z' } }));
  expect(parsed).toMatchObject({ reference: 'Observation/o1', patient: 'Patient/p1', notes: [] });
  expect(parsed.version).toMatchObject({ versionId: '3', state: 'present' });
  expect(parsed.version.facts).toEqual([
    {
      kind: 'result',
      analyte: 'potassium',
      reported: { value: 3.1, unit: 'mmol/L' },
      compared: { value: 3.1, unit: 'mmol/L' },
      canonical: 3.1,
      status: 'final',
      at: Date.UTC(2026, 2, 10, 8),
      knownAt: Date.UTC(2026, 2, 10, 8),
      quality: [],
    },
  ]);
});

describe('what cannot be used is refused by name, and the version stays', () => {
  test.each<[string, string, Json]>([
    ['no subject', 'subject-missing', { subject: undefined }],
    ['a subject without a reference', 'subject-missing', { subject: { identifier: { value: '7' } } }],
    ['a conditional reference', 'subject-missing', { subject: { reference: 'Patient?identifier=7' } }],
    ['a group', 'subject-not-patient', { subject: { reference: 'Group/g1' } }],
    ['no code', 'code-missing', { code: undefined }],
    ['an empty code', 'code-missing', { code: {} }],
    ['no status', 'status-unusable', { status: undefined }],
    ['status unknown', 'status-unusable', { status: 'unknown' }],
    ['no value', 'value-missing', { valueQuantity: undefined }],
    [
      'a value that is absent for a reason',
      'value-absent',
      { valueQuantity: undefined, dataAbsentReason: { coding: [{ code: 'error' }] } },
    ],
    ['a quantity without a number', 'value-not-a-number', { valueQuantity: { unit: 'mmol/L' } }],
    ['a number in quotes', 'value-not-a-number', { valueQuantity: quantity('3.1', 'mmol/L') }],
    ['text', 'value-is-text', { valueQuantity: undefined, valueString: 'GREATER THAN 10' }],
    ['text that says less', 'value-is-text', { valueQuantity: undefined, valueString: 'LESS THAN 0.4' }],
    ['text that is a number', 'value-is-text', { valueQuantity: undefined, valueString: '3.1' }],
    ['a coded value', 'value-unusable', { valueQuantity: undefined, valueCodeableConcept: { text: 'low' } }],
    ['a range', 'value-unusable', { valueQuantity: undefined, valueRange: { low: quantity(3, 'mmol/L') } }],
    ['an integer, which has no unit', 'unit-missing', { valueQuantity: undefined, valueInteger: 3 }],
    ['no unit', 'unit-missing', { valueQuantity: { value: 3.1 } }],
    ['an unknown unit', 'unit-unknown', { valueQuantity: { value: 3.1, unit: 'mg%' } }],
    ['a unit in capitals', 'unit-unknown', { valueQuantity: quantity(3.1, 'MMOL/L') }],
    ['a unit of something else', 'unit-not-for-analyte', { valueQuantity: quantity(3.1, '/min') }],
    ['an impossible value', 'value-implausible', { valueQuantity: quantity(0.99, 'mmol/L') }],
    ['an impossible high value', 'value-implausible', { valueQuantity: quantity(12.1, 'mmol/L') }],
    ['a negative value', 'value-implausible', { valueQuantity: quantity(-3, 'mmol/L') }],
    [
      'the comparator of R5 that means sufficient',
      'comparator-unusable',
      { valueQuantity: quantity(3, 'mmol/L', { comparator: 'ad' }) },
    ],
    ['no time', 'time-missing', { effectiveDateTime: undefined }],
    ['an empty period', 'time-missing', { effectiveDateTime: undefined, effectivePeriod: {} }],
    ['a time without an offset', 'time-unusable', { effectiveDateTime: '2026-03-10T08:00:00' }],
    ['a day that no calendar has', 'time-unusable', { effectiveDateTime: '2026-02-30' }],
    ['a month', 'time-too-vague', { effectiveDateTime: '2026-03' }],
    ['a year', 'time-too-vague', { effectiveDateTime: '2026' }],
    [
      'a bad time, though it was issued',
      'time-unusable',
      { effectiveDateTime: 'today', issued: '2026-03-10T09:00:00Z' },
    ],
    [
      'a period that ends before it begins',
      'period-reversed',
      { effectiveDateTime: undefined, effectivePeriod: { start: '2026-03-10T09:00:00Z', end: '2026-03-10T08:00:00Z' } },
    ],
    [
      'a modifier that we do not know',
      'modifier-extension',
      { modifierExtension: [{ url: 'http://example.org/not-done', valueBoolean: true }] },
    ],
  ])('%s: %s', (_name, code, change) => {
    const parsed = parse(observation(change));
    expect(noteCodes(parsed)).toEqual([code]);
    expect(parsed.notes[0]?.kind).toBe('refusal');
    expect(parsed.version).toMatchObject({ reference: 'Observation/o1', state: 'present', facts: [] });
  });

  test('a note never says the value', () => {
    const secret = 'GREATER THAN 12345';
    const parsed = parse(observation({ valueQuantity: undefined, valueString: secret }));
    expect(JSON.stringify(parsed.notes)).not.toContain('12345');
  });
});

describe('both sides of the limits of what can be', () => {
  test.each<[string, number, string, boolean]>([
    ['2823-3', 1, 'mmol/L', true],
    ['2823-3', 12, 'mmol/L', true],
    ['2601-3', 0.05, 'mmol/L', true],
    ['2601-3', 0.049, 'mmol/L', false],
    ['2601-3', 9, 'mmol/L', true],
    ['2601-3', 9.01, 'mmol/L', false],
    ['19123-9', 21.8745, 'mg/dL', true],
    ['19123-9', 21.9, 'mg/dL', false],
    ['1994-3', 0.2, 'mmol/L', true],
    ['1994-3', 3.01, 'mmol/L', false],
    ['53138-4', 1.2, 'nmol/L', false],
    ['1751-7', 0.5, 'g/dL', true],
    ['1751-7', 0.49, 'g/dL', false],
    ['1751-7', 7.01, 'g/dL', false],
    ['2777-1', 0.09, 'mg/dL', false],
    ['2160-0', 0.1132, 'mg/dL', true],
    ['2160-0', 0.11, 'mg/dL', false],
    ['62238-1', 200, 'mL/min/{1.73_m2}', true],
    ['62238-1', 201, 'mL/min/{1.73_m2}', false],
    ['8636-3', 0.8, 's', true],
    ['8636-3', 0.81, 's', false],
    ['2744-1', 6.5, '[pH]', true],
    ['2744-1', 6.49, '[pH]', false],
    ['2345-7', 1_802, 'mg/dL', false],
  ])('%s %d %s', (code, value, unit, isUsed) => {
    const parsed = parse(observation({ code: loinc(code), valueQuantity: quantity(value, unit) }));
    expect(parsed.version.facts).toHaveLength(isUsed ? 1 : 0);
    if (!isUsed) expect(noteCodes(parsed)).toContain('value-implausible');
  });
});

describe('units decide, codes do not', () => {
  test.each<[string, string, number, string, readonly string[], Json]>([
    ['moles in mg/dL', '2601-3', 1.7, 'mg/dL', ['unit-property-mismatch'], { value: 1.7, unit: 'mg/dL' }],
    ['mass in mmol/L', '19123-9', 0.7, 'mmol/L', ['unit-property-mismatch'], { value: 0.7, unit: 'mmol/L' }],
    ['mass in mEq/L', '19123-9', 1.4, 'meq/L', ['unit-property-mismatch'], { value: 1.4, unit: 'meq/L' }],
    ['moles in mEq/L is none', '2601-3', 1.4, 'meq/L', [], { value: 1.4, unit: 'meq/L' }],
    ['moles in mmol/L', '2601-3', 0.7, 'mmol/L', [], { value: 0.7, unit: 'mmol/L' }],
    ['a code without a property', '35249-2', 1.7, 'mg/dL', [], { value: 1.7, unit: 'mg/dL' }],
    ['calcium as moles in mg/dL', '2000-8', 8.4, 'mg/dL', ['unit-property-mismatch'], { value: 8.4, unit: 'mg/dL' }],
  ])('%s', (_name, code, value, unit, quality, compared) => {
    const resource = observation({ code: loinc(code), valueQuantity: quantity(value, unit) });
    expect(resultOf(resource)).toMatchObject({ compared, quality });
    expect(noteCodes(parse(resource))).toEqual(quality);
  });

  test('the code of the unit wins over its text, and the difference is said', () => {
    const resource = observation({
      code: loinc('35249-2'),
      valueQuantity: { value: 1.7, unit: 'mmol/L', code: 'mg/dL' },
    });
    expect(resultOf(resource).reported).toEqual({ value: 1.7, unit: 'mg/dL' });
    expect(noteCodes(parse(resource))).toEqual(['unit-text-differs']);
  });

  test('the text stands in for a code that is no unit', () => {
    const resource = observation({ valueQuantity: { value: 3.1, unit: 'mEq/L', system: 'urn:local', code: '17' } });
    expect(resultOf(resource).reported).toEqual({ value: 3.1, unit: 'meq/L' });
  });

  test('eGFR that is not indexed is marked', () => {
    expect(resultOf(observation({ code: loinc('69405-9'), valueQuantity: quantity(45, 'mL/min') }))).toMatchObject({
      canonical: 45,
      quality: ['not-indexed'],
    });
  });
});

describe('comparators are kept', () => {
  test.each(['<', '<=', '>=', '>'])('%s', (comparator) => {
    const result = resultOf(observation({ valueQuantity: quantity(3, 'mmol/L', { comparator }) }));
    expect(result).toMatchObject({ comparator, compared: { value: 3 } });
  });
});

describe('status', () => {
  test.each<[string, string, readonly string[]]>([
    ['final', 'present', ['result']],
    ['amended', 'present', ['result']],
    ['corrected', 'present', ['result']],
    ['preliminary', 'present', ['test-order', 'result']],
    ['registered', 'present', ['test-order']],
    ['entered-in-error', 'withdrawn', []],
    ['cancelled', 'withdrawn', []],
  ])('%s', (status, state, kinds) => {
    const { version, notes, patient } = parse(observation({ status }));
    expect(version.state).toBe(state);
    expect(version.facts.map(({ kind }) => kind)).toEqual(kinds);
    expect(notes).toEqual([]);
    expect(patient).toBe('Patient/p1');
  });

  test('a preliminary result says that it is one', () => {
    expect(resultOf(observation({ status: 'preliminary' }))).toMatchObject({
      status: 'preliminary',
      quality: ['preliminary'],
    });
  });

  test('a registered test has no value and needs none', () => {
    const parsed = parse(observation({ status: 'registered', valueQuantity: undefined, code: loinc('19123-9') }));
    expect(parsed.notes).toEqual([]);
    expect(parsed.version.facts).toEqual([
      { kind: 'test-order', analyte: 'magnesium', origin: 'laboratory', at: Date.UTC(2026, 2, 10, 8) },
    ]);
  });
});

describe('time', () => {
  const none = { effectiveDateTime: undefined };
  const collected = (collectedDateTime: string): Json => ({
    resourceType: 'Specimen',
    id: 's1',
    collection: { collectedDateTime },
  });
  test.each<[string, Json, string, string, readonly string[]]>([
    [
      'collection, known when issued',
      { issued: '2026-03-10T09:00:00Z' },
      '2026-03-10T08:00:00Z',
      '2026-03-10T09:00:00Z',
      [],
    ],
    ['collection, known at once where nothing says when', {}, '2026-03-10T08:00:00Z', '2026-03-10T08:00:00Z', []],
    [
      'an instant',
      { ...none, effectiveInstant: '2026-03-10T07:00:00Z' },
      '2026-03-10T07:00:00Z',
      '2026-03-10T07:00:00Z',
      [],
    ],
    [
      'a period ends with the collection',
      { ...none, effectivePeriod: { start: '2026-03-10T06:00:00Z', end: '2026-03-10T07:00:00Z' } },
      '2026-03-10T07:00:00Z',
      '2026-03-10T07:00:00Z',
      [],
    ],
    [
      'a period that only begins',
      { ...none, effectivePeriod: { start: '2026-03-10T06:00:00Z' } },
      '2026-03-10T06:00:00Z',
      '2026-03-10T06:00:00Z',
      [],
    ],
    [
      'the last event of a timing',
      { ...none, effectiveTiming: { event: ['2026-03-10T05:00:00Z', '2026-03-10T06:00:00Z'] } },
      '2026-03-10T06:00:00Z',
      '2026-03-10T06:00:00Z',
      [],
    ],
    [
      'issue stands in',
      { ...none, issued: '2026-03-10T09:00:00Z' },
      '2026-03-10T09:00:00Z',
      '2026-03-10T09:00:00Z',
      ['time-approx'],
    ],
    [
      'a date begins its day and is known when it is over',
      { effectiveDateTime: '2026-03-10' },
      '2026-03-10T00:00:00Z',
      '2026-03-11T00:00:00Z',
      ['date-only'],
    ],
    [
      'a date that was issued',
      { effectiveDateTime: '2026-03-10', issued: '2026-03-10T09:00:00Z' },
      '2026-03-10T00:00:00Z',
      '2026-03-10T09:00:00Z',
      ['date-only'],
    ],
    [
      'the specimen that it contains',
      {
        ...none,
        issued: '2026-03-10T09:00:00Z',
        specimen: { reference: '#s1' },
        contained: [collected('2026-03-10T07:30:00Z')],
      },
      '2026-03-10T07:30:00Z',
      '2026-03-10T09:00:00Z',
      [],
    ],
  ])('%s', (_name, change, at, knownAt, quality) => {
    const result = resultOf(observation(change));
    expect([iso(result.at), iso(result.knownAt), result.quality]).toEqual([at, knownAt, quality]);
  });

  test('a date is a day of the site', () => {
    const result = resultOf(observation({ effectiveDateTime: '2026-03-10' }), { timeZone: 'America/New_York' });
    expect([iso(result.at), iso(result.knownAt)]).toEqual(['2026-03-10T04:00:00Z', '2026-03-11T04:00:00Z']);
  });

  test('the specimen that the caller finds', () => {
    const resource = observation({ ...none, specimen: { reference: 'Specimen/s1' } });
    const specimen = (reference: string): unknown =>
      reference === 'Specimen/s1' ? collected('2026-03-10T07:30:00Z') : undefined;
    expect(iso(resultOf(resource, { specimen }).at)).toBe('2026-03-10T07:30:00Z');
    expect(resultOf(resource, { specimen }).specimen).toBe('Specimen/s1');
  });

  test('a bad time of issue does not cost the result', () => {
    const parsed = parse(observation({ issued: 'soon' }));
    expect(noteCodes(parsed)).toEqual(['issued-unusable']);
    expect(parsed.version.facts).toHaveLength(1);
  });
});

describe('what is none of our business', () => {
  test('an unknown code is passed over, not refused', () => {
    expect(parse(observation({ code: loinc('2951-2') }))).toMatchObject({
      passedOver: 'not-watched',
      notes: [],
      version: { facts: [] },
    });
  });
  test.each(['55937-7', '29349-8', '2597-3', '2595-7', '83064-6', '48617-5'])('%s is deliberately not used', (code) => {
    expect(parse(observation({ code: loinc(code) }))).toMatchObject({
      passedOver: 'ignored',
      notes: [],
      version: { facts: [] },
    });
  });
  test('a text without any code is not guessed', () => {
    expect(parse(observation({ code: { text: 'Potassium' } }))).toMatchObject({ passedOver: 'not-watched' });
  });
  test('two codes that disagree: the first counts, and that is said', () => {
    const parsed = parse(observation({ code: loinc('2823-3', '1751-7') }));
    expect(parsed.version.facts).toMatchObject([{ analyte: 'potassium' }]);
    expect(noteCodes(parsed)).toEqual(['codes-disagree']);
  });
});

describe('what comes with a result', () => {
  test('the reference range, in the unit of comparison', () => {
    const range = (low: Json, high: Json, more: Json = {}): Json => ({ referenceRange: [{ low, high, ...more }] });
    const magnesium = { code: loinc('19123-9'), valueQuantity: quantity(17, 'mg/L') };
    expect(resultOf(observation({ ...magnesium, ...range(quantity(17, 'mg/L'), quantity(26, 'mg/L')) }))).toMatchObject(
      {
        compared: { value: 1.7, unit: 'mg/dL' },
        referenceRange: { low: 1.7, high: 2.6 },
      },
    );
    expect(resultOf(observation(range({ value: 3.5 }, { value: 5 }))).referenceRange).toEqual({ low: 3.5, high: 5 });
    expect(resultOf(observation(range(quantity(3.5, 'furlong'), quantity(5, 'meq/L')))).referenceRange).toEqual({
      high: 5,
    });
    const therapeutic = { type: { coding: [{ code: 'therapeutic' }] } };
    expect(resultOf(observation(range({ value: 3 }, { value: 4 }, therapeutic))).referenceRange).toBeUndefined();
  });

  test.each<[string, Json, string | undefined]>([
    ['the method’s words', { method: { text: 'ISE' } }, 'ISE'],
    ['its code', { method: { coding: [{ code: '123' }] } }, '123'],
    ['the device', { device: { reference: 'Device/gas-1' } }, 'Device/gas-1'],
    ['nothing', {}, undefined],
  ])('how it was measured: %s', (_name, change, method) => {
    expect(resultOf(observation(change)).method).toBe(method);
  });

  test('a contained specimen has a name of its own', () => {
    expect(resultOf(observation({ specimen: { reference: '#s1' } })).specimen).toBe('Observation/o1#s1');
    expect(
      resultOf(observation({ specimen: { reference: 'http://lab.example/fhir/Specimen/9/_history/2' } })).specimen,
    ).toBe('Specimen/9');
  });
});

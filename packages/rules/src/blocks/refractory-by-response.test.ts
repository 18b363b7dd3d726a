import type { LabResult, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import type { Parameters } from '../parameters.ts';
import { at, dose, drugOrder, potassium, potassiumDose, situation } from '../testing/index.ts';
import { refractoryByResponse } from './refractory-by-response.ts';

const NOW = 24;
const track = (facts: readonly ResourceVersion[], parameters: Parameters = DEFAULT_PARAMETERS) =>
  openChart(situation(facts, { now: NOW }), parameters).track(refractoryByResponse);

/** "yes", "no potassium-responds", "unknown potassium". */
function say(facts: readonly ResourceVersion[], parameters?: Parameters): string {
  const verdict = track(facts, parameters).value;
  switch (verdict.is) {
    case 'yes':
      return 'yes';
    case 'no':
      return `no ${verdict.reason}`;
    default:
      return `unknown ${verdict.missing.join(' ')}`;
  }
}

const unknownAmount = (hour: number) => dose('potassium-chloride', undefined, hour);
const course = (from: number, mEq: number, to: number) => [
  potassium(from, 0),
  potassiumDose(mEq, 4),
  potassium(to, 20),
];

describe('less than half of the expected rise', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['no potassium', [potassiumDose(60, 4)], 'unknown potassium'],
    ['the latest is not low', course(2.9, 60, 3.5), 'no potassium-not-low'],
    ['one value', [potassium(2.9, 20), potassiumDose(60, 21)], 'unknown potassium-baseline'],
    ['60 mEq at 0.01 mmol/L each: 0.3 is half of 0.6', course(2.9, 60, 3.2), 'no potassium-responds'],
    ['0.29 is less', course(2.9, 60, 3.19), 'yes'],
    ['59.9 mEq is too little to say', course(2.9, 59.9, 2.9), 'no potassium-dose-too-small'],
    // From 3.2 the target of 4.0 is 0.8 away, whatever was given: 0.4 would be half.
    ['the rise expected of 200 mEq ends at the target', course(3.2, 200, 3.45), 'yes'],
    ['from 3.0 half of the way to the target is 0.5', course(3.0, 200, 3.49), 'yes'],
    ['from 2.9 a rise of 0.55 is half of the way', course(2.9, 200, 3.45), 'no potassium-responds'],
    ['a fall', course(3.0, 60, 2.8), 'yes'],
  ])('%s', (_name, facts, expected) => {
    expect(say(facts)).toBe(expected);
  });

  test('the numbers of 200 mEq between 2.9 and 3.4', () => {
    const verdict = track(course(2.9, 200, 3.4)).value;
    expect(verdict).toMatchObject({
      is: 'yes',
      figures: {
        definition: 'A',
        potassiumMmolPerL: 3.4,
        potassiumBaselineMmolPerL: 2.9,
        intervalHours: 20,
        doseMEq: 200,
        doseSource: 'charted',
        riseMmolPerL: 0.5,
        expectedMmolPerL: 1.1,
      },
      notes: [],
      missing: [],
    });
  });

  test('what it looked at, for whoever asks why not', () => {
    expect(track(course(2.9, 60, 3.3)).value).toEqual({
      is: 'no',
      reason: 'potassium-responds',
      value: '60 mEq, rise 0.4 of 0.60 mmol/L expected',
    });
    expect(track(course(2.9, 60, 3.6)).value).toMatchObject({ value: '3.6 mmol/L' });
  });

  test.each([
    ['by its first value leaving the window of 48 h', course(2.9, 60, 3.0), 48],
    ['by a dose that is yet to end', [...course(2.9, 60, 3.0), potassiumDose(20, 26)], 26],
    ['by its only value leaving', [potassium(2.9, 20)], 68],
  ])('changes %s', (_name, facts, hour) => {
    expect(track(facts).reviewAt).toBe(at(hour));
  });
});

describe('a dose of unknown amount could make the dose enough and the expected rise larger', () => {
  // From 2.9 the most that can be expected is 1.1 mmol/L; half of it is 0.55.
  test.each<[string, readonly ResourceVersion[], string]>([
    [
      'too little is known, hardly a rise',
      [...course(2.9, 20, 3.0), unknownAmount(5)],
      'unknown potassium-dose-amount',
    ],
    ['a rise of 0.54', [...course(2.9, 20, 3.44), unknownAmount(5)], 'unknown potassium-dose-amount'],
    ['a rise of 0.55 answers to any dose', [...course(2.9, 20, 3.45), unknownAmount(5)], 'no potassium-dose-too-small'],
    ['it answers to what is known', [...course(2.9, 60, 3.3), unknownAmount(5)], 'unknown potassium-dose-amount'],
    ['it answers to all', [...course(2.9, 60, 3.45), unknownAmount(5)], 'no potassium-responds'],
    ['enough is known', [...course(2.9, 60, 3.0), unknownAmount(5)], 'yes'],
    [
      'an order of unknown amount',
      [potassium(2.9, 0), drugOrder('potassium-chloride', 0, { dosesPerDay: 4 }), potassium(3.0, 20)],
      'unknown potassium-dose-amount',
    ],
  ])('%s', (_name, facts, expected) => {
    expect(say(facts)).toBe(expected);
  });
});

describe('between two methods a change of less than 0.3 mmol/L is no response', () => {
  // With the stricter ratio of 0.25 a rise of 0.15 answers to 60 mEq.
  const strict = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, responseRatio: 0.25 } };
  const by = (method: string | undefined): Partial<LabResult> => (method === undefined ? {} : { method });
  const between = (first: string | undefined, second: string | undefined, rise: number) => [
    potassium(3.0, 0, by(first)),
    potassiumDose(60, 4),
    potassium(3.0 + rise, 20, by(second)),
  ];

  test.each<[string, readonly ResourceVersion[], string]>([
    ['one method, 0.15', between('gas', 'gas', 0.15), 'no potassium-responds'],
    ['one method, 0.14', between('gas', 'gas', 0.14), 'yes'],
    ['two methods, 0.29', between('gas', 'core', 0.29), 'yes'],
    ['two methods, 0.3', between('gas', 'core', 0.3), 'no potassium-responds'],
    ['no method known, 0.15', between(undefined, undefined, 0.15), 'no potassium-responds'],
    ['the method of the first is not known', between(undefined, 'core', 0.15), 'no potassium-responds'],
    ['the method of the latest is not known', between('gas', undefined, 0.15), 'no potassium-responds'],
    [
      'a value by another method in between changes nothing',
      [...between('gas', 'gas', 0.15), potassium(3.1, 10, by('core'))],
      'no potassium-responds',
    ],
  ])('%s', (_name, facts, expected) => {
    expect(say(facts, strict)).toBe(expected);
  });
});

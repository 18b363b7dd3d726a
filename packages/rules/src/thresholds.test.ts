import type { LabResult } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { START } from './testing/index.ts';
import { isCanonicalAtLeast, isCanonicalBelow, isResultAbove, isResultAtLeast, isResultBelow } from './thresholds.ts';

/** Of magnesium: 1.7 mg/dL, 0.70 mmol/L and 1.4 mEq/L are the same limit, each in its own rounding. */
const LOW = { 'mmol/L': 0.7, 'mg/dL': 1.7, 'meq/L': 1.4 };

function measured(value: number, unit: string, canonical: number, comparator?: LabResult['comparator']): LabResult {
  const reported = { value, unit };
  return {
    kind: 'result',
    analyte: 'magnesium',
    reported,
    compared: reported,
    canonical,
    ...(comparator ? { comparator } : {}),
    status: 'final',
    at: START,
    knownAt: START,
    quality: [],
  };
}

describe('a value is compared in the unit family in which it was reported', () => {
  test.each<[value: number, unit: string, canonical: number, below: boolean, above: boolean]>([
    [1.7, 'mg/dL', 0.6994, false, false],
    [1.69, 'mg/dL', 0.6953, true, false],
    [1.71, 'mg/dL', 0.7036, false, true],
    [0.7, 'mmol/L', 0.7, false, false],
    [0.69, 'mmol/L', 0.69, true, false],
    [1.4, 'meq/L', 0.7, false, false],
    [1.39, 'meq/L', 0.695, true, false],
    // A unit of none of these families: mmol/L, by the canonical value.
    [17, 'mg/L', 0.6994, true, false],
    [700, 'umol/L', 0.7, false, false],
    [701, 'umol/L', 0.701, false, true],
  ])('%d %s', (value, unit, canonical, below, above) => {
    const given = measured(value, unit, canonical);
    expect(isResultBelow(given, LOW)).toBe(below);
    expect(isResultAtLeast(given, LOW)).toBe(!below);
    expect(isResultAbove(given, LOW)).toBe(above);
  });

  test('a limit without mEq/L is compared in mmol/L', () => {
    const phosphate = { 'mmol/L': 0.8, 'mg/dL': 2.5 };
    expect(isResultBelow(measured(1.5, 'meq/L', 0.79), phosphate)).toBe(true);
    expect(isResultBelow(measured(1.5, 'meq/L', 0.8), phosphate)).toBe(false);
  });
});

/** "<x" may be anything below x: it is never known to be at least or above it. */
describe('a comparator counts on its own side only', () => {
  test.each<[LabResult['comparator'], number, below: boolean, atLeast: boolean, above: boolean]>([
    ['<', 0.6, true, false, false],
    ['<=', 0.6, true, false, false],
    ['<', 0.8, false, false, false],
    ['<=', 0.8, false, false, false],
    ['>', 0.8, false, true, true],
    ['>=', 0.8, false, true, true],
    ['>', 0.6, false, false, false],
    ['>=', 0.6, false, false, false],
  ])('%s%d', (comparator, value, below, atLeast, above) => {
    const given = measured(value, 'mmol/L', value, comparator);
    expect(isResultBelow(given, LOW)).toBe(below);
    expect(isResultAtLeast(given, LOW)).toBe(atLeast);
    expect(isResultAbove(given, LOW)).toBe(above);
    expect(isCanonicalBelow(given, 0.7)).toBe(below);
    expect(isCanonicalAtLeast(given, 0.7)).toBe(atLeast);
  });
});

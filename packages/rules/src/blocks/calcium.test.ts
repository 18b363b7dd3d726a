import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { albumin, at, calcium as calciumOf, dose, ionizedCalcium, readBlock, result } from '../testing/index.ts';
import { calcium, calciumGiven, parathyroid } from './calcium.ts';

const total = (value: number, unit: string, hour = 20) => calciumOf(value, hour, {}, unit);

describe('a total calcium corrected for albumin, in the unit family in which it was reported', () => {
  // By hand (§1.5, Payne): 0.02 mmol/L per g/L, 0.8 mg/dL per g/dL; 1 mmol/L is 2 mEq/L, so 0.04 mEq/L per g/L.
  test.each<[number, string, number, number, string]>([
    [1.8, 'mmol/L', 2.5, 2.1, 'ok'],
    [1.79, 'mmol/L', 2.5, 2.09, 'low'],
    [1.59, 'mmol/L', 2.5, 1.89, 'severe'],
    [1.34, 'mmol/L', 2.5, 1.64, 'critical'],
    [2.15, 'mmol/L', 4.5, 2.05, 'low'],
    [7.2, 'mg/dL', 2.5, 8.4, 'ok'],
    [7.1, 'mg/dL', 2.5, 8.3, 'low'],
    [6.3, 'mg/dL', 2.5, 7.5, 'severe'],
    [5.3, 'mg/dL', 2.5, 6.5, 'critical'],
    [8.6, 'mg/dL', 4.5, 8.2, 'low'],
    [3.6, 'meq/L', 2.5, 4.2, 'ok'],
    [3.5, 'meq/L', 2.5, 4.1, 'low'],
    [3.1, 'meq/L', 2.5, 3.7, 'severe'],
    [2.6, 'meq/L', 2.5, 3.2, 'critical'],
    [4.3, 'meq/L', 4.5, 4.1, 'low'],
  ])('%d %s with albumin %d g/dL is %d, %s', (value, unit, gramsPerDl, corrected, state) => {
    const found = readBlock(calcium, [total(value, unit), albumin(gramsPerDl, 18)]);
    expect(found).toMatchObject({ kind: 'corrected', correctedValue: corrected, state, isLow: state !== 'ok' });
    expect(found.albumin?.compared).toEqual({ value: gramsPerDl, unit: 'g/dL' });
  });

  test.each<[string, readonly ResourceVersion[], object]>([
    ['no calcium', [], { state: 'unknown', isLow: false, missing: 'calcium' }],
    ['no albumin', [total(7.6, 'mg/dL')], { state: 'unknown', isLow: false, missing: 'albumin' }],
    ['no albumin, severe as it stands', [total(7.5, 'mg/dL')], { state: 'severe', isLow: true, kind: 'uncorrected' }],
    ['albumin of 72 h before', [total(7.2, 'mg/dL'), albumin(2.5, -52)], { state: 'ok', correctedValue: 8.4 }],
    ['albumin of longer before', [total(7.7, 'mg/dL'), albumin(2.5, -52.1)], { state: 'unknown', missing: 'albumin' }],
    [
      'ionized calcium beside a newer total (4.97.18)',
      [ionizedCalcium(1.11, 10), total(9, 'mg/dL'), albumin(4, 20)],
      { state: 'low', isLow: true, kind: 'ionized' },
    ],
  ])('%s', (_name, facts, expected) => {
    const { result: _, ...found } = readBlock(calcium, facts);
    expect(found).toMatchObject(expected);
  });
});

describe("the laboratory's own correction", () => {
  const fromLab = (hour: number) => result('calcium-albumin-corrected', [8, 'mg/dL'], hour);
  test.each<[string, readonly ResourceVersion[], object]>([
    ['alone', [fromLab(20)], { state: 'low', kind: 'corrected', correctedValue: 8 }],
    ['of the same draw as a total', [fromLab(20), total(9, 'mg/dL'), albumin(4, 20)], { state: 'low', isLow: true }],
    ['newer than a total', [fromLab(21), total(9, 'mg/dL'), albumin(4, 20)], { state: 'low', isLow: true }],
    ['older than a total', [fromLab(19), total(9, 'mg/dL'), albumin(4, 20)], { state: 'ok', correctedValue: 9 }],
  ])('%s', (_name, facts, expected) => {
    expect(readBlock(calcium, facts)).toMatchObject(expected);
  });
});

describe('a PTH that is not raised', () => {
  test.each<[string, ResourceVersion, boolean]>([
    ['64.9 pg/mL', pth(64.9), true],
    ['65 pg/mL', pth(65), false],
    ['"<64" is below', pth(64, { comparator: '<' }), true],
    ['">60" may be anything above', pth(60, { comparator: '>' }), false],
    ['">=60" may be anything above', pth(60, { comparator: '>=' }), false],
    ["below the laboratory's own limit", pth(80, { referenceRange: { low: 18, high: 88 } }), true],
    ["at the laboratory's own limit", pth(88, { referenceRange: { low: 18, high: 88 } }), false],
    ["above the laboratory's own limit", pth(60, { referenceRange: { high: 50 } }), false],
    ['a range without an upper limit', pth(64, { referenceRange: { low: 18 } }), true],
    [
      'pmol/L against a limit in pmol/L',
      result('pth', [7, 'pmol/L'], 20, { canonical: 7 * 9.425, referenceRange: { high: 7.2 } }),
      true,
    ],
    ['pmol/L against 65 pg/mL', result('pth', [7, 'pmol/L'], 20, { canonical: 7 * 9.425 }), false],
  ])('%s', (_name, given, expected) => {
    expect(readBlock(parathyroid, [given])?.isNotRaised).toBe(expected);
  });

  test('without one there is nothing to say', () => {
    expect(readBlock(parathyroid, [])).toBeUndefined();
  });

  function pth(value: number, extra = {}) {
    return result('pth', [value, 'pg/mL'], 20, extra);
  }
});

describe('intravenous calcium in the 48 h before the sample', () => {
  const low = ionizedCalcium(0.9, 20);
  const given = (mmol: number, hour: number, extra = {}) =>
    dose('calcium-gluconate', { element: 'calcium', meq: mmol * 2 }, hour, extra);
  test.each<[string, readonly ResourceVersion[], number, boolean]>([
    ['4.4 mmol', [low, given(4.4, 15)], 4.4, true],
    ['4.3 mmol', [low, given(4.3, 15)], 4.3, false],
    ['two doses that are enough together', [low, given(2.2, 15), given(2.2, 16)], 4.4, true],
    ['ended 48 h before the sample', [low, given(4.4, -28)], 0, false],
    ['ended just less than that before it', [low, given(4.4, -27.9)], 4.4, true],
    ['ended with the sample', [low, given(4.4, 20)], 4.4, true],
    ['ended after the sample', [low, given(4.4, 20.1)], 0, false],
    ['by mouth', [low, given(4.4, 15, { route: 'enteral' })], 0, false],
    ['stopped half-way', [low, given(4.4, 15, { standing: 'partial' })], 0, false],
    ['no sample', [given(4.4, 15)], 0, false],
  ])('%s', (_name, facts, mmol, isEnough) => {
    const found = readBlock(calciumGiven, facts);
    expect(found).toMatchObject({ mmol, isEnough });
    expect(found.evidence.length > 0).toBe(mmol > 0);
  });

  test('the doses are the evidence', () => {
    const { evidence } = readBlock(calciumGiven, [low, given(4.4, 15), given(4.4, -28)]);
    expect(evidence).toMatchObject([{ role: 'calcium-dose', at: at(15) }]);
  });
});

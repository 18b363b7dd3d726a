import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Block, openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { at, condition, dose, drugOrder, person, result, situation } from '../testing/index.ts';
import { isOnDialysis, type Kidneys, kidneys, wasDialyzedWithin } from './kidneys.ts';

const YEAR = 8766;
const read = <Value>(block: Block<Value>, facts: readonly ResourceVersion[], now = 24): Value =>
  openChart(situation(facts, { now }), DEFAULT_PARAMETERS).track(block).value;
const kidneysOf = (...facts: readonly ResourceVersion[]): Kidneys => read(kidneys, facts);

const creatinine = (mgPerDl: number, hour: number, extra = {}) => result('creatinine', [mgPerDl, 'mg/dL'], hour, extra);
const egfr = (value: number, hour: number, extra = {}) => result('egfr', [value, 'mL/min/{1.73_m2}'], hour, extra);
const aged = (years: number, sex: 'male' | 'female') =>
  person({ sex, bornFrom: at(-years * YEAR - 200), bornUntil: at(-years * YEAR - 176) });

describe('eGFR by CKD-EPI 2021 where none is reported', () => {
  // Worked out by hand from the published formula (Inker 2021).
  test.each([
    ['a woman of 65 with 1.0 mg/dL', 1.0, aged(65, 'female'), 62.5],
    ['a man of 65 with 1.0 mg/dL', 1.0, aged(65, 'male'), 83.4],
    ['a woman of 50 with 0.6 mg/dL, below her kappa', 0.6, aged(50, 'female'), 109.4],
    ['a man of 50 with 0.8 mg/dL, below his kappa', 0.8, aged(50, 'male'), 107.8],
    ['a man of 80 with 4.0 mg/dL', 4.0, aged(80, 'male'), 14.4],
  ])('%s', (_name, value, who, expected) => {
    const found = kidneysOf(creatinine(value, 20), who).egfr;
    expect(found?.source).toBe('creatinine');
    expect(found?.value).toBeCloseTo(expected, 0);
  });

  test('without sex or birth there is none', () => {
    expect(kidneysOf(creatinine(1, 20)).egfr).toBeUndefined();
    expect(kidneysOf(creatinine(1, 20), person({ bornFrom: at(-60 * YEAR) })).egfr).toBeUndefined();
    expect(kidneysOf(creatinine(1, 20), person({ sex: 'male' })).egfr).toBeUndefined();
  });

  test('a reported one comes first, the latest of several', () => {
    const found = kidneysOf(egfr(40, 10), egfr(50, 12), creatinine(4, 20), aged(65, 'male')).egfr;
    expect(found).toMatchObject({ value: 50, source: 'reported' });
  });

  test('a creatinine of "<x" gives none, the exact one before it does', () => {
    const facts = [creatinine(0.5, 22, { comparator: '<' }), creatinine(1, 20), aged(65, 'female')];
    expect(kidneysOf(...facts).egfr?.value).toBeCloseTo(62.5, 0);
    expect(kidneysOf(creatinine(0.5, 22, { comparator: '<=' }), aged(65, 'female')).egfr).toBeUndefined();
  });
});

describe('impaired kidneys', () => {
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['nothing known', [], false],
    ['eGFR 30', [egfr(30, 20)], false],
    ['eGFR 29.9', [egfr(29.9, 20)], true],
    ['"<15" is below 30', [egfr(15, 20, { comparator: '<' })], true],
    ['">20" may be anything', [egfr(20, 20, { comparator: '>' })], false],
    ['">=20" may be anything', [egfr(20, 20, { comparator: '>=' })], false],
    ['a creatinine of ">4" can only be worse than 4', [creatinine(4, 20, { comparator: '>' }), aged(80, 'male')], true],
    ['acute injury on the problem list', [condition('aki')], true],
    ['creatinine doubled in seven days', [creatinine(1, -100), creatinine(2, 20)], true],
    ['creatinine not quite doubled', [creatinine(1, -100), creatinine(1.99, 20)], false],
    ['doubled against the lowest, not the first', [creatinine(1.5, -120), creatinine(1, -60), creatinine(2, 20)], true],
    ['the lowest of exactly seven days ago', [creatinine(1, 20 - 168), creatinine(2, 20)], false],
    ['a value with a comparator gives no ratio', [creatinine(1, -100, { comparator: '<' }), creatinine(2, 20)], false],
    ['a fall is no injury', [creatinine(2, -100), creatinine(1, 20)], false],
    [
      'a newer value with a comparator hides no injury',
      [creatinine(1, -100), creatinine(2, 20), creatinine(1, 22, { comparator: '<' })],
      true,
    ],
    ['two values of one draw are no course', [creatinine(1, 20), creatinine(2, 20, { knownAt: at(21) })], false],
    ['dialysis', [condition('dialysis')], true],
  ])('%s', (_name, facts, expected) => {
    expect(kidneysOf(...facts).isImpaired).toBe(expected);
  });

  test('the seven days end with the latest value, which alone has to be in the look-back', () => {
    const facts = [creatinine(1, 0), creatinine(2, 160)];
    expect(read(kidneys, facts, 167)).toMatchObject({ isInjured: true });
    // 211 h ago, and within the seven days before the latest.
    expect(read(kidneys, [creatinine(1, 0), creatinine(2, 160)], 211)).toMatchObject({ isInjured: true });
    expect(read(kidneys, [creatinine(1, 0), creatinine(2, 160)], 328)).toMatchObject({ isInjured: false });
    expect(read(kidneys, [creatinine(1, -9), creatinine(2, 160)], 160)).toMatchObject({
      isInjured: false,
    });
  });
});

describe('dialysis', () => {
  const session = condition('dialysis', { from: at(0), until: at(4), isActive: false });
  test.each<[string, readonly ResourceVersion[], number, boolean]>([
    ['no sign of it', [], 24, false],
    ['a condition', [condition('dialysis')], 24, true],
    ['a session of less than 72 h ago', [session], 75.9, true],
    ['a session of 72 h ago', [session], 76, false],
    ['a dialysate of less than 24 h ago', [dose('dialysate', undefined, 1, { route: 'dialysis' })], 24.9, true],
    ['a dialysate of 24 h ago', [dose('dialysate', undefined, 0, { route: 'dialysis' })], 24, false],
    ['potassium through the machine', [dose('potassium-chloride', undefined, 20, { route: 'dialysis' })], 24, true],
    ['potassium by vein', [dose('potassium-chloride', undefined, 20)], 24, false],
    ['an order of dialysate', [drugOrder('dialysate', 0)], 24, true],
    ['an order that is over', [drugOrder('dialysate', 0, { activeUntil: at(20) })], 24, false],
    ['another order', [drugOrder('potassium-chloride', 0)], 24, false],
  ])('%s', (_name, facts, now, expected) => {
    expect(read(isOnDialysis, facts, now)).toBe(expected);
  });

  test('a longer window for what was measured over a longer time', () => {
    const within =
      (hours: number): Block<boolean> =>
      (chart) =>
        wasDialyzedWithin(chart, hours);
    expect(read(within(96), [session], 99)).toBe(true);
    expect(read(within(96), [session], 100)).toBe(false);
    expect(read(within(96), [dose('dialysate', undefined, 4)], 99)).toBe(true);
  });
});

import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import {
  at,
  condition,
  dose,
  drugOrder,
  magnesiumDose,
  magnesium as magnesiumOf,
  readBlock,
  result,
} from '../testing/index.ts';
import { magnesium, measuredMagnesium } from './magnesium.ts';

const ionized = (value: number, hour: number, extra = {}, unit = 'mmol/L') =>
  result('magnesium-ionized', [value, unit], hour, extra);

describe('ionized magnesium, where no total counts', () => {
  test.each<[string, readonly ResourceVersion[], string, boolean]>([
    ['none', [], 'unknown', false],
    ['0.45 mmol/L', [ionized(0.45, 20)], 'normal', false],
    ['0.44 mmol/L', [ionized(0.44, 20)], 'mild', true],
    ['however low, not graded further', [ionized(0.2, 20)], 'mild', true],
    ['1.1 mg/dL', [ionized(1.1, 20, {}, 'mg/dL')], 'normal', false],
    ['1.0 mg/dL', [ionized(1, 20, {}, 'mg/dL')], 'mild', true],
    ['a total speaks before a newer ionized', [magnesiumOf(1.8, 10), ionized(0.4, 20)], 'low-normal', false],
    ['early after a dose and normal', [magnesiumDose(8, 18), ionized(0.5, 20)], 'unknown', false],
    ['early after a dose and at the limit', [magnesiumDose(8, 18), ionized(0.45, 20)], 'unknown', false],
    ['early after a dose and low', [magnesiumDose(8, 18), ionized(0.44, 20)], 'mild', true],
    ['six hours after a dose', [magnesiumDose(8, 14), ionized(0.5, 20)], 'normal', false],
    ['normal in a hemolyzed tube', [ionized(0.5, 20, { quality: ['hemolyzed'] })], 'unknown', false],
  ])('%s', (_name, facts, grade, isLow) => {
    expect(readBlock(magnesium, facts)).toMatchObject({ grade, isLow });
  });

  test('nothing measured has no trend', () => {
    expect(readBlock(magnesium, [])).toEqual({ grade: 'unknown', isLow: false, earlier: [] });
  });
});

describe('the trend before the latest', () => {
  const trend = (...facts: readonly ResourceVersion[]) =>
    readBlock(magnesium, facts).earlier.map(({ compared }) => compared.value);

  test('at most two, newest first', () => {
    expect(trend(magnesiumOf(1.5, 20))).toEqual([]);
    expect(trend(magnesiumOf(1.1, 5), magnesiumOf(1.2, 10), magnesiumOf(1.3, 15), magnesiumOf(1.5, 20))).toEqual([
      1.3, 1.2,
    ]);
    expect(trend(ionized(0.4, 5), ionized(0.41, 10), ionized(0.42, 15), ionized(0.43, 20))).toEqual([0.42, 0.41]);
  });

  test('without what came too early after a dose', () => {
    expect(trend(magnesiumOf(1.2, 5), magnesiumDose(16, 8), magnesiumOf(2, 10), magnesiumOf(1.5, 20))).toEqual([1.2]);
  });

  test('without another value of the same draw', () => {
    expect(trend(magnesiumOf(1.2, 20), magnesiumOf(1.6, 20))).toEqual([]);
  });
});

describe('drawn too early after intravenous magnesium sulfate (B2)', () => {
  const sample = magnesiumOf(2, 20);
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['no dose', [], false],
    ['at its start', [magnesiumDose(8, 21, { start: at(20) })], false],
    ['just after its start', [magnesiumDose(8, 21, { start: at(19.9) })], true],
    ['just less than 6 h after its end', [magnesiumDose(8, 14.1)], true],
    ['6 h after its end', [magnesiumDose(8, 14)], false],
    ['less than 1 g', [magnesiumDose(7.9, 18)], false],
    ['of unknown amount', [dose('magnesium-sulfate', undefined, 18)], true],
    ['by mouth', [magnesiumDose(8, 18, { route: 'enteral' })], false],
    ['in maintenance fluid', [magnesiumDose(8, 18, { isMaintenance: true })], false],
    ['charted with an end that has not come', [magnesiumDose(8, 26, { start: at(19) })], false],
    ['running', [magnesiumDose(8, 26, { start: at(19), standing: 'running' })], true],
    ['running since after the sample', [magnesiumDose(8, 26, { start: at(21), standing: 'running' })], false],
    [
      'obstetric magnesium',
      [magnesiumDose(8, 18), condition('pre-eclampsia'), drugOrder('magnesium-sulfate', 10, { route: 'intravenous' })],
      false,
    ],
  ])('%s', (_name, doses, isEarly) => {
    expect(readBlock(measuredMagnesium, [sample, ...doses])?.isEarly).toBe(isEarly);
    expect(readBlock(magnesium, [sample, ...doses]).grade).toBe(isEarly ? 'unknown' : 'low-normal');
    expect(readBlock(magnesium, [sample, ...doses]).ignoredEarly !== undefined).toBe(isEarly);
  });

  test.each<[string, number, string]>([
    ['low counts', 1.6, 'mild'],
    ['the lower limit does not', 1.7, 'unknown'],
    ['the upper limit does not', 2.6, 'unknown'],
    ['high counts (4.97.5)', 2.7, 'high'],
  ])('%s', (_name, value, grade) => {
    expect(readBlock(magnesium, [magnesiumDose(8, 18), magnesiumOf(value, 20)]).grade).toBe(grade);
  });
});

describe('the measured magnesium of the look-back', () => {
  test.each<[string, readonly ResourceVersion[], object | undefined]>([
    ['just less than 72 h ago', [magnesiumOf(2, -47.9)], { isEarly: false }],
    ['72 h ago', [magnesiumOf(2, -48)], undefined],
    ['high in a hemolyzed tube', [magnesiumOf(3, 20, { quality: ['hemolyzed'] })], { isHemolyzed: true }],
    ['normal in a hemolyzed tube', [magnesiumOf(2, 20, { quality: ['hemolyzed'] })], undefined],
  ])('%s', (_name, facts, expected) => {
    const found = readBlock(measuredMagnesium, facts);
    if (expected) expect(found).toMatchObject(expected);
    else expect(found).toBeUndefined();
  });
});

import type { Analyte, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Block } from '../chart.ts';
import {
  at,
  calcium as calciumOf,
  ionizedCalcium,
  magnesiumDose,
  magnesium as magnesiumOf,
  person,
  potassium,
  result,
  situation,
  trackBlock,
} from '../testing/index.ts';
import { calcium, parathyroid } from './calcium.ts';
import { kidneys } from './kidneys.ts';
import { magnesium, measuredMagnesium } from './magnesium.ts';
import { magnesiumCourse } from './magnesium-course.ts';
import { magnesiumRepletion } from './magnesium-repletion.ts';
import { findLatest, isSameSpecimen, type Result } from './results.ts';
import { rhythm } from './rhythm.ts';
import { urinePair } from './urine-magnesium.ts';

const creatinine = (mgPerDl: number, hour: number, extra = {}) => result('creatinine', [mgPerDl, 'mg/dL'], hour, extra);
const woman = person({ sex: 'female', bornFrom: at(-60 * 8766), bornUntil: at(-60 * 8766 + 24) });

describe('a block says when a value that it read leaves its look-back', () => {
  test.each<[string, Block<unknown>, readonly ResourceVersion[], number]>([
    ['ionized calcium, 48 h', calcium, [ionizedCalcium(1, 20)], 68],
    ['total calcium', calcium, [calciumOf(7, 20)], 68],
    ['calcium that the laboratory corrected', calcium, [result('calcium-albumin-corrected', [8, 'mg/dL'], 20)], 68],
    ['PTH, 14 days', parathyroid, [result('pth', [40, 'pg/mL'], 20)], 356],
    ['eGFR, 7 days', kidneys, [result('egfr', [20, 'mL/min/{1.73_m2}'], 20)], 188],
    ['a creatinine that gives the eGFR', kidneys, [creatinine(4, 20, { comparator: '>' }), woman], 188],
    [
      'a creatinine that has doubled, beside a newer eGFR',
      kidneys,
      [creatinine(1, -100), creatinine(2, 20), result('egfr', [35, 'mL/min/{1.73_m2}'], 22)],
      188,
    ],
    ['magnesium, 72 h', magnesium, [magnesiumOf(1.5, 20)], 92],
    ['the magnesium before it', magnesium, [magnesiumOf(1.4, 10), magnesiumOf(1.5, 20)], 82],
    ['ionized magnesium', magnesium, [result('magnesium-ionized', [0.4, 'mmol/L'], 20)], 92],
    ['a magnesium that came too early after a dose', magnesium, [magnesiumDose(16, 18), magnesiumOf(2, 20)], 92],
    ['a measured magnesium, early or not', measuredMagnesium, [magnesiumDose(16, 18), magnesiumOf(2, 20)], 92],
    // The look-back and a course of 24 h, whose first dose ran for as long, of up to 72 h ago.
    ['the magnesium before a course', magnesiumCourse, [magnesiumOf(1.4, 10), magnesiumDose(16, 20)], 202],
    ['the potassium before a repletion, 96 h', magnesiumRepletion, [potassium(3, 20), magnesiumDose(16, 22)], 116],
    ['QTc, 48 h', rhythm, [result('qtc', [480, 'ms'], 20)], 68],
    ['a QT with its rate', rhythm, [result('qt', [400, 'ms'], 20), result('heart-rate', [60, '/min'], 20)], 68],
    ['QTc by Bazett', rhythm, [result('qtc-bazett', [480, 'ms'], 20)], 68],
    [
      'a spot urine, 72 h',
      urinePair,
      [
        ...[result('urine-magnesium', [2, 'mmol/L'], 20), result('urine-creatinine', [5, 'mmol/L'], 20)],
        ...[magnesiumOf(1.4, 22), creatinine(1, 22)],
      ],
      92,
    ],
  ])('%s', (_name, block, facts, leaves) => {
    const { value, reviewAt } = trackBlock(block, facts);
    expect(reviewAt).toBe(at(leaves));
    expect(trackBlock(block, facts, { now: leaves - 0.01 }).value).toEqual(value);
    expect(trackBlock(block, facts, { now: leaves }).value).not.toEqual(value);
  });
});

describe('the latest result (B1)', () => {
  const k = (value: number, hour: number, known: number, id = 'a') =>
    potassium(value, hour, { id: `Observation/${id}`, knownAt: at(known) });
  test.each<[string, ResourceVersion, ResourceVersion]>([
    ['collected later, issued earlier', k(3.6, 11, 11, 'z'), k(3.4, 10, 12, 'b')],
    ['of one collection the later issued', k(3.6, 10, 12, 'z'), k(3.4, 10, 11, 'b')],
    ['then the worse: lower', k(3.2, 10, 11, 'z'), k(3.4, 10, 11, 'b')],
    ['then the worse: higher', k(5.3, 10, 11, 'z'), k(3.4, 10, 11, 'b')],
    ['then the worse: outside the range', k(3.4, 10, 11, 'z'), k(4.9, 10, 11, 'b')],
    ['then by reference', k(4, 10, 11), k(4.5, 10, 11, 'b')],
  ])('%s', (_name, expected, other) => {
    const ordered = resultsOf('potassium', expected, other);
    const [latest] = resultsOf('potassium', expected);
    expect(findLatest(ordered)).toEqual(latest);
    expect(findLatest(ordered.toReversed())).toEqual(latest);
  });

  test('of an analyte without a range by reference', () => {
    const facts = [1, 2].map((id) => result('bicarbonate', [20 + id, 'mmol/L'], 10, { id: `Observation/${id}` }));
    const ordered = resultsOf('bicarbonate', ...facts);
    expect(findLatest(ordered)?.canonical).toBe(21);
    expect(findLatest(ordered.toReversed())?.canonical).toBe(21);
  });

  test('of none there is none', () => {
    expect(findLatest([])).toBeUndefined();
  });

  function resultsOf(analyte: Analyte, ...facts: readonly ResourceVersion[]): readonly Result[] {
    return situation(facts, { now: 24 }).timeline.results(analyte);
  }
});

test.each<[string, number, string | undefined, string | undefined, boolean]>([
  ['one specimen at two times', 5, 'a', 'a', true],
  ['two specimens at one time', 0, 'a', 'b', false],
  ['five minutes apart', 5 / 60, undefined, undefined, true],
  ['more than five minutes apart', 5.1 / 60, undefined, undefined, false],
  ['only one names its specimen, at one time', 0, 'a', undefined, true],
  ['only one names its specimen, at two times', 5, 'a', undefined, false],
])('of one draw: %s (4.97.17)', (_name, hours, first, second, expected) => {
  const drawn = (hour: number, specimen: string | undefined) => ({
    at: at(hour),
    ...(specimen === undefined ? {} : { specimen }),
  });
  expect(isSameSpecimen(drawn(10, first), drawn(10 + hours, second))).toBe(expected);
  expect(isSameSpecimen(drawn(10 + hours, second), drawn(10, first))).toBe(expected);
});

import type { Coverage, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { albumin, at, drugOrder, magnesium, magnesiumDose, readBlock, result } from '../testing/index.ts';
import { correctedMagnesium, isExplainedByAlbumin } from './corrected-magnesium.ts';

describe('total magnesium corrected for albumin', () => {
  // By hand (§1.5, Kroll & Elin): 0.005 mmol/L per g/L below 40, in mg/dL 2.4305 times that.
  test.each<[number, string, number, number, number, boolean]>([
    [0.6, 'mmol/L', 2, 0.7, 1.70135, true],
    [0.59, 'mmol/L', 2, 0.69, 1.677045, false],
    [0.7, 'mmol/L', 4.5, 0.675, 1.6405875, false],
    [1.22, 'meq/L', 2, 0.71, 1.725655, true],
    [1.6, 'mg/dL', 2.5, 0.6583007 + 0.075, 1.6 + 0.1822875, true],
  ])('%d %s with albumin %d g/dL', (value, unit, gramsPerDl, mmolPerL, mgPerDl, isNormal) => {
    const found = readBlock(correctedMagnesium, [magnesium(value, 20, {}, unit), albumin(gramsPerDl, 18)]);
    expect(found).toMatchObject({ isNormal });
    expect(found?.mmolPerL).toBeCloseTo(mmolPerL, 6);
    expect(found?.mgPerDl).toBeCloseTo(mgPerDl, 6);
  });

  test('ionized magnesium is not corrected', () => {
    const ionized = result('magnesium-ionized', [0.4, 'mmol/L'], 20);
    expect(readBlock(correctedMagnesium, [ionized, albumin(2, 18)])).toBeUndefined();
  });
});

describe('a low magnesium that a low albumin explains', () => {
  const mild = magnesium(1.6, 20);
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['mild, normal after correction', [mild, albumin(2.5, 18)], true],
    ['albumin 35 g/L is not low', [magnesium(1.69, 20), albumin(3.5, 18)], false],
    ['albumin 34 g/L is', [magnesium(1.69, 20), albumin(3.4, 18)], true],
    ['low after correction too', [magnesium(1.4, 20), albumin(2.5, 18)], false],
    ['not low at all', [magnesium(1.8, 20), albumin(2.5, 18)], false],
    ['no albumin', [mild], false],
    ['digoxin makes it matter', [mild, albumin(2.5, 18), drugOrder('digoxin', 0)], false],
    ['a level after replacement', [mild, albumin(2.5, 18), magnesiumDose(8, 18)], true],
  ])('%s', (_name, facts, expected) => {
    expect(readBlock(isExplainedByAlbumin, facts)).toBe(expected);
  });

  // Magnesium of up to 72 h ago, and albumin of up to 72 h before that.
  test.each<[string, string, number, boolean]>([
    ['for 144 h', 'result:albumin', 144, true],
    ['for less', 'result:albumin', 143, false],
    ['not at all, only calcium was', 'result:calcium', 144, false],
  ])('where albumin was looked for %s', (_name, key, hours, expected) => {
    const coverage: Coverage = new Map([[key, { from: at(24 - hours), asOf: at(24) }]]);
    expect(readBlock(isExplainedByAlbumin, [mild, albumin(2.5, 18)], { coverage })).toBe(expected);
  });
});

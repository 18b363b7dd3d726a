import type { ResourceVersion } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { magnesium, readBlock, result } from '../testing/index.ts';
import { urineFiltration } from './urine-filtration.ts';

const urine = [result('urine-magnesium', [2, 'mmol/L'], 20), result('urine-creatinine', [5, 'mmol/L'], 20)];
const pair = [...urine, magnesium(1.4, 20), result('creatinine', [1, 'mg/dL'], 20)];
const egfr = (value: number, hour: number, extra = {}) => result('egfr', [value, 'mL/min/{1.73_m2}'], hour, extra);

test.each<[string, readonly ResourceVersion[], object | undefined]>([
  ['no urine', [egfr(80, 20)], undefined],
  ['a urine without serum values', [...urine, egfr(80, 20)], undefined],
  ['no eGFR, age and sex unknown', pair, undefined],
  ['60', [...pair, egfr(60, 20)], { value: 60, isEnough: true }],
  ['59.9', [...pair, egfr(59.9, 20)], { value: 59.9, isEnough: false }],
  ['">60"', [...pair, egfr(60, 20, { comparator: '>' })], { isEnough: true }],
  ['"<60"', [...pair, egfr(60, 20, { comparator: '<' })], { isEnough: false }],
  ['the nearest to the urine', [...pair, egfr(80, 19), egfr(40, 23)], { value: 80 }],
  ['the latest that is known, where none is near', [...pair, egfr(70, -30)], { value: 70 }],
])('the eGFR at a paired urine: %s', (_name, facts, expected) => {
  const found = readBlock(urineFiltration, facts);
  if (expected) expect(found).toMatchObject(expected);
  else expect(found).toBeUndefined();
});

import type { Drug } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Strength } from './codes/code-row.ts';
import type { Ingredient } from './ingredient.ts';
import { concentrationOf, contentOf, elementOf, joinPhosphates, joinPotassium, oncePerDrug } from './products.ts';

describe('mEq in a dose', () => {
  test.each<[Drug, number, string, number | undefined]>([
    ['potassium-chloride', 20, 'meq', 20],
    ['potassium-chloride', 20, 'mmol', 20],
    ['potassium-chloride', 1.5, 'g', 20.115],
    ['potassium-chloride', 1_500, 'mg', 20.115],
    ['potassium-chloride', 20, 'mL', undefined],
    ['potassium-phosphate', 3, 'mmol', 4.4],
    ['potassium-phosphate', 15, 'mmol', 22],
    ['potassium-phosphate', 22, 'meq', 22],
    ['potassium-phosphate', 1, 'g', undefined],
    ['potassium-phosphate-monobasic', 1, 'g', 7.34807847748],
    ['potassium-phosphate-dibasic', 1, 'g', 11.4823745551],
    ['potassium-bicarbonate', 1, 'g', 9.99],
    ['potassium-citrate', 1, 'g', 9.25],
    ['potassium-citrate', 1, 'mmol', undefined],
    ['potassium-gluconate', 1, 'g', 4.27],
    ['potassium-acetate', 1, 'g', 10.19],
    ['potassium-salt', 8, 'meq', 8],
    ['potassium-salt', 1, 'g', undefined],
    ['magnesium-sulfate', 1, 'g', 8.11],
    ['magnesium-sulfate', 2_000, 'mg', 16.22],
    ['magnesium-sulfate', 4, 'mmol', 8],
    ['magnesium-oxide', 400, 'mg', 19.8],
    ['magnesium-hydroxide', 400, 'mg', 13.8],
    ['magnesium-gluconate', 500, 'mg', 2.2],
    ['magnesium-chloride', 1, 'g', undefined],
    ['magnesium-chloride', 1, 'mmol', 2],
    ['magnesium-citrate', 300, 'mL', undefined],
    ['calcium-gluconate', 1, 'g', 4.65],
    ['calcium-gluconate', 9, 'meq', 9],
    ['calcium-chloride', 1, 'g', 13.6],
    ['calcium-chloride', 1, 'mmol', 2],
    ['calcium-carbonate', 1, 'g', 20],
    ['furosemide', 40, 'mg', undefined],
    ['dialysate', 20, 'meq', undefined],
  ])('%s %d %s', (drug, value, unit, meq) => {
    expect(contentOf(drug, { value, unit })?.meq).toBe(meq);
  });

  test('2 g calcium gluconate reach the 4.4 mmol that count as treated', () => {
    expect((contentOf('calcium-gluconate', { value: 2, unit: 'g' })?.meq ?? 0) / 2).toBeGreaterThanOrEqual(4.4);
  });
});

describe('mL, tablets and bags by a strength', () => {
  const strength = (value: number, unit: string, perValue: number, perUnit: string): Strength => ({
    value,
    unit,
    perValue,
    perUnit,
  });
  test.each<[string, Drug, number, string, Strength, number | undefined]>([
    ['50 % magnesium sulfate', 'magnesium-sulfate', 4, 'mL', strength(0.5, 'g', 1, 'mL'), 16.22],
    ['a litre of it, in mL', 'magnesium-sulfate', 0.004, 'L', strength(0.5, 'g', 1, 'mL'), 16.22],
    ['20 mEq in 100 mL', 'potassium-chloride', 50, 'mL', strength(20, 'meq', 100, 'mL'), 10],
    ['tablets', 'potassium-chloride', 2, '{tablet}', strength(10, 'meq', 1, '{tablet}'), 20],
    ['a bag is no tablet', 'potassium-chloride', 2, '{bag}', strength(10, 'meq', 1, '{tablet}'), undefined],
    ['mg per mL', 'potassium-chloride', 10, 'mL', strength(149.1, 'mg', 1, 'mL'), 19.99431],
    ['a unit that does not fit', 'potassium-chloride', 2, '{tablet}', strength(20, 'meq', 100, 'mL'), undefined],
    ['a direct amount needs none', 'potassium-chloride', 20, 'meq', strength(1, 'meq', 1, 'mL'), 20],
  ])('%s', (_name, drug, value, unit, of, meq) => {
    expect(contentOf(drug, { value, unit }, of)?.meq).toBe(meq);
  });

  test('the concentration of a fluid', () => {
    expect(concentrationOf('potassium-chloride', strength(20, 'meq', 1_000, 'mL'))).toBe(20);
    expect(concentrationOf('potassium-chloride', strength(20, 'meq', 1, '{bag}'))).toBeUndefined();
    expect(concentrationOf('furosemide', strength(20, 'mg', 2, 'mL'))).toBeUndefined();
  });
});

test('elements', () => {
  expect(elementOf('potassium-phosphate')).toBe('potassium');
  expect(elementOf('furosemide')).toBeUndefined();
});

describe('monobasic and dibasic potassium phosphate', () => {
  const per = (value: number, perValue: number): Strength => ({ value, unit: 'mg', perValue, perUnit: 'mL' });
  const [mono, di] = ['potassium-phosphate-monobasic', 'potassium-phosphate-dibasic'] as const;

  test('are one drug with the potassium of both', () => {
    expect(
      joinPhosphates([
        { drug: di, strength: per(236, 1) },
        { drug: mono, strength: per(224, 1) },
      ]),
    ).toEqual([
      { drug: 'potassium-phosphate', strength: { value: 4.35580997395, unit: 'meq', perValue: 1, perUnit: 'mL' } },
    ]);
  });
  test('without a strength where one is not known, or is of another amount', () => {
    expect(joinPhosphates([{ drug: di, strength: per(236, 1) }, { drug: mono }])).toEqual([
      { drug: 'potassium-phosphate' },
    ]);
    expect(
      joinPhosphates([
        { drug: di, strength: per(236, 1) },
        { drug: mono, strength: per(224, 5) },
      ]),
    ).toEqual([{ drug: 'potassium-phosphate' }]);
  });
  test('one of them alone stays what it is, and so does everything else', () => {
    const alone = [{ drug: mono, strength: per(224, 1) }, { drug: 'calcium-gluconate' }] as const;
    expect(joinPhosphates(alone)).toEqual(alone);
  });
});

describe('salts of potassium in one product', () => {
  const per = (value: number, unit: string, perValue = 1): Strength => ({ value, unit, perValue, perUnit: 'mL' });
  const chloride = { drug: 'potassium-chloride', strength: per(0.01, 'meq') } as const;
  const other = { drug: 'magnesium-sulfate', strength: per(1, 'mg') } as const;

  test.each<[string, Strength | undefined, Strength | undefined]>([
    ['the sum of both', per(1, 'mg'), per(0.02019, 'meq')],
    ['nothing where one is not known', undefined, undefined],
    ['nothing where they are of different amounts', per(0.01, 'meq', 5), undefined],
  ])('have one strength: %s', (_name, strength, sum) => {
    const acetate: Ingredient = { drug: 'potassium-acetate', ...(strength ? { strength } : {}) };
    expect(joinPotassium([chloride, other, acetate])).toEqual([
      other,
      { drug: 'potassium-salt', ...(sum ? { strength: sum } : {}) },
    ]);
  });
  test('one alone stays what it is', () => {
    expect(joinPotassium([chloride, other])).toEqual([chloride, other]);
  });
});

test('a drug that is in a product twice has no strength', () => {
  const strength: Strength = { value: 10, unit: 'meq', perValue: 1, perUnit: '{tablet}' };
  const digoxin: Ingredient = { drug: 'digoxin' };
  const chloride: Ingredient = { drug: 'potassium-chloride', strength };
  expect(oncePerDrug([chloride, digoxin])).toEqual([chloride, digoxin]);
  expect(oncePerDrug([chloride, digoxin, chloride])).toEqual([{ drug: 'potassium-chloride' }, digoxin]);
});

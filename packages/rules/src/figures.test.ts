import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Calcium, calcium as calciumBlock } from './blocks/calcium.ts';
import { kidneys } from './blocks/kidneys.ts';
import type { Figures } from './contract.ts';
import { calciumFigures, calciumText, magnesiumDraftFigures, magnesiumText, potassiumText } from './figures.ts';
import { albumin, at, calcium, ionizedCalcium, person, readBlock, result } from './testing/index.ts';

describe('calcium', () => {
  const total = { calcium: '7.8 mg/dL', calciumMmolPerL: 1.9462 };
  test.each<[string, Calcium, Figures]>([
    ['none', readBlock(calciumBlock, []), {}],
    ['a total without albumin that says nothing', readBlock(calciumBlock, [calcium(7.8, 20)]), {}],
    [
      'corrected by albumin',
      readBlock(calciumBlock, [calcium(7.8, 20), albumin(3, 20)]),
      {
        ...total,
        calciumKind: 'corrected',
        calciumState: 'ok',
        calciumCorrected: '8.6 mg/dL',
        calciumCorrectedMmolPerL: 2.14582,
        albuminGPerL: 30,
      },
    ],
    [
      'severe as it stands',
      readBlock(calciumBlock, [calcium(7, 20)]),
      { calcium: '7.0 mg/dL', calciumKind: 'uncorrected', calciumState: 'severe', calciumMmolPerL: 1.74659 },
    ],
    [
      'ionized',
      readBlock(calciumBlock, [ionizedCalcium(1.05, 20)]),
      { calcium: '1.05 mmol/L', calciumKind: 'ionized', calciumState: 'low', calciumMmolPerL: 1.05 },
    ],
  ])('%s', (_name, given, expected) => {
    expect(calciumFigures(given)).toStrictEqual(expected);
  });

  test.each([
    [{ calcium: '1.05 mmol/L', calciumKind: 'ionized' }, 'iCa 1.05 mmol/L'],
    [{ calcium: '7.8 mg/dL', calciumKind: 'corrected', calciumCorrected: '8.6 mg/dL' }, 'Ca 8.6 mg/dL (corrected)'],
    [{ calcium: '7.0 mg/dL', calciumKind: 'uncorrected' }, 'Ca 7.0 mg/dL'],
  ])('%o reads %s', (figures, text) => {
    expect(calciumText(figures)).toBe(text);
  });
});

test('magnesium and potassium in short', () => {
  expect(magnesiumText({ magnesium: '1.4 mg/dL', magnesiumKind: 'total' })).toBe('Mg 1.4 mg/dL');
  expect(magnesiumText({ magnesium: '0.4 mmol/L', magnesiumKind: 'ionized' })).toBe('iMg 0.4 mmol/L');
  expect(potassiumText({ potassiumMmolPerL: 3 })).toBe('K 3.0');
  expect(potassiumText({ potassiumMmolPerL: '<2.0' })).toBe('K <2.0');
});

describe('what a card drafts of magnesium', () => {
  test('the reasons against it, joined', () => {
    expect(magnesiumDraftFigures({ refused: ['dialysis', 'av-block'] })).toEqual({
      noMagnesiumDraft: 'dialysis, av-block',
    });
  });

  const reported = (value: number, comparator?: '<') =>
    result('egfr', [value, 'mL/min/{1.73_m2}'], 20, comparator ? { comparator } : {});
  const creatinine = (comparator?: '>') => result('creatinine', [1.9, 'mg/dL'], 20, comparator ? { comparator } : {});
  const adult = person({ bornFrom: at(-60 * 8766), bornUntil: at(-60 * 8766 + 24), sex: 'male' });
  test.each<[string, readonly ResourceVersion[], string]>([
    ['in whole units', [reported(45.4)], '45 mL/min/1.73 m²'],
    ['with the comparator of the laboratory', [reported(30, '<')], '<30 mL/min/1.73 m²'],
    ['worked out from creatinine', [adult, creatinine()], '40 mL/min/1.73 m² from creatinine'],
    ['a creatinine of ">x" leaves less', [adult, creatinine('>')], '<40 mL/min/1.73 m² from creatinine'],
  ])('the eGFR: %s', (_name, facts, text) => {
    const { egfr } = readBlock(kidneys, facts);
    if (!egfr) throw new Error('there is an eGFR');
    expect(magnesiumDraftFigures({ grams: 2, hours: 4, by: 'mild', oral: 'possible', egfr })).toEqual({
      magnesiumDraftG: 2,
      magnesiumDraftHours: 4,
      magnesiumDraftBy: 'mild',
      magnesiumDraftOral: 'possible',
      magnesiumDraftEgfr: text,
      magnesiumDraftEgfrAt: '2026-03-11T04:00:00Z',
    });
  });
});

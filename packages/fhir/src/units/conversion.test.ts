import { isAbove, isBelow } from '@magwatch/base';
import type { Analyte } from '@magwatch/timeline';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANALYTE_DEFINITIONS } from './analytes.ts';
import { conversionFor, scale } from './conversion.ts';
import { findResultUnit, listResultUnits } from './result-units.ts';
import { UcumLhcUtils } from './ucum-library.js';

const conversion = (analyte: Analyte, unit: string) => {
  const known = findResultUnit(unit);
  return known && conversionFor(analyte, known);
};

const canonical = (analyte: Analyte, value: number, unit: string): number | undefined => {
  const found = conversion(analyte, unit);
  return found && scale(value, found.canonicalFactor);
};

describe('exact factors of the clinical catalogue 1.1', () => {
  test.each<[Analyte, number, string, number]>([
    ['magnesium', 2.4305, 'mg/dL', 1],
    ['magnesium', 2, 'meq/L', 1],
    ['magnesium', 24.305, 'mg/L', 1],
    ['magnesium', 1_000, 'umol/L', 1],
    ['magnesium-ionized', 1.1, 'mg/dL', 1.1 / 2.4305],
    ['urine-magnesium', 24.305, 'mg/L', 1],
    ['calcium', 4.0078, 'mg/dL', 1],
    ['calcium', 2, 'meq/L', 1],
    ['calcium-ionized', 40.078, 'mg/L', 1],
    ['potassium', 3.5, 'meq/L', 3.5],
    ['potassium', 3.90983, 'mg/dL', 1],
    ['phosphate', 3.09738, 'mg/dL', 1],
    ['albumin', 3.5, 'g/dL', 35],
    ['albumin', 600, 'umol/L', 39.9],
    ['pth', 1, 'pmol/L', 9.425],
    ['pth', 65, 'ng/L', 65],
    ['creatinine', 1, 'mg/dL', 88.402],
    ['creatinine', 0.1, 'mmol/L', 100],
    ['creatinine', 1, 'g/L', 8_840.2],
    ['urine-creatinine', 1, 'g/L', 8_840.2],
    ['egfr', 59, 'mL/min/{1.73_m2}', 59],
    ['egfr', 59, 'mL/min', 59],
    ['digoxin-level', 1.2805, 'nmol/L', 1],
    ['digoxin-level', 2, 'ug/L', 2],
    ['qtc', 0.5, 's', 500],
    ['qt', 480, 'ms', 480],
    ['heart-rate', 80, '{beats}/min', 80],
    ['bicarbonate', 24, 'meq/L', 24],
    ['glucose', 18.0156, 'mg/dL', 1],
    ['ph', 7.4, '[pH]', 7.4],
    ['leukocytes', 12, '10*3/uL', 12],
    ['leukocytes', 12_000, '/uL', 12],
    ['urine-magnesium-24h', 24.305, 'mg/(24.h)', 1],
    ['urine-creatinine-24h', 1, 'g/(24.h)', 8.8402],
    ['urine-magnesium-creatinine-ratio', 0.5, 'mol/mol{creat}', 0.5],
    ['urine-magnesium-creatinine-ratio', 24.305, 'mg/g{creat}', 10 / 88.402],
    ['urine-potassium-creatinine-ratio', 10, 'meq/g{creat}', 100 / 88.402],
  ])('%s %d %s', (analyte, value, unit, expected) => {
    expect(canonical(analyte, value, unit)).toBeCloseTo(expected, 9);
  });
});

describe('a result is compared in the family in which it was reported', () => {
  test.each<[Analyte, number, string, number, string]>([
    ['magnesium', 1.7, 'mg/dL', 1.7, 'mg/dL'],
    ['magnesium', 17, 'mg/L', 1.7, 'mg/dL'],
    ['magnesium', 0.017, 'g/L', 1.7, 'mg/dL'],
    ['magnesium', 0.7, 'mmol/L', 0.7, 'mmol/L'],
    ['magnesium', 700, 'umol/L', 0.7, 'mmol/L'],
    ['magnesium', 1.4, 'meq/L', 1.4, 'meq/L'],
    ['calcium', 84, 'mg/L', 8.4, 'mg/dL'],
    ['calcium-ionized', 1_120, 'umol/L', 1.12, 'mmol/L'],
    ['phosphate', 25, 'mg/L', 2.5, 'mg/dL'],
    ['phosphate', 0.8, 'mmol/L', 0.8, 'mmol/L'],
    ['potassium', 3.5, 'meq/L', 3.5, 'mmol/L'],
    ['albumin', 3.5, 'g/dL', 35, 'g/L'],
    ['creatinine', 1, 'mg/dL', 88.402, 'umol/L'],
    ['pth', 10, 'pmol/L', 94.25, 'pg/mL'],
  ])('%s %d %s', (analyte, value, unit, expected, comparedIn) => {
    const found = conversion(analyte, unit);
    expect(found?.compared.unit).toBe(comparedIn);
    expect(found && scale(value, found.compared.factor)).toBe(expected);
  });

  test('1.7 mg/dL is not low, although it is 0.6994 mmol/L', () => {
    const found = conversion('magnesium', 'mg/dL');
    expect(isBelow(scale(1.7, found?.compared.factor ?? Number.NaN), 1.7)).toBe(false);
    expect(isBelow(canonical('magnesium', 1.7, 'mg/dL') ?? Number.NaN, 0.7)).toBe(true);
  });
});

describe('a unit that cannot measure the analyte', () => {
  test.each<[Analyte, string]>([
    ['potassium', '/min'],
    ['phosphate', 'meq/L'],
    ['creatinine', 'meq/L'],
    ['albumin', 'meq/L'],
    ['glucose', 'meq/L'],
    ['bicarbonate', 'mg/dL'],
    ['egfr', 'mmol/L'],
    ['qtc', '/min'],
    ['ph', 'mmol/L'],
    ['magnesium', 'mg/(24.h)'],
    ['urine-magnesium-24h', 'mg/dL'],
    ['hemolysis', 'mg/dL'],
    ['ecg', 'ms'],
  ])('%s in %s', (analyte, unit) => {
    expect(conversion(analyte, unit)).toBeUndefined();
  });
});

describe('how units are written', () => {
  test.each([
    ['mg/dl', 'mg/dL'],
    ['mmol/l', 'mmol/L'],
    ['meq/l', 'meq/L'],
    ['mEq/L', 'meq/L'],
    ['MEQ/L', 'meq/L'],
    ['\u00b5mol/L', 'umol/L'],
    ['\u03bcmol/L', 'umol/L'],
    ['mL/min/1.73m2', 'mL/min/{1.73_m2}'],
    ['bpm', '/min'],
    ['{Beats}/min', '/min'],
  ])('%s is %s', (written, ucum) => {
    expect(findResultUnit(written)?.ucum).toBe(ucum);
  });

  test.each([
    '',
    ' ',
    'MG/DL',
    'Mg/dL',
    'MMOL/L',
    'mg %',
    'mg%',
    'mM',
    'mmol',
    'meq',
    'mg',
    '1',
    '%',
    'mol/L',
    'constructor',
    '__proto__',
  ])('"%s" is never guessed', (written) => {
    expect(findResultUnit(written)).toBeUndefined();
  });
});

test('ucum-lhc, asked in its own way, agrees with every factor', () => {
  const ucum = UcumLhcUtils.getInstance();
  for (const [, unit] of listResultUnits())
    for (const [name, definition] of Object.entries(ANALYTE_DEFINITIONS)) {
      const found = conversionFor(name as Analyte, unit);
      if (!found || unit.kind === 'filtration' || unit.kind === 'creatinine-ratio') continue;
      const { molarMass, charge } = definition.substance;
      const options = { ...(molarMass ? { molecularWeight: molarMass } : {}), ...(charge ? { charge } : {}) };
      const { toVal } = ucum.convertUnitTo(definition.canonical, found.canonicalFactor, unit.ucum, options);
      expect(toVal, `${name} in ${unit.ucum}`).toBeCloseTo(1, 9);
    }
});

describe('properties: a result says the same in every unit', () => {
  const pairs = Object.keys(ANALYTE_DEFINITIONS).flatMap((name) =>
    [...new Map(listResultUnits().map(([, unit]) => [unit.ucum, unit])).values()]
      .filter((unit) => conversionFor(name as Analyte, unit) !== undefined)
      .map((unit) => ({ analyte: name as Analyte, unit })),
  );

  test('re-expressed and read back it is the same number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pairs),
        fc.double({ min: 0.001, max: 1e4, noNaN: true }),
        ({ analyte, unit }, value) => {
          const found = conversionFor(analyte, unit);
          const there = scale(value, found?.canonicalFactor ?? Number.NaN);
          expect(there / (found?.canonicalFactor ?? Number.NaN) / value).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test('order is kept: of two values the greater is the greater in every unit', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pairs), fc.integer({ min: 1, max: 9_999 }), ({ analyte, unit }, tenths) => {
        const factor = conversionFor(analyte, unit)?.compared.factor ?? Number.NaN;
        expect(isAbove(scale((tenths + 1) / 10, factor), scale(tenths / 10, factor)) || factor < 1e-6).toBe(true);
      }),
    );
  });

  test('what laboratories print survives the way to the unit of comparison without noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (hundredths) => {
        const value = hundredths / 100;
        const perLiter = Number((value * 10).toFixed(1));
        expect(scale(perLiter, conversion('magnesium', 'mg/L')?.compared.factor ?? Number.NaN)).toBe(
          Number((perLiter / 10).toPrecision(12)),
        );
        const micromoles = Math.round(value * 1_000);
        expect(scale(micromoles, conversion('magnesium', 'umol/L')?.compared.factor ?? Number.NaN)).toBe(
          micromoles / 1_000,
        );
      }),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { loinc, noteCodes, observation, parse, quantity } from './resources.test-kit.ts';

const read = (code: string, value: number, unit: string) =>
  parse(observation({ code: loinc(code), valueQuantity: quantity(value, unit) }));

describe('both limits of every analyte (clinical catalogue 1.3): the limit itself can be, a little beyond cannot', () => {
  test.each<[string, string, string, number, number]>([
    ['magnesium', '2601-3', 'mmol/L', 0.05, 9],
    ['ionized magnesium', '2600-5', 'mmol/L', 0.05, 5],
    ['potassium', '2823-3', 'mmol/L', 1, 12],
    ['calcium', '2000-8', 'mmol/L', 0.7, 5.5],
    ['corrected calcium', '29265-6', 'mmol/L', 0.7, 5.5],
    ['ionized calcium', '1994-3', 'mmol/L', 0.2, 3],
    ['albumin', '1751-7', 'g/L', 5, 70],
    ['phosphate', '14879-1', 'mmol/L', 0.03, 8],
    ['PTH', '2731-8', 'pg/mL', 0, 5_000],
    ['creatinine', '14682-9', 'umol/L', 10, 3_000],
    ['eGFR', '98979-8', 'mL/min/{1.73_m2}', 1, 200],
    ['urine magnesium', '2598-1', 'mmol/L', 0, 60],
    ['urine creatinine', '14683-7', 'mmol/L', 0.3, 60],
    ['QTc', '8636-3', 'ms', 200, 800],
    ['QTc by Fridericia', '76634-5', 'ms', 200, 800],
    ['QTc by Bazett', '76635-2', 'ms', 200, 800],
    ['heart rate', '8867-4', '/min', 20, 300],
    ['digoxin', '10535-3', 'ng/mL', 0, 50],
    ['bicarbonate', '1963-8', 'mmol/L', 2, 60],
    ['total CO2', '2028-9', 'mmol/L', 2, 60],
    ['pH', '2744-1', '[pH]', 6.5, 8],
    ['glucose', '14749-6', 'mmol/L', 0.3, 100],
  ])('%s', (_name, code, unit, low, high) => {
    for (const value of [low, high]) {
      expect(noteCodes(read(code, value, unit))).not.toContain('value-implausible');
      expect(read(code, value, unit).version.facts).toHaveLength(1);
    }
    for (const value of [low - 0.001, high + 0.001]) {
      expect(noteCodes(read(code, value, unit))).toContain('value-implausible');
      expect(read(code, value, unit).version.facts).toEqual([]);
    }
  });

  test.each(['53138-4', '53140-0'])('ionized calcium in nmol/L, as %s is sometimes listed, cannot be', (code) => {
    expect(noteCodes(read(code, 1.2, 'nmol/L'))).toEqual(['value-implausible']);
    expect(read(code, 1.2, 'mmol/L').version.facts).toMatchObject([{ analyte: 'calcium-ionized', canonical: 1.2 }]);
  });
});

test.each(['mg/dl', 'mmol/l', 'meq/l', 'mEq/L', 'MEQ/L', '\u00b5mol/L', '\u03bcmol/L', 'umol/L', 'mg/L'])(
  'a magnesium in %s is read by the text of its unit alone',
  (unit) => {
    const value = unit.endsWith('mol/L') ? 700 : unit === 'mg/L' ? 17 : 0.9;
    const parsed = parse(observation({ code: loinc('35249-2'), valueQuantity: { value, unit } }));
    expect(parsed.version.facts).toMatchObject([{ kind: 'result', analyte: 'magnesium' }]);
    expect(parsed.notes).toEqual([]);
  },
);

import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { NumberSpec } from './parameter-kinds.ts';
import { isInRange, PARAMETERS, rangeSentence, rangeText } from './parameter-tree.ts';
import { readParameters } from './read-parameters.ts';

const numbers = PARAMETERS.flatMap(({ name, spec }) =>
  spec.kind === 'number' ? [[name, spec] as const satisfies [string, NumberSpec]] : [],
);

/** The units that a name may end with; other names leave it to the catalogue. */
const UNITS_OF_NAMES: Readonly<Record<string, string>> = {
  h: 'h',
  d: 'd',
  min: 'min',
  mEq: 'mEq',
  mmol: 'mmol',
  pct: '%',
  ms: 'ms',
  gL: 'g/L',
  pgmL: 'pg/mL',
  ngmL: 'ng/mL',
  mmolL: 'mmol/L',
};

describe('the catalogue of parameters', () => {
  test('holds the names and defaults of the clinical catalogue', () => {
    expect(PARAMETERS.length).toBeGreaterThan(150);
    expect(DEFAULT_PARAMETERS.refK).toMatchObject({ definition: 'A', minDose_mEq: 60, B: { minDoses: 3, minDays: 2 } });
    expect(DEFAULT_PARAMETERS.thresholds['phos.low']).toEqual({ 'mmol/L': 0.8, 'mg/dL': 2.5 });
    expect(DEFAULT_PARAMETERS.monitoring).toEqual({
      amphotericin: { exposure_h: 24, interval_h: 48 },
      foscarnet: { exposure_h: 24, interval_h: 72 },
      pentamidine: { exposure_h: 24, interval_h: 72 },
      aminoglycoside: { exposure_h: 72, interval_h: 72 },
      cisplatin: { fromDose_h: 24, untilDose_h: 504, interval_h: 168 },
      carboplatin: { fromDose_h: 24, untilDose_h: 504, interval_h: 504 },
      egfrAntibody: { fromDose_h: 24, untilDose_h: 1344, interval_h: 336 },
      calcineurinInhibitor: { exposure_h: 24, early_d: 90, earlyInterval_h: 168, lateInterval_h: 2160 },
      loopIv: { window_h: 72, span_h: 48, lastDose_h: 24, interval_h: 48 },
      oralDiuretic: { exposure_d: 90, interval_h: 8760 },
      ppi: { exposure_d: 365, interval_h: 8760 },
      ppiCombined: { exposure_d: 90, interval_h: 4380 },
    });
  });

  test.each(PARAMETERS)('$name says in one short line what it does', ({ spec }) => {
    expect(spec.says).toMatch(/^[^\n|]{10,100}$/);
  });

  test.each(numbers)('%s has a default inside its range', (_name, { default: standard, range }) => {
    expect(isInRange(standard, range)).toBe(true);
  });

  test.each(numbers)('%s has the unit that its name ends with', (name, { unit }) => {
    const ending = name.includes('dedup_h') || name.includes('_h.') ? 'h' : /_([A-Za-z]+)$/.exec(name)?.[1];
    const named = ending === undefined ? undefined : UNITS_OF_NAMES[ending];
    if (named !== undefined && !name.endsWith('_per_gL')) expect(unit).toBe(named);
    expect(unit).not.toBe('');
  });

  test.each(numbers)('%s takes its limits and nothing beyond them', (name, { range }) => {
    const step = range.isWhole ? 1 : 0.001;
    const codes = (value: number): readonly string[] => {
      const read = readParameters(`${JSON.stringify(name)}: ${value}`, 'site.yaml');
      return read.ok ? [] : read.failure.map(({ code }) => code);
    };
    const refused = [range.max + step, range.min - step, ...(range.isMinIncluded ? [] : [range.min])];
    for (const value of refused) expect([value, codes(value)]).toEqual([value, ['parameters-out-of-range']]);
    const taken = [range.max, ...(range.isMinIncluded ? [range.min] : [range.min + step])];
    for (const value of taken) expect([value, codes(value)]).not.toEqual([value, ['parameters-out-of-range']]);
  });
});

test.each([
  ['mg.tooEarly_h', '>0 to 8760', 'a number, more than 0 and at most 8760 h'],
  ['thresholds.k.low', '1 to 12', 'a number, at least 1 and at most 12 mmol/L'],
  ['thresholds.mg.low.mg/dL', '0.122 to 21.9', 'a number, at least 0.122 and at most 21.9 mg/dL'],
  ['thresholds.ca.low.meq/L', '1.4 to 11', 'a number, at least 1.4 and at most 11 meq/L'],
  ['femg.renalMin_pct', '>0 to 100', 'a number, more than 0 and at most 100 %'],
  ['refK.responseRatio', '>0 to 1', 'a number, more than 0 and at most 1'],
  ['ui.summaryMax', '60 to 139', 'a whole number, at least 60 and at most 139 characters'],
  ['lab.usePreliminary', 'true, false', 'true or false'],
  ['refK.definition', 'A, B, C', 'one of A, B, C'],
])('what %s may be is said in a table and in a sentence', (name, text, sentence) => {
  const spec = PARAMETERS.find((one) => one.name === name)?.spec;
  if (!spec) throw new Error(`no parameter ${name}`);
  expect([rangeText(spec), rangeSentence(spec)]).toEqual([text, sentence]);
});

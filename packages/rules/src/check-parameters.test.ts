import { describe, expect, test } from 'vitest';
import { checkRelations } from './check-parameters.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { Parameters } from './parameters.ts';
import { readParameters } from './read-parameters.ts';

/** The names at fault; empty where the file is taken. */
function faults(text: string): readonly string[] {
  const read = readParameters(text, 'site.yaml');
  return read.ok ? [] : read.failure.map(({ code, name }) => `${code.replace('parameters-', '')} ${name}`);
}

const inAllFamilies = (name: string, [mmol, mg, meq]: readonly [number, number, number?]): string =>
  `thresholds: { ${name}: { mmol/L: ${mmol}, mg/dL: ${mg}${meq === undefined ? '' : `, meq/L: ${meq}`} } }`;

describe('limits keep their order in every unit family', () => {
  test.each([
    ['mg.severe', [0.49, 1.19, 0.98], [0.5, 1.2, 1.0]],
    ['mg.moderate', [0.69, 1.69, 1.39], [0.7, 1.7, 1.4]],
    ['mg.low', [0.84, 2.05, 1.69], [0.85, 2.1, 1.7]],
    ['mg.lowNormalCeil', [1.09, 2.59, 2.19], [1.1, 2.6, 2.2]],
    ['mg.highWarn', [1.99, 4.85, 3.98], [2.0, 4.9, 4.0]],
    ['mg.obWarn', [3.99, 9.69, 7.99], [4.0, 9.7, 8.0]],
    ['ca.critical', [1.89, 7.59, 3.79], [1.9, 7.6, 3.8]],
    ['ica.severe', [1.11, 4.49, 2.23], [1.12, 4.5, 2.24]],
    ['phos.severe', [0.79, 2.49], [0.8, 2.5]],
  ] as const)('%s may be %j, not %j', (name, taken, refused) => {
    expect(faults(inAllFamilies(name, taken))).toEqual([]);
    const families = ['mmol/L', 'mg/dL', ...(refused.length === 3 ? ['meq/L'] : [])];
    expect(faults(inAllFamilies(name, refused))).toEqual(
      families.map((family) => `not-in-order thresholds.${name}.${family}`),
    );
  });
});

describe('numbers that belong together keep their order', () => {
  test.each([
    ['thresholds.k.severe', 2.99, 3],
    ['thresholds.k.low', 3.99, 4],
    ['refK.targetK', 5.99, 6],
    ['thresholds.egfr.failure', 29, 30],
    ['thresholds.egfr.severe', 59, 60],
    ['thresholds.qtc.prolonged.male_ms', 499, 500],
    ['thresholds.qtc.prolonged.female_ms', 499, 500],
    ['refeeding.dual_pct', 19, 20],
    ['refeeding.single_pct', 29, 30],
    ['femg.extraRenalBelow_pct', 3.9, 4],
    ['escalate_h.critical', 3.9, 4],
    ['refK.minInterval_h', 47, 48],
    ['refK.C.separation_h', 2159, 2160],
    ['mg.followupDue_h', 71, 72],
    ['mg.followupDue_h', 12, 73],
    ['mg.tooEarly_h', 12, 12.1],
    ['mg.followupDueRenal_h', 24, 24.1],
    ['k.recheckDueIfBelow3_h', 12, 12.1],
    ['k.recheckDue_h', 71, 72],
    ['refK.absorbLag_h', 6, 6.1],
    ['refK.B.minDays', 3, 4],
    ['refK.C.latestMax_h', 2160, 2161],
    ['thresholds.alb.low_gL', 40, 40.1],
    ['guard.singleDoseDialysis_mEq', 16.3, 16.4],
    ['monitoring.cisplatin.fromDose_h', 503, 504],
    ['monitoring.carboplatin.fromDose_h', 503, 504],
    ['monitoring.egfrAntibody.fromDose_h', 1343, 1344],
    ['monitoring.calcineurinInhibitor.earlyInterval_h', 2160, 2161],
    ['monitoring.loopIv.span_h', 72, 73],
    ['monitoring.loopIv.lastDose_h', 72, 73],
    ['monitoring.ppiCombined.exposure_d', 365, 366],
    ['monitoring.ppi.interval_h', 4380, 4379],
  ])('%s may be %d, not %d', (name, taken, refused) => {
    expect(faults(`${name}: ${taken}`)).toEqual([]);
    expect(faults(`${name}: ${refused}`)).toEqual([expect.stringContaining('not-in-order ')]);
  });

  test.each([
    ['thresholds.k.edta', 4.1, 4],
    ['thresholds.k.hyperForCalcium', 3.6, 3.5],
    ['albuminMg.refAlb_gL', 35, 34],
    ['lookback_h.inpatient.k', 24, 6],
    ['femg.renalMin_pct', 2.1, 2],
  ])('%s may be %d, not %d, by what stands below it', (name, taken, refused) => {
    expect(faults(`${name}: ${taken}`)).toEqual([]);
    expect(faults(`${name}: ${refused}`)).toEqual([expect.stringContaining('not-in-order ')]);
  });

  test('the window of definition B is shorter than the look-back only where B is used', () => {
    expect(faults('lookback_h.inpatient.k: 24')).toEqual([]);
    expect(faults('lookback_h.inpatient.k: 24\nrefK.definition: B')).toEqual(['not-in-order refK.B.window_h']);
    expect(faults('lookback_h.inpatient.k: 25\nrefK.definition: B')).toEqual([]);
  });
});

describe('the unit families of one threshold say the same', () => {
  test.each([
    ['mg.low', [0.75, 1.8, 1.5], 'thresholds: { mg.low: { mmol/L: 0.75 } }'],
    ['ca.low', [2.2, 8.8, 4.4], 'thresholds: { ca.low: { mg/dL: 9.0 } }'],
    ['ica.low', [1.15, 4.6, 2.3], 'thresholds: { ica.low: { meq/L: 2.4 } }'],
    ['img.low', [0.5, 1.2, 1.0], 'thresholds: { img.low: { mmol/L: 0.5 } }'],
    ['phos.low', [0.85, 2.6], 'thresholds: { phos.low: { mg/dL: 2.8 } }'],
  ] as const)('%s', (name, together, alone) => {
    expect(faults(inAllFamilies(name, together))).toEqual([]);
    expect(faults(alone)).toContain(`families-disagree thresholds.${name}`);
  });
});

describe('families may differ by 5 %, which is rounding', () => {
  // The default of 0.5 mmol/L, in mg/dL (2.4305 of them are 1 mmol/L) and in mEq/L (2 are).
  test.each([
    ['mg/dL', 1.27, 1.28],
    ['mg/dL', 1.16, 1.15],
    ['meq/L', 1.04, 1.06],
    ['meq/L', 0.96, 0.94],
  ])('mg.moderate in %s may be %d, not %d', (family, taken, refused) => {
    expect(faults(`thresholds.mg.moderate.${family}: ${taken}`)).toEqual([]);
    expect(faults(`thresholds.mg.moderate.${family}: ${refused}`)).toEqual([
      'families-disagree thresholds.mg.moderate',
    ]);
  });
});

describe('what is said of a contradiction', () => {
  test.each([
    [
      'two limits that must rise',
      'thresholds.k.moderate: 2.5',
      {
        code: 'parameters-not-in-order',
        name: 'thresholds.k.severe',
        problem: 'is 2.5 mmol/L, and must be less than thresholds.k.moderate (2.5 mmol/L)',
        example: '2.5',
      },
    ],
    [
      'two limits that must not fall',
      'refK.absorbLag_h: 6.1',
      {
        code: 'parameters-not-in-order',
        name: 'refK.absorbLag_h',
        problem: 'is 6.1 h, and must be at most refK.minInterval_h (6 h)',
        example: '1',
      },
    ],
    [
      'three families',
      'thresholds.mg.moderate.mg/dL: 1.3',
      {
        code: 'parameters-families-disagree',
        name: 'thresholds.mg.moderate',
        problem: 'is 0.5 mmol/L and 1.3 mg/dL, which is 0.53 mmol/L; change all families together',
        example: '{ mmol/L: 0.5, mg/dL: 1.2, meq/L: 1 }',
      },
    ],
    [
      'two families',
      'thresholds.phos.low.mg/dL: 2.8',
      {
        code: 'parameters-families-disagree',
        name: 'thresholds.phos.low',
        problem: 'is 0.8 mmol/L and 2.8 mg/dL, which is 0.90 mmol/L; change all families together',
        example: '{ mmol/L: 0.8, mg/dL: 2.5 }',
      },
    ],
  ])('%s', (_name, text, problem) => {
    expect(readParameters(text, 'site.yaml')).toEqual({ ok: false, failure: [{ file: 'site.yaml', ...problem }] });
  });

  test('a limit that is no number is a mistake of the program', () => {
    // What the reader would have refused.
    const broken = {
      ...DEFAULT_PARAMETERS,
      refK: { ...DEFAULT_PARAMETERS.refK, targetK: '4' },
    } as unknown as Parameters;
    expect(() => checkRelations(broken)).toThrow('assertion failed: refK.targetK is a number of the catalogue');
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calcium as calciumBlock } from './blocks/calcium.ts';
import { magnesium as magnesiumBlock } from './blocks/magnesium.ts';
import { type Block, openChart } from './chart.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { Parameters } from './parameters.ts';
import { albumin, result, situation } from './testing/index.ts';
import type { Limits } from './thresholds.ts';

const options = { seed: Number(process.env['MAGWATCH_SEED'] ?? 1), numRuns: 2_000 };
type Unit = 'mmol/L' | 'mg/dL' | 'meq/L';
type ThresholdName = keyof Parameters['thresholds'];

/** A scale of bands without gaps: below the first limit the first band, from the last one on the last band. */
interface Scale {
  readonly analyte: 'magnesium' | 'magnesium-ionized' | 'calcium' | 'calcium-ionized';
  readonly bands: readonly string[];
  /** Ascending; a value that equals one belongs to the band above it. */
  readonly limits: readonly ThresholdName[];
  /** A value that equals this one belongs to the band below it. */
  readonly above?: ThresholdName;
  readonly read: Block<string>;
}

const readMagnesium: Block<string> = (chart) => chart.read(magnesiumBlock).grade;
const readCalcium: Block<string> = (chart) => chart.read(calciumBlock).state;

const SCALES: readonly Scale[] = [
  {
    analyte: 'magnesium',
    bands: ['severe', 'moderate', 'mild', 'low-normal', 'normal', 'high'],
    limits: ['mg.severe', 'mg.moderate', 'mg.low', 'mg.lowNormalCeil'],
    above: 'mg.high',
    read: readMagnesium,
  },
  { analyte: 'magnesium-ionized', bands: ['mild', 'normal'], limits: ['img.low'], read: readMagnesium },
  {
    analyte: 'calcium',
    bands: ['critical', 'severe', 'low', 'ok'],
    limits: ['ca.critical', 'ca.severe', 'ca.low'],
    read: readCalcium,
  },
  {
    analyte: 'calcium-ionized',
    bands: ['critical', 'severe', 'low', 'ok'],
    limits: ['ica.critical', 'ica.severe', 'ica.low'],
    read: readCalcium,
  },
];

const limitIn = (parameters: Parameters, name: ThresholdName, unit: Unit): number => {
  const limits = parameters.thresholds[name] as Limits;
  return limits[unit] ?? Number.NaN;
};

/** The only band that a value belongs to. */
function bandOf({ bands, limits, above }: Scale, value: number, limitOf: (name: ThresholdName) => number): string {
  const passed = limits.filter((name) => value >= limitOf(name)).length;
  const isAbove = above !== undefined && value > limitOf(above);
  return bands[passed + (isAbove ? 1 : 0)] ?? 'none';
}

/** Albumin of 40 g/L corrects nothing, so that a total calcium counts as it is. */
const read = ({ analyte, read: block }: Scale, value: number, unit: Unit, parameters: Parameters): string =>
  openChart(situation([result(analyte, [value, unit], 0), albumin(4, 0)], { now: 1 }), parameters).track(block).value;

describe.each(SCALES)('$analyte', (scale) => {
  const units: readonly Unit[] = ['mmol/L', 'mg/dL', 'meq/L'];

  test('every value belongs to exactly one band, in every unit', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(fc.constantFrom(...units), fc.integer({ min: 1, max: 1_500 }), (unit, hundredths) => {
        const value = hundredths / 100;
        const band = read(scale, value, unit, DEFAULT_PARAMETERS);
        seen.add(band);
        expect([value, unit, band]).toEqual([
          value,
          unit,
          bandOf(scale, value, (name) => limitIn(DEFAULT_PARAMETERS, name, unit)),
        ]);
      }),
      options,
    );
    expect(seen).toEqual(new Set(scale.bands));
  });

  test('the limits that a site sets divide the values in the same way', () => {
    const names = [...scale.limits, ...(scale.above === undefined ? [] : [scale.above])];
    const ascending = fc.uniqueArray(fc.integer({ min: 20, max: 500 }), {
      minLength: names.length,
      maxLength: names.length,
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...units),
        ascending,
        fc.integer({ min: 1, max: 600 }),
        (unit, chosen, hundredths) => {
          const sorted = chosen.toSorted((a, b) => a - b);
          const limits = Object.fromEntries(
            names.map((name, index) => {
              const limit = (sorted[index] ?? 0) / 100;
              return [name, { 'mmol/L': limit, 'mg/dL': limit, 'meq/L': limit }];
            }),
          );
          const parameters = { ...DEFAULT_PARAMETERS, thresholds: { ...DEFAULT_PARAMETERS.thresholds, ...limits } };
          // On a limit, just below it, or anywhere.
          for (const value of [hundredths / 100, ...sorted.flatMap((limit) => [limit / 100, limit / 100 - 0.001])])
            expect([value, read(scale, value, unit, parameters)]).toEqual([
              value,
              bandOf(scale, value, (name) => limitIn(parameters, name, unit)),
            ]);
        },
      ),
      { ...options, numRuns: 300 },
    );
  });
});

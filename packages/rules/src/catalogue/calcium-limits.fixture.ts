import type { ResourceVersion } from '@magwatch/timeline';
import { albumin, result, type Vignette } from '../testing/index.ts';

type State = 'ok' | 'low' | 'severe' | 'critical';
type Sides = readonly [at: number, below: number];

/** The limits of low, severe and critical calcium (§1.2), each with the next value below it. */
const LIMITS: readonly (readonly ['calcium' | 'calcium-ionized', unit: string, Sides, Sides, Sides])[] = [
  ['calcium-ionized', 'mmol/L', [1.12, 1.11], [1.0, 0.99], [0.8, 0.79]],
  ['calcium-ionized', 'mg/dL', [4.5, 4.49], [4.0, 3.99], [3.2, 3.19]],
  ['calcium-ionized', 'meq/L', [2.24, 2.23], [2.0, 1.99], [1.6, 1.59]],
  ['calcium', 'mmol/L', [2.1, 2.09], [1.9, 1.89], [1.65, 1.64]],
  ['calcium', 'mg/dL', [8.4, 8.39], [7.6, 7.59], [6.6, 6.59]],
  ['calcium', 'meq/L', [4.2, 4.19], [3.8, 3.79], [3.3, 3.29]],
];

/** Both sides of every limit in every unit family, beside an albumin that corrects nothing and the facts that are given. */
export const calciumLimitCases = (
  beside: readonly ResourceVersion[],
  expected: Readonly<Record<State, string>>,
  when?: Vignette['when'] & object,
): readonly Vignette[] =>
  LIMITS.flatMap(([analyte, unit, low, severe, critical]) => {
    const values: readonly (readonly [number, State])[] = [
      [low[0], 'ok'],
      [low[1], 'low'],
      [severe[0], 'low'],
      [severe[1], 'severe'],
      [critical[0], 'severe'],
      [critical[1], 'critical'],
    ];
    return values.map(([value, state]) => ({
      name: `${analyte} of ${value} ${unit}: ${state}`,
      facts: [result(analyte, [value, unit], 20), albumin(4, 20), ...beside],
      expect: expected[state],
      ...(when ? { when } : {}),
    }));
  });

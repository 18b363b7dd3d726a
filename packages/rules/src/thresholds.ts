import { isAbove, isAtLeast, isBelow } from '@magwatch/base';
import type { LabResult } from '@magwatch/timeline';

/** One threshold in each unit family in which laboratories report (clinical catalogue §1.2). */
export interface Limits {
  readonly 'mmol/L': number;
  readonly 'mg/dL': number;
  readonly 'meq/L'?: number;
}

/**
 * Laboratories round: 1.7 mg/dL is 0.6994 mmol/L and yet not low. A value is therefore compared with the
 * limit of the unit family in which it was reported. "<x" counts as x for low limits only, ">x" for high ones.
 */
export function isResultBelow(result: LabResult, limits: Limits): boolean {
  return !isOpenAbove(result) && isBelow(...inFamily(result, limits));
}

/** value ≥ limit in the family of the result. */
export function isResultAtLeast(result: LabResult, limits: Limits): boolean {
  return !isOpenBelow(result) && isAtLeast(...inFamily(result, limits));
}

/** value > limit in the family of the result. */
export function isResultAbove(result: LabResult, limits: Limits): boolean {
  return !isOpenBelow(result) && isAbove(...inFamily(result, limits));
}

/** value < limit for analytes that are compared in their canonical unit (K in mmol/L, albumin in g/L, eGFR). */
export const isCanonicalBelow = (result: LabResult, limit: number): boolean =>
  !isOpenAbove(result) && isBelow(result.canonical, limit);

/** value ≥ limit in the canonical unit. */
export const isCanonicalAtLeast = (result: LabResult, limit: number): boolean =>
  !isOpenBelow(result) && isAtLeast(result.canonical, limit);

type Compared = Pick<LabResult, 'comparator'>;

/** ">60": it may be anything above. */
export const isOpenAbove = ({ comparator }: Compared): boolean => comparator === '>' || comparator === '>=';
/** "<60": it may be anything below. */
export const isOpenBelow = ({ comparator }: Compared): boolean => comparator === '<' || comparator === '<=';

/** The limit for a compared unit; a unit outside the three families falls back to mmol/L and the canonical value. */
function inFamily(result: LabResult, limits: Limits): [value: number, limit: number] {
  const { value, unit } = result.compared;
  const limit = unit === 'mg/dL' || unit === 'mmol/L' || unit === 'meq/L' ? limits[unit] : undefined;
  return limit === undefined ? [result.canonical, limits['mmol/L']] : [value, limit];
}

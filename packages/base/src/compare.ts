/**
 * Binary fractions make 7.6 + 0.8 a little less than 8.4. Every threshold is therefore
 * compared with this tolerance, far below the last digit that a laboratory reports.
 */
const TOLERANCE = 1e-9;

/** value < limit, where a difference within the tolerance counts as equal. */
export const isBelow = (value: number, limit: number): boolean => value < limit - TOLERANCE;

/** value > limit, where a difference within the tolerance counts as equal. */
export const isAbove = (value: number, limit: number): boolean => value > limit + TOLERANCE;

/** value ≥ limit, where a difference within the tolerance counts as equal. */
export const isAtLeast = (value: number, limit: number): boolean => value >= limit - TOLERANCE;

/** Rounds away the noise of a conversion: 11.999999999999998 becomes 12 at 12 digits. */
export const roundToSignificant = (value: number, digits = 12): number => Number(value.toPrecision(digits));

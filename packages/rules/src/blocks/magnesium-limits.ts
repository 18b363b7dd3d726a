import { isAbove, isBelow } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { isOpenAbove, isOpenBelow, isResultAbove, isResultBelow } from '../thresholds.ts';
import type { Result } from './results.ts';

/**
 * Whether a total magnesium is below the lower limit: that of the catalogue, or the laboratory's own where the site wants it
 * and the result brings one (`mg.useLabReferenceRange`). A range is in the unit that values are compared in.
 */
export function isMagnesiumBelowRange(chart: Chart, result: Result): boolean {
  const low = rangeOf(chart, result)?.low;
  if (low === undefined) return isResultBelow(result, chart.parameters.thresholds['mg.low']);
  return !isOpenAbove(result) && isBelow(result.compared.value, low);
}

/** Whether it is above the upper limit; the same choice. */
export function isMagnesiumAboveRange(chart: Chart, result: Result): boolean {
  const high = rangeOf(chart, result)?.high;
  if (high === undefined) return isResultAbove(result, chart.parameters.thresholds['mg.high']);
  return !isOpenBelow(result) && isAbove(result.compared.value, high);
}

const rangeOf = ({ parameters }: Chart, { referenceRange }: Result): Result['referenceRange'] =>
  parameters.mg.useLabReferenceRange ? referenceRange : undefined;

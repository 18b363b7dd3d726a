import type { Chart } from '../chart.ts';
import { isCanonicalBelow } from '../thresholds.ts';
import { findLatest, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';
import { findValidResults } from './specimens.ts';

export interface Potassium {
  readonly result: Result;
  readonly isLow: boolean;
}

/** B6: the latest potassium in its look-back; undefined when none counts. */
export function potassium(chart: Chart): Potassium | undefined {
  const hours = lookBackHours(chart, 'k');
  const result = findLatest(findValidResults(chart, 'potassium', hours));
  if (!result) return undefined;
  noteLeaving(chart, result, hours);
  return { result, isLow: isLowPotassium(chart, result) };
}

const isLowPotassium = (chart: Chart, result: Result): boolean =>
  isCanonicalBelow(result, chart.parameters.thresholds['k.low']);

/**
 * The unbroken tail of low potassium results in (now − hours, now], oldest first; empty when the latest is not
 * low or there is none. Of several results at one time B1 says which counts.
 */
export function findLowRun(chart: Chart, hours: number): readonly Result[] {
  const series = onePerTime(findValidResults(chart, 'potassium', hours));
  const lastNotLow = series.findLastIndex((result) => !isLowPotassium(chart, result));
  const run = series.slice(lastNotLow + 1);
  const baseline = run[0];
  if (baseline) noteLeaving(chart, baseline, hours);
  return run;
}

function onePerTime(results: readonly Result[]): readonly Result[] {
  const series: Result[] = [];
  for (const result of results) {
    const before = series.at(-1);
    if (before?.at === result.at) series[series.length - 1] = findLatest([before, result]) ?? result;
    else series.push(result);
  }
  return series;
}

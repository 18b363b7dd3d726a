import { HOUR_MS, type Instant } from '@magwatch/base';
import type { Chart } from './chart.ts';

/** Whether an instant is not in the future of the chart. */
export function hasCome(chart: Chart, instant: number): boolean {
  if (instant <= chart.now) return true;
  chart.changesAt(instant);
  return false;
}

/** Whether `at` lies in (now − hours, now]: windows are half-open (clinical catalogue §4.0). */
export function isWithin(chart: Chart, at: Instant, hours: number): boolean {
  if (!hasCome(chart, at)) return false;
  const leavesAt = at + hours * HOUR_MS;
  if (leavesAt <= chart.now) return false;
  chart.changesAt(leavesAt);
  return true;
}

/** Whether `at` is at most `hours` ago, the limit included ("ended ≤72 h ago"). */
export function isAtMostOld(chart: Chart, at: Instant, hours: number): boolean {
  if (!hasCome(chart, at)) return false;
  const lastInstant = at + hours * HOUR_MS;
  if (lastInstant < chart.now) return false;
  chart.changesAt(lastInstant + 1);
  return true;
}

/** Whether now lies in [from, until); an absent end is open. */
export function isNowInside(chart: Chart, from: Instant | undefined, until: Instant | undefined): boolean {
  if (from !== undefined && !hasCome(chart, from)) return false;
  if (until === undefined) return true;
  if (until <= chart.now) return false;
  chart.changesAt(until);
  return true;
}

import { isAbove, isAtLeast, isBelow } from '@magwatch/base';
import { when } from '../answer.ts';
import type { Chart } from '../chart.ts';
import type { Answer } from '../contract.ts';
import { isOpenBelow } from '../thresholds.ts';
import { numberText } from '../words.ts';
import { findLatest, isReported, isSameSpecimen, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';
import { findValidResults } from './specimens.ts';

/** B10: the latest QTc against the limit of the patient's sex. */
export interface Rhythm {
  /** Absent when no QTc is known. */
  readonly qtcMs?: number;
  readonly result?: Result;
  readonly isProlonged: boolean;
  /** At or above the critical limit (500 ms). */
  readonly isCritical: boolean;
}

const MS_PER_MINUTE = 60_000;
/** Outside of these heart rates Bazett's correction is ignored (§1.5). */
const BAZETT_RATE_MIN = 50;
const BAZETT_RATE_MAX = 100;

export function rhythm(chart: Chart): Rhythm {
  const hours = lookBackHours(chart, 'qtc');
  const found = reported(chart, hours) ?? fridericia(chart, hours) ?? bazett(chart, hours);
  if (!found) return { isProlonged: false, isCritical: false };
  const { thresholds } = chart.parameters;
  const isMale = chart.timeline.person?.sex === 'male';
  const limitMs = isMale ? thresholds['qtc.prolonged.male_ms'] : thresholds['qtc.prolonged.female_ms'];
  const isOpen = isOpenBelow(found.result);
  return {
    qtcMs: found.qtcMs,
    result: found.result,
    isProlonged: !isOpen && isAtLeast(found.qtcMs, limitMs),
    isCritical: !isOpen && isAtLeast(found.qtcMs, thresholds['qtc.critical_ms']),
  };
}

/** A severity step: QTc at or above the critical limit. */
export const isQtcCritical = (chart: Chart): Answer => reaches(chart, 'isCritical');

/** A severity step: QTc at or above the limit of the patient's sex. */
export const isQtcProlonged = (chart: Chart): Answer => reaches(chart, 'isProlonged');

function reaches(chart: Chart, limit: 'isCritical' | 'isProlonged'): Answer {
  const { qtcMs, [limit]: is } = chart.read(rhythm);
  return qtcMs === undefined ? when(false, undefined, ['qtc']) : when(is, `QTc ${numberText(qtcMs)} ms`);
}

interface Found {
  readonly qtcMs: number;
  readonly result: Result;
}

function reported(chart: Chart, hours: number): Found | undefined {
  const result = findLatest(findValidResults(chart, 'qtc', hours));
  if (!result) return undefined;
  noteLeaving(chart, result, hours);
  return { qtcMs: result.canonical, result };
}

/** QT / ∛(RR in s), from a QT and the rate or RR interval of the same tracing. */
function fridericia(chart: Chart, hours: number): Found | undefined {
  for (const qt of [...findValidResults(chart, 'qt', hours)].reverse()) {
    const rrMs = findRrMs(chart, qt);
    if (rrMs === undefined || qt.comparator !== undefined) continue;
    noteLeaving(chart, qt, hours);
    return { qtcMs: qt.canonical / Math.cbrt(rrMs / 1000), result: qt };
  }
  return undefined;
}

function bazett(chart: Chart, hours: number): Found | undefined {
  for (const result of [...findValidResults(chart, 'qtc-bazett', hours)].reverse()) {
    const rrMs = findRrMs(chart, result);
    const rate = rrMs === undefined ? undefined : MS_PER_MINUTE / rrMs;
    if (rate !== undefined && (isBelow(rate, BAZETT_RATE_MIN) || isAbove(rate, BAZETT_RATE_MAX))) continue;
    noteLeaving(chart, result, hours);
    return { qtcMs: result.canonical, result };
  }
  return undefined;
}

function findRrMs(chart: Chart, tracing: Result): number | undefined {
  const rr = findBeside(chart, 'rr-interval', tracing);
  if (rr) return rr.canonical;
  const rate = findBeside(chart, 'heart-rate', tracing);
  return rate ? MS_PER_MINUTE / rate.canonical : undefined;
}

function findBeside(chart: Chart, analyte: 'rr-interval' | 'heart-rate', tracing: Result): Result | undefined {
  return chart.timeline
    .results(analyte)
    .filter((one) => isSameSpecimen(one, tracing) && isReported(chart, one))
    .at(-1);
}

import { isAtLeast } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { isCanonicalAtLeast } from '../thresholds.ts';
import { estimateGfr, kidneys } from './kidneys.ts';
import type { Result } from './results.ts';
import { findValidResults } from './specimens.ts';
import { findNearest, serumHours, urinePair } from './urine-magnesium.ts';

/** The eGFR at the time of the paired urine, in mL/min/1.73 m². */
export interface Filtration {
  readonly value: number;
  /** High enough for a fractional excretion to be read. */
  readonly isEnough: boolean;
  /** Absent where it was estimated from the paired creatinine. */
  readonly result?: Result;
}

/** Reported near the urine, else from the creatinine of the pair, else the latest that is known (B11). */
export function urineFiltration(chart: Chart): Filtration | undefined {
  const found = chart.read(urinePair);
  if (found.is === 'incomplete') return undefined;
  const { urineMagnesium, creatinine } = found.pair;
  const near = findNearest(chart, findValidResults(chart, 'egfr', serumHours(chart.parameters)), urineMagnesium);
  if (near) return ofReported(chart, near);
  const estimated = estimateGfr(creatinine, chart.timeline.person);
  if (estimated !== undefined)
    return { value: estimated, isEnough: isAtLeast(estimated, chart.parameters.femg.minEgfr) };
  const latest = chart.read(kidneys).egfr;
  return latest && ofReported(chart, latest.result);
}

/** ">60" is enough. */
const ofReported = (chart: Chart, egfr: Result): Filtration => ({
  value: egfr.canonical,
  isEnough: isCanonicalAtLeast(egfr, chart.parameters.femg.minEgfr),
  result: egfr,
});

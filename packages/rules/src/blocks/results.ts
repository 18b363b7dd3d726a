import { HOUR_MS } from '@magwatch/base';
import type { Analyte, LabResult, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { hasCome } from '../windows.ts';

export type Result = Sourced<LabResult>;

/**
 * Final results of an analyte that are known at the chart's instant and were collected in (now − hours, now],
 * oldest first. A result that was collected but not yet issued is not known (4.97.20). The caller says which
 * of them matter when they leave the window.
 */
export function findKnownResults(chart: Chart, analyte: Analyte, hours: number): Result[] {
  const all = chart.timeline.results(analyte);
  const opensAt = chart.now - hours * HOUR_MS;
  const known: Result[] = [];
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const result = all[index];
    if (!result || result.at <= opensAt) break;
    if (isReported(chart, result)) known.push(result);
  }
  return known.reverse();
}

/** Final, or preliminary where the site takes those (`lab.usePreliminary`), and known by now. */
export const isReported = (chart: Chart, result: Result): boolean =>
  (result.status !== 'preliminary' || chart.parameters.lab.usePreliminary) && isKnown(chart, result);

export const isKnown = (chart: Chart, result: { readonly at: number; readonly knownAt: number }): boolean =>
  hasCome(chart, Math.max(result.at, result.knownAt));

/** Says that the answer may change when a result leaves its window. */
export function noteLeaving(chart: Chart, result: LabResult, hours: number): void {
  chart.changesAt(result.at + hours * HOUR_MS);
}

/**
 * B1: the result with the greatest collection time; of several at that time the later issued, then the one
 * farther outside the reference range (4.97.16), then by reference so that the order of arrival never matters.
 */
export function findLatest(results: readonly Result[]): Result | undefined {
  let best: Result | undefined;
  for (const result of results) if (!best || counts(result, best)) best = result;
  return best;
}

function counts(a: Result, b: Result): boolean {
  if (a.at !== b.at) return a.at > b.at;
  if (a.knownAt !== b.knownAt) return a.knownAt > b.knownAt;
  const farther = distanceOutside(a) - distanceOutside(b);
  if (farther !== 0) return farther > 0;
  return a.reference < b.reference;
}

/** Typical adult ranges in canonical units (§1.3); only used to say which of two equal-timed values is worse. */
const REFERENCE_RANGES: Partial<Record<Analyte, readonly [low: number, high: number]>> = {
  magnesium: [0.7, 1.1],
  'magnesium-ionized': [0.45, 0.6],
  potassium: [3.5, 5],
  calcium: [2.1, 2.6],
  'calcium-albumin-corrected': [2.1, 2.6],
  'calcium-ionized': [1.12, 1.32],
  albumin: [35, 50],
  phosphate: [0.8, 1.45],
  pth: [15, 65],
  creatinine: [45, 104],
  egfr: [90, 200],
  qtc: [350, 450],
  'qtc-bazett': [350, 450],
  glucose: [3.9, 7.8],
};

function distanceOutside(result: Result): number {
  const range = REFERENCE_RANGES[result.analyte];
  if (!range) return 0;
  return Math.max(range[0] - result.canonical, result.canonical - range[1], 0);
}

/** Two results of one draw: by specimen where both name one, else within five minutes (4.97.17). */
export function isSameSpecimen(a: Drawn, b: Drawn): boolean {
  if (a.specimen !== undefined && b.specimen !== undefined) return a.specimen === b.specimen;
  return Math.abs(a.at - b.at) <= SAME_DRAW_MS;
}

const SAME_DRAW_MS = 5 * 60_000;

interface Drawn {
  readonly at: number;
  readonly specimen?: string;
}

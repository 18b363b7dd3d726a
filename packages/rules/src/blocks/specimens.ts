import { isAtLeast } from '@magwatch/base';
import type { Analyte } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { longestMonitoringInterval } from '../monitoring-intervals.ts';
import { isCanonicalAtLeast, isCanonicalBelow, isOpenBelow, isResultBelow } from '../thresholds.ts';
import { isMagnesiumBelowRange } from './magnesium-limits.ts';
import { findKnownResults, isKnown, isReported, isSameSpecimen, type Result } from './results.ts';
import { setting } from './setting.ts';

export type Contamination = 'edta' | 'dilution';

/** What K-EDTA falsifies, and what a diluted sample falsifies (clinical catalogue §1.4). */
const FALSIFIED: Readonly<Record<Contamination, readonly Analyte[]>> = {
  edta: ['potassium', 'calcium', 'calcium-ionized', 'magnesium', 'magnesium-ionized', 'phosphate'],
  dilution: [
    'potassium',
    'calcium',
    'calcium-ionized',
    'magnesium',
    'magnesium-ionized',
    'phosphate',
    'albumin',
    'creatinine',
  ],
};
/** Line contamination: three of these fall together while glucose is absurd. */
const DILUTED: readonly Analyte[] = ['potassium', 'calcium', 'magnesium', 'albumin', 'creatinine'];
const DILUTION_ANALYTES_MIN = 3;
const DILUTION_FALL_MIN = 0.3;
const DILUTION_WINDOW_MS = 24 * 3_600_000;
const GLUCOSE_MMOL_PER_L = 22;
const GLUCOSE_MG_PER_DL = 400;

/**
 * How far back specimens are judged: farther than any rule reads a result that a bad tube falsifies, or else
 * a result would become sound again merely because its neighbour grew old.
 */
function specimenHours(chart: Chart): number {
  const { lookback_h: lookBack, refK } = chart.parameters;
  const { mg, k, ca, creatinine } = lookBack[chart.read(setting)];
  const longest = Math.max(mg, k, ca, creatinine, refK.C.window_h, longestMonitoringInterval(chart.parameters));
  return longest + 2 * lookBack.albuminPair;
}

/** Results that a contaminated tube falsified: no rule uses them, rule 21 shows them. */
export function contaminated(chart: Chart): ReadonlyMap<Result, Contamination> {
  const found = new Map<Result, Contamination>();
  const hours = specimenHours(chart);
  for (const k of findKnownResults(chart, 'potassium', hours))
    if (hasEdtaSignature(chart, k)) markSpecimen(chart, found, { drawn: k, as: 'edta' });
  for (const glucose of findKnownResults(chart, 'glucose', hours))
    if (isAbsurd(glucose) && hasFallenTogether(chart, glucose))
      markSpecimen(chart, found, { drawn: glucose, as: 'dilution' });
  return found;
}

/** High potassium with a calcium that EDTA has bound, in one specimen. */
function hasEdtaSignature(chart: Chart, k: Result): boolean {
  const { thresholds } = chart.parameters;
  if (!isCanonicalAtLeast(k, thresholds['k.edta'])) return false;
  return (
    knownTogether(chart, 'calcium', k).some((ca) => isResultBelow(ca, thresholds['ca.severe'])) ||
    knownTogether(chart, 'calcium-ionized', k).some((ca) => isResultBelow(ca, thresholds['ica.severe']))
  );
}

/** Known final results of an analyte from the same draw. */
export function knownTogether(chart: Chart, analyte: Analyte, drawn: Result): readonly Result[] {
  return chart.timeline.results(analyte).filter((one) => isSameSpecimen(one, drawn) && isReported(chart, one));
}

function isAbsurd(glucose: Result): boolean {
  const { compared, canonical } = glucose;
  if (isOpenBelow(glucose)) return false;
  return compared.unit === 'mg/dL'
    ? isAtLeast(compared.value, GLUCOSE_MG_PER_DL)
    : isAtLeast(canonical, GLUCOSE_MMOL_PER_L);
}

function hasFallenTogether(chart: Chart, drawn: Result): boolean {
  let fallen = 0;
  for (const analyte of DILUTED) if (hasFallen(chart, analyte, drawn)) fallen += 1;
  return fallen >= DILUTION_ANALYTES_MIN;
}

/** Against the value before it in the same day; values with a comparator give no ratio. */
function hasFallen(chart: Chart, analyte: Analyte, drawn: Result): boolean {
  const [value] = knownTogether(chart, analyte, drawn).filter(({ comparator }) => comparator === undefined);
  if (!value) return false;
  const earlier = chart.timeline
    .results(analyte)
    .filter(
      (one) =>
        one.at < value.at &&
        one.at >= value.at - DILUTION_WINDOW_MS &&
        !isSameSpecimen(one, value) &&
        one.comparator === undefined &&
        isReported(chart, one),
    )
    .at(-1);
  return earlier !== undefined && isAtLeast(1 - value.canonical / earlier.canonical, DILUTION_FALL_MIN);
}

function markSpecimen(
  chart: Chart,
  found: Map<Result, Contamination>,
  { drawn, as }: { readonly drawn: Result; readonly as: Contamination },
): void {
  for (const analyte of FALSIFIED[as])
    for (const result of knownTogether(chart, analyte, drawn)) if (!found.has(result)) found.set(result, as);
}

/** Whether red cells broke in the tube, which raises K, Mg and phosphate. */
export function isHemolyzed(chart: Chart, result: Result): boolean {
  if (result.quality.includes('hemolyzed')) return true;
  if (result.specimen !== undefined && chart.timeline.specimens.get(result.specimen)?.isHemolyzed) return true;
  return chart.timeline
    .qualitative('hemolysis')
    .some((finding) => finding.isPositive && isSameSpecimen(finding, result) && isKnown(chart, finding));
}

/**
 * Valid results of an analyte in (now − hours, now], oldest first: final, known, from a sound specimen. Of K,
 * Mg and phosphate from a hemolyzed one only low values count: the truth is lower still (§1.4).
 */
export function findValidResults(chart: Chart, analyte: Analyte, hours: number): readonly Result[] {
  const suspect = chart.read(contaminated);
  return findKnownResults(chart, analyte, hours).filter(
    (result) =>
      !suspect.has(result) && (!HEMOLYSIS_RAISES.has(analyte) || isLow(chart, result) || !isHemolyzed(chart, result)),
  );
}

const HEMOLYSIS_RAISES: ReadonlySet<Analyte> = new Set(['potassium', 'magnesium', 'magnesium-ionized', 'phosphate']);

function isLow(chart: Chart, result: Result): boolean {
  const { thresholds } = chart.parameters;
  switch (result.analyte) {
    case 'potassium':
      return isCanonicalBelow(result, thresholds['k.low']);
    case 'magnesium':
      return isMagnesiumBelowRange(chart, result);
    case 'magnesium-ionized':
      return isResultBelow(result, thresholds['img.low']);
    default:
      return isResultBelow(result, thresholds['phos.low']);
  }
}

import { addHours, isAtLeast } from '@magwatch/base';
import type { Dose, Sourced } from '@magwatch/timeline';
import { when } from '../answer.ts';
import type { Block, Chart } from '../chart.ts';
import type { Answer } from '../contract.ts';
import { isResultBelow } from '../thresholds.ts';
import { hasCome } from '../windows.ts';
import { resultText } from '../words.ts';
import { isMagnesiumAboveRange, isMagnesiumBelowRange } from './magnesium-limits.ts';
import { isObstetricMagnesium } from './obstetric.ts';
import { isCharted, latestEndOf } from './replacement.ts';
import { findKnownResults, findLatest, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';
import { contaminated, findValidResults, isHemolyzed } from './specimens.ts';

export type MagnesiumGrade = 'severe' | 'moderate' | 'mild' | 'low-normal' | 'normal' | 'high';

/** B3: what the latest usable magnesium says. */
export interface Magnesium {
  readonly grade: MagnesiumGrade | 'unknown';
  readonly isLow: boolean;
  /** The value that set the grade; absent when none is usable. */
  readonly result?: Result;
  /** Up to two usable values before it, newest first, for the trend. */
  readonly earlier: readonly Result[];
  /** A low-normal or normal value that was ignored because it was drawn too soon after IV magnesium (B2). */
  readonly ignoredEarly?: Result;
}

/** A severity step: whether magnesium has this grade. One check per grade, made once, so that a chart remembers it. */
export const isGrade = (grade: MagnesiumGrade): Block<Answer> => GRADE_CHECKS[grade];

const checkGrade =
  (grade: MagnesiumGrade): Block<Answer> =>
  (chart) => {
    const mg = chart.read(magnesium);
    return when(mg.grade === grade, mg.result && resultText(mg.result), mg.result ? [] : ['magnesium']);
  };

const GRADE_CHECKS: Readonly<Record<MagnesiumGrade, Block<Answer>>> = {
  severe: checkGrade('severe'),
  moderate: checkGrade('moderate'),
  mild: checkGrade('mild'),
  'low-normal': checkGrade('low-normal'),
  normal: checkGrade('normal'),
  high: checkGrade('high'),
};

const TREND_EARLIER_MAX = 2;
/** B2: 1 g of magnesium sulfate (8.11 mEq) and more makes a level early. */
const EARLY_DOSE_MEQ_MIN = 8;

export function magnesium(chart: Chart): Magnesium {
  const hours = lookBackHours(chart, 'mg');
  const total = findUsable(chart, 'magnesium', hours);
  const result = findLatest(total.usable);
  if (!result) return fromIonized(chart, hours, total.ignored);
  noteLeaving(chart, result, hours);
  const grade = gradeOf(chart, result);
  const early = ignoredOf(chart, hours, total.ignored);
  return { grade, isLow: isLowGrade(grade), result, earlier: trendBefore(chart, total.usable, result), ...early };
}

/**
 * Ionized magnesium speaks only where no total counts, and is not graded further than mild (§1.2). An early one says no more than an
 * early total does: that magnesium was measured.
 */
function fromIonized(chart: Chart, hours: number, ignoredTotals: readonly Result[]): Magnesium {
  const { usable, ignored } = findUsable(chart, 'magnesium-ionized', hours);
  const early = ignoredOf(chart, hours, [...ignoredTotals, ...ignored]);
  const result = findLatest(usable);
  if (!result) return { grade: 'unknown', isLow: false, earlier: [], ...early };
  noteLeaving(chart, result, hours);
  const grade = isResultBelow(result, chart.parameters.thresholds['img.low']) ? 'mild' : 'normal';
  return { grade, isLow: grade === 'mild', result, earlier: trendBefore(chart, usable, result), ...early };
}

function ignoredOf(chart: Chart, hours: number, ignored: readonly Result[]): Pick<Magnesium, 'ignoredEarly'> {
  const ignoredEarly = findLatest(ignored);
  if (!ignoredEarly) return {};
  noteLeaving(chart, ignoredEarly, hours);
  return { ignoredEarly };
}

function gradeOf(chart: Chart, result: Result): MagnesiumGrade {
  const { thresholds } = chart.parameters;
  if (isResultBelow(result, thresholds['mg.severe'])) return 'severe';
  if (isResultBelow(result, thresholds['mg.moderate'])) return 'moderate';
  if (isMagnesiumBelowRange(chart, result)) return 'mild';
  if (isResultBelow(result, thresholds['mg.lowNormalCeil'])) return 'low-normal';
  return isMagnesiumAboveRange(chart, result) ? 'high' : 'normal';
}

const isLowGrade = (grade: MagnesiumGrade): boolean => grade === 'mild' || grade === 'moderate' || grade === 'severe';

function trendBefore(chart: Chart, usable: readonly Result[], result: Result): readonly Result[] {
  const earlier = usable.filter(({ at }) => at < result.at).slice(-TREND_EARLIER_MAX);
  for (const one of earlier) noteLeaving(chart, one, lookBackHours(chart, 'mg'));
  return earlier.reverse();
}

/** Total magnesium that counts in (now − hours, now], oldest first (B2). */
export const findUsableMagnesium = (chart: Chart, hours: number): readonly Result[] =>
  findUsable(chart, 'magnesium', hours).usable;

/** B2: an early value that reads low-normal or normal cannot show repletion and is ignored; low and high ones count. */
function findUsable(
  chart: Chart,
  analyte: 'magnesium' | 'magnesium-ionized',
  hours: number,
): { readonly usable: readonly Result[]; readonly ignored: readonly Result[] } {
  const usable: Result[] = [];
  const ignored: Result[] = [];
  for (const result of findValidResults(chart, analyte, hours))
    (isInBetween(chart, result) && isEarly(chart, result) ? ignored : usable).push(result);
  return { usable, ignored };
}

function isInBetween(chart: Chart, result: Result): boolean {
  if (result.analyte === 'magnesium-ionized') return !isResultBelow(result, chart.parameters.thresholds['img.low']);
  return !isMagnesiumBelowRange(chart, result) && !isMagnesiumAboveRange(chart, result);
}

const isEarly = (chart: Chart, result: Result): boolean => findEarlyDoses(chart, result).length > 0;

/**
 * B2: the IV magnesium sulfate that makes a level early, by its end: drawn between the start of the dose and some hours
 * after its end. In obstetric use no level is early.
 */
export function findEarlyDoses(chart: Chart, result: Result): readonly Sourced<Dose>[] {
  if (chart.read(isObstetricMagnesium)) return [];
  // An infusion whose end is not known may have run until the sample.
  return chart
    .read(intravenousMagnesium)
    .filter(
      (dose) => dose.start < result.at && result.at < addHours(latestEndOf(dose), chart.parameters.mg.tooEarly_h),
    );
}

/**
 * Doses that make a level early: those that have ended, and those that run, whatever their planned end. One of unknown amount
 * may well have been a gram: its level proves nothing either.
 */
function intravenousMagnesium(chart: Chart): readonly Sourced<Dose>[] {
  return chart.timeline.doses.filter(
    (dose) =>
      dose.drug === 'magnesium-sulfate' &&
      hasCome(chart, dose.standing === 'running' ? dose.start : dose.end) &&
      dose.route === 'intravenous' &&
      !dose.isMaintenance &&
      isCharted(dose) &&
      (dose.content === undefined || isAtLeast(dose.content.meq, EARLY_DOSE_MEQ_MIN)),
  );
}

/** The latest magnesium of rule 16: early samples count, and a hemolyzed one when it is high or low. */
export interface MeasuredMagnesium {
  readonly result: Result;
  readonly isHemolyzed: boolean;
  readonly isEarly: boolean;
}

export function measuredMagnesium(chart: Chart): MeasuredMagnesium | undefined {
  const hours = lookBackHours(chart, 'mg');
  const suspect = chart.read(contaminated);
  const shown = findKnownResults(chart, 'magnesium', hours).filter(
    (one) =>
      !suspect.has(one) &&
      (isMagnesiumAboveRange(chart, one) || isMagnesiumBelowRange(chart, one) || !isHemolyzed(chart, one)),
  );
  const result = findLatest(shown);
  if (!result) return undefined;
  noteLeaving(chart, result, hours);
  return { result, isHemolyzed: isHemolyzed(chart, result), isEarly: isEarly(chart, result) };
}

import { addHours, HOUR_MS, type Instant, isAtLeast, isBelow } from '@magwatch/base';
import { type Analyte, classesOf, type Dose, type DrugClass, type DrugOrder, type Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { Parameters } from '../parameters.ts';
import { hasCome } from '../windows.ts';
import { type DrugGroup, givenDoses } from './exposure-course.ts';
import { isSystemic, latestEndOf } from './replacement.ts';
import { findLatest, isSameSpecimen, noteLeaving, type Result } from './results.ts';
import { findValidResults } from './specimens.ts';

/** A spot urine with the serum values that give it a meaning. */
export interface UrinePair {
  readonly urineMagnesium: Result;
  readonly urineCreatinine: Result;
  readonly magnesium: Result;
  readonly creatinine: Result;
  /** Magnesium that was running or given in the hours before the urine. */
  readonly doses: readonly Sourced<Dose>[];
  /** Fractional excretion of magnesium in %, not rounded. */
  readonly femg: number;
  readonly category: FemgCategory;
}
export type FemgCategory = 'renal' | 'indeterminate' | 'extra-renal';

export type FoundUrine =
  | { readonly is: 'found'; readonly pair: UrinePair }
  | { readonly is: 'incomplete'; readonly missing: readonly string[] };

/**
 * The latest spot urine that can be paired; one that magnesium preceded gives way to an earlier one that none did. Values
 * with a comparator give no ratio.
 */
export function urinePair(chart: Chart): FoundUrine {
  const urines = findExact(chart, 'urine-magnesium', chart.parameters.lookback_h.urine);
  for (const urine of urines) noteLeaving(chart, urine, chart.parameters.lookback_h.urine);
  const answers = latestFirst(urines).map((urine) => pairOf(chart, urine));
  const pairs = answers.flatMap((answer) => (answer.is === 'found' ? [answer] : []));
  return (
    pairs.find(({ pair }) => pair.doses.length === 0) ??
    pairs[0] ??
    answers[0] ?? { is: 'incomplete', missing: ['urine-magnesium'] }
  );
}

function pairOf(chart: Chart, urineMagnesium: Result): FoundUrine {
  const { femg, lookback_h } = chart.parameters;
  const drawnWith = findExact(chart, 'urine-creatinine', lookback_h.urine + 1);
  const ofSpecimen = drawnWith.filter((one) => isSameSpecimen(one, urineMagnesium));
  // One specimen may carry two times: the earlier one leaves first.
  for (const one of ofSpecimen) noteLeaving(chart, one, lookback_h.urine + 1);
  const urineCreatinine = findLatest(ofSpecimen);
  // Magnesium given after the urine lifts the level, not what the urine was made from.
  const levels = findExact(chart, 'magnesium', serumHours(chart.parameters)).filter(
    (level) => level.at <= urineMagnesium.at || findMagnesiumGiven(chart, urineMagnesium.at, level.at).length === 0,
  );
  const magnesium = findNearest(chart, levels, urineMagnesium);
  const creatinine = findNearest(chart, findExact(chart, 'creatinine', serumHours(chart.parameters)), urineMagnesium);
  if (!urineCreatinine || !magnesium || !creatinine)
    return {
      is: 'incomplete',
      missing: [
        ...(urineCreatinine ? [] : ['urine-creatinine']),
        ...(magnesium ? [] : ['magnesium-near-urine']),
        ...(creatinine ? [] : ['creatinine-near-urine']),
      ],
    };
  // Both magnesium values are in mmol/L, both creatinine values in µmol/L (§1.5).
  const excreted = urineMagnesium.canonical * creatinine.canonical;
  const filtered = femg.factor * magnesium.canonical * urineCreatinine.canonical;
  const percent = (100 * excreted) / filtered;
  return {
    is: 'found',
    pair: {
      urineMagnesium,
      urineCreatinine,
      magnesium,
      creatinine,
      doses: findMagnesiumGiven(chart, addHours(urineMagnesium.at, -femg.noMgBefore_h), urineMagnesium.at),
      femg: percent,
      category: categoryOf(chart, percent),
    },
  };
}

function categoryOf({ parameters: { femg } }: Chart, percent: number): FemgCategory {
  if (isAtLeast(percent, femg.renalMin_pct)) return 'renal';
  return isBelow(percent, femg.extraRenalBelow_pct) ? 'extra-renal' : 'indeterminate';
}

/** The result nearest to a urine, on either side of it; of two equally near ones the later. */
export function findNearest(chart: Chart, results: readonly Result[], urine: Result): Result | undefined {
  const windowMs = chart.parameters.femg.pairSerum_h * HOUR_MS;
  let nearest: Result | undefined;
  for (const result of results) {
    const gap = Math.abs(result.at - urine.at);
    if (gap <= windowMs && (!nearest || gap <= Math.abs(nearest.at - urine.at))) nearest = result;
  }
  return nearest;
}

/** So far back may a serum value lie that pairs with a urine of the look-back. */
export const serumHours = ({ femg, lookback_h }: Parameters): number => lookback_h.urine + femg.pairSerum_h;

const findExact = (chart: Chart, analyte: Analyte, hours: number): readonly Result[] =>
  findValidResults(chart, analyte, hours).filter(({ comparator }) => comparator === undefined);

/** In the order in which they count (B1). */
function latestFirst(results: readonly Result[]): readonly Result[] {
  const latest = findLatest(results);
  return latest ? [latest, ...latestFirst(results.filter((one) => one !== latest))] : [];
}

/**
 * Orders of magnesium that held in the hours before a urine. Outside of a hospital nobody charts what is taken of them.
 */
export function findMagnesiumOrders(chart: Chart, urine: Result): readonly Sourced<DrugOrder>[] {
  const opensAt = addHours(urine.at, -chart.parameters.femg.noMgBefore_h);
  return chart.timeline.drugOrders.filter(
    (order) =>
      takes('mg-replacement')(order) &&
      order.status !== 'on-hold' &&
      hasCome(chart, order.authoredAt) &&
      order.activeFrom < urine.at &&
      (order.activeUntil === undefined ? order.status === 'active' : order.activeUntil > opensAt),
  );
}

const findMagnesiumGiven = (chart: Chart, from: Instant, until: Instant): readonly Sourced<Dose>[] =>
  findGivenBetween(chart, 'mg-replacement', { from, until });

/** Doses of a class that ran, or may have run on, at some time between two instants, in parenteral nutrition too. */
export function findGivenBetween(
  chart: Chart,
  drugClass: DrugClass,
  { from, until }: { readonly from: Instant; readonly until: Instant },
): readonly Sourced<Dose>[] {
  return givenDoses(chart, takes(drugClass)).filter((dose) => dose.start < until && latestEndOf(dose) > from);
}

const takes =
  (drugClass: DrugClass): DrugGroup['takes'] =>
  (item) =>
    classesOf(item.drug).includes(drugClass) && isSystemic(item);

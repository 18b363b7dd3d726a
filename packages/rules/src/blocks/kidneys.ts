import { HOUR_MS, isAtLeast, isBelow } from '@magwatch/base';
import { classesOf, type Dose, type DrugClass, type PersonFact } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { isOpenAbove, isOpenBelow } from '../thresholds.ts';
import { isWithin } from '../windows.ts';
import { findActiveCondition, findActiveOrPastCondition } from './conditions.ts';
import { isActiveOrder } from './replacement.ts';
import { findLatest, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';
import { findValidResults } from './specimens.ts';

/** B11. */
export interface Kidneys {
  /** mL/min/1.73 m², reported or from creatinine; absent when neither is known. */
  readonly egfr?: { readonly value: number; readonly source: 'reported' | 'creatinine'; readonly result: Result };
  /** eGFR below 30, dialysis or acute injury. An unknown eGFR impairs nothing, it is said as missing. */
  readonly isImpaired: boolean;
  readonly isInjured: boolean;
}

/** §1.5: creatinine at least twice the lowest of the seven days before it. */
const INJURY_RATIO = 2;
export const INJURY_WINDOW_HOURS = 168;
/** A session of dialysis shapes the values until the next one: three days are the longest usual gap. */
export const DIALYSIS_MEMORY_HOURS = 72;

export function kidneys(chart: Chart): Kidneys {
  const hours = lookBackHours(chart, 'creatinine');
  const creatinines = findValidResults(chart, 'creatinine', hours);
  const egfr = findEgfr(chart, creatinines, hours);
  const isInjured = findActiveCondition(chart, ['aki']) !== undefined || hasDoubled(chart, creatinines, hours);
  const isSeverelyReduced =
    egfr !== undefined && !isEgfrOpenAbove(egfr) && isBelow(egfr.value, chart.parameters.thresholds['egfr.severe']);
  const isImpaired = isSeverelyReduced || isInjured || chart.read(isOnDialysis);
  return egfr ? { egfr, isImpaired, isInjured } : { isImpaired, isInjured };
}

/** A reported ">60" may be anything above; a creatinine of ">x" can only lower the eGFR that is worked out from it. */
export const isEgfrOpenAbove = ({ source, result }: NonNullable<Kidneys['egfr']>): boolean =>
  source === 'reported' && isOpenAbove(result);

/** A condition or procedure of dialysis, or a dialysate that runs. */
export function isOnDialysis(chart: Chart): boolean {
  return isDialyzed(chart, DIALYSIS_MEMORY_HOURS, chart.parameters.lookback_h.drugActive);
}

/** Whether dialysis changed what was measured or given in the last hours. */
export const wasDialyzedWithin = (chart: Chart, hours: number): boolean => isDialyzed(chart, hours, hours);

function isDialyzed(chart: Chart, sessionHours: number, dialysateHours: number): boolean {
  if (findActiveOrPastCondition(chart, 'dialysis', sessionHours)) return true;
  let isRunning = false;
  for (const dose of chart.timeline.doses)
    if (isDialysate(dose) && isWithin(chart, dose.end, dialysateHours)) isRunning = true;
  for (const order of chart.timeline.drugOrders)
    if (isDialysate(order) && isActiveOrder(chart, order)) isRunning = true;
  return isRunning;
}

/** What is named so, or a salt that would be replacement if it did not run through the machine. */
const isDialysate = ({ drug, route }: Pick<Dose, 'drug' | 'route'>): boolean =>
  drug === 'dialysate' || (route === 'dialysis' && classesOf(drug).some((one) => DIALYSATE_CLASSES.has(one)));

const DIALYSATE_CLASSES: ReadonlySet<DrugClass> = new Set(['k-replacement', 'ca-replacement']);

function findEgfr(chart: Chart, creatinines: readonly Result[], hours: number): Kidneys['egfr'] {
  const reported = findLatest(findValidResults(chart, 'egfr', hours));
  if (reported) {
    noteLeaving(chart, reported, hours);
    return { value: reported.canonical, source: 'reported', result: reported };
  }
  const creatinine = findLatest(creatinines.filter((one) => !isOpenBelow(one)));
  if (!creatinine) return undefined;
  noteLeaving(chart, creatinine, hours);
  const value = estimateGfr(creatinine, chart.timeline.person);
  return value === undefined ? undefined : { value, source: 'creatinine', result: creatinine };
}

const UMOL_PER_L_OF_1_MG_PER_DL = 88.402;
const YEAR_MS = 365.25 * 24 * HOUR_MS;

/** CKD-EPI 2021 in mL/min/1.73 m² (§1.5, Inker 2021); undefined without age or sex. */
export function estimateGfr(creatinine: Result, person: PersonFact | undefined): number | undefined {
  if (person?.bornFrom === undefined || person.sex === undefined) return undefined;
  const isFemale = person.sex === 'female';
  const ratio = creatinine.canonical / UMOL_PER_L_OF_1_MG_PER_DL / (isFemale ? 0.7 : 0.9);
  const ageYears = Math.floor((creatinine.at - person.bornFrom) / YEAR_MS);
  return (
    142 *
    Math.min(ratio, 1) ** (isFemale ? -0.241 : -0.302) *
    Math.max(ratio, 1) ** -1.2 *
    0.9938 ** ageYears *
    (isFemale ? 1.012 : 1)
  );
}

/** Against the seven days before the latest value, also where they began before the look-back. */
function hasDoubled(chart: Chart, creatinines: readonly Result[], hours: number): boolean {
  const latest = findLatest(creatinines.filter(isExact));
  if (!latest) return false;
  noteLeaving(chart, latest, hours);
  const from = latest.at - INJURY_WINDOW_HOURS * HOUR_MS;
  return findValidResults(chart, 'creatinine', hours + INJURY_WINDOW_HOURS)
    .filter((result) => isExact(result) && result.at < latest.at && result.at > from)
    .some((result) => isAtLeast(latest.canonical, INJURY_RATIO * result.canonical));
}

const isExact = ({ comparator }: Result): boolean => comparator === undefined;

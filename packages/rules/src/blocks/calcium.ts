import { HOUR_MS, isAtLeast, isBelow, roundToSignificant } from '@magwatch/base';
import type { Evidence } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { doseEvidence } from '../evidence.ts';
import { isOpenAbove, isResultBelow, type Limits } from '../thresholds.ts';
import { findAlbuminBeside } from './albumin-pair.ts';
import { addUp, replacementDoses } from './replacement.ts';
import { findLatest, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';
import { findValidResults } from './specimens.ts';

type CalciumState = 'ok' | 'low' | 'severe' | 'critical' | 'unknown';

/** B9. */
export interface Calcium {
  readonly state: CalciumState;
  readonly isLow: boolean;
  readonly kind?: 'ionized' | 'corrected' | 'uncorrected';
  readonly result?: Result;
  /** The albumin that corrected it. */
  readonly albumin?: Result;
  /** After correction, in the unit family of the result. */
  readonly correctedValue?: number;
  /** Why the state is unknown: no calcium, or no albumin to correct it with. */
  readonly missing?: 'calcium' | 'albumin';
}

/**
 * B9: ionized calcium wherever one lies in the look-back, even beside a newer total (4.97.18); else the
 * albumin-corrected total. A total without albumin counts only when it is severe as it stands (§1.5).
 */
export function calcium(chart: Chart): Calcium {
  const hours = lookBackHours(chart, 'ca');
  const ionized = findLatest(findValidResults(chart, 'calcium-ionized', hours));
  if (ionized) {
    noteLeaving(chart, ionized, hours);
    return { ...inState(stateOf(chart, ionized, 'ica')), kind: 'ionized', result: ionized };
  }
  const total = findLatest(findValidResults(chart, 'calcium', hours));
  const fromLab = findLatest(findValidResults(chart, 'calcium-albumin-corrected', hours));
  if (total) noteLeaving(chart, total, hours);
  if (fromLab) noteLeaving(chart, fromLab, hours);
  // The laboratory's own correction counts as one, unless a newer total can be corrected here.
  if (fromLab && (!total || fromLab.at >= total.at))
    return {
      ...inState(stateOf(chart, fromLab, 'ca')),
      kind: 'corrected',
      result: fromLab,
      correctedValue: fromLab.compared.value,
    };
  return total ? fromTotal(chart, total) : { state: 'unknown', isLow: false, missing: 'calcium' };
}

function fromTotal(chart: Chart, total: Result): Calcium {
  const albumin = findAlbuminBeside(chart, total);
  if (albumin) {
    const correctedValue = correct(total, albumin.canonical);
    const corrected: Result = { ...total, compared: { value: correctedValue, unit: total.compared.unit } };
    return { ...inState(stateOf(chart, corrected, 'ca')), kind: 'corrected', result: total, albumin, correctedValue };
  }
  if (isResultBelow(total, chart.parameters.thresholds['ca.severe']))
    return { ...inState(stateOf(chart, total, 'ca')), kind: 'uncorrected', result: total };
  return { state: 'unknown', isLow: false, missing: 'albumin', result: total };
}

const ALBUMIN_REFERENCE_G_PER_L = 40;

/** Payne: 0.8 mg/dL per g/dL, 0.02 mmol/L per g/L, in the family of the result so that nothing is converted. */
function correct(total: Result, albuminGPerL: number): number {
  const lacking = ALBUMIN_REFERENCE_G_PER_L - albuminGPerL;
  const { value, unit } = total.compared;
  if (unit === 'mg/dL') return roundToSignificant(value + 0.8 * (lacking / 10));
  return roundToSignificant(value + (unit === 'meq/L' ? 0.04 : 0.02) * lacking);
}

function stateOf(chart: Chart, result: Result, family: 'ca' | 'ica'): CalciumState {
  const limits = (name: 'low' | 'severe' | 'critical'): Limits => chart.parameters.thresholds[`${family}.${name}`];
  if (isResultBelow(result, limits('critical'))) return 'critical';
  if (isResultBelow(result, limits('severe'))) return 'severe';
  return isResultBelow(result, limits('low')) ? 'low' : 'ok';
}

const inState = (state: CalciumState): { readonly state: CalciumState; readonly isLow: boolean } => ({
  state,
  isLow: state === 'low' || state === 'severe' || state === 'critical',
});

/** The latest PTH and whether it is below the upper limit, which is inappropriate while calcium is low. */
export interface Parathyroid {
  readonly result: Result;
  readonly isNotRaised: boolean;
}

/** The laboratory's own upper limit is used where the result carries it; it is in the unit that values are compared in. */
export function parathyroid(chart: Chart): Parathyroid | undefined {
  const hours = chart.parameters.lookback_h.pth;
  const result = findLatest(findValidResults(chart, 'pth', hours));
  if (!result) return undefined;
  noteLeaving(chart, result, hours);
  const high = result.referenceRange?.high;
  const isUnder =
    high === undefined
      ? isBelow(result.canonical, chart.parameters.thresholds['pth.uln_pgmL'])
      : isBelow(result.compared.value, high);
  return { result, isNotRaised: !isOpenAbove(result) && isUnder };
}

/** Intravenous calcium that ended in the hours before the calcium sample and did not lift it (refractoryCa). */
export interface CalciumGiven {
  readonly mmol: number;
  readonly isEnough: boolean;
  readonly evidence: readonly Evidence[];
}

const MEQ_PER_MMOL = 2;

export function calciumGiven(chart: Chart): CalciumGiven {
  const { result } = chart.read(calcium);
  if (!result) return { mmol: 0, isEnough: false, evidence: [] };
  const { window_h, minDose_mmol } = chart.parameters.refCa;
  const doses = chart
    .read(replacementDoses('ca-replacement'))
    .filter(({ route, end }) => route === 'intravenous' && end > result.at - window_h * HOUR_MS && end <= result.at);
  const mmol = roundToSignificant(addUp(doses, 'calcium').mEq / MEQ_PER_MMOL);
  return {
    mmol,
    isEnough: isAtLeast(mmol, minDose_mmol),
    evidence: doses.map((dose) => doseEvidence('calcium-dose', dose)),
  };
}

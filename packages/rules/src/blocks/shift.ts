import { HOUR_MS } from '@magwatch/base';
import type { Dose, Drug, Evidence, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { conditionEvidence, exposureEvidence } from '../evidence.ts';
import { isWithin } from '../windows.ts';
import { findActiveCondition } from './conditions.ts';
import { isCharted, isOpenEnded, isRunningNow } from './replacement.ts';

/** B8: what moves potassium into cells, so that a low value is not a deficit. */
export interface Shift {
  readonly isPresent: boolean;
  readonly evidence: readonly Evidence[];
}

const INSULIN: ReadonlySet<Drug> = new Set([
  'insulin',
  'insulin-regular-human',
  'insulin-lispro',
  'insulin-aspart',
  'insulin-glargine',
]);
const BETA_AGONISTS: ReadonlySet<Drug> = new Set(['albuterol', 'levalbuterol', 'terbutaline']);
const INSULIN_HOURS = 12;
const OTHER_HOURS = 6;
/** A nebulisation this long is continuous; a shorter one is a single treatment. */
const CONTINUOUS_MS = HOUR_MS;

export function shift(chart: Chart): Shift {
  const evidence: Evidence[] = [];
  for (const dose of chart.timeline.doses) {
    const hours = shiftHours(dose);
    if (hours !== undefined && actsWithin(chart, dose, hours)) evidence.push(exposureEvidence('shift', dose));
  }
  const paralysis = findActiveCondition(chart, ['periodic-paralysis']);
  if (paralysis) evidence.push(...conditionEvidence('shift', paralysis));
  return { isPresent: evidence.length > 0 || paralysis !== undefined, evidence };
}

/** How long an infusion of this kind explains a low potassium; undefined for what is no infusion. */
function shiftHours(dose: Dose): number | undefined {
  if (!isCharted(dose)) return undefined;
  const isInfusion = dose.route === 'intravenous' && (dose.end > dose.start || isOpenEnded(dose));
  if (INSULIN.has(dose.drug)) return isInfusion ? INSULIN_HOURS : undefined;
  if (dose.drug === 'epinephrine' || dose.drug === 'sodium-bicarbonate') return isInfusion ? OTHER_HOURS : undefined;
  if (BETA_AGONISTS.has(dose.drug)) return dose.end - dose.start >= CONTINUOUS_MS ? OTHER_HOURS : undefined;
  return undefined;
}

/** Ended inside the window, or still running. */
const actsWithin = (chart: Chart, dose: Sourced<Dose>, hours: number): boolean =>
  isOpenEnded(dose) ? isRunningNow(chart, dose) : isRunningNow(chart, dose) || isWithin(chart, dose.end, hours);

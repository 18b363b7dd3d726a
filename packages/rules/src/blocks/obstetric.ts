import type { ConditionFact, Dose } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { hasCome } from '../windows.ts';
import { findActiveCondition } from './conditions.ts';
import { activeOrders, isRunningNow } from './replacement.ts';

const OBSTETRIC = ['pregnancy', 'pre-eclampsia', 'eclampsia'] as const;

/**
 * `ob-magnesium`: an obstetric condition together with intravenous magnesium that is ordered (4.97.19) or
 * running. Such levels are high on purpose.
 */
export function isObstetricMagnesium(chart: Chart): boolean {
  if (!findActiveCondition(chart, OBSTETRIC)) return false;
  const isOrdered = chart.read(activeOrders('mg-replacement')).some(({ route }) => route === 'intravenous');
  return isOrdered || isInfusing(chart);
}

/**
 * Whether doses that are over were obstetric magnesium: given intravenously while an obstetric condition held. Their order
 * has mostly ended with them, so that nothing of today shows it.
 */
export function wasObstetricMagnesium(chart: Chart, doses: readonly Dose[]): boolean {
  const held = chart.timeline.conditions.filter((fact) => OBSTETRIC.some((name) => name === fact.condition));
  return doses.some((dose) => dose.route === 'intravenous' && held.some((fact) => heldDuring(chart, fact, dose)));
}

/** Periods beat status; an undated active condition always counts. */
function heldDuring(chart: Chart, { from, until, isActive }: ConditionFact, { start, end }: Dose): boolean {
  const hasBegun = from === undefined || (from <= end && hasCome(chart, from));
  return hasBegun && (until === undefined ? isActive : until > start);
}

function isInfusing(chart: Chart): boolean {
  let is = false;
  for (const dose of chart.timeline.doses)
    if (dose.drug === 'magnesium-sulfate' && dose.route === 'intravenous' && isRunningNow(chart, dose)) is = true;
  return is;
}

import type { Chart } from '../chart.ts';
import { findActiveCondition } from './conditions.ts';
import { activeOrders, isRunningNow } from './replacement.ts';

/**
 * `ob-magnesium`: an obstetric condition together with intravenous magnesium that is ordered (4.97.19) or
 * running. Such levels are high on purpose.
 */
export function isObstetricMagnesium(chart: Chart): boolean {
  if (!findActiveCondition(chart, ['pregnancy', 'pre-eclampsia', 'eclampsia'])) return false;
  const isOrdered = chart.read(activeOrders('mg-replacement')).some(({ route }) => route === 'intravenous');
  return isOrdered || isInfusing(chart);
}

function isInfusing(chart: Chart): boolean {
  let is = false;
  for (const dose of chart.timeline.doses)
    if (dose.drug === 'magnesium-sulfate' && dose.route === 'intravenous' && isRunningNow(chart, dose)) is = true;
  return is;
}

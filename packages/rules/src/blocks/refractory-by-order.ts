import { HOUR_MS, isAtLeast, roundToSignificant } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { orderEvidence } from '../evidence.ts';
import { findLowRun, potassium } from './potassium.ts';
import { type RefractoryPotassium, runEvidence } from './refractory-verdict.ts';
import { activeOrders, isReplacement } from './replacement.ts';

/** Definition C: low twice, a week or more apart, on a lasting oral order of enough potassium a day. */
export function refractoryByOrder(chart: Chart): RefractoryPotassium {
  const { C } = chart.parameters.refK;
  const run = findLowRun(chart, C.window_h);
  const baseline = run[0];
  const latest = run.at(-1);
  if (!baseline || !latest)
    return chart.read(potassium)
      ? { is: 'no', reason: 'potassium-not-low' }
      : { is: 'unknown', missing: ['potassium'] };
  const lastInstant = latest.at + C.latestMax_h * HOUR_MS;
  chart.changesAt(lastInstant + 1);
  if (lastInstant < chart.now) return { is: 'unknown', missing: ['potassium'] };
  if (latest.at - baseline.at < C.separation_h * HOUR_MS) return { is: 'unknown', missing: ['potassium-baseline'] };
  const orders = chart
    .read(activeOrders('k-replacement'))
    .filter(
      (order) =>
        (order.route === 'enteral' || order.route === 'unknown') &&
        isReplacement(order) &&
        order.activeFrom <= latest.at - C.separation_h * HOUR_MS,
    );
  let dailyMEq = 0;
  let hasUnknown = false;
  for (const { content, dosesPerDay } of orders) {
    if (content === undefined || dosesPerDay === undefined) hasUnknown = true;
    else dailyMEq += content.meq * dosesPerDay;
  }
  if (!isAtLeast(dailyMEq, C.dailyMin_mEq))
    return hasUnknown
      ? { is: 'unknown', missing: ['potassium-dose-amount'] }
      : { is: 'no', reason: 'no-lasting-potassium-order' };
  return {
    is: 'yes',
    latest,
    figures: {
      definition: 'C',
      potassiumMmolPerL: latest.canonical,
      potassiumBaselineMmolPerL: baseline.canonical,
      intervalHours: roundToSignificant((latest.at - baseline.at) / HOUR_MS, 6),
      dailyDoseMEq: roundToSignificant(dailyMEq),
      riseMmolPerL: roundToSignificant(latest.canonical - baseline.canonical),
    },
    evidence: [...runEvidence(run), ...orders.map((order) => orderEvidence('potassium-order', order))],
    notes: [],
    missing: [],
  };
}

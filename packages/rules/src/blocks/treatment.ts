import { addHours, isAtLeast } from '@magwatch/base';
import type { Analyte, Evidence } from '@magwatch/timeline';
import type { Block, Chart } from '../chart.ts';
import type { Explanation } from '../contract.ts';
import { doseEvidence, orderEvidence } from '../evidence.ts';
import { hasCome, isAtMostOld, isNowInside, isWithin } from '../windows.ts';
import { magnesium } from './magnesium.ts';
import { activeOrders, addUp, isReplacement, replacementDoses } from './replacement.ts';

/** How long a registered or preliminary result counts as pending (B5). */
const PENDING_LABORATORY_HOURS = 12;
const GIVEN_TODAY_HOURS = 24;

/**
 * B4: treatment under way for the magnesium that is low now: enough charted replacement that ended after its
 * sampling, or a fresh active order. Drafts do not count.
 */
export function magnesiumTreated(chart: Chart): Explanation | undefined {
  const { result } = chart.read(magnesium);
  if (!result) return undefined;
  const parameters = chart.parameters.mg;
  const doses = chart
    .read(replacementDoses('mg-replacement'))
    .filter(({ end }) => end > result.at && isAtMostOld(chart, end, parameters.treatedWindow_h));
  if (isAtLeast(addUp(doses, 'magnesium').mEq, parameters.treatedMin_mEq))
    return { reason: 'treated', evidence: doses.map((dose) => doseEvidence('magnesium-dose', dose)) };
  const orders = chart
    .read(activeOrders('mg-replacement'))
    .filter(
      (order) =>
        isReplacement(order) &&
        order.authoredAt >= addHours(result.at, -parameters.activeOrderBefore_h) &&
        isWithin(chart, order.authoredAt, parameters.activeOrderWithin_h),
    );
  if (orders.length === 0) return undefined;
  return { reason: 'treated', evidence: orders.map((order) => orderEvidence('magnesium-order', order)) };
}

/** B5: a magnesium level is on its way: ordered, in the laboratory, or among the drafts of this call. */
export const magnesiumPending = pendingTest('magnesium-test', ['magnesium', 'magnesium-ionized']);

/** The same of potassium (rule 20, 4.97.14). */
export const potassiumPending = pendingTest('potassium-test', ['potassium']);

function pendingTest(role: string, analytes: readonly Analyte[]): Block<Explanation | undefined> {
  return (chart) => {
    const evidence = new Map<string, Evidence>();
    const add = (item: Evidence): void => {
      evidence.set(item.reference, item);
    };
    for (const order of chart.timeline.testOrders) {
      if (!analytes.includes(order.analyte)) continue;
      const isRecent = order.origin === 'order' || isWithin(chart, order.at, PENDING_LABORATORY_HOURS);
      if (isRecent && isNowInside(chart, order.at, order.until)) add(orderEvidence(role, order));
    }
    for (const analyte of analytes)
      for (const result of chart.timeline.results(analyte)) {
        if (result.status !== 'preliminary' || chart.parameters.lab.usePreliminary || !hasCome(chart, result.knownAt))
          continue;
        if (isWithin(chart, result.at, PENDING_LABORATORY_HOURS))
          add({ role, reference: result.reference, at: result.at });
      }
    for (const draft of chart.drafts?.testOrders ?? [])
      if (analytes.includes(draft.analyte)) add(orderEvidence(role, draft));
    return evidence.size > 0 ? { reason: 'test-pending', evidence: [...evidence.values()] } : undefined;
  };
}

/** Whether a treating amount of magnesium was given in the last 24 hours, before or after the level (rule 5). */
export function isMagnesiumGivenToday(chart: Chart): boolean {
  const doses = chart
    .read(replacementDoses('mg-replacement'))
    .filter(({ end }) => isWithin(chart, end, GIVEN_TODAY_HOURS));
  return isAtLeast(addUp(doses, 'magnesium').mEq, chart.parameters.mg.treatedMin_mEq);
}

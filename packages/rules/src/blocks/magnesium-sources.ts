import { classesOf, type DrugClass } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { isWithin } from '../windows.ts';
import { type Exposure, isGiven } from './drugs.ts';
import { isActiveOrder } from './replacement.ts';

/** Replacement, and what brings magnesium for another purpose: laxatives and antacids. */
export const MAGNESIUM_CLASSES: readonly DrugClass[] = ['mg-replacement', 'mg-load-other'];
const GIVEN_HOURS = 24;

/** Everything that brings magnesium into the patient now: replacement, laxatives, antacids, nutrition (rule 16). */
export function magnesiumSources(chart: Chart): readonly Exposure[] {
  const found = new Map<string, Exposure>();
  for (const dose of chart.timeline.doses) {
    if (!bringsMagnesium(dose) || !isGiven(dose)) continue;
    if (isWithin(chart, dose.end, GIVEN_HOURS) && !found.has(dose.drug)) found.set(dose.drug, dose);
  }
  for (const order of chart.timeline.drugOrders)
    if (bringsMagnesium(order) && isActiveOrder(chart, order) && !found.has(order.drug)) found.set(order.drug, order);
  return [...found.values()];
}

/** By any way but the skin and the dialysis machine; parenteral nutrition and enemas are sources too. */
export function bringsMagnesium({ drug, route }: Pick<Exposure, 'drug' | 'route'>): boolean {
  if (route === 'topical' || route === 'dialysis') return false;
  return classesOf(drug).some((one) => MAGNESIUM_CLASSES.includes(one));
}

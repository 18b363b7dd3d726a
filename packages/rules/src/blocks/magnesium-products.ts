import type { Dose, Drug, DrugOrder, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { isWithin } from '../windows.ts';
import { isGiven } from './drugs.ts';
import { bringsMagnesium, MAGNESIUM_CLASSES } from './magnesium-sources.ts';
import { activeOrders, findDrafts, isRunningNow } from './replacement.ts';

/** Magnesium that is being ordered in this call, is ordered, or was given in the last day: what rule 17 judges one by one. */
export interface MagnesiumProduct {
  readonly item: Sourced<Dose> | Sourced<DrugOrder>;
  readonly as: 'draft' | 'order' | 'dose';
  /** Into a vein or a muscle; undefined where no route is said and the drug comes as an injection too. */
  readonly isInjected: boolean | undefined;
  /** In one dose; undefined where the amount could not be turned into mEq. */
  readonly doseMEq: number | undefined;
}

/**
 * Replacement, laxatives and antacids by any way into the body, enemas too (a bowel preparation is a laxative); what is for the
 * skin or the eye, in parenteral nutrition, in maintenance fluid or in dialysate is none of it. The background has no drafts.
 */
export function magnesiumProducts(chart: Chart): readonly MagnesiumProduct[] {
  const drafts = MAGNESIUM_CLASSES.flatMap((one) => findDrafts(chart, one)).map((item) => productOf(item, 'draft'));
  const orders = MAGNESIUM_CLASSES.flatMap((one) => chart.read(activeOrders(one))).map((item) =>
    productOf(item, 'order'),
  );
  const doses = chart.timeline.doses
    .filter((dose) => bringsMagnesium(dose) && isGivenNow(chart, dose))
    .map((item) => productOf(item, 'dose'));
  return [...drafts, ...orders, ...doses].filter(({ item }) => bringsMagnesium(item) && !item.isMaintenance);
}

/** Running, or given in the hours in which a drug counts as active; what was dispensed or is stated was not seen given. */
function isGivenNow(chart: Chart, dose: Dose): boolean {
  if (!isGiven(dose)) return false;
  return isRunningNow(chart, dose) || isWithin(chart, dose.end, chart.parameters.lookback_h.drugActive);
}

function productOf(item: MagnesiumProduct['item'], as: MagnesiumProduct['as']): MagnesiumProduct {
  const { content } = item;
  return {
    item,
    as,
    isInjected: isInjected(item),
    doseMEq: content?.element === 'magnesium' ? content.meq : undefined,
  };
}

/** The other salts are swallowed, so that a missing route leaves nothing open. */
const INJECTABLE: ReadonlySet<Drug> = new Set<Drug>([
  'magnesium-sulfate',
  'magnesium-chloride',
  'magnesium-aspartate',
  'magnesium-salt',
]);

function isInjected({ route, drug }: MagnesiumProduct['item']): boolean | undefined {
  if (route === 'intravenous' || route === 'intramuscular') return true;
  return route === 'unknown' && INJECTABLE.has(drug) ? undefined : false;
}

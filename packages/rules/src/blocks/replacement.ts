import { addHours, type Instant, roundToSignificant } from '@magwatch/base';
import {
  classesOf,
  type Dose,
  DRUG_CLASSES,
  type DrugClass,
  type DrugOrder,
  type ElementContent,
  type Route,
  type Sourced,
} from '@magwatch/timeline';
import type { Block, Chart } from '../chart.ts';
import { hasCome, isNowInside, isWithin } from '../windows.ts';

type GivenDose = Sourced<Dose>;
type Order = Sourced<DrugOrder>;

/**
 * Routes by which a replacement reaches the blood (B12). A missing route counts: nothing of these classes is
 * meant for the skin; nasal stands for a nasogastric tube, as some sources code it.
 */
const SYSTEMIC: ReadonlySet<Route> = new Set(['intravenous', 'enteral', 'intramuscular', 'nasal', 'unknown']);

export const isSystemic = ({ route }: { readonly route: Route }): boolean => SYSTEMIC.has(route);

/** The charted doses of a class that have ended by now, by their end; maintenance fluid and dialysate are not replacement. */
export const replacementDoses = blocksByClass(
  (drugClass) =>
    (chart: Chart): readonly GivenDose[] =>
      findDoses(chart, drugClass).filter((dose) => isCharted(dose) && !isOpenEnded(dose) && isReplacement(dose)),
);

/** Given according to the chart, wholly or so far. */
export const isCharted = ({ standing }: Dose): boolean => standing === 'charted' || standing === 'running';

/** Still running, with an end that nobody knows yet: the source then gives its start for both. It has not counted so far. */
export const isOpenEnded = ({ standing, start, end }: Dose): boolean => standing === 'running' && end <= start;

/** An open end is believed for so long; whoever forgets to close a dose does not explain a week. */
const OPEN_ENDED_HOURS = 24;

/** The end, or the latest that is believed of an infusion whose end nobody charted. */
export const latestEndOf = (dose: Dose): Instant =>
  isOpenEnded(dose) ? addHours(dose.start, OPEN_ENDED_HOURS) : dose.end;

/** Whether an infusion runs at this instant. */
export function isRunningNow(chart: Chart, dose: Dose): boolean {
  if (dose.standing !== 'running' || !hasCome(chart, dose.start)) return false;
  return isOpenEnded(dose) ? isWithin(chart, dose.start, OPEN_ENDED_HOURS) : !hasCome(chart, dose.end);
}

/** Doses of a class that have ended by now, whatever their standing and route. A dose counts at its end (4.97.21). */
export function findDoses(chart: Chart, drugClass: DrugClass): readonly GivenDose[] {
  return chart.timeline.doses.filter((dose) => isOfClass(dose, drugClass) && hasCome(chart, dose.end));
}

/** Orders of a class that are active now, whatever their route. */
export const activeOrders = blocksByClass(
  (drugClass) =>
    (chart: Chart): readonly Order[] =>
      chart.timeline.drugOrders.filter((order) => isOfClass(order, drugClass) && isActiveOrder(chart, order)),
);

/** Draft orders of a class in this call. */
export function findDrafts(chart: Chart, drugClass: DrugClass): readonly Order[] {
  return chart.drafts ? chart.drafts.drugOrders.filter((order) => isOfClass(order, drugClass)) : [];
}

export const isReplacement = (item: { readonly route: Route; readonly isMaintenance: boolean }): boolean =>
  isSystemic(item) && !item.isMaintenance;

/**
 * Active from its start to its end whatever its last status, or while its status is active when it has no end
 * (4.97.21). An order on hold gives nothing and is not active.
 */
export function isActiveOrder(chart: Chart, order: Order): boolean {
  if (order.status === 'on-hold' || !hasCome(chart, order.authoredAt)) return false;
  return (
    isNowInside(chart, order.activeFrom, order.activeUntil) &&
    (order.activeUntil !== undefined || order.status === 'active')
  );
}

/** Elemental content of doses: what is known, and how many doses could not be turned into mEq. */
export function addUp(
  items: readonly { readonly content?: ElementContent }[],
  element: ElementContent['element'],
): { readonly mEq: number; readonly unknownDoses: number } {
  let mEq = 0;
  let unknownDoses = 0;
  for (const { content } of items) {
    if (content === undefined) unknownDoses += 1;
    else if (content.element === element) mEq += content.meq;
  }
  return { mEq: roundToSignificant(mEq), unknownDoses };
}

const isOfClass = (item: Pick<Dose, 'drug'>, drugClass: DrugClass): boolean => classesOf(item.drug).includes(drugClass);

/** One block per drug class, made once, so that a chart remembers each by its function. */
function blocksByClass<Value>(make: (drugClass: DrugClass) => Block<Value>): (drugClass: DrugClass) => Block<Value> {
  const blocks = new Map(DRUG_CLASSES.map((drugClass) => [drugClass, make(drugClass)]));
  return (drugClass) => blocks.get(drugClass) ?? make(drugClass);
}

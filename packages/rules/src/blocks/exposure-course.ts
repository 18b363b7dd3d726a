import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import type { Dose, Drug, DrugClass, Route, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { hasCome, isWithin } from '../windows.ts';
import { drugNames, type Exposure } from './drugs.ts';
import { activeOrders, findDrafts, isRunningNow } from './replacement.ts';

/** Drugs of one group, as they are found: by class, then by drug and route. */
export interface DrugGroup {
  readonly classes: readonly DrugClass[];
  readonly takes: (item: { readonly drug: Drug; readonly route: Route }) => boolean;
}

/** A course of drugs of one group up to now. */
export interface ExposureCourse {
  /** For the reader: "gentamicin, tobramycin". */
  readonly drugs: string;
  readonly since: Instant;
  /** How long it lasted at least, in hours: it does not move with now. */
  readonly shownHours: number;
  /** Doses and orders that show it: the first and the last dose, active orders. */
  readonly items: readonly Exposure[];
}

/**
 * Who is on a drug of the group now, and since when (4.97.13): from the earliest charted dose or the start of an active
 * order, gaps ignored. Undefined for who is not, or for less than `exposureHours`.
 */
export function findCourse(
  chart: Chart,
  { classes, takes }: DrugGroup,
  { exposureHours, active: acting }: { readonly exposureHours: number; readonly active: 'drugActive' | 'ppiActive' },
): ExposureCourse | undefined {
  const activeHours = chart.parameters.lookback_h[acting];
  const doses = givenDoses(chart, takes);
  const recent = doses.filter((dose) => isRunningNow(chart, dose) || isWithin(chart, dose.end, activeHours));
  const orders = classes.flatMap((one) => chart.read(activeOrders(one))).filter(takes);
  const drafts = classes.flatMap((one) => findDrafts(chart, one)).filter(takes);
  const active = [...recent, ...orders, ...drafts];
  const starts = [...doses.map(({ start }) => start), ...orders.map(({ activeFrom }) => activeFrom)];
  if (active.length === 0 || starts.length === 0) return undefined;
  const since = instantOf(Math.min(...starts));
  if (!hasCome(chart, since + exposureHours * HOUR_MS)) return undefined;
  const shown = shownHours(since, doses, exposureHours);
  return { drugs: drugNames(active), since, shownHours: shown, items: [...firstAndLast(doses), ...orders] };
}

/** From the start to the last charted dose, and never less than what has been reached of the exposure that is asked for. */
export function shownHours(since: Instant, doses: readonly Dose[], reachedHours: number): number {
  const last = Math.max(since, ...doses.map(({ standing, start, end }) => (standing === 'running' ? start : end)));
  return Math.max(reachedHours, (last - since) / HOUR_MS);
}

/** Doses that were given, wholly or in part, or that are running; by their end. */
export function givenDoses(chart: Chart, takes: DrugGroup['takes']): readonly Sourced<Dose>[] {
  return chart.timeline.doses.filter((dose) => takes(dose) && hasBeenGiven(chart, dose));
}

function hasBeenGiven(chart: Chart, { standing, start, end }: Dose): boolean {
  if (standing === 'running') return hasCome(chart, start);
  return (standing === 'charted' || standing === 'partial') && hasCome(chart, end);
}

/** They stand for the whole series. */
export function firstAndLast<Item>(items: readonly Item[]): readonly Item[] {
  return items.length > 2 ? [...items.slice(0, 1), ...items.slice(-1)] : items;
}

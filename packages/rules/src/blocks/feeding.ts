import { addHours, type Instant } from '@magwatch/base';
import type { ConditionFact, ConditionName, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { hasCome, isWithin } from '../windows.ts';

export const FEEDINGS = ['enteral-nutrition', 'parenteral-nutrition'] as const satisfies readonly ConditionName[];

/** When artificial feeding began that refeeding could follow, and what shows it. */
export type FeedingStart =
  | { readonly is: 'known'; readonly at: Instant; readonly shownBy: Sourced<ConditionFact> }
  /** Fed, nobody knows since when. */
  | { readonly is: 'undated' }
  | { readonly is: 'none' };

/**
 * The latest start of feeding inside its window. Another product, the next bag or a pause is no start: feeding begins anew only
 * after as long without it as the values before it are looked for, so that these are those of a patient who was not fed.
 */
export function feedingStart(chart: Chart): FeedingStart {
  const { startWindow_h, baseline_h } = chart.parameters.refeeding;
  const feedings = chart.timeline.conditions.filter(
    (fact) =>
      FEEDINGS.some((name) => name === fact.condition) && (fact.from === undefined || hasCome(chart, fact.from)),
  );
  let latest: FeedingStart = { is: 'none' };
  let fedUntil = Number.NEGATIVE_INFINITY;
  // In the order of their beginnings.
  for (const fact of feedings) {
    if (fact.from === undefined) continue;
    const isStart = fedUntil <= addHours(fact.from, -baseline_h);
    if (isStart && isWithin(chart, fact.from, startWindow_h)) latest = { is: 'known', at: fact.from, shownBy: fact };
    fedUntil = Math.max(fedUntil, endOf(fact, fact.from));
  }
  // Feeding that is known to go on explains an undated one beside it.
  const isUndated =
    feedings.some((fact) => fact.from === undefined && isOngoing(chart, fact)) && hasCome(chart, fedUntil);
  return latest.is === 'none' && isUndated ? { is: 'undated' } : latest;
}

const isOngoing = (chart: Chart, { isActive, until }: ConditionFact): boolean =>
  until === undefined ? isActive : !hasCome(chart, until);

/** Open while its status says so; one that is over without an end is known for its beginning only. */
function endOf({ until, isActive }: ConditionFact, from: Instant): number {
  return until ?? (isActive ? Number.POSITIVE_INFINITY : from);
}

import type { ConditionFact, ConditionName, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { hasCome, isNowInside, isWithin } from '../windows.ts';

/** The first condition of these names that is active now; an undated active one always counts (4.97.21). */
export function findActiveCondition(chart: Chart, names: readonly ConditionName[]): Sourced<ConditionFact> | undefined {
  let found: Sourced<ConditionFact> | undefined;
  for (const fact of chart.timeline.conditions)
    if (names.includes(fact.condition) && isActive(chart, fact)) found ??= fact;
  return found;
}

/** Periods beat status: inside its dates a condition was active whatever its status became. */
function isActive(chart: Chart, { from, until, isActive: hasActiveStatus }: ConditionFact): boolean {
  return isNowInside(chart, from, until) && (until !== undefined || hasActiveStatus);
}

/** "Within the last hours": begun inside the window, or undated and active. */
export function findRecentCondition(
  chart: Chart,
  name: ConditionName,
  hours: number,
): Sourced<ConditionFact> | undefined {
  let found: Sourced<ConditionFact> | undefined;
  for (const fact of chart.timeline.conditions) {
    if (fact.condition !== name) continue;
    const isRecent = fact.from === undefined ? isActive(chart, fact) : isWithin(chart, fact.from, hours);
    if (isRecent) found ??= fact;
  }
  return found;
}

/** Active now, or over for less than `hours`: a dialysis session still shapes the values after it. */
export function findActiveOrPastCondition(
  chart: Chart,
  name: ConditionName,
  hours: number,
): Sourced<ConditionFact> | undefined {
  let found: Sourced<ConditionFact> | undefined;
  for (const fact of chart.timeline.conditions) {
    if (fact.condition !== name) continue;
    const { from, until } = fact;
    const isRecent =
      isActive(chart, fact) ||
      (until !== undefined && isWithin(chart, until, hours) && (from === undefined || hasCome(chart, from)));
    if (isRecent) found ??= fact;
  }
  return found;
}

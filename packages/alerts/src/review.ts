import type { Instant } from '@magwatch/base';
import type { Parameters } from '@magwatch/rules';
import type { Alert } from './contract.ts';
import { expiresAt } from './episode.ts';

/**
 * The next instant at which time alone changes an alert of this patient: a grace interval or a snooze ends, or what
 * cannot be told becomes too old. Undefined: none. Given what `decide` has just returned it lies ahead.
 */
export function nextReview(alerts: readonly Alert[], parameters: Parameters): Instant | undefined {
  let next: Instant | undefined;
  for (const alert of alerts)
    for (const at of reviewsOf(alert, parameters)) if (next === undefined || at < next) next = at;
  return next;
}

function reviewsOf(alert: Alert, parameters: Parameters): readonly Instant[] {
  if (alert.state === 'closed') return [];
  const reviews: Instant[] = [];
  if (alert.cannotTellSince !== undefined) reviews.push(expiresAt(alert, parameters));
  // A held alert about which nothing can be told waits for a fact, not for the end of its grace.
  else if (alert.state === 'held' && alert.heldUntil !== undefined) reviews.push(alert.heldUntil);
  if (alert.state === 'snoozed' && alert.snooze?.until !== undefined) reviews.push(alert.snooze.until);
  return reviews;
}

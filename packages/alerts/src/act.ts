import { fail, type Instant, ok, type Result, unreachable } from '@magwatch/base';
import type { Parameters } from '@magwatch/rules';
import { runClock } from './clock.ts';
import type { Alert, Decision } from './contract.ts';
import type { ActionError } from './errors.ts';
import type { Step } from './outcome.ts';
import type { Reason, Resolution } from './reasons.ts';
import { tell } from './tell.ts';
import { assertTransition } from './transitions.ts';

/** What a person does with an alert. */
export type Action =
  | { readonly type: 'acknowledge'; readonly comment?: string }
  /** Until a time, until the next result, or (neither) until it gets worse, which always ends a snooze. */
  | { readonly type: 'snooze'; readonly until?: Instant; readonly untilNextResult?: boolean }
  | { readonly type: 'resolve'; readonly resolution: Resolution; readonly text?: string }
  | { readonly type: 'reopen' };

/**
 * The decision that a person's action leads to, or why it cannot be. The comment and the name of the person are
 * recorded by the caller with the change; what the alert says stays as it was decided on.
 */
export function act(
  alert: Alert,
  action: Action,
  context: { readonly now: Instant; readonly parameters: Parameters },
): Result<Decision, ActionError> {
  const outcome = outcomeOf(alert, action, context.now);
  if (!outcome.ok) return outcome;
  const { change, reason, after } = outcome.value;
  const step: Step = { ruleId: alert.ruleId, change, reason, before: alert, alert: after };
  const decision = tell(runClock(step, context), context);
  if (decision.alert) assertTransition(alert, decision.alert, { change, reason });
  return ok(decision);
}

interface Acted {
  readonly change: 'acknowledged' | 'snoozed' | 'resolved' | 'reopened';
  readonly reason: Reason;
  readonly after: Alert;
}

function outcomeOf(alert: Alert, action: Action, now: Instant): Result<Acted, ActionError> {
  const { escalateAt: _clock, ...rest } = alert;
  const seen = { ...rest, stateSince: now, seenEvidence: alert.evidence };
  switch (action.type) {
    case 'acknowledge':
      if (alert.state !== 'open') return fail('alert-action-state');
      if (alert.severity === 'critical' && !action.comment?.trim()) return fail('alert-action-comment');
      return ok({
        change: 'acknowledged',
        reason: 'person-acknowledged',
        after: { ...seen, state: 'acknowledged' },
      });
    case 'snooze': {
      if (alert.state !== 'open' && alert.state !== 'acknowledged') return fail('alert-action-state');
      const { until, untilNextResult } = action;
      if (until !== undefined && until <= now) return fail('alert-action-snooze-past');
      const snooze = {
        ...(until === undefined ? {} : { until }),
        ...(untilNextResult === undefined ? {} : { untilNextResult }),
      };
      return ok({ change: 'snoozed', reason: 'person-snoozed', after: { ...seen, state: 'snoozed', snooze } });
    }
    case 'resolve': {
      if (alert.state === 'closed' || alert.state === 'held') return fail('alert-action-state');
      if (action.resolution === 'other' && !action.text?.trim()) return fail('alert-action-text');
      const { snooze: _snooze, inhibitedBy: _inhibited, cannotTellSince: _cannotTell, ...kept } = seen;
      const closed = { as: 'resolved', reason: action.resolution, at: now, by: 'person' } as const;
      return ok({ change: 'resolved', reason: 'person-resolved', after: { ...kept, state: 'closed', closed } });
    }
    case 'reopen': {
      if (alert.closed?.by !== 'person') return fail('alert-action-state');
      const { closed: _closed, seenEvidence: _seen, ...kept } = seen;
      return ok({ change: 'reopened', reason: 'person-reopened', after: { ...kept, state: 'open' } });
    }
    default:
      return unreachable(action);
  }
}

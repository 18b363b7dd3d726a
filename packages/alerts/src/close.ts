import type { Alert, Change, Closing } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import type { Outcome } from './outcome.ts';
import type { Reason } from './reasons.ts';

/** How the finding closes an alert. */
export interface ClosingHow {
  readonly as: Closing;
  readonly change: Extract<Change, Closing>;
  readonly reason: Reason;
  /** What the rule found, in its own words; else the code of the decision. */
  readonly found?: string;
}

/** The alert closed by the finding; what it said last stays readable in it. */
export function closeAlert(alert: Alert, how: ClosingHow, input: Pick<DecideInput, 'now' | 'factSequence'>): Outcome {
  const { snooze: _snooze, heldUntil: _held, cannotTellSince: _cannotTell, inhibitedBy: _inhibited, ...rest } = alert;
  return {
    change: how.change,
    reason: how.reason,
    alert: {
      ...rest,
      state: 'closed',
      stateSince: input.now,
      closed: { as: how.as, reason: how.found ?? how.reason, at: input.now, by: 'finding' },
      decidedAt: input.now,
      factSequence: input.factSequence,
    },
  };
}

import { assert } from '@magwatch/base';
import type { Alert, AlertState, Change, Closing, Tell } from './contract.ts';
import type { Reason } from './reasons.ts';

/** Where an alert stands before a change: `none` before it exists; closed ones say how they were closed, and by whom. */
export type From = 'none' | Exclude<AlertState, 'closed'> | 'closed-by-finding' | 'closed-by-person';

/** The clock that escalates what nobody acknowledges. */
type ClockEffect = 'stopped' | 'runs' | 'runs anew' | 'as before';

/** One row of the table of docs/alert-states.md. */
export interface Transition {
  readonly from: readonly From[];
  /** `same`: the state stays, what it says changes. */
  readonly to: Exclude<AlertState, 'closed'> | 'same' | Closing;
  readonly change: Change;
  readonly reasons: readonly Reason[];
  readonly clock: ClockEffect;
  /** The most that destinations hear; less where the rule's mode, its severity or an inhibition says so. */
  readonly tell: Tell;
}

const SHOWN = ['open', 'acknowledged', 'snoozed', 'in-progress'] as const;

/** The life of an alert as data. Whatever is not in here cannot happen: every decision is checked against it. */
export const TRANSITIONS: readonly Transition[] = [
  {
    from: ['none'],
    to: 'held',
    change: 'held',
    reasons: ['grace-running'],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['none'],
    to: 'open',
    change: 'opened',
    reasons: [
      'finding-fired',
      'fired-after-gap',
      'fired-after-retraction',
      'new-evidence-after-closing',
      'severity-higher-after-closing',
      'worse-after-closing',
      'true-again-after-closing',
    ],
    clock: 'runs',
    tell: 'alert',
  },
  { from: ['held'], to: 'open', change: 'opened', reasons: ['grace-over'], clock: 'runs', tell: 'alert' },
  {
    from: ['held'],
    to: 'same',
    change: 'updated',
    reasons: ['severity-higher', 'severity-lower', 'evidence-changed', 'evidence-corrected'],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['held'],
    to: 'cancelled',
    change: 'cancelled',
    reasons: [
      'finding-absent',
      'evidence-withdrawn',
      'specimen-suspect',
      'not-true-then',
      'explained-treated',
      'explained-test-pending',
      'evidence-too-old',
      'discharged',
      'under-age',
      'test-patient',
      'deceased',
      'comfort-care',
      'excluded-dialysis',
      'excluded-obstetric-magnesium',
      'excluded-setting',
      'excluded-no-draft-order',
      'rule-off',
    ],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['open', 'acknowledged', 'snoozed'],
    to: 'in-progress',
    change: 'in-progress',
    reasons: ['explained-treated', 'explained-test-pending'],
    clock: 'stopped',
    tell: 'update',
  },
  {
    from: ['in-progress'],
    to: 'open',
    change: 'reopened',
    reasons: ['explanation-ended'],
    clock: 'runs anew',
    tell: 'alert',
  },
  {
    from: ['open'],
    to: 'acknowledged',
    change: 'acknowledged',
    reasons: ['person-acknowledged'],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['open', 'acknowledged'],
    to: 'snoozed',
    change: 'snoozed',
    reasons: ['person-snoozed'],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['acknowledged', 'snoozed'],
    to: 'open',
    change: 'escalated',
    reasons: ['severity-higher'],
    clock: 'runs anew',
    tell: 'alert',
  },
  {
    from: ['acknowledged', 'snoozed'],
    to: 'open',
    change: 'reopened',
    reasons: ['magnesium-fell', 'potassium-fell', 'qtc-critical', 'risk-appeared'],
    clock: 'runs anew',
    tell: 'alert',
  },
  {
    from: ['snoozed'],
    to: 'open',
    change: 'reopened',
    reasons: ['snooze-over', 'snooze-next-result'],
    clock: 'runs anew',
    tell: 'alert',
  },
  {
    from: ['open', 'in-progress'],
    to: 'same',
    change: 'escalated',
    reasons: ['severity-higher'],
    clock: 'runs anew',
    tell: 'alert',
  },
  { from: SHOWN, to: 'same', change: 'lowered', reasons: ['severity-lower'], clock: 'as before', tell: 'update' },
  {
    from: SHOWN,
    to: 'same',
    change: 'updated',
    reasons: ['evidence-changed', 'evidence-corrected'],
    clock: 'as before',
    tell: 'update',
  },
  { from: SHOWN, to: 'same', change: 'updated', reasons: ['inhibited'], clock: 'stopped', tell: 'withdraw' },
  {
    from: ['open'],
    to: 'same',
    change: 'updated',
    reasons: ['inhibitor-ended'],
    clock: 'runs anew',
    tell: 'alert',
  },
  { from: ['open'], to: 'same', change: 'updated', reasons: ['mode-speaks'], clock: 'runs anew', tell: 'alert' },
  { from: SHOWN, to: 'same', change: 'updated', reasons: ['mode-silenced'], clock: 'as before', tell: 'withdraw' },
  {
    from: SHOWN,
    to: 'resolved',
    change: 'resolved',
    reasons: [
      'finding-absent',
      'excluded-dialysis',
      'excluded-obstetric-magnesium',
      'excluded-setting',
      'excluded-no-draft-order',
      'rule-off',
      'person-resolved',
    ],
    clock: 'stopped',
    tell: 'withdraw',
  },
  {
    from: SHOWN,
    to: 'retracted',
    change: 'retracted',
    reasons: ['evidence-withdrawn', 'specimen-suspect', 'not-true-then'],
    clock: 'stopped',
    tell: 'withdraw',
  },
  {
    from: SHOWN,
    to: 'expired',
    change: 'expired',
    reasons: ['evidence-too-old', 'discharged', 'under-age', 'test-patient', 'deceased', 'comfort-care'],
    clock: 'stopped',
    tell: 'withdraw',
  },
  {
    from: ['closed-by-finding'],
    to: 'open',
    change: 'reopened',
    reasons: ['fired-again-within-gap'],
    clock: 'runs anew',
    tell: 'alert',
  },
  {
    from: ['closed-by-finding'],
    to: 'held',
    change: 'held',
    reasons: ['fired-again-within-gap'],
    clock: 'stopped',
    tell: 'nobody',
  },
  {
    from: ['closed-by-person'],
    to: 'open',
    change: 'reopened',
    reasons: ['person-reopened'],
    clock: 'runs anew',
    tell: 'alert',
  },
];

/** Where an alert stands, in the words of the table. */
export function standing(alert: Alert | undefined): From {
  if (alert === undefined) return 'none';
  if (alert.state !== 'closed') return alert.state;
  return alert.closed?.by === 'person' ? 'closed-by-person' : 'closed-by-finding';
}

/** The row of the table that a change follows; undefined when the table does not know it. */
export function findTransition(
  before: Alert | undefined,
  after: Alert,
  how: { readonly change: Change; readonly reason: Reason },
): Transition | undefined {
  const from = standing(before);
  return TRANSITIONS.find(
    (row) =>
      row.change === how.change &&
      row.from.includes(from) &&
      row.reasons.includes(how.reason) &&
      (row.to === 'same' ? after.state === before?.state : row.to === (after.closed?.as ?? after.state)),
  );
}

/** Stops the program when a change is not in the table: that would be a mistake in this package. */
export function assertTransition(
  before: Alert | undefined,
  after: Alert,
  how: { readonly change: Change; readonly reason: Reason },
): void {
  assert(
    findTransition(before, after, how) !== undefined,
    `no transition ${standing(before)} → ${after.closed?.as ?? after.state} (${how.change}, ${how.reason})`,
  );
}

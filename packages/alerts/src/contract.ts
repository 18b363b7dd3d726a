import type { Instant } from '@magwatch/base';
import type { Explanation, Figures, Severity } from '@magwatch/rules';
import type { Evidence } from '@magwatch/timeline';
import type { Reason } from './reasons.ts';

export type AlertState = 'held' | 'open' | 'acknowledged' | 'snoozed' | 'in-progress' | 'closed';
export type Closing = 'cancelled' | 'resolved' | 'retracted' | 'expired';

/** One pattern in one patient over one episode; never one per result. docs/alert-states.md shows its life. */
export interface Alert {
  readonly id: string;
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
  readonly ruleId: string;
  /** 1 for the first episode of this rule in this patient. */
  readonly episode: number;
  readonly ruleVersion: string;
  readonly parametersVersion: string;
  readonly state: AlertState;
  readonly severity: Severity;
  readonly summary: string;
  readonly figures: Figures;
  readonly missing: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
  readonly explainedBy?: Explanation;
  /** When the pattern became true in clinical time. */
  readonly episodeStart: Instant;
  readonly openedAt: Instant;
  /** Since when it is in this state. */
  readonly stateSince: Instant;
  /** The last instant at which the finding was known to be true. */
  readonly lastTrueAt: Instant;
  /** Since when the finding is unknown; such an alert stays as it is and says so. */
  readonly cannotTellSince?: Instant;
  readonly heldUntil?: Instant;
  readonly snooze?: { readonly until?: Instant; readonly untilNextResult?: boolean };
  /** What the person saw who acknowledged, snoozed or closed it: a fall is measured from here. */
  readonly seenEvidence?: readonly Evidence[];
  /** When nobody acknowledges: the next step of the escalation; absent while that clock stands. */
  readonly escalateAt?: Instant;
  readonly closed?: {
    readonly as: Closing;
    readonly reason: string;
    readonly at: Instant;
    readonly by: 'finding' | 'person';
    /** A person closed it while the pattern was true; since then the pattern itself has ended. */
    readonly findingEndedAt?: Instant;
  };
  /** The id of an alert, at least as severe, that says this one too: its card carries it as a line. */
  readonly inhibitedBy?: string;
  /** The last severity that destinations were told; absent while they know nothing of this alert. */
  readonly toldSeverity?: Severity;
  /** Raised with every change that a reader would see. */
  readonly revision: number;
  /** The instant and the sequence number of facts that the last change was decided on: enough to compute it again. */
  readonly decidedAt: Instant;
  readonly factSequence: number;
}

export type Change =
  | 'held'
  | 'opened'
  | 'cancelled'
  | 'in-progress'
  | 'reopened'
  | 'acknowledged'
  | 'snoozed'
  | 'escalated'
  | 'lowered'
  | 'updated'
  | 'resolved'
  | 'retracted'
  | 'expired';

/** What destinations hear of a change: a new card, a changed card, its withdrawal, or nothing. */
export type Tell = 'alert' | 'update' | 'withdraw' | 'nobody';

/** A decision on one rule for one patient; its reason is stored with it. */
export interface Decision {
  readonly ruleId: string;
  /** `none`: nothing that a reader would see; `alert` is then the old one, or one with other bookkeeping only. */
  readonly change: Change | 'none';
  readonly reason: Reason;
  readonly tell: Tell;
  readonly alert?: Alert;
  readonly before?: Alert;
}

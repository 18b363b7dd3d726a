import type { Alert, Change } from './contract.ts';
import type { Reason } from './reasons.ts';

/** What the finding alone does to the alert of its rule, before inhibition, clock and telling. */
export interface Step {
  readonly ruleId: string;
  readonly change: Change | 'none';
  readonly reason: Reason;
  readonly before: Alert | undefined;
  /** Undefined where the rule has no alert. */
  readonly alert: Alert | undefined;
  /** For `updated`: it only shed what is out of its window; nobody needs to be told. */
  readonly isWithoutNews?: boolean;
}

/** A step without the names that every step carries. */
export type Outcome = Pick<Step, 'change' | 'reason' | 'alert' | 'isWithoutNews'>;

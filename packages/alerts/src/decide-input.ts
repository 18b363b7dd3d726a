import type { Instant } from '@magwatch/base';
import type { Evaluation, Finding, Parameters } from '@magwatch/rules';
import type { Timeline } from '@magwatch/timeline';
import type { Alert } from './contract.ts';

/** Everything that the life of one patient's alerts depends on at one instant. */
export interface DecideInput {
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
  /** All stored alerts of this patient; the latest episode of each rule counts. */
  readonly alerts: readonly Alert[];
  readonly evaluations: readonly Evaluation[];
  readonly now: Instant;
  readonly parameters: Parameters;
  readonly parametersVersion: string;
  /** The sequence number of the newest fact that the evaluations saw. */
  readonly factSequence: number;
  /** Says whether evidence of an alert was corrected, withdrawn or deleted since. */
  readonly timeline: Timeline;
  /** When the last stay ended, where the patient is not in a hospital now. */
  readonly dischargedAt?: Instant;
  /** Results of contaminated specimens (`Observation/id`), as the rules found them. */
  readonly suspectResults?: ReadonlySet<string>;
  /**
   * What a rule says of an instant in the past on all that is known today, taking that as complete. Lets a fact that
   * came late take back what was opened without it; absent where facts cannot come late (a scan of files).
   */
  readonly findingThen?: (ruleId: string, at: Instant) => Finding | undefined;
  /** The id of a new alert: the same for the same rule and episode, so that a retry gives the same one. */
  readonly newAlertId: (ruleId: string, episode: number) => string;
}

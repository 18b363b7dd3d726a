import type { Instant } from '@magwatch/base';
import type { Coverage, Timeline } from '@magwatch/timeline';

export type Setting = 'inpatient' | 'outpatient';

/** What is happening: the background watch, or a CDS Hooks call with its draft orders. */
export interface Occasion {
  readonly hook: 'surveillance' | HookName;
  /** Draft orders of this call; they exist for this evaluation only. */
  readonly drafts: Timeline | undefined;
}
export type HookName =
  | 'patient-view'
  | 'order-select'
  | 'order-sign'
  | 'encounter-start'
  | 'encounter-discharge'
  | 'medication-verify';

/** Everything that an answer depends on. Evaluation is a pure function of this and the parameters. */
export interface Situation {
  readonly timeline: Timeline;
  readonly coverage: Coverage;
  readonly now: Instant;
  /** Stands in where the patient has no Encounter at all. */
  readonly defaultSetting: Setting | undefined;
  readonly occasion: Occasion;
}

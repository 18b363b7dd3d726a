import type { Instant } from '@magwatch/base';
import { evaluate, type Occasion, type Parameters, type Setting, type Situation } from '@magwatch/rules';
import { buildTimeline, type Timeline } from '@magwatch/timeline';
import type { PatientRecord } from './gather.ts';
import { type FindingLine, findingLine } from './lines.ts';

export interface EvaluationOptions {
  readonly at: Instant;
  readonly hook: Occasion['hook'];
  /** The draft orders of the call for this patient. */
  readonly draftsOf: (patient: string) => Timeline | undefined;
  readonly setting: Setting | undefined;
  readonly parameters: Parameters;
}

/** What the rules say of a patient at one instant: one line for each finding, by rule. */
export function evaluateAt(record: PatientRecord, options: EvaluationOptions): readonly FindingLine[] {
  const { evaluations } = evaluate(situationAt(record, options), options.parameters);
  return evaluations
    .flatMap(({ rule, finding }) => (finding.verdict === 'present' ? [findingLine(record.patient, rule, finding)] : []))
    .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** A patient of the files at one instant: what is not in the files was not done. */
export function situationAt(record: PatientRecord, options: Omit<EvaluationOptions, 'parameters'>): Situation {
  return {
    timeline: buildTimeline(record.versions),
    coverage: 'complete',
    now: options.at,
    defaultSetting: options.setting,
    occasion: { hook: options.hook, drafts: options.draftsOf(record.patient) },
  };
}

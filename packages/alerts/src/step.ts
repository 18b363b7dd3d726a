import { unreachable } from '@magwatch/base';
import { type Evaluation, type Finding, modeOf } from '@magwatch/rules';
import type { Alert } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import { decideAbsent, decideNotApplicable, decideUnknown } from './decide-not-present.ts';
import { decideExplained, decideFired } from './decide-present.ts';
import { wasDischargedSince } from './episode.ts';
import type { Outcome, Step } from './outcome.ts';

/** What a step is decided on: the latest episode of the rule, if any, and what the rule says now. */
export interface StepInput {
  readonly input: DecideInput;
  /** Undefined: the rule did not answer. */
  readonly evaluation: Evaluation | undefined;
  readonly before: Alert | undefined;
}

/** The step of one rule. */
export function stepOf(ruleId: string, given: StepInput): Step {
  const outcome = outcomeOf(ruleId, given);
  // The first step of a new episode has nothing before it: the last episode is another alert.
  const before = outcome.alert?.id === given.before?.id ? given.before : undefined;
  if (outcome.alert === undefined || before === undefined) return { ruleId, before, ...outcome };
  return { ruleId, before, ...outcome, alert: isSame(outcome.alert, before) ? before : outcome.alert };
}

function outcomeOf(ruleId: string, given: StepInput): Outcome {
  const { input, evaluation, before } = given;
  const isOff = modeOf(input.parameters, ruleId) === 'off';
  const finding: Finding = isOff
    ? { verdict: 'not-applicable', reason: 'rule-off' }
    : (evaluation?.finding ?? { verdict: 'unknown', missing: [] });
  switch (finding.verdict) {
    case 'absent':
      return decideAbsent(input, before, finding);
    case 'unknown':
      return decideUnknown(input, before);
    case 'not-applicable':
      return decideNotApplicable(input, before, finding.reason);
    case 'present': {
      const { rule } = evaluation ?? {};
      if (rule === undefined) return decideUnknown(input, before);
      if (wasDischargedSince(input, finding.evidence)) return decideNotApplicable(input, before, 'discharged');
      const present = { input, rule, finding, before };
      return finding.explainedBy ? decideExplained(present, finding.explainedBy) : decideFired(present);
    }
    default:
      return unreachable(finding);
  }
}

/**
 * Bookkeeping that changed nothing gives the old alert itself, so that nobody writes it again. Names may stand in another order:
 * a store that keeps JSON orders them anew.
 */
const isSame = (a: Alert, b: Alert): boolean => a === b || JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

const sorted = (alert: Alert): unknown =>
  Object.entries(alert)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));

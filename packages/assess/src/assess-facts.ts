import { type Alert, type Decision, decide, nextReview } from '@magwatch/alerts';
import type { Instant } from '@magwatch/base';
import {
  type Evaluation,
  evaluate,
  type Finding,
  type Occasion,
  type Parameters,
  type Rule,
  type Setting,
  type Situation,
} from '@magwatch/rules';
import { buildTimeline, type Coverage, type ResourceVersion, type Timeline } from '@magwatch/timeline';
import { alertIdOf } from './alert-id.ts';
import type { AssessErrorCode } from './errors.ts';

/** Everything that an assessment of one patient depends on. */
export interface FactsInput {
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
  readonly versions: Iterable<ResourceVersion>;
  readonly coverage: Coverage;
  /** All alerts of this patient so far. */
  readonly alerts: readonly Alert[];
  readonly now: Instant;
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  readonly parametersVersion: string;
  readonly defaultSetting: Setting | undefined;
  /** The sequence number of the newest version. */
  readonly factSequence: number;
  /** A hook call, whose answer is shown and never saved. Absent: the background watch, which alone opens episodes. */
  readonly occasion?: Occasion;
}

/** A rule that failed: a mistake of this program, which must not hide what the other rules say. */
export interface RuleFailure {
  readonly ruleId: string;
  /** `rule-failed`: this rule alone. `assess-failed`: what comes after the rules, so that no rule was decided on. */
  readonly code: Extract<AssessErrorCode, 'rule-failed' | 'assess-failed'>;
  readonly error: unknown;
}

export interface FactsAssessed {
  readonly timeline: Timeline;
  readonly evaluations: readonly Evaluation[];
  readonly decisions: readonly Decision[];
  /** All alerts of this patient as they are now. */
  readonly alerts: readonly Alert[];
  /** When time alone could change an answer or an alert. */
  readonly reviewAt: Instant | undefined;
  readonly failures: readonly RuleFailure[];
}

/**
 * Assesses one patient: evaluates the rules and decides what becomes of the alerts. Pure: the same input gives the
 * same outcome, live, in a replay and when an alert is explained. What is saved is assessed without draft orders: what
 * depends on them is answered in the hook and never opens an episode.
 */
export function assessFacts(input: FactsInput): FactsAssessed {
  const { source, patient, alerts, now, parameters } = input;
  const timeline = buildTimeline(input.versions);
  const { coverage, defaultSetting } = input;
  const { occasion = SURVEILLANCE } = input;
  const situation: Situation = { timeline, coverage, now, defaultSetting, occasion };
  const evaluated = evaluateEach(situation, parameters, input.rules);
  const decisions = decide({
    source,
    patient,
    alerts,
    evaluations: evaluated.evaluations,
    now,
    parameters,
    parametersVersion: input.parametersVersion,
    factSequence: input.factSequence,
    timeline,
    ...(evaluated.dischargedAt !== undefined && { dischargedAt: evaluated.dischargedAt }),
    suspectResults: evaluated.suspectResults,
    findingThen: (ruleId, then) => findingAt({ ...situation, coverage: 'complete', now: then }, input, ruleId),
    newAlertId: (ruleId, episode) => alertIdOf(source, patient, ruleId, episode),
  });
  const after = applyDecisions(alerts, decisions);
  const reviewAt = earlier(evaluated.reviewAt, nextReview(after, parameters));
  const { evaluations, failures } = evaluated;
  return { timeline, evaluations, decisions, alerts: after, reviewAt, failures };
}

/** What one rule says of an earlier instant; undefined where it is not installed or fails. */
function findingAt(situation: Situation, input: FactsInput, ruleId: string): Finding | undefined {
  const rules = input.rules.filter(({ id }) => id === ruleId);
  return evaluateEach(situation, input.parameters, rules).evaluations[0]?.finding;
}

const SURVEILLANCE: Occasion = { hook: 'surveillance', drafts: undefined };

interface Evaluated {
  readonly evaluations: readonly Evaluation[];
  readonly reviewAt: Instant | undefined;
  readonly dischargedAt?: Instant;
  readonly suspectResults: ReadonlySet<string>;
  readonly failures: readonly RuleFailure[];
}

/** All rules at once, which share their work; when that fails, those that do not fail alone. */
function evaluateEach(situation: Situation, parameters: Parameters, rules: readonly Rule[]): Evaluated {
  try {
    return { ...evaluate(situation, parameters, rules), failures: [] };
  } catch {
    const failures = findFailures(situation, parameters, rules);
    const failed = new Set(failures.map(({ ruleId }) => ruleId));
    const sound = rules.filter(({ id }) => !failed.has(id));
    // What fails without any of these is no rule's mistake, and is thrown: nothing can be decided.
    return { ...evaluate(situation, parameters, sound), failures };
  }
}

function findFailures(situation: Situation, parameters: Parameters, rules: readonly Rule[]): readonly RuleFailure[] {
  const failures: RuleFailure[] = [];
  for (const rule of rules) {
    try {
      evaluate(situation, parameters, [rule]);
    } catch (error) {
      failures.push({ ruleId: rule.id, code: 'rule-failed', error });
    }
  }
  return failures;
}

/** The alerts after the decisions, each once. */
function applyDecisions(alerts: readonly Alert[], decisions: readonly Decision[]): readonly Alert[] {
  const after = new Map(alerts.map((alert) => [alert.id, alert]));
  for (const { alert } of decisions) if (alert) after.set(alert.id, alert);
  return [...after.values()];
}

const earlier = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

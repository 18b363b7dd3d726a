import type { Instant } from '@magwatch/base';
import { inputKey } from '@magwatch/timeline';
import { exclusionsOf } from './blocks/exclusions.ts';
import { setting } from './blocks/setting.ts';
import { type Chart, openChart } from './chart.ts';
import type {
  Answer,
  Condition,
  Explanation,
  Finding,
  Rule,
  RuleInput,
  Setting,
  Severity,
  Situation,
} from './contract.ts';
import { findingOf } from './evaluate.ts';
import { isReadIn } from './inputs.ts';
import { type Mode, modeOf, type Parameters } from './parameters.ts';
import { RULES } from './registry.ts';

/** A question of a rule with its live answer. */
export interface Checked {
  readonly says: string;
  readonly answer: Answer;
}

/** Whether everything of an input in its look-back is known to be here. */
export interface CheckedInput {
  /** `result:magnesium`, `dose:k-replacement`, … */
  readonly key: string;
  readonly need: RuleInput['need'];
  readonly hours: number;
  readonly isCovered: boolean;
}

/** What would turn the finding into one that is in progress, and whether it is there. */
export interface CheckedExplanation {
  readonly says: string;
  readonly found: Explanation | undefined;
}

/** Why a rule says what it says: every question with its answer, in the order in which the rule asks. */
export interface Explained {
  readonly rule: Rule;
  readonly mode: Mode;
  readonly setting: Setting;
  readonly finding: Finding;
  readonly exclusions: readonly Checked[];
  readonly inputs: readonly CheckedInput[];
  readonly conditions: readonly Checked[];
  /** Of a true finding only: what could explain it, and the steps of severity up to the one that holds. */
  readonly explanations: readonly CheckedExplanation[];
  readonly severity: readonly (Checked & { readonly severity: Severity })[];
  /** Of a rule that nearly fired: the one condition that kept it back. */
  readonly keptBackBy: Checked | undefined;
  readonly reviewAt: Instant | undefined;
}

/**
 * Explains what rules say of a situation, by the very checks that decide: the finding is that of `evaluate`. Pure.
 */
export function explain(
  situation: Situation,
  parameters: Parameters,
  rules: readonly Rule[] = RULES,
): readonly Explained[] {
  const { chart, track } = openChart(situation, parameters);
  return rules.map((rule) => {
    const { value: finding, reviewAt } = track(findingOf(rule));
    return { ...explainFinding(chart, rule, finding), reviewAt };
  });
}

function explainFinding(chart: Chart, rule: Rule, finding: Finding): Omit<Explained, 'reviewAt'> {
  const exclusions = exclusionsOf(chart, rule.family).map(checkOf(chart));
  const conditions = rule.conditions.map(checkOf(chart));
  const inputs = inputsOf(chart, rule);
  const mode = modeOf(chart.parameters, rule.id);
  const isTrue = finding.verdict === 'present';
  // Where the rule is off, excluded, or lacks what it needs, no condition kept it back.
  const isAsked = mode !== 'off' && exclusions.every(isYes) && inputs.every(isThereIfRequired);
  return {
    rule,
    mode,
    setting: chart.read(setting),
    finding,
    exclusions,
    inputs,
    conditions,
    explanations: isTrue ? rule.explanations.map(({ says, find }) => ({ says, found: chart.read(find) })) : [],
    severity: isTrue ? climb(chart, rule) : [],
    keptBackBy: isAsked ? findNearMiss(conditions) : undefined,
  };
}

const checkOf =
  (chart: Chart) =>
  ({ says, check }: Condition): Checked => ({ says, answer: chart.read(check) });

const isThereIfRequired = ({ need, isCovered }: CheckedInput): boolean => need !== 'required' || isCovered;

const isYes = ({ answer }: Checked): boolean => answer.is === 'yes';

function inputsOf(chart: Chart, rule: Rule): readonly CheckedInput[] {
  const where = chart.read(setting);
  return rule.inputs
    .filter((one) => isReadIn(one, where))
    .map(({ input, need, lookBackHours }) => {
      const hours = lookBackHours(chart.parameters, where);
      return { key: inputKey(input), need, hours, isCovered: chart.isCovered(input, hours) };
    });
}

/** The steps from the most severe down to the one that holds; all of them where none does. */
function climb(chart: Chart, { severity: { steps } }: Rule): Explained['severity'] {
  const climbed = steps.map((step) => ({ ...checkOf(chart)(step), severity: step.severity }));
  const holding = climbed.findIndex(isYes);
  return holding < 0 ? climbed : climbed.slice(0, holding + 1);
}

/** All conditions but one hold, at least one of them by something that was seen: being off dialysis is near to nothing. */
function findNearMiss(conditions: readonly Checked[]): Checked | undefined {
  const [first, ...others] = conditions.filter((one) => !isYes(one));
  const hasSeen = conditions.some((one) => isYes(one) && one.answer.evidence !== undefined);
  return others.length === 0 && hasSeen ? first : undefined;
}

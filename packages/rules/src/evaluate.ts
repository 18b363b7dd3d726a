import type { Instant } from '@magwatch/base';
import { type Analyte, inputKey, type LabResult } from '@magwatch/timeline';
import { findUncovered, findUnseen } from './blocks/coverage.ts';
import { findExclusion } from './blocks/exclusions.ts';
import { magnesiumDraft } from './blocks/renal-safety.ts';
import { dischargedAt, setting } from './blocks/setting.ts';
import { contaminated } from './blocks/specimens.ts';
import { type Block, type Chart, openChart } from './chart.ts';
import type { Evaluation, Finding, Present, Rule, RuleInput, Setting, Severity, Situation } from './contract.ts';
import { magnesiumDraftFigures } from './figures.ts';
import { capSeverity, isMoreSevere, lowerSeverity, notApplicable, unknown } from './finding.ts';
import { asksGuard } from './inputs.ts';
import { judge } from './judge.ts';
import { modeOf, type Parameters } from './parameters.ts';
import { RULES } from './registry.ts';

/** What all rules say of a patient at one instant. */
export interface Assessed {
  readonly setting: Setting;
  readonly evaluations: readonly Evaluation[];
  /** The next instant at which time alone could change any of it. */
  readonly reviewAt: Instant | undefined;
  /** The end of the last inpatient stay; absent while the patient is in hospital or never was. */
  readonly dischargedAt?: Instant;
  /** Results of contaminated specimens (`Observation/id`): no rule uses them, and an alert that rests on one is wrong. */
  readonly suspectResults: ReadonlySet<string>;
}

/**
 * Evaluates rules over a situation. Pure: the same situation and parameters give the same answer, whatever the
 * order or number of the facts behind the timeline. What holds for all rules is done here and not in a rule:
 * exclusions, coverage of required inputs, severity caps, the renal-safety guard, review times.
 */
export function evaluate(situation: Situation, parameters: Parameters, rules: readonly Rule[] = RULES): Assessed {
  const { track } = openChart(situation, parameters);
  const evaluations = rules.map((rule): Evaluation => {
    const { value, reviewAt } = track(findingOf(rule));
    return { rule, finding: value, reviewAt };
  });
  const where = track(setting);
  const discharge = track(dischargedAt);
  const suspect = track(contaminated);
  const reviewAt = earliest([
    ...evaluations.map((one) => one.reviewAt),
    where.reviewAt,
    discharge.reviewAt,
    suspect.reviewAt,
  ]);
  return {
    setting: where.value,
    evaluations,
    reviewAt,
    suspectResults: new Set([...suspect.value.keys()].map(({ reference }) => reference)),
    ...(discharge.value === undefined ? {} : { dischargedAt: discharge.value }),
  };
}

/** What a rule says, with all that holds for every rule. */
export const findingOf =
  (rule: Rule): Block<Finding> =>
  (chart) => {
    if (modeOf(chart.parameters, rule.id) === 'off') return notApplicable('rule-off');
    const excluded = findExclusion(chart, rule.family);
    if (excluded) return notApplicable(excluded);
    const uncovered = findNeeded(chart, rule);
    if (uncovered.length > 0) return unknown(uncovered.map(({ input }) => inputKey(input)));
    const finding = judge(chart, rule);
    return finding.verdict === 'present' ? withMagnesiumDraft(chart, rule, withCaps(chart, rule, finding)) : finding;
  };

/** Inputs without which the rule cannot tell, and of which absence is not known; of `one-of` inputs one is enough. */
function findNeeded(chart: Chart, rule: Rule): readonly RuleInput[] {
  const needed = rule.inputs.filter(({ need }) => need !== 'optional');
  const uncovered = findUncovered(chart, needed);
  const hasOne = uncovered.filter(isOneOf).length < needed.filter(isOneOf).length;
  return hasOne ? uncovered.filter((one) => !isOneOf(one)) : uncovered;
}

const isOneOf = ({ need }: RuleInput): boolean => need === 'one-of';

/** Lowers and caps the severity for what weakens the evidence, and says which optional inputs were not looked at. */
function withCaps(chart: Chart, rule: Rule, finding: Present): Present {
  const isOrderedOnly = finding.notes.includes('ordered-not-charted');
  const mismatch = findMismatch(chart, rule, finding);
  const lowered = isOrderedOnly ? lowerSeverity(finding.severity) : finding.severity;
  // Values report their own absence by name; here are the kinds of data nobody looked at.
  const unseen = findUnseen(
    chart,
    rule.inputs.filter(({ need, input }) => need !== 'required' && input.kind !== 'result'),
  );
  if (!isOrderedOnly && !mismatch && unseen.length === 0) return finding;
  return {
    ...finding,
    severity: mismatch ? capForMismatch(chart, rule, { severity: lowered, mismatch }) : lowered,
    // A rule may have said such a kind itself.
    missing: [...new Set([...finding.missing, ...unseen])],
    notes: mismatch ? [...finding.notes, 'unit-property-mismatch'] : finding.notes,
  };
}

/** Adds what the renal-safety guard lets a card draft, where the card may offer magnesium. */
function withMagnesiumDraft(chart: Chart, rule: Rule, finding: Present): Present {
  if (!asksGuard(rule)) return finding;
  return { ...finding, figures: { ...finding.figures, ...magnesiumDraftFigures(chart.read(magnesiumDraft)) } };
}

/** Analytes of which a result has a unit that contradicts its code (§1.4, 4.97.11), by how much the rule needs them. */
interface Mismatch {
  readonly isOfRequired: boolean;
  /** Of the inputs of which one is enough. */
  readonly oneOf: ReadonlySet<Analyte>;
}

function findMismatch(chart: Chart, rule: Rule, { evidence }: Present): Mismatch | undefined {
  const found = evidence.flatMap(({ reference }) =>
    (chart.timeline.current.get(reference)?.facts ?? []).flatMap((fact) =>
      fact.kind === 'result' && fact.quality.includes('unit-property-mismatch')
        ? [{ analyte: fact.analyte, need: needOf(rule, fact) }]
        : [],
    ),
  );
  const isOfRequired = found.some(({ need }) => need === 'required');
  const oneOf = new Set(found.filter(({ need }) => need === 'one-of').map(({ analyte }) => analyte));
  return isOfRequired || oneOf.size > 0 ? { isOfRequired, oneOf } : undefined;
}

function needOf(rule: Rule, { analyte }: LabResult): RuleInput['need'] | undefined {
  const needs = rule.inputs.flatMap(({ need, input }) =>
    input.kind === 'result' && input.analyte === analyte ? [need] : [],
  );
  return needs.includes('required') ? 'required' : needs.includes('one-of') ? 'one-of' : undefined;
}

/**
 * A finding that relies on such a result is a warning at most. One that is as severe without it does not rely on it: a
 * magnesium of doubtful unit takes nothing from a potassium of 2.8 on digoxin.
 */
function capForMismatch(
  chart: Chart,
  rule: Rule,
  { severity, mismatch }: { readonly severity: Severity; readonly mismatch: Mismatch },
): Severity {
  const capped = capSeverity(severity, 'warning');
  if (mismatch.isOfRequired || capped === severity) return capped;
  const without = chart.readWithout(mismatch.oneOf, (bare) => judge(bare, rule));
  const isAsSevere = without.verdict === 'present' && !isMoreSevere(severity, without.severity);
  return isAsSevere ? severity : capped;
}

function earliest(instants: readonly (Instant | undefined)[]): Instant | undefined {
  let first: Instant | undefined;
  for (const instant of instants)
    if (instant !== undefined && (first === undefined || instant < first)) first = instant;
  return first;
}

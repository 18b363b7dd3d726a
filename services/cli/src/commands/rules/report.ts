import {
  DEFAULT_PARAMETERS,
  graceMinutesOf,
  type ListedParameter,
  listParameters,
  modeOf,
  OVERRIDE_REASON_WORDS,
  type Parameters,
  type ParameterValue,
  parametersOf,
  RULES,
  type Rule,
  rangeText,
  type Setting,
  type Severity,
  SUGGESTION_WORDS,
  type Suggested,
} from '@magwatch/rules';
import { inputKey } from '@magwatch/timeline';

export interface SiteParameters {
  readonly parameters: Parameters;
  readonly version: string;
}

/** A rule as `magwatch rules` says it: one line of JSON, or the page of one rule. */
export interface RuleReport {
  readonly kind: 'rule';
  readonly id: string;
  readonly version: string;
  readonly family: string;
  readonly title: string;
  readonly mode: string;
  readonly isModeChanged: boolean;
  readonly graceMinutes: number;
  readonly severities: readonly Severity[];
  readonly conditions: readonly string[];
  readonly inProgressWhile: readonly string[];
  readonly severityLadder: readonly { readonly severity: Severity; readonly when: string }[];
  readonly inputs: readonly InputReport[];
  readonly suggestions: readonly Coded[];
  readonly overrideReasons: readonly Coded[];
  readonly citations: readonly string[];
  readonly parametersVersion: string;
  readonly parameters: readonly ParameterReport[];
}

/** Look-backs in hours; 0: what is active now; null: not read in this setting. */
interface InputReport {
  readonly input: string;
  readonly need: string;
  readonly inpatientHours: number | null;
  readonly outpatientHours: number | null;
}

interface Coded {
  readonly id: string;
  readonly says: string;
}

export interface ParameterReport {
  readonly name: string;
  readonly value: ParameterValue;
  readonly default: ParameterValue;
  readonly unit: string;
  readonly allowed: string;
  /** Limits of a number; the largest is included. */
  readonly range?: { readonly min: number; readonly isMinIncluded: boolean; readonly max: number };
  readonly isChanged: boolean;
  readonly says: string;
}

/** Parameters that no rule reads: of modes, of the life of alerts, of cards. */
export interface SharedReport {
  readonly kind: 'shared';
  readonly parametersVersion: string;
  readonly parameters: readonly ParameterReport[];
}

export function describeRule(rule: Rule, { parameters, version }: SiteParameters): RuleReport {
  const { id, card, severity } = rule;
  const mode = modeOf(parameters, id);
  return {
    kind: 'rule',
    id,
    version: rule.version,
    family: rule.family,
    title: rule.title,
    mode,
    isModeChanged: mode !== modeOf(DEFAULT_PARAMETERS, id),
    graceMinutes: graceMinutesOf(parameters, id),
    severities: severitiesOf(rule),
    conditions: rule.conditions.map(({ says }) => says),
    inProgressWhile: rule.explanations.map(({ says }) => says),
    severityLadder: [
      ...severity.steps.map((step) => ({ severity: step.severity, when: step.says })),
      { severity: severity.otherwise, when: severity.steps.length > 0 ? 'otherwise' : 'always' },
    ],
    inputs: inputsOf(rule, parameters),
    suggestions: card.suggestions.map(describeSuggestion),
    overrideReasons: card.overrideReasons.map((one) => ({ id: one, says: OVERRIDE_REASON_WORDS[one] ?? '' })),
    citations: card.citations,
    parametersVersion: version,
    parameters: parametersOf(rule, parameters).map(describeParameter),
  };
}

function describeSuggestion(one: Suggested): Coded {
  if (typeof one === 'string') return { id: one, says: SUGGESTION_WORDS[one] ?? '' };
  return { id: one.id, says: `${SUGGESTION_WORDS[one.id] ?? ''}, if ${one.says}` };
}

/** Every parameter, in the order of the catalogue. */
export const describeParameters = ({ parameters }: SiteParameters): readonly ParameterReport[] =>
  listParameters(parameters).map(describeParameter);

export function describeShared(site: SiteParameters): SharedReport {
  const read = new Set(RULES.flatMap((rule) => parametersOf(rule, site.parameters).map(({ name }) => name)));
  const others = describeParameters(site).filter(({ name }) => !read.has(name));
  return { kind: 'shared', parametersVersion: site.version, parameters: others };
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical'];

function severitiesOf({ severity: { steps, otherwise } }: Rule): readonly Severity[] {
  return SEVERITIES.filter((one) => one === otherwise || steps.some(({ severity }) => severity === one));
}

/** One entry per input and setting: an input may be declared apart for each. */
function inputsOf({ inputs }: Rule, parameters: Parameters): readonly InputReport[] {
  return inputs.map(({ input, need, settings, lookBackHours }) => {
    const hoursIn = (setting: Setting): number | null =>
      settings === undefined || settings.includes(setting) ? lookBackHours(parameters, setting) : null;
    return {
      input: inputKey(input),
      need,
      inpatientHours: hoursIn('inpatient'),
      outpatientHours: hoursIn('outpatient'),
    };
  });
}

function describeParameter({ name, value, spec, isChanged }: ListedParameter): ParameterReport {
  const number = spec.kind === 'number' ? spec : undefined;
  return {
    name,
    value,
    default: spec.default,
    unit: number?.unit ?? '',
    allowed: rangeText(spec),
    ...(number ? { range: number.range } : {}),
    isChanged,
    says: spec.says,
  };
}

import type { ResourceVersion } from '@magwatch/timeline';
import { openChart } from '../chart.ts';
import type { Answer, Condition, Figures, Present, Rule } from '../contract.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { findingOf, getPresent, situation } from '../testing/index.ts';

const NOW = 24;

type Facts = readonly ResourceVersion[];

/** A finding at hour 24, with complete coverage. */
export const presentOf = (rule: Rule, facts: Facts): Present =>
  getPresent(findingOf(rule, situation(facts, { now: NOW })));

/** The figures of the rule itself, without what the engine adds for the card. */
export const figuresOf = (rule: Rule, facts: Facts): Figures => chartOf(facts).read(rule.describe).figures;

/** What the rule asks, each answer as one line: "no magnesium-not-low: 1.9 mg/dL [magnesium]". */
export const conditionsOf = (rule: Rule, facts: Facts): readonly string[] => answersOf(rule.conditions, facts);

/** The same of the steps of severity, all of them. */
export const stepsOf = (rule: Rule, facts: Facts): readonly string[] => answersOf(rule.severity.steps, facts);

export const rolesOf = ({ evidence }: Pick<Present, 'evidence'>): readonly string[] => evidence.map(({ role }) => role);

const chartOf = (facts: Facts) => openChart(situation(facts, { now: NOW }), DEFAULT_PARAMETERS).chart;

function answersOf(asked: readonly Condition[], facts: Facts): readonly string[] {
  const chart = chartOf(facts);
  return asked.map(({ check }) => lineOf(chart.read(check)));
}

function lineOf(answer: Answer): string {
  const reason = 'reason' in answer ? ` ${answer.reason}` : 'missing' in answer ? ` ${answer.missing.join(', ')}` : '';
  const value = answer.value === undefined ? '' : `: ${answer.value}`;
  const roles = answer.evidence === undefined ? '' : ` [${answer.evidence.map(({ role }) => role).join(', ')}]`;
  return `${answer.is}${reason}${value}${roles}`;
}

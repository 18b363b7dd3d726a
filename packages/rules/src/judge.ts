import type { Chart } from './chart.ts';
import type { Answer, Explanation, Finding, Present, Rule, Severity } from './contract.ts';
import { absent, notApplicable, present, unknown } from './finding.ts';

/**
 * What a rule says of a chart: no wins over unknown, unknown over yes. Only what is true is described, graded and
 * explained. Whatever holds for all rules (exclusions, coverage, caps) comes before and after, in `evaluate`.
 */
export function judge(chart: Chart, rule: Rule): Finding {
  const missing: string[] = [];
  let isUnknown = false;
  for (const { check } of rule.conditions) {
    const answer = chart.read(check);
    const end = endOf(answer);
    if (end) return end;
    if (answer.is !== 'unknown') continue;
    isUnknown = true;
    missing.push(...answer.missing);
  }
  return isUnknown ? unknown(missing) : describe(chart, rule);
}

/** The finding that one answer settles, whatever the others say. */
function endOf(answer: Answer): Finding | undefined {
  if (answer.is === 'no') return absent(answer.reason);
  return answer.is === 'not-applicable' ? notApplicable(answer.reason) : undefined;
}

function describe(chart: Chart, rule: Rule): Present {
  const explainedBy = findExplanation(chart, rule);
  const severity = severityOf(chart, rule);
  return present({ ...rule.describe(chart), severity, ...(explainedBy ? { explainedBy } : {}) });
}

/** The first step of the ladder that holds. */
function severityOf(chart: Chart, { severity: { steps, otherwise } }: Rule): Severity {
  return steps.find(({ check }) => chart.read(check).is === 'yes')?.severity ?? otherwise;
}

function findExplanation(chart: Chart, { explanations }: Rule): Explanation | undefined {
  for (const { find } of explanations) {
    const found = chart.read(find);
    if (found) return found;
  }
  return undefined;
}

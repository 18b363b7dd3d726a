import { assert } from '@magwatch/base';
import type { Finding, Present, Rule, Severity } from '../contract.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { evaluate } from '../evaluate.ts';
import type { Parameters } from '../parameters.ts';
import type { Situation } from '../situation.ts';

/** What one rule says of a situation. */
export function findingOf(rule: Rule, given: Situation, parameters: Parameters = DEFAULT_PARAMETERS): Finding {
  const finding = evaluate(given, parameters, [rule]).evaluations[0]?.finding;
  assert(finding, 'one rule gives one finding');
  return finding;
}

/** A finding that a test expects to be present. */
export function getPresent(finding: Finding): Present {
  assert(finding.verdict === 'present', `expected present, got ${finding.verdict}`);
  return finding;
}

/** "fires warning", "in-progress info", "absent", "unknown", "not-applicable dialysis": a finding in one word for tables. */
export function say(finding: Finding): string {
  switch (finding.verdict) {
    case 'present':
      return `${finding.explainedBy ? 'in-progress' : 'fires'} ${finding.severity satisfies Severity}`;
    case 'not-applicable':
      return `not-applicable ${finding.reason}`;
    default:
      return finding.verdict;
  }
}

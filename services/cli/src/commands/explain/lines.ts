import { formatInstant, type Instant } from '@magwatch/base';
import type { Checked, Explained } from '@magwatch/rules';
import { evidenceLine } from '../scan/lines.ts';

/** Whose answer, when, with which parameters. */
export interface About {
  readonly patient: string;
  readonly at: Instant;
  readonly parametersVersion: string;
}

/** An explanation as one line of JSON, keys in the order in which a reader asks. */
export function explainedLine({ patient, at, parametersVersion }: About, explained: Explained): object {
  const { rule, mode, setting, finding, keptBackBy, reviewAt } = explained;
  return {
    patient,
    at: formatInstant(at),
    rule: rule.id,
    ruleVersion: rule.version,
    parametersVersion,
    mode,
    setting,
    state: stateOf(explained),
    ...(finding.verdict === 'present' ? { severity: finding.severity, summary: rule.card.summary(finding) } : {}),
    ...('reason' in finding ? { reason: finding.reason } : {}),
    ...('missing' in finding ? { missing: finding.missing } : {}),
    exclusions: explained.exclusions.map(checkedLine),
    conditions: explained.conditions.map(checkedLine),
    explanations: explained.explanations.map(({ says, found }) => ({
      says,
      is: found ? 'yes' : 'no',
      evidence: (found?.evidence ?? []).map(evidenceLine),
    })),
    severitySteps: explained.severity.map((step) => ({ severity: step.severity, ...checkedLine(step) })),
    ...(finding.verdict === 'present'
      ? { evidence: finding.evidence.map(evidenceLine), notes: finding.notes, detail: finding.figures }
      : {}),
    inputs: explained.inputs,
    ...(keptBackBy ? { keptBackBy: checkedLine(keptBackBy) } : {}),
    ...(reviewAt === undefined ? {} : { reviewAt: formatInstant(reviewAt) }),
  };
}

/** The finding in one word: what a scan calls it, or the verdict. */
export function stateOf({ finding }: Explained): string {
  if (finding.verdict !== 'present') return finding.verdict;
  return finding.explainedBy ? 'in-progress' : 'fired';
}

function checkedLine({ says, answer }: Checked): object {
  const { evidence, ...said } = answer;
  return { says, ...said, ...(evidence ? { evidence: evidence.map(evidenceLine) } : {}) };
}

import type { Finding } from '@magwatch/rules';

/** A finding in one word, as an assessment keeps it: present, in-progress, absent, unknown, not-applicable. */
export const verdictOf = (finding: Finding): string =>
  finding.verdict === 'present' && finding.explainedBy !== undefined ? 'in-progress' : finding.verdict;

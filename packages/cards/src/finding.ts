import type { Alert } from '@magwatch/alerts';
import type { Present } from '@magwatch/rules';

/** What the rule had said, as far as the alert kept it: the words of its card are made from this. */
export function findingOf(alert: Alert): Present {
  const { severity, figures, missing, evidence, notes, explainedBy } = alert;
  return { verdict: 'present', severity, figures, missing, evidence, notes, ...(explainedBy ? { explainedBy } : {}) };
}

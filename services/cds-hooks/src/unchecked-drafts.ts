import type { Evaluation } from '@magwatch/rules';
import { classesOf, type DrugClass, type Timeline } from '@magwatch/timeline';

/** The rules that speak to drafts of these drugs. */
const SPEAKING: Readonly<Record<string, readonly DrugClass[]>> = {
  'k-replacement-order-mg-check': ['k-replacement'],
  'ca-replacement-order-mg-check': ['ca-replacement'],
  'mg-therapy-renal-guard': ['mg-replacement', 'mg-load-other'],
  'digoxin-low-mg-k': ['digoxin'],
  'torsades-risk-low-mg-k': ['qt-a', 'qt-b'],
};

/**
 * The kinds of data (`result:magnesium`) without which a rule that speaks to these drafts could not tell, each once. A value that
 * was looked for and is not there is no such kind: it is part of what rules say.
 */
export function findUnchecked(drafts: Timeline, evaluations: readonly Evaluation[]): readonly string[] {
  const classes = new Set(drafts.drugOrders.flatMap(({ drug }) => classesOf(drug)));
  const missing = evaluations.flatMap(({ rule, finding }) =>
    finding.verdict === 'unknown' && (SPEAKING[rule.id] ?? []).some((one) => classes.has(one)) ? finding.missing : [],
  );
  return [...new Set(missing.filter((key) => key.includes(':')))];
}

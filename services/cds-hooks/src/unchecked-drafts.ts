import type { AssessedForHook } from '@magwatch/assess';
import { classesOf, type DrugClass, type Timeline } from '@magwatch/timeline';

/** The rules that speak to drafts of these drugs. */
const SPEAKING: Readonly<Record<string, readonly DrugClass[]>> = {
  'k-replacement-order-mg-check': ['k-replacement'],
  'ca-replacement-order-mg-check': ['ca-replacement'],
  'mg-therapy-renal-guard': ['mg-replacement', 'mg-load-other'],
  'digoxin-low-mg-k': ['digoxin'],
  'torsades-risk-low-mg-k': ['qt-a', 'qt-b'],
};

/** Why drafts were not checked by all rules that speak to them. */
export interface Unchecked {
  /** The kinds of data (`result:magnesium`) without which a rule could not tell, each once. */
  readonly missing: readonly string[];
  /** Whether a rule failed. */
  readonly hasFailure: boolean;
}

/**
 * What kept rules that speak to these drafts from telling; undefined where nothing did. A value that was looked for and is
 * not there keeps no rule from it: it is part of what rules say.
 */
export function findUnchecked(
  drafts: Timeline,
  { evaluations, failures }: Pick<AssessedForHook, 'evaluations' | 'failures'>,
): Unchecked | undefined {
  const classes = new Set(drafts.drugOrders.flatMap(({ drug }) => classesOf(drug)));
  const isSpeaking = (ruleId: string): boolean => (SPEAKING[ruleId] ?? []).some((one) => classes.has(one));
  const missing = evaluations.flatMap(({ rule, finding }) =>
    finding.verdict === 'unknown' && isSpeaking(rule.id) ? finding.missing.filter((key) => key.includes(':')) : [],
  );
  const hasFailure = failures.some(({ ruleId }) => isSpeaking(ruleId));
  return missing.length > 0 || hasFailure ? { missing: [...new Set(missing)], hasFailure } : undefined;
}

import type { Instant } from '@magwatch/base';
import type { ConditionFact, ConditionName } from '@magwatch/timeline';
import type { Codes } from './codes/registry.ts';
import { isJson, objectsOf, optional, textOf } from './json.ts';

/** Conditions that the codings of a concept stand for: each once, an `ignore` of the site takes only its own coding away. */
export function conditionsOf(codes: Codes, concept: unknown): readonly ConditionName[] {
  if (!isJson(concept)) return [];
  const names = new Set<ConditionName>();
  for (const coding of objectsOf(concept['coding'])) {
    const code = textOf(coding['code']);
    const row = code === undefined ? undefined : codes.find(textOf(coding['system']) ?? '', code);
    if (row?.kind === 'condition') names.add(row.concept);
  }
  return [...names];
}

/** One fact per condition over the same time. */
export function statesOf(
  conditions: readonly ConditionName[],
  time: { readonly isActive: boolean; readonly from?: Instant | undefined; readonly until?: Instant | undefined },
): readonly ConditionFact[] {
  return conditions.map((condition) => ({
    kind: 'condition',
    condition,
    isActive: time.isActive,
    ...optional('from', time.from),
    ...optional('until', time.until),
  }));
}

import { editDistance, nearestName } from '@magwatch/base';
import { RULES, type Rule } from '@magwatch/rules';
import { UnusableInput } from '../../exit.ts';
import { printable } from '../../output.ts';

/** The rule of this id, or all of them. Throws UnusableInput with the nearest id where there is none. */
export function findRules(ruleId: string | undefined): readonly Rule[] {
  if (ruleId === undefined) return RULES;
  const found = RULES.filter(({ id }) => id === ruleId);
  if (found.length > 0) return found;
  const ids = RULES.map(({ id }) => id);
  const near = nearestName(ids, (id) => editDistance(id, ruleId)) ?? '';
  throw new UnusableInput(`there is no rule ${printable(ruleId)}; did you mean ${near}? (magwatch rules lists them)`);
}

import { findNearestName } from '@magwatch/base';
import { RULES, type Rule } from '@magwatch/rules';
import { UnusableInput } from '../../exit.ts';
import { printable } from '../../output.ts';

/** The rule of this id, or all of them. Throws UnusableInput where there is none, with the id that was probably meant. */
export function findRules(ruleId: string | undefined): readonly Rule[] {
  if (ruleId === undefined) return RULES;
  const found = RULES.filter(({ id }) => id === ruleId);
  if (found.length > 0) return found;
  const near = findNearestName(
    ruleId,
    RULES.map(({ id }) => id),
  );
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  throw new UnusableInput(`there is no rule ${printable(ruleId)}${meant} (magwatch rules lists them)`);
}

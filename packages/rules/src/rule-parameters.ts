import { assert } from '@magwatch/base';
import type { Rule } from './contract.ts';
import reads from './data/rule-parameters.json' with { type: 'json' };
import { type ListedParameter, listParameters } from './list-parameters.ts';
import { PARAMETER_CATALOGUE } from './parameter-catalogue.ts';
import { FAMILIES } from './parameter-families.ts';
import { modeOf, type Parameters } from './parameters.ts';

/** Names of the parameters that rules read, by rule id; a threshold in several units has one name. Traced, never written by hand. */
const READS: Readonly<Record<string, readonly string[]>> = reads;

/** The parameters that a rule reads, with their values; its own mode and grace interval come beside them. */
export function parametersOf(rule: Rule, parameters: Parameters): readonly ListedParameter[] {
  const names = READS[rule.id];
  assert(names, `it is known which parameters ${rule.id} reads: node scripts/rule-parameters.ts`);
  const own = listParameters(parameters).filter(
    ({ name }) => !name.startsWith('mode.') && names.includes(withoutFamily(name)),
  );
  return [...own, ...names.flatMap((name) => otherMode(name, parameters))];
}

/** `thresholds.mg.low` of `thresholds.mg.low.mg/dL`: a rule reads the one in which the result was reported. */
export function withoutFamily(name: string): string {
  const family = FAMILIES.find((one) => name.endsWith(`.${one}`));
  return family === undefined ? name : name.slice(0, -family.length - 1);
}

/** A rule may ask whether another one is shown, which stands in for it. */
function otherMode(name: string, parameters: Parameters): readonly ListedParameter[] {
  const [group, ruleId] = name.split('.');
  if (group !== 'mode' || ruleId === undefined) return [];
  const spec = PARAMETER_CATALOGUE.mode.default;
  const value = modeOf(parameters, ruleId);
  return [{ name, value, spec, isChanged: value !== spec.default }];
}

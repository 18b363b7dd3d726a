import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { ParameterSpec } from './parameter-kinds.ts';
import { PARAMETERS, takesRuleIds } from './parameter-tree.ts';
import type { Parameters } from './parameters.ts';

export type ParameterValue = number | string | boolean;

export interface ListedParameter {
  readonly name: string;
  readonly value: ParameterValue;
  readonly spec: ParameterSpec;
  /** Whether the site says something else than the default. */
  readonly isChanged: boolean;
}

/** Every parameter with its value, in the order of the catalogue; what was given for one rule stands after its `default`. */
export function listParameters(parameters: Parameters = DEFAULT_PARAMETERS): readonly ListedParameter[] {
  return PARAMETERS.flatMap(({ name, path, spec }) => {
    const group = path.slice(0, -1);
    const values = childOf(parameters, group);
    const value = values[path.at(-1) ?? ''];
    const listed = { name, value: value as ParameterValue, spec, isChanged: value !== spec.default };
    if (!takesRuleIds(group)) return [listed];
    const ofRules = Object.entries(values).filter(([key]) => key !== 'default');
    return [
      listed,
      ...ofRules.map(([ruleId, given]) => ({
        name: `${group.join('.')}.${ruleId}`,
        value: given as ParameterValue,
        spec,
        isChanged: true,
      })),
    ];
  });
}

type Tree = Readonly<Record<string, unknown>>;

const childOf = (parameters: Parameters, group: readonly string[]): Tree =>
  // Parameters have the shape of the catalogue, whose paths these are.
  group.reduce<Tree>((tree, name) => tree[name] as Tree, { ...parameters });

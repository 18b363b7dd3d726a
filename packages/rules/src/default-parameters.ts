import { PARAMETER_CATALOGUE } from './parameter-catalogue.ts';
import { isSpec, type ParameterGroup } from './parameter-kinds.ts';
import type { Parameters } from './parameters.ts';

/** What holds where a site changes nothing. */
// The catalogue's own names with their defaults are what the type says.
export const DEFAULT_PARAMETERS = defaultsOf(PARAMETER_CATALOGUE) as unknown as Parameters;

function defaultsOf(group: ParameterGroup): object {
  const entries = Object.entries(group).map(([name, node]): [string, unknown] => [
    name,
    isSpec(node) ? node.default : defaultsOf(node),
  ]);
  return Object.freeze(Object.fromEntries(entries));
}

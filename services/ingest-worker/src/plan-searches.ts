import { createHash } from 'node:crypto';
import { type Codes, type ResourceSearch, searchesOf } from '@magwatch/fhir';
import { inputsOf, type Parameters, type Rule, type RuleInput, type Setting } from '@magwatch/rules';
import { inputKey } from '@magwatch/timeline';

/** One search that the active rules need; context searches, subscriptions and catch-up are all made from these. */
export interface PlannedSearch extends ResourceSearch {
  /** Our own name for it: a changed search is another one, and begins anew. */
  readonly key: string;
  /** The longest look-back of the inputs that it serves, in either setting. */
  readonly lookBackHours: number;
}

/** The searches that cover every input that the rules declare. */
export function planSearches(rules: readonly Rule[], parameters: Parameters, codes: Codes): readonly PlannedSearch[] {
  const inputs = inputsOf(rules, parameters);
  const lookBack = lookBackByKey(inputs, parameters);
  return searchesOf(
    inputs.map(({ input }) => input),
    codes,
  ).map((search) => ({
    ...search,
    key: keyOf(search),
    lookBackHours: Math.max(0, ...search.inputs.map((key) => lookBack.get(key) ?? 0)),
  }));
}

/** `Observation?code=…`: the search without patient and date, as a subscription's criteria and as a catch-up asks it. */
export function criteriaOf({ type, parameters }: ResourceSearch): string {
  return `${type}?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&')}`;
}

/** Criteria are compared as text by servers and by us: only what would break the query is encoded. */
const encode = (value: string): string => value.replace(/[%&#+\s]/g, (character) => encodeURIComponent(character));

/** The setting of a patient is known only when he has been read: the longer look-back serves both. */
const SETTINGS: readonly Setting[] = ['inpatient', 'outpatient'];

function lookBackByKey(inputs: readonly RuleInput[], parameters: Parameters): ReadonlyMap<string, number> {
  const hours = new Map<string, number>();
  for (const { input, lookBackHours, settings = SETTINGS } of inputs) {
    const longest = Math.max(0, ...settings.map((setting) => lookBackHours(parameters, setting)));
    const key = inputKey(input);
    hours.set(key, Math.max(hours.get(key) ?? 0, longest));
  }
  return hours;
}

function keyOf(search: ResourceSearch): string {
  return `${search.type}-${createHash('sha256').update(criteriaOf(search)).digest('hex').slice(0, 12)}`;
}

import { type Analyte, type ConditionName, type Input, inputKey } from '@magwatch/timeline';
import type { CodeRow } from './codes/code-row.ts';
import { panelsWith } from './codes/panels.ts';
import type { Codes } from './codes/registry.ts';
import { LOINC } from './codes/systems.ts';
import { ORDERED_STATES } from './service-request.ts';

/**
 * One search that brings data of inputs, without patient and date: the caller adds them. Used for searches of a patient’s
 * context and, as they are, as criteria of subscriptions: never a status, because a result that leaves the criteria when it is
 * entered in error would never be heard of again.
 */
export interface ResourceSearch {
  readonly type:
    | 'Observation'
    | 'ServiceRequest'
    | 'MedicationAdministration'
    | 'MedicationRequest'
    | 'Condition'
    | 'Procedure'
    | 'NutritionOrder'
    | 'Encounter'
    | 'Patient'
    | 'Specimen';
  readonly parameters: Readonly<Record<string, string>>;
  /** Keys of the inputs that this search covers; none for one that only adds to others. */
  readonly inputs: readonly string[];
  /** `_include` values for a search (a subscription cannot have them). */
  readonly includes: readonly string[];
}

/** So many codes go into one search: URLs have an end. */
const CODES_MAX = 60;

/** The fewest searches that bring all data of the inputs; the codes of one input are never divided. */
export function searchesOf(inputs: readonly Input[], codes: Codes): readonly ResourceSearch[] {
  const unique = [...new Map(inputs.map((input) => [inputKey(input), input])).values()];
  const results: Wanted[] = [];
  const tests: Wanted[] = [];
  const whole = new Map<ResourceSearch['type'], string[]>();
  const conditions: ConditionName[] = [];
  for (const input of unique) {
    const key = inputKey(input);
    switch (input.kind) {
      case 'result':
        results.push({ key, tokens: tokensOf(codes, (row) => row.concept === input.analyte) });
        break;
      case 'test-order':
        tests.push({
          key,
          tokens: [...tokensOf(codes, (row) => row.concept === input.analyte), ...panelTokens(input.analyte)],
        });
        break;
      case 'condition':
        conditions.push(input.condition);
        for (const type of ['Condition', ...(ALSO_WHOLE[input.condition] ?? [])] as const) add(whole, type, key);
        if (input.condition === 'torsades')
          results.push({ key, tokens: tokensOf(codes, (row) => row.concept === 'ecg') });
        break;
      default:
        add(whole, WHOLE_TYPE[input.kind], key);
    }
  }
  const tokensAmong = (states: ReadonlySet<ConditionName>): readonly Wanted[] => {
    const wanted = (row: CodeRow): boolean =>
      row.kind === 'condition' && states.has(row.concept) && conditions.includes(row.concept);
    return [{ key: undefined, tokens: tokensOf(codes, wanted) }];
  };
  return [
    ...packed('Observation', results),
    ...packed('ServiceRequest', [...tests, ...tokensAmong(ORDERED_STATES)]),
    ...[...whole].map(([type, keys]) => ({ type, parameters: {}, inputs: keys, includes: INCLUDES[type] ?? [] })),
    ...packed('Procedure', tokensAmong(DONE)),
  ];
}

/**
 * Read whole: drugs are often known by name only, or in a Medication that a search by code does not look into, and diagnoses
 * by the beginning of a code, which a search cannot express.
 */
const WHOLE_TYPE = {
  dose: 'MedicationAdministration',
  'drug-order': 'MedicationRequest',
  encounter: 'Encounter',
  person: 'Patient',
  specimen: 'Specimen',
} as const;

const INCLUDES: Partial<Record<ResourceSearch['type'], readonly string[]>> = {
  MedicationAdministration: ['MedicationAdministration:medication'],
  MedicationRequest: ['MedicationRequest:medication'],
};

/** Feeding is ordered in its own resource or as a drug, mostly by name: the whole of them is read, and proves its absence. */
const ALSO_WHOLE: Partial<Record<ConditionName, readonly ResourceSearch['type'][]>> = {
  'enteral-nutrition': ['NutritionOrder'],
  'parenteral-nutrition': ['NutritionOrder', 'MedicationAdministration', 'MedicationRequest'],
};

/** States that are also written as procedures. */
const DONE: ReadonlySet<ConditionName> = new Set<ConditionName>([
  'dialysis',
  'enteral-nutrition',
  'parenteral-nutrition',
  'comfort-care',
]);

interface Wanted {
  readonly key: string | undefined;
  readonly tokens: readonly string[];
}

function tokensOf({ rows }: Codes, wants: (row: CodeRow) => boolean): readonly string[] {
  const tokens = rows.filter((row) => row.match === 'exact' && wants(row)).map((row) => token(row.system, row.code));
  return [...new Set(tokens)];
}

const panelTokens = (analyte: Analyte): readonly string[] => panelsWith(analyte).map((code) => token(LOINC, code));

/** FHIR search: the characters that divide values and parts are escaped. */
const token = (system: string, code: string): string => `${escapeToken(system)}|${escapeToken(code)}`;
const escapeToken = (text: string): string => text.replace(/[\\,$|]/g, '\\$&');

function packed(type: ResourceSearch['type'], wanted: readonly Wanted[]): readonly ResourceSearch[] {
  const searches: { tokens: Set<string>; inputs: string[] }[] = [];
  for (const { key, tokens } of wanted) {
    if (tokens.length === 0) continue;
    let last = searches.at(-1);
    if (!last || last.tokens.size + tokens.length > CODES_MAX)
      searches.push((last = { tokens: new Set(), inputs: [] }));
    for (const item of tokens) last.tokens.add(item);
    if (key !== undefined) last.inputs.push(key);
  }
  return searches.map(({ tokens, inputs }) => ({
    type,
    parameters: { code: [...tokens].join(',') },
    inputs,
    includes: [],
  }));
}

function add(whole: Map<ResourceSearch['type'], string[]>, type: ResourceSearch['type'], key: string): void {
  const keys = whole.get(type);
  if (keys) keys.push(key);
  else whole.set(type, [key]);
}

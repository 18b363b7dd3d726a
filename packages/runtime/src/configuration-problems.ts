import { findNearestName, parseMoment } from '@magwatch/base';
import { Value } from 'typebox/value';
import { configurationSchema } from './configuration-schema.ts';
import type { RuntimeErrorCode } from './errors.ts';
import { weaknessOf } from './secrets.ts';

/** What is wrong with one key. Never holds the value: it could be a secret or hold a password. */
export interface ConfigurationProblem {
  readonly code: RuntimeErrorCode;
  /** As it stands in the file: `sources[0].notificationSecret`; or the flag or variable. */
  readonly key: string;
  /** What is wrong, as the end of a sentence that begins with the key. */
  readonly problem: string;
  readonly example: string;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly expects?: string;
  readonly examples?: readonly (string | number)[];
  readonly secret?: boolean;
  readonly timeZone?: boolean;
  readonly instant?: boolean;
  readonly protocols?: readonly string[];
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: {
    readonly additionalProperties?: readonly string[];
    readonly requiredProperties?: readonly string[];
  };
}

const rootNode = configurationSchema as SchemaNode;

/** Everything that is wrong with a configuration as it was written, one problem for each key. */
export function findConfigurationProblems(given: unknown): readonly ConfigurationProblem[] {
  const errors = Value.Errors(configurationSchema, given) as readonly SchemaError[];
  const problems = errors.flatMap(problemsOfError);
  const byKey = new Map<string, ConfigurationProblem>();
  for (const problem of [...problems, ...problemsOfValues(given, rootNode, [])]) {
    if (!byKey.has(problem.key)) byKey.set(problem.key, problem);
  }
  return [...byKey.values(), ...duplicateIds(given, 'sources'), ...duplicateIds(given, 'destinations')];
}

function problemsOfError(error: SchemaError): readonly ConfigurationProblem[] {
  const path = error.instancePath.split('/').slice(1);
  const node = nodeAt(path);
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys(node?.properties ?? {});
    return (error.params.additionalProperties ?? []).map((name) => unknownKey([...path, name], known));
  }
  if (error.keyword === 'required') {
    return (error.params.requiredProperties ?? []).map((name) => {
      const missing = node?.properties?.[name];
      const problem = `is missing: it has to be ${missing?.expects ?? 'given'}`;
      return { code: 'configuration-missing-key', key: keyOf([...path, name]), problem, example: exampleOf(missing) };
    });
  }
  // The keyword "boolean" repeats an unknown key, which the line of its parent already names.
  if (node === undefined) return [];
  return [badValue(path, node)];
}

function badValue(path: readonly string[], node: SchemaNode): ConfigurationProblem {
  const code = node.secret === true ? 'configuration-weak-secret' : 'configuration-bad-value';
  return {
    code,
    key: keyOf(path) || 'the configuration',
    problem: `is not ${node.expects ?? 'a list of keys with their values'}`,
    example: exampleOf(node),
  };
}

function unknownKey(path: readonly string[], known: readonly string[]): ConfigurationProblem {
  const nearest = findNearestName(path.at(-1) ?? '', known);
  const example = nearest ?? known.join(', ');
  const problem = nearest === undefined ? 'is not a known key' : `is not a known key; did you mean ${nearest}?`;
  return { code: 'configuration-unknown-key', key: keyOf(path), problem, example };
}

/** What a JSON Schema cannot say: time zones, instants, URLs, secrets that everybody knows. */
function problemsOfValues(value: unknown, node: SchemaNode, path: readonly string[]): readonly ConfigurationProblem[] {
  if (Array.isArray(value)) {
    const { items } = node;
    return items === undefined
      ? []
      : value.flatMap((item, index) => problemsOfValues(item, items, [...path, String(index)]));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => {
      const child = node.properties?.[name];
      return child === undefined ? [] : problemsOfValues(inner, child, [...path, name]);
    });
  }
  if (typeof value !== 'string') return [];
  const weakness = node.secret === true ? weaknessOf(value) : undefined;
  if (weakness !== undefined) {
    return [{ code: 'configuration-weak-secret', key: keyOf(path), problem: weakness, example: exampleOf(node) }];
  }
  const holds =
    (node.timeZone !== true || isTimeZone(value)) &&
    (node.instant !== true || parseMoment(value)?.precision === 'time') &&
    (node.protocols === undefined || isUrl(value, node.protocols));
  return holds ? [] : [badValue(path, node)];
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (!protocols.includes(url.protocol)) return false;
  // A name and password in a web address would be sent, shown and logged as part of it.
  return !url.protocol.startsWith('http') || (url.username === '' && url.password === '');
}

function duplicateIds(given: unknown, list: 'sources' | 'destinations'): readonly ConfigurationProblem[] {
  const items: unknown = isRecord(given) ? given[list] : undefined;
  if (!Array.isArray(items)) return [];
  const ids = items.map((item: unknown) => (isRecord(item) ? item['id'] : undefined));
  return ids.flatMap((id, index) =>
    id === undefined || ids.indexOf(id) === index
      ? []
      : [
          {
            code: 'configuration-duplicate-id' as const,
            key: `${list}[${index}].id`,
            problem: `is the id of ${list}[${ids.indexOf(id)}] too; each needs its own`,
            example: 'second-ehr',
          },
        ],
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nodeAt(path: readonly string[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootNode;
  for (const part of path) node = /^\d+$/.test(part) ? node?.items : node?.properties?.[part];
  return node;
}

function keyOf(path: readonly string[]): string {
  return path.reduce(
    (key, part) => (/^\d+$/.test(part) ? `${key}[${part}]` : key === '' ? part : `${key}.${part}`),
    '',
  );
}

function exampleOf(node: SchemaNode | undefined): string {
  return String(node?.examples?.[0] ?? 'see docs/configuration.md');
}

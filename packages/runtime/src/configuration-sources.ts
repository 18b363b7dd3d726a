import { findNearestName } from '@magwatch/base';
import type { ConfigurationProblem } from './configuration-problems.ts';

// How each key is called as a flag and as an environment variable. What a person writes there is text; the schema
// judges it after it was turned into what the key holds.

type Shape = 'text' | 'number' | 'list' | 'json';

const VARIABLES: Readonly<Record<string, { readonly key: string; readonly shape: Shape }>> = {
  DATABASE_URL: { key: 'databaseUrl', shape: 'text' },
  REDIS_URL: { key: 'redisUrl', shape: 'text' },
  MAGWATCH_SITE: { key: 'site', shape: 'text' },
  MAGWATCH_TIME_ZONE: { key: 'timeZone', shape: 'text' },
  MAGWATCH_DATA_DIR: { key: 'dataDirectory', shape: 'text' },
  MAGWATCH_HOST: { key: 'host', shape: 'text' },
  MAGWATCH_PORT: { key: 'port', shape: 'number' },
  MAGWATCH_PUBLIC_URL: { key: 'publicUrl', shape: 'text' },
  MAGWATCH_HEALTH_PORT: { key: 'healthPort', shape: 'number' },
  MAGWATCH_PARAMETERS: { key: 'parametersFile', shape: 'text' },
  MAGWATCH_CODES: { key: 'codeFiles', shape: 'list' },
  MAGWATCH_CLOCK: { key: 'clock', shape: 'json' },
  MAGWATCH_SOURCES: { key: 'sources', shape: 'json' },
  MAGWATCH_DESTINATIONS: { key: 'destinations', shape: 'json' },
  MAGWATCH_CDS_HOOKS: { key: 'cdsHooks', shape: 'json' },
};

const OTHER_VARIABLES = ['MAGWATCH_CONFIG', 'MAGWATCH_LOG_LEVEL', 'MAGWATCH_SEED'];

const FLAGS: Readonly<Record<string, { readonly key: string; readonly shape: Shape }>> = {
  '--site': { key: 'site', shape: 'text' },
  '--time-zone': { key: 'timeZone', shape: 'text' },
  '--data-dir': { key: 'dataDirectory', shape: 'text' },
  '--host': { key: 'host', shape: 'text' },
  '--port': { key: 'port', shape: 'number' },
  '--public-url': { key: 'publicUrl', shape: 'text' },
  '--health-port': { key: 'healthPort', shape: 'number' },
  '--parameters': { key: 'parametersFile', shape: 'text' },
  '--codes': { key: 'codeFiles', shape: 'list' },
};

interface Gathered {
  readonly values: Record<string, unknown>;
  readonly problems: ConfigurationProblem[];
}

/** The keys that environment variables give. An empty variable counts as not set. */
export function readVariables(environment: Readonly<Record<string, string | undefined>>): Gathered {
  const gathered: Gathered = { values: {}, problems: [] };
  for (const [name, text] of Object.entries(environment)) {
    if (text === undefined || text === '') continue;
    const variable = Object.hasOwn(VARIABLES, name) ? VARIABLES[name] : undefined;
    if (variable !== undefined) put(gathered, name, variable, text);
    else refuseMisspelt(gathered, name);
  }
  return gathered;
}

/** The keys that flags give: `--port 8080` or `--port=8080`. */
export function readFlags(argv: readonly string[]): Gathered & { readonly config?: string } {
  const gathered: Gathered = { values: {}, problems: [] };
  let config: string | undefined;
  const words = [...argv];
  while (words.length > 0) {
    const [name = '', inline] = splitOnce(words.shift() ?? '');
    const flag = Object.hasOwn(FLAGS, name) ? FLAGS[name] : undefined;
    if (flag === undefined && name !== '--config') {
      gathered.problems.push(unknownFlag(name));
      continue;
    }
    const text = inline ?? words.shift();
    if (text === undefined) gathered.problems.push(valueMissing(name));
    else if (flag === undefined) config = text;
    else put(gathered, name, flag, text);
  }
  return config === undefined ? gathered : { ...gathered, config };
}

function put(gathered: Gathered, name: string, { key, shape }: { key: string; shape: Shape }, text: string): void {
  if (shape === 'text') gathered.values[key] = text;
  else if (shape === 'list') gathered.values[key] = text.split(',').map((part) => part.trim());
  // A text that is no number stays a text, so that the schema refuses it in its own words.
  else if (shape === 'number') gathered.values[key] = /^\d+$/.test(text) ? Number(text) : text;
  else putJson(gathered, name, key, text);
}

function putJson(gathered: Gathered, name: string, key: string, text: string): void {
  try {
    gathered.values[key] = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold a secret.
    const example = `${name}='[{"id":"main-ehr",…}]'`;
    gathered.problems.push({ code: 'configuration-bad-value', key: name, problem: 'is not JSON', example });
  }
}

// Kubernetes and others add variables that begin like ours, so only what is nearly one of ours is a mistake.
function refuseMisspelt(gathered: Gathered, name: string): void {
  if (!name.startsWith('MAGWATCH_') || OTHER_VARIABLES.includes(name)) return;
  const nearest = findNearestName(name, [...Object.keys(VARIABLES), ...OTHER_VARIABLES]);
  if (nearest === undefined) return;
  const problem = `is not a known variable; did you mean ${nearest}?`;
  gathered.problems.push({ code: 'configuration-unknown-key', key: name, problem, example: nearest });
}

function unknownFlag(name: string): ConfigurationProblem {
  const known = [...Object.keys(FLAGS), '--config'];
  const nearest = findNearestName(name, known);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return {
    code: 'configuration-unknown-key',
    key: name.startsWith('-') ? name : 'a word that belongs to no flag',
    problem: `is not known${hint}`,
    example: nearest ?? known.join(', '),
  };
}

function valueMissing(name: string): ConfigurationProblem {
  return { code: 'configuration-missing-key', key: name, problem: 'has no value', example: `${name} …` };
}

function splitOnce(word: string): readonly [string, string | undefined] {
  const at = word.indexOf('=');
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

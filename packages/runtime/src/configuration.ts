import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, type Instant, instantOf, ok, parseMoment, type Result } from '@magwatch/base';
import type { Static } from 'typebox';
import { parse } from 'yaml';
import type { SimulatedTime } from './clock.ts';
import { type ConfigurationProblem, findConfigurationProblems, isRecord } from './configuration-problems.ts';
import type { configurationSchema } from './configuration-schema.ts';
import { readFlags, readVariables } from './configuration-sources.ts';

export type Severity = 'critical' | 'warning' | 'info';

/** A FHIR server that tells us what happens and is asked for the rest. */
export interface Source {
  readonly id: string;
  /** Without a slash at its end. */
  readonly fhirBaseUrl: string;
  readonly notificationSecret: string;
  /** Accepted too, while a new secret is being rolled out. */
  readonly previousSecret?: string;
  readonly defaultSetting?: 'inpatient' | 'outpatient';
  readonly bearerToken?: string;
}

/** A webhook that takes signed cards. */
export interface Destination {
  readonly id: string;
  readonly kind: 'webhook';
  readonly url: string;
  readonly secret: string;
  readonly severities: readonly Severity[];
}

/** Everything a process is told from outside: validated, completed, frozen. */
export interface Configuration {
  readonly site: string;
  readonly timeZone: string;
  /** Without it the embedded PostgreSQL is used. */
  readonly databaseUrl?: string;
  /** Without it the queue lives in PostgreSQL. */
  readonly redisUrl?: string;
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly healthPort: number;
  readonly parametersFile?: string;
  readonly codeFiles: readonly string[];
  readonly clock?: SimulatedTime;
  readonly sources: readonly Source[];
  readonly destinations: readonly Destination[];
  readonly cdsHooks: { readonly allowedOrigins: readonly string[] };
}

export type Environment = Readonly<Record<string, string | undefined>>;

type Given = Static<typeof configurationSchema>;

/**
 * Reads the file that `--config` or MAGWATCH_CONFIG names (YAML or JSON), then environment variables, then flags; the
 * later wins. Returns the whole configuration, or every problem that it has.
 */
export function readConfiguration(
  environment: Environment,
  argv: readonly string[] = [],
): Result<Configuration, readonly ConfigurationProblem[]> {
  const flags = readFlags(argv);
  const variables = readVariables(environment);
  const file = readFile(flags.config ?? environment['MAGWATCH_CONFIG']);
  const given = { ...file.values, ...variables.values, ...flags.values };
  const problems = [...file.problems, ...variables.problems, ...flags.problems, ...findConfigurationProblems(given)];
  return problems.length > 0 ? fail(problems) : ok(complete(given as Given));
}

/** Problems as lines for a person: key, what is wrong, an example. */
export function formatProblems(problems: readonly ConfigurationProblem[]): string {
  const lines = problems.map(({ key, problem, example }) => `  ${key} ${problem}. Example: ${example}`);
  return ['The configuration cannot be used:', ...lines].join('\n');
}

interface Read {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigurationProblem[];
}

function readFile(name: string | undefined): Read {
  if (name === undefined || name === '') return { values: {}, problems: [] };
  const refused = (problem: string): Read => {
    const example = 'MAGWATCH_CONFIG=/etc/magwatch/magwatch.yaml';
    return { values: {}, problems: [{ code: 'configuration-unreadable', key: name, problem, example }] };
  };
  const file = resolve(name);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refused(`cannot be read (${error instanceof Error && 'code' in error ? String(error.code) : 'unknown'})`);
  }
  let values: unknown;
  try {
    values = parse(text) ?? {};
  } catch {
    // The parser's own message quotes the line, which may hold a secret.
    return refused('is neither YAML nor JSON');
  }
  if (!isRecord(values)) return refused('holds no keys');
  return { values: fromFolder(values, dirname(file)), problems: [] };
}

/** Paths in a file are meant from where the file lies; those of flags and variables from the current folder. */
function fromFolder(values: Readonly<Record<string, unknown>>, folder: string): Readonly<Record<string, unknown>> {
  const place = (value: unknown): unknown =>
    typeof value === 'string' && value !== '' ? resolve(folder, value) : value;
  const placed: Record<string, unknown> = { ...values };
  for (const key of ['dataDirectory', 'parametersFile']) if (key in placed) placed[key] = place(placed[key]);
  if (Array.isArray(placed['codeFiles'])) placed['codeFiles'] = placed['codeFiles'].map(place);
  return placed;
}

function complete(given: Given): Configuration {
  const { clock, parametersFile, host = '127.0.0.1', port = 8080 } = given;
  return deepFreeze({
    site: given.site ?? 'main',
    timeZone: given.timeZone ?? 'UTC',
    ...(given.databaseUrl === undefined ? {} : { databaseUrl: given.databaseUrl }),
    ...(given.redisUrl === undefined ? {} : { redisUrl: given.redisUrl }),
    dataDirectory: resolve(given.dataDirectory ?? '.magwatch'),
    host,
    port,
    publicUrl: withoutSlash(given.publicUrl ?? `http://127.0.0.1:${port}`),
    healthPort: given.healthPort ?? 9464,
    ...(parametersFile === undefined ? {} : { parametersFile: resolve(parametersFile) }),
    codeFiles: (given.codeFiles ?? []).map((file) => resolve(file)),
    ...(clock === undefined
      ? {}
      : { clock: { anchor: toInstant(clock.anchor), simulated: toInstant(clock.simulated), rate: clock.rate } }),
    sources: (given.sources ?? []).map((source) => ({ ...source, fhirBaseUrl: withoutSlash(source.fhirBaseUrl) })),
    destinations: (given.destinations ?? []).map(({ kind = 'webhook', severities, ...destination }) => ({
      ...destination,
      kind,
      severities: severities ?? ['warning', 'critical'],
    })),
    cdsHooks: { allowedOrigins: given.cdsHooks?.allowedOrigins ?? [] },
  });
}

function toInstant(value: number | string): Instant {
  const moment = typeof value === 'number' ? { start: instantOf(value) } : parseMoment(value);
  return moment?.start ?? instantOf(0);
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}

import pino from 'pino';

// Logs hold ids, codes and figures, never text from a resource, an error or a server: what is not in these lists does
// not get out. A field too many is dropped and counted; the line itself is kept.

const TEXT_FIELDS = [
  'service',
  'site',
  'source',
  'destination',
  'subscription',
  'event',
  'alert',
  'delivery',
  'rule',
  'ruleVersion',
  'parametersVersion',
  'severity',
  'state',
  'change',
  'code',
  'retry',
  'reason',
  'outcome',
  'type',
  'hook',
  'queue',
  'backend',
  'job',
  'method',
  'route',
  'check',
  'signal',
  'version',
  'address',
] as const;

const NUMBER_FIELDS = [
  'durationMs',
  'delayMs',
  'count',
  'attempt',
  'attempts',
  'status',
  'port',
  'revision',
  'episode',
  'sequence',
  'events',
  'decisions',
  'pending',
  'exitCode',
  'bytes',
] as const;

type TextField = (typeof TEXT_FIELDS)[number];
type NumberField = (typeof NUMBER_FIELDS)[number];

/** What a line may hold beside its event. `error` is reduced to its name, code and the places of its stack. */
export type LogFields = { readonly [Field in TextField]?: string | undefined } & {
  readonly [Field in NumberField]?: number | undefined;
} & { readonly error?: unknown };

/** One event per outcome: `event` is a fixed name of small letters and hyphens, never a sentence with values. */
export interface Logger {
  readonly debug: (event: string, fields?: LogFields) => void;
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
}

export interface LoggerOptions {
  /** MAGWATCH_LOG_LEVEL where it is not given: debug, info, warn, error or silent; else info. */
  readonly level?: string;
  /** Standard error where it is not given: standard output belongs to what the command was asked for. */
  readonly destination?: { readonly write: (line: string) => void };
}

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
const EVENT_NAME = /^[a-z][a-z0-9-]{0,79}$/;
/** Ids, codes, versions, addresses: no spaces, so that no name and no sentence fits. */
const SAFE_TEXT = /^[A-Za-z0-9][A-Za-z0-9_.:/@+-]{0,199}$/;
/** `ECONNREFUSED`, `ehr-timeout`, or an SQLSTATE such as 23505. */
const ERROR_CODE = /^([A-Za-z][A-Za-z0-9_-]{0,79}|[0-9A-Z]{5})$/;
const ERROR_NAME = /^[A-Za-z][A-Za-z0-9]{0,79}$/;
const STACK_LINES_MAX = 12;

/** A logger that writes one JSON line per event and lets out the allowed fields only. */
export function createLogger(service: string, options: LoggerOptions = {}): Logger {
  const wanted = options.level ?? process.env['MAGWATCH_LOG_LEVEL'] ?? 'info';
  const level = LEVELS.find((name) => name === wanted) ?? 'info';
  const settings = { level, base: { service }, timestamp: pino.stdTimeFunctions.isoTime };
  const inner = pino(settings, options.destination ?? pino.destination({ fd: 2, sync: true }));
  const at =
    (name: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      if (inner.isLevelEnabled(name)) inner[name](allowed(fields), EVENT_NAME.test(event) ? event : 'unnamed-event');
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  let dropped = 0;
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name === 'error') kept[name] = describeError(value);
    else if (isAllowed(name, value)) kept[name] = value;
    else dropped += 1;
  }
  return dropped === 0 ? kept : { ...kept, dropped };
}

function isAllowed(name: string, value: unknown): boolean {
  if (typeof value === 'number') return NUMBER_FIELDS.some((field) => field === name);
  return typeof value === 'string' && TEXT_FIELDS.some((field) => field === name) && SAFE_TEXT.test(value);
}

interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  /** Places in the program; the message is left out because drivers and parsers quote data in it. */
  readonly at?: readonly string[];
  readonly cause?: ErrorDescription;
}

function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: typeof error };
  const { stack = '', cause } = error;
  const code =
    'code' in error && typeof error.code === 'string' && ERROR_CODE.test(error.code) ? error.code : undefined;
  const at = stack
    .split('\n')
    .filter((line) => /^ {4}at .*\.(ts|js|mjs|cjs):\d+:\d+\)?$/.test(line))
    .slice(0, STACK_LINES_MAX)
    .map((line) => line.trim());
  return {
    name: ERROR_NAME.test(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    ...(at.length === 0 ? {} : { at }),
    ...(cause === undefined || depth >= 3 ? {} : { cause: describeError(cause, depth + 1) }),
  };
}

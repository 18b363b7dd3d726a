import { readFileSync, statSync } from 'node:fs';
import { fail, type Instant, ok, parseMoment, type Result } from '@magwatch/base';
import type { HookName, Setting } from '@magwatch/rules';
import { defaultFormat, type Format } from '../../output.ts';

export const HOOKS = [
  'patient-view',
  'order-select',
  'order-sign',
  'encounter-start',
  'encounter-discharge',
  'medication-verify',
] as const satisfies readonly HookName[];
const ORDER_HOOKS: readonly string[] = ['order-select', 'order-sign'];

export const SETTINGS = ['inpatient', 'outpatient'] as const satisfies readonly Setting[];

/** What commander hands over. */
export interface ScanOptions {
  readonly at?: string;
  readonly hook?: HookName;
  readonly draft?: string;
  readonly setting?: Setting;
  readonly parameters?: string;
  readonly codes?: readonly string[];
  readonly timeZone: string;
  readonly format?: Format;
  readonly allNotes?: boolean;
}

/** What a scan is asked to do, checked as far as it can be without opening the data. */
export interface ScanPlan {
  readonly paths: readonly string[];
  readonly codeFiles: readonly string[];
  readonly at: Instant | undefined;
  readonly hook: HookName | undefined;
  readonly draftFile: string | undefined;
  readonly setting: Setting | undefined;
  readonly parametersFile: string | undefined;
  readonly timeZone: string;
  readonly format: Format;
  readonly listsAllNotes: boolean;
}

/** Checks the arguments against each other; fails with a text that says what to write instead. */
export function readScanArguments(named: readonly string[], options: ScanOptions): Result<ScanPlan, string> {
  const { paths, codeFiles } = separate(named, options.codes ?? []);
  if (paths.length === 0) return fail('which data? Name a file or a folder: magwatch scan export/');
  if (options.hook !== undefined && options.at === undefined)
    return fail(`--hook asks what a call would answer at one instant: add --at, for example --at ${EXAMPLE}`);
  if (options.draft !== undefined && options.at === undefined)
    return fail(`--draft is judged at one instant: add --at, for example --at ${EXAMPLE}`);
  if (options.draft !== undefined && !ORDER_HOOKS.includes(options.hook ?? ''))
    return fail('--draft needs a hook that carries orders: add --hook order-select or --hook order-sign');
  const at = options.at === undefined ? ok(undefined) : readInstant(options.at);
  if (!at.ok) return at;
  if (!isTimeZone(options.timeZone))
    return fail(`--time-zone ${options.timeZone} is not a time zone; write it as in Europe/Berlin`);
  return ok({
    paths,
    codeFiles,
    at: at.value,
    hook: options.hook,
    draftFile: options.draft,
    setting: options.setting,
    parametersFile: options.parameters,
    timeZone: options.timeZone,
    format: options.format ?? defaultFormat(),
    listsAllNotes: options.allNotes === true,
  });
}

const EXAMPLE = '2026-03-10T08:00:00Z';

function readInstant(text: string): Result<Instant, string> {
  const moment = parseMoment(text);
  if (moment?.precision === 'time') return ok(moment.start);
  if (moment) return fail(`--at ${text} names no time of day; write it as in ${EXAMPLE}`);
  if (parseMoment(`${text}Z`)) return fail(`--at ${text} has no offset; write it as in ${text}Z or ${text}+01:00`);
  return fail(`--at ${text} is not an instant; write it as in ${EXAMPLE}`);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * `--codes FILE…` takes everything that follows, so that in `scan --codes map.csv export/` the data would be taken for
 * a code map. What cannot be a code map (after the first) is data.
 */
function separate(named: readonly string[], codes: readonly string[]): { paths: string[]; codeFiles: string[] } {
  const paths = [...named];
  const codeFiles: string[] = [];
  for (const [index, path] of codes.entries()) {
    if (index > 0 && isData(path)) paths.push(path);
    else codeFiles.push(path);
  }
  return { paths, codeFiles };
}

function isData(path: string): boolean {
  if (/\.ndjson(\.gz)?$/i.test(path)) return true;
  try {
    if (statSync(path).isDirectory()) return true;
    return /\.json$/i.test(path) && !/"resourceType"\s*:\s*"ConceptMap"/.test(readFileSync(path, 'utf8'));
  } catch {
    // It will be named as unreadable when it is opened as a code map.
    return false;
  }
}

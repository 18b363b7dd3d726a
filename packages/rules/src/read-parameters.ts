import { fail, ok, type Result } from '@magwatch/base';
import { parse } from 'yaml';
import { checkOrder } from './check-parameters.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { ParameterProblem } from './errors.ts';
import type { Parameters } from './parameters.ts';
import { parametersVersion } from './parameters-version.ts';
import { RULES } from './registry.ts';

export interface ReadParameters {
  readonly parameters: Parameters;
  readonly version: string;
}

/**
 * The default parameters with what a file (YAML or JSON) changes. Names nest as in docs, or are written out as
 * one path (`refK.minDose_mEq: 40`). All problems are found at once; with any of them nothing is used.
 */
export function readParameters(text: string, fileName: string): Result<ReadParameters, readonly ParameterProblem[]> {
  const problems: ParameterProblem[] = [];
  const report = (problem: Omit<ParameterProblem, 'file'>): void => {
    problems.push({ file: fileName, ...problem });
  };
  const given = parseText(text, report);
  const merged = mergeInto(DEFAULT_PARAMETERS, given ?? {}, { path: [], report });
  // Every name and kind was held against the defaults, so that the merged tree has their shape.
  const parameters = freeze(merged) as Parameters;
  if (problems.length === 0) for (const problem of checkOrder(parameters)) report(problem);
  if (problems.length > 0) return fail(problems);
  return ok({ parameters, version: parametersVersion(parameters) });
}

type Report = (problem: Omit<ParameterProblem, 'file'>) => void;
type Tree = { readonly [name: string]: unknown };

function parseText(text: string, report: Report): Tree | undefined {
  const read = readYaml(text);
  if (!read.ok)
    report({ code: 'parameters-unreadable', name: '', problem: read.failure, example: 'refK:\n  minDose_mEq: 40' });
  else if (read.value !== null && read.value !== undefined && !isTree(read.value))
    report({
      code: 'parameters-not-a-mapping',
      name: '',
      problem: 'the file holds a list or a single value',
      example: 'refK:\n  minDose_mEq: 40',
    });
  else return isTree(read.value) ? read.value : {};
  return undefined;
}

function readYaml(text: string): Result<unknown, string> {
  try {
    return ok(parse(text, { logLevel: 'error' }) as unknown);
  } catch (error) {
    return fail(error instanceof Error ? (error.message.split('\n')[0] ?? 'cannot be read') : 'cannot be read');
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Place {
  readonly path: readonly string[];
  readonly report: Report;
}

/** The defaults below a place with what is given there; whatever does not fit is reported and left out. */
function mergeInto(defaults: object, given: Tree, { path, report }: Place): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...(defaults as Tree) };
  for (const [name, value] of Object.entries(given)) {
    const target = findTarget(defaults, { name, path });
    if (!target) {
      const full = [...path, name].join('.');
      report({
        code: 'parameters-unknown-name',
        name: full,
        problem: `there is no ${full}; did you mean ${nearest(full)}?`,
      });
      continue;
    }
    const [first = name, ...rest] = target;
    const nested = rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    merged[first] = mergeValue(merged[first], nested, { path: [...path, first], report });
  }
  return merged;
}

/** Where a given name points to below these defaults: a name, a rule id where rules may be named, or a written-out path. */
function findTarget(
  defaults: object,
  { name, path }: { readonly name: string; readonly path: readonly string[] },
): readonly string[] | undefined {
  if (Object.hasOwn(defaults, name)) return [name];
  if (takesRuleIds(path) && RULES.some(({ id }) => id === name)) return [name];
  return PATHS.find((one) => one.join('.') === [...path, name].join('.'))?.slice(path.length);
}

/** Modes and grace intervals are given per rule. */
const takesRuleIds = (path: readonly string[]): boolean =>
  path.length === 1 && (path[0] === 'mode' || path[0] === 'grace_min');

function mergeValue(standard: unknown, value: unknown, place: Place): unknown {
  const name = place.path.join('.');
  if (isTree(standard)) {
    if (isTree(value)) return mergeInto(standard, value, place);
    place.report({
      code: 'parameters-wrong-type',
      name,
      problem: `${name} holds several values by name`,
      example: JSON.stringify(standard),
    });
    return standard;
  }
  if (place.path[0] === 'mode')
    return checkChoice(value, ['off', 'silent', 'worklist', 'card'], { standard: 'card', ...place });
  if (name === 'refK.definition') return checkDefinition(value, place);
  return checkNumber(value, { standard: typeof standard === 'number' ? standard : 0, ...place });
}

function checkChoice(
  value: unknown,
  choices: readonly string[],
  { standard, path, report }: Place & { readonly standard: string },
): string {
  if (typeof value === 'string' && choices.includes(value)) return value;
  report({
    code: 'parameters-wrong-type',
    name: path.join('.'),
    problem: `must be one of ${choices.join(', ')}`,
    example: standard,
  });
  return standard;
}

function checkDefinition(value: unknown, place: Place): string {
  if (value !== 'B') return checkChoice(value, ['A', 'C'], { standard: 'A', ...place });
  place.report({
    code: 'parameters-not-available',
    name: place.path.join('.'),
    problem: 'definition B (three doses on two days) does not exist in this version; A and C do',
    example: 'A',
  });
  return 'A';
}

function checkNumber(value: unknown, { standard, path, report }: Place & { readonly standard: number }): number {
  const name = path.join('.');
  const example = String(standard);
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    report({ code: 'parameters-wrong-type', name, problem: 'must be a number', example });
    return standard;
  }
  const mayBeZero = path[0] === 'grace_min';
  if (value > 0 || (mayBeZero && value === 0)) return value;
  report({
    code: 'parameters-out-of-range',
    name,
    problem: mayBeZero ? 'must be 0 or more' : 'must be more than 0',
    example,
  });
  return standard;
}

/** The path of every parameter and group: `['refK', 'minDose_mEq']`. */
const PATHS: readonly (readonly string[])[] = pathsBelow(DEFAULT_PARAMETERS, []);

function pathsBelow(tree: object, path: readonly string[]): readonly (readonly string[])[] {
  return Object.entries(tree).flatMap(([name, value]): readonly (readonly string[])[] => {
    const here = [...path, name];
    return [here, ...(isTree(value) ? pathsBelow(value, here) : [])];
  });
}

/** The known path with the fewest changed letters; a forgotten unit (`refK.minDose`) counts as almost nothing. */
function nearest(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  let best = { path: '', distance: Number.POSITIVE_INFINITY };
  for (const parts of PATHS) {
    const path = parts.join('.');
    const distance = Math.min(
      editDistance(name, path),
      editDistance(name, withoutUnit(path)) + SMALL_STEP,
      editDistance(last, withoutUnit(parts.at(-1) ?? path)) + 2 * SMALL_STEP,
    );
    if (distance < best.distance) best = { path, distance };
  }
  return best.path;
}

/** Likeness of the whole path goes before likeness of a part of it. */
const SMALL_STEP = 0.25;
const withoutUnit = (path: string): string => path.replace(/_[^_.]*$/, '');

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function freeze(value: unknown): unknown {
  if (!isTree(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

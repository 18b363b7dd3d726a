import { editDistance, fail, nearestName, ok, type Result, unreachable } from '@magwatch/base';
import { parse } from 'yaml';
import { checkRelations } from './check-parameters.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import type { ParameterProblem } from './errors.ts';

import { PARAMETER_CATALOGUE } from './parameter-catalogue.ts';
import { isSpec, type ParameterGroup, type ParameterSpec } from './parameter-kinds.ts';
import { isInRange, PARAMETERS, rangeSentence, takesRuleIds, withUnit } from './parameter-tree.ts';
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
  const reading: Reading = { report, given: new Set() };
  const merged = readGroup(PARAMETER_CATALOGUE, parseText(text, report), {
    path: [],
    current: { ...DEFAULT_PARAMETERS },
    reading,
  });
  // Every name and kind was held against the catalogue, so that the merged tree has its shape.
  const parameters = freeze(merged) as Parameters;
  if (problems.length === 0) for (const problem of checkRelations(parameters)) report(problem);
  if (problems.length > 0) return fail(problems);
  return ok({ parameters, version: parametersVersion(parameters) });
}

type Report = (problem: Omit<ParameterProblem, 'file'>) => void;
type Tree = { readonly [name: string]: unknown };

const FILE_EXAMPLE = 'refK.minDose_mEq: 40';

/** What the file gives, by name; nothing where it cannot be read, which is reported. */
function parseText(text: string, report: Report): Tree {
  const read = readYaml(text);
  if (!read.ok) report({ code: 'parameters-unreadable', name: '', problem: read.failure, example: FILE_EXAMPLE });
  else if (isTree(read.value)) return read.value;
  else if (read.value !== null && read.value !== undefined) {
    const problem = 'holds a list or a single value';
    report({ code: 'parameters-not-a-mapping', name: '', problem, example: FILE_EXAMPLE });
  }
  return {};
}

function readYaml(text: string): Result<unknown, string> {
  try {
    return ok(parse(text, { logLevel: 'error' }) as unknown);
  } catch (error) {
    return fail(error instanceof Error ? `is no YAML (${firstLine(error.message)})` : 'is no YAML');
  }
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Reading {
  readonly report: Report;
  /** The names that the file has given a value so far. */
  readonly given: Set<string>;
}

interface Place {
  readonly path: readonly string[];
  /** What holds there so far: the default, or what another line of the file said. */
  readonly current: unknown;
  readonly reading: Reading;
}

/** The values of a group with what is given there; whatever does not fit is reported and left out. */
function readGroup(group: ParameterGroup, given: Tree, { path, current, reading }: Place): Tree {
  const merged: Record<string, unknown> = { ...(isTree(current) ? current : {}) };
  for (const [name, value] of Object.entries(given)) {
    const [first, ...rest] = findTarget(group, name, path) ?? [];
    if (first === undefined) {
      reportUnknown([...path, name].join('.'), reading.report);
      continue;
    }
    // A rule id takes what its group's default takes.
    const node = Object.hasOwn(group, first) ? group[first] : group['default'];
    const nested = rest.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    const place = { path: [...path, first], current: merged[first], reading };
    if (node) merged[first] = isSpec(node) ? readValue(node, nested, place) : readNested(node, nested, place);
  }
  return merged;
}

/** Where a given name points to below this group: a name, a rule id where rules may be named, or a written-out path. */
function findTarget(group: ParameterGroup, name: string, path: readonly string[]): readonly string[] | undefined {
  if (Object.hasOwn(group, name)) return [name];
  if (takesRuleIds(path) && isRuleId(name)) return [name];
  const full = [...path, name].join('.');
  const ofRule = /^(mode|grace_min)\.(.+)$/.exec(full);
  if (ofRule?.[1] !== undefined && ofRule[2] !== undefined && isRuleId(ofRule[2]))
    return [ofRule[1], ofRule[2]].slice(path.length);
  return PATHS.find((one) => one.join('.') === full)?.slice(path.length);
}

const isRuleId = (name: string): boolean => RULES.some(({ id }) => id === name);

/** The path of every parameter and group: `['refK']`, `['refK', 'minDose_mEq']`. */
const PATHS: readonly (readonly string[])[] = [
  ...new Map(
    PARAMETERS.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1))).map((path) => [
      path.join('.'),
      path,
    ]),
  ).values(),
];

function readNested(group: ParameterGroup, value: unknown, place: Place): unknown {
  if (isTree(value)) return readGroup(group, value, place);
  const name = place.path.join('.');
  const problem = `is ${shown(value)}, and holds several values by name`;
  place.reading.report({ code: 'parameters-wrong-type', name, problem, example: JSON.stringify(place.current) });
  return place.current;
}

function readValue(spec: ParameterSpec, value: unknown, { path, current, reading }: Place): unknown {
  const name = path.join('.');
  const code = reading.given.has(name) ? 'parameters-given-twice' : findFault(spec, value);
  reading.given.add(name);
  if (code === undefined) return value;
  const said = spec.kind === 'number' && typeof value === 'number' ? withUnit(value, spec.unit) : shown(value);
  const problem =
    code === 'parameters-given-twice'
      ? 'is given twice; keep one of the two'
      : `is ${said}, and must be ${rangeSentence(spec)}`;
  reading.report({ code, name, problem, example: String(spec.default) });
  return current;
}

function findFault(
  spec: ParameterSpec,
  value: unknown,
): 'parameters-wrong-type' | 'parameters-out-of-range' | undefined {
  switch (spec.kind) {
    case 'switch':
      return typeof value === 'boolean' ? undefined : 'parameters-wrong-type';
    case 'choice':
      return typeof value === 'string' && spec.choices.includes(value) ? undefined : 'parameters-wrong-type';
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'parameters-wrong-type';
      return isInRange(value, spec.range) ? undefined : 'parameters-out-of-range';
    default:
      return unreachable(spec);
  }
}

const SHOWN_MAX = 40;

/** The parser's own words, without the colon after which it quotes the file. */
const firstLine = (text: string): string => text.replace(/:?\n[^]*$/, '');

/** A value as it was given, shortened: text in quotes, so that "60" is told from 60. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

function reportUnknown(name: string, report: Report): void {
  const near = nearestPath(name);
  report({ code: 'parameters-unknown-name', name, problem: `is no parameter; did you mean ${near}?` });
}

/** The known path with the fewest changed letters; a forgotten unit (`refK.minDose`) counts as almost nothing. */
function nearestPath(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  const distanceTo = (path: string): number =>
    Math.min(
      editDistance(name, path),
      editDistance(name, withoutUnit(path)) + SMALL_STEP,
      editDistance(last, withoutUnit(path.slice(path.lastIndexOf('.') + 1))) + 2 * SMALL_STEP,
    );
  const paths = PATHS.map((path) => path.join('.'));
  const ofRules = RULES.flatMap(({ id }) => [`mode.${id}`, `grace_min.${id}`]);
  return nearestName([...paths, ...ofRules], distanceTo) ?? '';
}

/** Likeness of the whole path goes before likeness of a part of it. */
const SMALL_STEP = 0.25;
/** Of every part: `lookback.mg` is meant as `lookback_h.mg`. */
const withoutUnit = (path: string): string => path.replaceAll(/_[^_.]*/g, '');

function freeze(value: unknown): unknown {
  if (!isTree(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}

import { PARAMETER_CATALOGUE } from './parameter-catalogue.ts';
import { isSpec, type ParameterGroup, type ParameterSpec, type Range } from './parameter-kinds.ts';

/** A parameter of the catalogue by its full name: `refK.minDose_mEq`, `thresholds.mg.low.mg/dL`. */
export interface NamedSpec {
  readonly name: string;
  readonly path: readonly string[];
  readonly spec: ParameterSpec;
}

/** Every parameter, in the order of the catalogue. */
export const PARAMETERS: readonly NamedSpec[] = specsBelow(PARAMETER_CATALOGUE, []);

/** Groups of which a value may also be given by rule id. */
export const takesRuleIds = (group: readonly string[]): boolean =>
  group.length === 1 && (group[0] === 'mode' || group[0] === 'grace_min');

/** What a parameter may be, for a column of a table: `>0 to 8760`, `0.05 to 9`, `A, B, C`. */
export function rangeText(spec: ParameterSpec): string {
  if (spec.kind === 'switch') return 'true, false';
  if (spec.kind === 'choice') return spec.choices.join(', ');
  return `${spec.range.isMinIncluded ? '' : '>'}${spec.range.min} to ${spec.range.max}`;
}

/** The same for a sentence: "a number, more than 0 and at most 8760 h". */
export function rangeSentence(spec: ParameterSpec): string {
  if (spec.kind === 'switch') return 'true or false';
  if (spec.kind === 'choice') return `one of ${spec.choices.join(', ')}`;
  const { range, unit } = spec;
  const least = range.isMinIncluded ? `at least ${range.min}` : `more than ${range.min}`;
  return `a ${range.isWhole ? 'whole ' : ''}number, ${least} and at most ${withUnit(range.max, unit)}`;
}

/** "60 mEq"; a ratio has no unit that is said. */
export const withUnit = (value: number, unit: string): string => (unit === 'ratio' ? `${value}` : `${value} ${unit}`);

export const isInRange = (value: number, { min, isMinIncluded, max, isWhole }: Range): boolean =>
  (isMinIncluded ? value >= min : value > min) && value <= max && (!isWhole || Number.isInteger(value));

function specsBelow(group: ParameterGroup, path: readonly string[]): readonly NamedSpec[] {
  return Object.entries(group).flatMap(([name, node]) => {
    const here = [...path, name];
    return isSpec(node) ? [{ name: here.join('.'), path: here, spec: node }] : specsBelow(node, here);
  });
}

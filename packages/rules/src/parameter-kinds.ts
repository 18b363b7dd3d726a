/** One parameter that a site may change: its default, what it may be, and what it does. */
export type ParameterSpec = NumberSpec | SwitchSpec | ChoiceSpec;

export interface NumberSpec {
  readonly kind: 'number';
  readonly default: number;
  /** UCUM where there is a code for it (`h`, `min`, `mmol/L`, `%`), else a word (`mEq`, `doses`, `ratio`). */
  readonly unit: string;
  readonly range: Range;
  readonly says: string;
}

/** The largest value is always included, the smallest where it is said. */
export interface Range {
  readonly min: number;
  readonly isMinIncluded: boolean;
  readonly max: number;
  /** Counts come whole. */
  readonly isWhole?: boolean;
}

export interface SwitchSpec {
  readonly kind: 'switch';
  readonly default: boolean;
  readonly says: string;
}

export interface ChoiceSpec<Choice extends string = string> {
  readonly kind: 'choice';
  readonly default: Choice;
  readonly choices: readonly Choice[];
  readonly says: string;
}

/** Parameters by name, in groups within groups. */
export interface ParameterGroup {
  readonly [name: string]: ParameterSpec | ParameterGroup;
}

/** The values that a catalogue of parameters stands for, with the same names. */
export type ValuesOf<Node> = Node extends NumberSpec
  ? number
  : Node extends SwitchSpec
    ? boolean
    : Node extends ChoiceSpec<infer Choice>
      ? Choice
      : { readonly [Name in keyof Node]: ValuesOf<Node[Name]> };

export const isSpec = (node: ParameterSpec | ParameterGroup): node is ParameterSpec => typeof node['kind'] === 'string';

/** More than `min` (never `min` itself) and at most `max`. */
export const above = (min: number, max: number): Range => ({ min, isMinIncluded: false, max });

/** Both ends included. */
export const between = (min: number, max: number): Range => ({ min, isMinIncluded: true, max });

export const numberOf = (
  value: number,
  unit: string,
  { range, says }: Pick<NumberSpec, 'range' | 'says'>,
): NumberSpec => ({ kind: 'number', default: value, unit, range, says });

const YEAR_H = 8760;
const DECADE_D = 3650;
/** More potassium or magnesium than anybody is given in days: whoever writes it took another unit. */
const DOSE_MAX_MEQ = 1000;

export const hours = (value: number, says: string): NumberSpec =>
  numberOf(value, 'h', { range: above(0, YEAR_H), says });

export const days = (value: number, says: string): NumberSpec =>
  numberOf(value, 'd', { range: above(0, DECADE_D), says });

export const milliEquivalents = (value: number, says: string): NumberSpec =>
  numberOf(value, 'mEq', { range: above(0, DOSE_MAX_MEQ), says });

export const percent = (value: number, says: string): NumberSpec =>
  numberOf(value, '%', { range: above(0, 100), says });

export const ratio = (value: number, says: string): NumberSpec =>
  numberOf(value, 'ratio', { range: above(0, 1), says });

/** A whole number of something, from 1. */
export const count = (
  value: number,
  unit: string,
  { max, says }: { readonly max: number; readonly says: string },
): NumberSpec => numberOf(value, unit, { range: { ...between(1, max), isWhole: true }, says });

export const onOff = (value: boolean, says: string): SwitchSpec => ({ kind: 'switch', default: value, says });

export const choice = <const Choice extends string>(
  value: NoInfer<Choice>,
  choices: readonly Choice[],
  says: string,
): ChoiceSpec<Choice> => ({ kind: 'choice', default: value, choices, says });

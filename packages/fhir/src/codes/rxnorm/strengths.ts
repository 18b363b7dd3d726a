import { convert } from '../../units/ucum.ts';
import type { Strength } from '../code-row.ts';
import {
  readAmount,
  readWrittenStrength,
  STRENGTH_PATTERN,
  strengthIn,
  type WrittenStrength,
} from '../strength-text.ts';
import type { Attribute } from './lines.ts';

/** Where a component’s strength may be said. */
export interface StrengthSources {
  readonly ofComponent: readonly Attribute[];
  /** Of the drug, where the component is its only one. */
  readonly ofDrug: readonly Attribute[];
  /** "potassium chloride 10 MEQ". */
  readonly name: string;
  readonly form: string;
}

/**
 * The strength of a component: as text, and in numbers for the basis of strength substance. Where both are there they must
 * agree; undefined where none is understood.
 */
export function findStrength({
  ofComponent,
  ofDrug,
  name,
  form,
}: StrengthSources): Strength | 'contradicts' | undefined {
  const texts = [
    ...valuesOf(ofComponent, 'RXN_STRENGTH'),
    ...valuesOf(ofDrug, 'RXN_AVAILABLE_STRENGTH'),
    ...[AT_THE_END.exec(name)?.[1]].filter((text) => text !== undefined),
  ];
  const written = [...texts.map(readWrittenStrength), inNumbers(ofComponent)].filter((one) => one !== undefined);
  const [first, ...others] = written;
  if (!first) return undefined;
  return others.every((other) => isSame(first, other)) ? strengthIn(first, form) : 'contradicts';
}

const AT_THE_END = new RegExp(`(?<= )(${STRENGTH_PATTERN})$`);

const valuesOf = (attributes: readonly Attribute[], wanted: string): readonly string[] => [
  ...new Set(attributes.filter(({ name }) => name === wanted).map(({ value }) => value)),
];

/** What is said twice is not said at all. */
function valueOf(attributes: readonly Attribute[], wanted: string): string | undefined {
  const [value, ...others] = valuesOf(attributes, wanted);
  return others.length === 0 ? value : undefined;
}

/** Numerator and denominator; what is counted (a tablet) has the denominator 1 without a unit. */
function inNumbers(attributes: readonly Attribute[]): WrittenStrength | undefined {
  const part = (name: string): string | undefined => valueOf(attributes, `RXN_BOSS_STRENGTH_${name}`);
  const amount = readAmount(part('NUM_VALUE'), part('NUM_UNIT'));
  const unit = part('DENOM_UNIT');
  if (!amount || unit === undefined) return undefined;
  if (unit === '1' && part('DENOM_VALUE') === '1') return amount;
  const per = readAmount(part('DENOM_VALUE'), unit);
  return per && { ...amount, per };
}

/** Rounding of the last digit is no contradiction. */
const TOLERANCE = 1e-3;

function isSame(a: WrittenStrength, b: WrittenStrength): boolean {
  if ((a.per === undefined) !== (b.per === undefined)) return false;
  const amount = convert(b.value, b.unit, a.unit);
  const per = a.per && b.per ? convert(b.per.value, b.per.unit, a.per.unit) : 1;
  if (amount === undefined || per === undefined) return false;
  const [own, other] = [a.value / (a.per?.value ?? 1), amount / per];
  return Math.abs(own - other) <= TOLERANCE * own;
}

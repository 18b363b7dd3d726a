import type { Quantity } from '@magwatch/timeline';
import type { Strength } from './code-row.ts';

/** A strength as it is written: `10 MEQ`, or `0.02 MEQ/ML` with what it is in. */
export interface WrittenStrength extends Quantity {
  readonly per?: Quantity;
}

const NUMBER = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+`;

/** "10 MEQ", "40 MG/ML", "20 MEQ per 15 ML", "2 GM in 50 ML"; its named groups are read by `strengthOfGroups`. */
export const STRENGTH_PATTERN: string =
  String.raw`(?<value>${NUMBER}) ?(?<unit>[A-Za-z%]+)` +
  String.raw`(?:(?: ?/ ?| (?:per|in) )(?:(?<perValue>${NUMBER}) ?)?(?<perUnit>[A-Za-z]+))?`;

const WHOLE = new RegExp(`^${STRENGTH_PATTERN}$`);

/** Reads a strength; undefined where any of it is not understood. */
export function readWrittenStrength(text: string): WrittenStrength | undefined {
  const groups = WHOLE.exec(text.trim())?.groups;
  return groups && strengthOfGroups(groups);
}

type Groups = Readonly<Record<string, string | undefined>>;

/** What a match of STRENGTH_PATTERN says. */
export function strengthOfGroups({ value, unit, perValue, perUnit }: Groups): WrittenStrength | undefined {
  const amount = readAmount(value, unit);
  if (!amount) return undefined;
  if (perUnit === undefined) return amount;
  const per = readAmount(perValue ?? '1', perUnit);
  return per && { ...amount, per };
}

/** Units as RxNorm writes them, to UCUM. Hours, actuations, percent and the rest are no strength that a dose could use. */
const UNITS = new Map([
  ['MEQ', 'meq'],
  ['MMOL', 'mmol'],
  ['GM', 'g'],
  ['G', 'g'],
  ['MG', 'mg'],
  ['MCG', 'ug'],
  ['ML', 'mL'],
  ['L', 'L'],
  ['UNT', '[iU]'],
]);

/** An amount above nothing in a unit that we know. */
export function readAmount(value: string | undefined, unit: string | undefined): Quantity | undefined {
  const number = Number((value ?? '').replaceAll(',', ''));
  const ucum = UNITS.get((unit ?? '').toUpperCase());
  return ucum !== undefined && number > 0 && Number.isFinite(number) ? { value: number, unit: ucum } : undefined;
}

/** The strength of a product of this dose form: what is written without "per" is in one tablet, capsule or packet. */
export function strengthIn({ value, unit, per }: WrittenStrength, form: string): Strength | undefined {
  if (per) return { value, unit, perValue: per.value, perUnit: per.unit };
  const counted = countedUnitOf(form);
  return counted === undefined ? undefined : { value, unit, perValue: 1, perUnit: counted };
}

/** What is counted when such a product is given, as a UCUM annotation; undefined for forms that are measured. */
function countedUnitOf(form: string): string | undefined {
  const [, unit] = COUNTED.find(([pattern]) => pattern.test(form)) ?? [];
  return unit;
}

const COUNTED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:tablets?|caplets?)\b/i, '{tablet}'],
  [/\bcapsules?\b/i, '{capsule}'],
  [/\b(?:packets?|oral powder|oral granules|(?:powder|granules) for oral (?:solution|suspension))\b/i, '{packet}'],
];

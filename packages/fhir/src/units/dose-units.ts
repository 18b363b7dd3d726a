import { isJson, numberOf, textOf } from '../json.ts';

/** Units of doses as hospitals write them, to UCUM. Anything else is an unknown dose, and said to be. */
const SPELLINGS: readonly (readonly [string, ...string[]])[] = [
  ['meq', 'mEq', 'MEQ', 'mEQ', 'meqs', 'mEqs', 'milliequivalent', 'milliequivalents'],
  ['eq'],
  ['mmol', 'mMol', 'mmols', 'millimole', 'millimoles'],
  ['mol'],
  ['umol'],
  ['g', 'gm', 'Gm', 'GM', 'gms', 'gram', 'grams', 'Gram', 'Grams'],
  ['mg', 'milligram', 'milligrams'],
  ['ug', 'mcg', '\u00b5g', '\u03bcg'],
  ['kg'],
  ['mL', 'ml', 'ML', 'milliliter', 'milliliters'],
  ['L', 'l', 'liter', 'liters'],
  ['[iU]', 'units', 'unit', 'UNIT', 'UNITS', 'U', 'IU', '[IU]'],
  ['{tablet}', 'tablet', 'tablets', 'tab', 'tabs', 'TAB', 'TABS', 'Tablet', '{tbl}', '{tab}', 'TABLET'],
  ['{capsule}', 'capsule', 'capsules', 'cap', 'caps', 'CAP', 'CAPS', 'Capsule', 'CAPSULE'],
  ['{packet}', 'packet', 'packets', 'PKT', 'pkt', 'PACKET', 'sachet'],
  ['{bag}', 'bag', 'bags', 'BAG'],
  ['{vial}', 'vial', 'vials', 'VIAL'],
  ['{each}', 'each', 'EA', '1'],
];

const DOSE_UNITS = new Map<string, string>();
for (const [ucum, ...others] of SPELLINGS) for (const text of [ucum, ...others]) DOSE_UNITS.set(text, ucum);

/** Times in the denominator of a rate. */
const TIME_UNITS = new Map<string, string>([
  ['h', 'h'],
  ['hr', 'h'],
  ['hour', 'h'],
  ['min', 'min'],
  ['minute', 'min'],
  ['s', 's'],
  ['d', 'd'],
  ['day', 'd'],
  ['24h', 'd'],
]);

/** UCUM code of a dose unit; undefined where we do not know it. */
export const findDoseUnit = (text: string): string | undefined => DOSE_UNITS.get(text);

/** UCUM code of a unit of time; undefined where we do not know it. */
export const findTimeUnit = (text: string): string | undefined => TIME_UNITS.get(text);

/** A dose quantity: the number, with a unit where it is understood. */
export interface ReadQuantity {
  readonly value: number;
  readonly unit: string | undefined;
  /** The unit as it was written. */
  readonly written: string | undefined;
}

/** Reads a FHIR Quantity of a dose: by code first, then by text. Undefined without a number, or with one below nothing. */
export function readDoseQuantity(quantity: unknown): ReadQuantity | undefined {
  if (!isJson(quantity)) return undefined;
  const value = numberOf(quantity['value']);
  if (value === undefined || value < 0) return undefined;
  const code = textOf(quantity['code']);
  const text = textOf(quantity['unit']);
  const unit =
    (code === undefined ? undefined : findDoseUnit(code)) ?? (text === undefined ? undefined : findDoseUnit(text));
  return { value, unit, written: text ?? code };
}

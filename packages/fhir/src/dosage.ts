import { roundToSignificant } from '@magwatch/base';
import type { ElementContent, Quantity } from '@magwatch/timeline';
import type { NoteCode } from './errors.ts';
import { isJson, type Json, objectOf, objectsOf, optional, textOf } from './json.ts';
import type { Ingredient } from './medication.ts';
import { addNote, type Reading } from './parsing.ts';
import { contentOf, elementOf } from './products.ts';
import { findDoseUnit, findTimeUnit, type ReadQuantity, readDoseQuantity } from './units/dose-units.ts';
import { convert } from './units/ucum.ts';

/** How much of one drug a dose is. */
export interface Measured {
  readonly amount?: Quantity;
  readonly content?: ElementContent;
}

/** The dose of a MedicationAdministration: charted, or worked out from a rate over a time. */
export function readGivenDose(reading: Reading, dosage: unknown, hours: number | undefined): Quantity | undefined {
  if (!isJson(dosage)) return undefined;
  if (isJson(dosage['dose'])) return readQuantity(reading, dosage['dose'], 'dosage.dose');
  const before = reading.notes.length;
  const amount = integrate(reading, dosage, hours, 'dosage');
  if (!amount && reading.notes.length === before) noteText(reading, dosage, 'dosage');
  return amount;
}

/** The dose of one instruction (R4 and R5 doseAndRate; R3 and some R4 servers write doseQuantity directly). */
export function readOrderedDose(reading: Reading, instruction: Json | undefined, path: string): Quantity | undefined {
  const holder = objectsOf(instruction?.['doseAndRate'])[0] ?? instruction;
  if (!instruction || !holder) return undefined;
  if (isJson(holder['doseQuantity'])) return readQuantity(reading, holder['doseQuantity'], `${path}.doseQuantity`);
  if (isJson(holder['doseRange'])) addNote(reading, 'dose-is-range', path);
  else noteText(reading, instruction, path);
  return undefined;
}

function noteText(reading: Reading, holder: Json, path: string): void {
  if (textOf(holder['text']) !== undefined) addNote(reading, 'dose-is-text', `${path}.text`);
}

function readQuantity(reading: Reading, quantity: Json, path: string): Quantity | undefined {
  const dose = readDoseQuantity(quantity);
  if (dose) return understood(reading, dose, path);
  if (quantity['value'] !== undefined) addNote(reading, 'dose-implausible', path);
  return undefined;
}

function understood(reading: Reading, { value, unit, written }: ReadQuantity, path: string): Quantity | undefined {
  if (unit !== undefined) return { value, unit };
  addNote(reading, 'dose-unit-unknown', path, written);
  return undefined;
}

/** rate × time; undefined while one of the two is not known. */
function integrate(reading: Reading, dosage: Json, hours: number | undefined, path: string): Quantity | undefined {
  const rate = readRate(dosage);
  if (rate === undefined) return undefined;
  if (rate === 'unknown') {
    addNote(reading, 'dose-unit-unknown', `${path}.rate`);
    return undefined;
  }
  return hours === undefined ? undefined : { value: roundToSignificant(rate.value * hours), unit: rate.unit };
}

/** A rate per hour. */
function readRate(dosage: Json): Quantity | 'unknown' | undefined {
  const ratio = objectOf(dosage['rateRatio']);
  if (ratio) return rateOfRatio(ratio);
  const quantity = objectOf(dosage['rateQuantity']) ?? objectOf(dosage['rateSimpleQuantity']);
  const value = quantity?.['value'];
  if (!quantity || typeof value !== 'number') return undefined;
  for (const text of [textOf(quantity['code']), textOf(quantity['unit'])]) {
    const [numerator = '', denominator = '', ...rest] = (text ?? '').split('/');
    const perHour =
      rest.length === 0 ? perHourOf(value, findDoseUnit(numerator), 1, findTimeUnit(denominator)) : undefined;
    if (perHour) return perHour;
  }
  return 'unknown';
}

function rateOfRatio(ratio: Json): Quantity | 'unknown' {
  const numerator = readDoseQuantity(ratio['numerator']);
  const denominator = objectOf(ratio['denominator']);
  const time = findTimeUnit(textOf(denominator?.['code']) ?? textOf(denominator?.['unit']) ?? '');
  const length = denominator?.['value'] ?? 1;
  if (!numerator || typeof length !== 'number') return 'unknown';
  return perHourOf(numerator.value, numerator.unit, length, time) ?? 'unknown';
}

function perHourOf(
  value: number,
  unit: string | undefined,
  time: number,
  timeUnit: string | undefined,
): Quantity | undefined {
  const hours = timeUnit === undefined ? undefined : convert(time, timeUnit, 'h');
  return unit === undefined || !hours ? undefined : { value: value / hours, unit };
}

/** What has already said why a dose is not known. */
const SAID = new Set<NoteCode>([
  'dose-unit-unknown',
  'dose-is-range',
  'dose-is-text',
  'dose-implausible',
  'dose-missing',
]);

/** Amount and mEq of one ingredient; what the dose of an element lacks is said. */
export function measure(
  reading: Reading,
  ingredient: Ingredient,
  amount: Quantity | undefined,
  path: string,
): Measured {
  if (elementOf(ingredient.drug) === undefined) return optional('amount', amount);
  if (!amount) {
    if (!reading.notes.some(({ code }) => SAID.has(code))) addNote(reading, 'dose-missing', path);
    return {};
  }
  const content = contentOf(ingredient.drug, amount, ingredient.strength);
  if (!content) addNote(reading, 'dose-unresolved', path, amount.unit);
  return { amount, ...optional('content', content) };
}

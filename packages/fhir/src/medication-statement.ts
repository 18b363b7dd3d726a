import { readOrderedDose } from './dosage.ts';
import { dosesOf } from './doses.ts';
import { objectOf, objectsOf, optional, textOf } from './json.ts';
import { readProduct } from './medication.ts';
import { addNote, NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { readDay, readOccurrence, type Span } from './times.ts';

/** R4 and R5 (recorded) statuses that say that the drug is or was taken. */
const TAKEN = new Set(['active', 'completed', 'stopped', 'on-hold', 'recorded']);

/** Statuses and R5 adherence that say that it is not, or not yet. */
const NOT_TAKEN = new Set(['not-taken', 'intended', 'draft']);

/**
 * What somebody says is taken at home or was: it ranks below everything else. Taken from its start to its end; without an end,
 * to the day on which it was said.
 */
export function readMedicationStatement(reading: Reading): Read {
  const { resource } = reading;
  const product = readProduct(reading);
  if (!product.ok) return { facts: [], ...optional('passedOver', product.passedOver) };
  const status = textOf(resource['status']);
  if (NOT_TAKEN.has(status ?? '') || adherenceOf(resource['adherence']).some((code) => NOT_TAKEN.has(code)))
    return NOTHING;
  if (!TAKEN.has(status ?? '')) return refuse(reading, 'status-unusable', 'status', status);
  const span = readTaken(reading);
  if (!span) return NOTHING;
  const [instruction, ...others] = objectsOf(resource['dosage']);
  if (others.length > 0) addNote(reading, 'several-dosages', 'dosage');
  const amount = readOrderedDose(reading, instruction, 'dosage[0]');
  const said = { route: instruction?.['route'], amount, path: 'dosage[0]' };
  return { facts: dosesOf(reading, product, { said, span, standing: 'stated' }) };
}

const adherenceOf = (adherence: unknown): readonly string[] =>
  objectsOf(objectOf(objectOf(adherence)?.['code'])?.['coding']).map(({ code }) => textOf(code) ?? '');

function readTaken(reading: Reading): Span | undefined {
  const { resource } = reading;
  const effective = readOccurrence(reading, 'effective');
  if (effective === 'refused') return undefined;
  const asserted = readDay(reading, resource['dateAsserted'], 'dateAsserted');
  if (effective === 'none') {
    if (!asserted) refuse(reading, 'time-missing', 'effective');
    return asserted && { start: asserted.start, end: asserted.end, isDateOnly: asserted.precision === 'day' };
  }
  const period = objectOf(resource['effectivePeriod']);
  const isOpen = period !== undefined && textOf(period['end']) === undefined;
  return isOpen && asserted && asserted.end > effective.end ? { ...effective, end: asserted.end } : effective;
}

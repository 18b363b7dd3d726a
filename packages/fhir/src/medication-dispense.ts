import { dosesOf } from './doses.ts';
import { objectsOf, optional, textOf } from './json.ts';
import { readProduct } from './medication.ts';
import { addNote, NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { readDay } from './times.ts';
import { readDoseQuantity } from './units/dose-units.ts';

/** What the pharmacy handed over: it ranks below charting, and only a finished dispense counts. */
export function readMedicationDispense(reading: Reading): Read {
  const { resource } = reading;
  const product = readProduct(reading);
  if (!product.ok) return { facts: [], ...optional('passedOver', product.passedOver) };
  const status = textOf(resource['status']);
  if (status === undefined || status === 'unknown') return refuse(reading, 'status-unusable', 'status', status);
  if (status !== 'completed') return NOTHING;
  const before = reading.notes.length;
  const moment =
    readDay(reading, resource['whenHandedOver'], 'whenHandedOver') ??
    readDay(reading, resource['whenPrepared'], 'whenPrepared');
  if (!moment) return reading.notes.length > before ? NOTHING : refuse(reading, 'time-missing', 'whenHandedOver');
  const quantity = readDoseQuantity(resource['quantity']);
  if (quantity && quantity.unit === undefined) addNote(reading, 'dose-unit-unknown', 'quantity', quantity.written);
  const amount = quantity?.unit === undefined ? undefined : { value: quantity.value, unit: quantity.unit };
  const said = { route: objectsOf(resource['dosageInstruction'])[0]?.['route'], amount, path: 'quantity' };
  const span = { start: moment.start, end: moment.end, isDateOnly: moment.precision === 'day' };
  return { facts: dosesOf(reading, product, { said, span, standing: 'dispensed' }) };
}

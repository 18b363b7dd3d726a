import { hoursBetween } from '@magwatch/base';
import type { Dose } from '@magwatch/timeline';
import { readGivenDose } from './dosage.ts';
import { dosesOf, type KnownProduct } from './doses.ts';
import { objectOf, optional, textOf } from './json.ts';
import { readProduct } from './medication.ts';
import { findFeedingsOfDrug } from './nutrition.ts';
import { addNote, NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { statesOf } from './states.ts';
import { readOccurrence, type Span } from './times.ts';

const STANDINGS = new Map<string, Dose['standing']>([
  ['completed', 'charted'],
  ['in-progress', 'running'],
  ['stopped', 'partial'],
  ['on-hold', 'partial'],
]);

/** What was given: one dose per drug of the product, and that feeding runs. Not done gives nothing. */
export function readMedicationAdministration(reading: Reading): Read {
  const { resource } = reading;
  const product = readProduct(reading);
  const feedings = findFeedingsOfDrug(reading);
  if (!product.ok && feedings.length === 0) return { facts: [], ...optional('passedOver', product.passedOver) };
  const status = textOf(resource['status']);
  if (status === 'not-done') return NOTHING;
  const standing = STANDINGS.get(status ?? '');
  if (!standing) return refuse(reading, 'status-unusable', 'status', status);
  // R5 spells it with one r.
  const span = readOccurrence(reading, 'effective', 'occurence', 'occurrence');
  if (span === 'refused') return NOTHING;
  if (span === 'none') return refuse(reading, 'time-missing', 'effective');
  const isRunning = standing === 'running';
  const until = isRunning && isOpenEnded(reading) ? undefined : span.end;
  const states = statesOf(feedings, { isActive: isRunning, from: span.start, until });
  return { facts: [...(product.ok ? givenOf(reading, product, { span, standing }) : []), ...states] };
}

function givenOf(
  reading: Reading,
  product: KnownProduct,
  { span, standing }: { readonly span: Span; readonly standing: Dose['standing'] },
): readonly Dose[] {
  const { resource } = reading;
  const isOpen = isOpenEnded(reading);
  if (isOpen && standing === 'charted') addNote(reading, 'end-missing', 'effectivePeriod.end');
  if (standing === 'partial') addNote(reading, 'dose-partial', 'status', textOf(resource['status']));
  const dosage = objectOf(resource['dosage']);
  const hours = isOpen || span.end === span.start ? undefined : hoursBetween(span.start, span.end);
  const said = { route: dosage?.['route'], amount: readGivenDose(reading, dosage, hours), path: 'dosage' };
  return dosesOf(reading, product, { said, span, standing });
}

/** A period without an end: still running, or finished without anybody saying when. */
function isOpenEnded({ resource }: Reading): boolean {
  const period = objectOf(resource['effectivePeriod'] ?? resource['occurencePeriod'] ?? resource['occurrencePeriod']);
  return period !== undefined && textOf(period['end']) === undefined;
}

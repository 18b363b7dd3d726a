import { type Json, objectOf, textOf } from './json.ts';
import { findContained, type Reading, resolveReference } from './parsing.ts';

/** Where a resource says what its drug is. */
interface MedicationSource {
  readonly concept: Json | undefined;
  readonly medication: Json | undefined;
}

/**
 * R4 medication[x] and R5 medication (CodeableReference): coded, contained, found by the caller, or only named.
 * Undefined where nothing is said, or a Medication that nobody has and that has no name.
 */
export function findMedicationSource(reading: Reading): MedicationSource | undefined {
  const { resource } = reading;
  const concept =
    objectOf(resource['medicationCodeableConcept']) ?? objectOf(objectOf(resource['medication'])?.['concept']);
  if (concept) return { concept, medication: undefined };
  const reference = medicationReferenceOf(reading);
  const medication = reference && findMedication(reading, reference);
  const display = textOf(reference?.['display']);
  const named = display === undefined ? undefined : { text: display };
  if (!medication) return named && { concept: named, medication: undefined };
  return { concept: objectOf(medication['code']) ?? named, medication };
}

/** The reference of either version. */
export const medicationReferenceOf = ({ resource }: Reading): Json | undefined =>
  objectOf(resource['medicationReference']) ?? objectOf(objectOf(resource['medication'])?.['reference']);

/** The Medication that a reference means: contained, or found by the caller. */
export function findMedication({ resource, context }: Reading, reference: Json): Json | undefined {
  const text = textOf(reference['reference']);
  if (text?.startsWith('#')) return findContained(resource, text);
  const normalized = resolveReference(reference, 'Medication', context);
  return normalized === undefined ? undefined : objectOf(context.medication?.(normalized));
}

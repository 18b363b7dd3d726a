import { formatInstant, type Instant, instantOf } from '@magwatch/base';
import type {
  CodeableConcept,
  Condition,
  Encounter,
  MedicationAdministration,
  MedicationRequest,
  Observation,
  Patient,
  Procedure,
  Reference,
  ServiceRequest,
  Specimen,
} from 'fhir/r4.js';
import type { Stay } from './stay.ts';

/** What the ward writes into its record. */
export type WardResource =
  | Patient
  | Encounter
  | Condition
  | Observation
  | Specimen
  | ServiceRequest
  | MedicationRequest
  | MedicationAdministration
  | Procedure;

/** A resource as it stood from an instant on; a later entry of the same id replaces it. */
export interface Entry {
  readonly at: Instant;
  readonly resource: WardResource & { readonly id: string };
}

export const subjectOf = (stay: Stay): Reference => ({
  reference: `Patient/${stay.id}`,
  display: `${stay.person.given} ${stay.person.family}`,
});

export const encounterOf = (stay: Stay): Reference => ({ reference: `Encounter/${stay.id}-stay` });

/** Hours after admission, to the whole minute, as hospitals write times. */
export const timeOf = (stay: Stay, hours: number): Instant =>
  instantOf(Math.round((stay.admitted + hours * 3_600_000) / 60_000) * 60_000);

export const text = formatInstant;

type Coding = { readonly system: string; readonly code: string; readonly display: string };

export const conceptOf = (words: string, ...codings: readonly Coding[]): CodeableConcept => ({
  ...(codings.length > 0 ? { coding: codings.map((coding) => ({ ...coding })) } : {}),
  text: words,
});

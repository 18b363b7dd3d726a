/**
 * Everything that parsing can say about a resource. A code is never reused for another meaning. `refusal`: that content is
 * not used; `note`: it is used, and the reader should know this. None is worth another try with the same bytes.
 */
export const NOTE_CODES = {
  // The resource as a whole.
  'not-a-resource': {
    kind: 'refusal',
    retry: 'never',
    says: 'This is not a FHIR resource: no JSON object with a resourceType.',
  },
  'type-not-read': { kind: 'refusal', retry: 'never', says: 'No rule reads this type of resource.' },
  'id-missing': {
    kind: 'refusal',
    retry: 'never',
    says: 'The resource has no usable id, so that it could never be corrected.',
  },
  'modifier-extension': {
    kind: 'refusal',
    retry: 'never',
    says: 'An extension that we do not know may turn the meaning round.',
  },
  'subject-missing': { kind: 'refusal', retry: 'never', says: 'The resource does not refer to its patient.' },
  'subject-elsewhere': {
    kind: 'refusal',
    retry: 'never',
    says: 'The subject lives on another server than the one that is followed: an equal id there is another person.',
  },
  'subject-not-patient': {
    kind: 'refusal',
    retry: 'never',
    says: 'The subject is a group, a place or a device, not a patient.',
  },
  'status-unusable': {
    kind: 'refusal',
    retry: 'never',
    says: 'The status is missing or says nothing that can be relied on.',
  },
  'code-missing': { kind: 'refusal', retry: 'never', says: 'Nothing says what this is about.' },
  'codes-disagree': {
    kind: 'note',
    retry: 'never',
    says: 'Two codes of one resource mean different things: the first was used.',
  },
  // Values.
  'value-missing': { kind: 'refusal', retry: 'never', says: 'A result without a value.' },
  'value-absent': { kind: 'refusal', retry: 'never', says: 'The laboratory says why there is no value.' },
  'value-is-text': {
    kind: 'refusal',
    retry: 'never',
    says: 'The value is text ("GREATER THAN 10"): a number is never guessed from it.',
  },
  'value-not-a-number': { kind: 'refusal', retry: 'never', says: 'The quantity has no finite number.' },
  'value-unusable': { kind: 'refusal', retry: 'never', says: 'The value has a type that this result cannot have.' },
  'value-not-understood': { kind: 'refusal', retry: 'never', says: 'The finding says neither present nor absent.' },
  'value-implausible': {
    kind: 'refusal',
    retry: 'never',
    says: 'The number lies outside what a living adult can have.',
  },
  'comparator-unusable': { kind: 'refusal', retry: 'never', says: 'The comparator is none of <, <=, >=, >.' },
  // Units.
  'unit-missing': { kind: 'refusal', retry: 'never', says: 'A number without a unit is never used.' },
  'unit-unknown': { kind: 'refusal', retry: 'never', says: 'The unit is not one that we know; it is never guessed.' },
  'unit-not-for-analyte': { kind: 'refusal', retry: 'never', says: 'The unit cannot measure this analyte.' },
  'unit-property-mismatch': {
    kind: 'note',
    retry: 'never',
    says: 'LOINC property and unit disagree: the unit was trusted.',
  },
  'unit-text-differs': {
    kind: 'note',
    retry: 'never',
    says: 'The unit’s code and its text differ: the code was trusted.',
  },
  'not-indexed': { kind: 'note', retry: 'never', says: 'eGFR in mL/min, not indexed to 1.73 m².' },
  // Times.
  'time-missing': { kind: 'refusal', retry: 'never', says: 'Nothing says when this was.' },
  'time-unusable': {
    kind: 'refusal',
    retry: 'never',
    says: 'The time cannot be read: wrong form, no offset, or a day that no calendar has.',
  },
  'time-too-vague': {
    kind: 'refusal',
    retry: 'never',
    says: 'A month or a year is no time for a result, a dose or an order.',
  },
  'time-in-future': {
    kind: 'note',
    retry: 'never',
    says: 'The time lies after the instant of evaluation: not used until then.',
  },
  'time-approx': { kind: 'note', retry: 'never', says: 'No collection time: the time of issue stands in.' },
  'issued-unusable': {
    kind: 'note',
    retry: 'never',
    says: 'The time of issue cannot be read: the collection time stands in.',
  },
  'date-only': { kind: 'note', retry: 'never', says: 'A date without a time of day.' },
  'period-reversed': { kind: 'refusal', retry: 'never', says: 'The period ends before it begins.' },
  'end-missing': { kind: 'note', retry: 'never', says: 'A finished dose without an end: its start stands in.' },
  // Specimens.
  hemolyzed: { kind: 'note', retry: 'never', says: 'The specimen was hemolyzed.' },
  // Medication.
  'medication-missing': { kind: 'refusal', retry: 'never', says: 'Nothing says which drug this is.' },
  'medication-unresolved': { kind: 'refusal', retry: 'later', says: 'The Medication that this refers to is not here.' },
  'drug-by-name': { kind: 'note', retry: 'never', says: 'No code helped: the drug was read from its name.' },
  'drug-not-recognized': {
    kind: 'note',
    retry: 'never',
    says: 'A name with potassium, magnesium or calcium that is no known drug: map its code, or map it to ignore.',
  },
  'not-an-order': {
    kind: 'note',
    retry: 'never',
    says: 'A draft, a plan, a proposal or an order not to do something.',
  },
  'dose-missing': { kind: 'note', retry: 'never', says: 'No dose says how much it was.' },
  'dose-unit-unknown': { kind: 'note', retry: 'never', says: 'The unit of the dose is not one that we know.' },
  'dose-implausible': { kind: 'note', retry: 'never', says: 'A dose below nothing, or one that is not a number.' },
  'dose-is-text': {
    kind: 'note',
    retry: 'never',
    says: 'The dose is said in words only: a number is never guessed from them.',
  },
  'dose-is-range': { kind: 'note', retry: 'never', says: 'The dose is a range: which end was meant is never guessed.' },
  'dose-unresolved': {
    kind: 'note',
    retry: 'never',
    says: 'The dose cannot be turned into mEq: a strength is missing.',
  },
  'dose-partial': { kind: 'note', retry: 'never', says: 'Stopped or on hold: the charted part is not counted.' },
  'several-dosages': { kind: 'note', retry: 'never', says: 'Several dosage instructions: the first was read.' },
  'route-unknown': { kind: 'note', retry: 'never', says: 'The route is not one that we know.' },
  // Encounters.
  'class-missing': {
    kind: 'refusal',
    retry: 'never',
    says: 'An encounter without a class is neither inpatient nor outpatient.',
  },
} as const satisfies Record<string, { kind: 'refusal' | 'note'; retry: 'never' | 'later'; says: string }>;

export type NoteCode = keyof typeof NOTE_CODES;

/** What parsing says about one resource; never a value, a name or other text of the patient. */
export interface Note {
  readonly kind: 'refusal' | 'note';
  /** `Type/id`. */
  readonly reference: string;
  readonly code: NoteCode;
  /** Where in the resource: `component[1].valueQuantity`. */
  readonly path?: string;
  /** The unit, code or status concerned, shortened. */
  readonly detail?: string;
}

const DETAIL_LENGTH_MAX = 60;

export function noteOf(reference: string, code: NoteCode, path?: string, detail?: unknown): Note {
  return {
    kind: NOTE_CODES[code].kind,
    reference,
    code,
    ...(path === undefined ? {} : { path }),
    ...(typeof detail === 'string' && detail !== '' ? { detail: detail.slice(0, DETAIL_LENGTH_MAX) } : {}),
  };
}

import { createCodes } from './codes/registry.ts';
import type { Json } from './json.ts';
import { parseResource } from './parse-resource.ts';
import type { ParseContext, Parsed } from './parsing.ts';

/** Synthetic resources for the tests of this package. */
export const CONTEXT: ParseContext = { codes: createCodes(), timeZone: 'UTC' };

export type Read = Extract<Parsed, { ok: true }>;

/** Parses what must have an identity. */
export function parse(resource: Json, context: Partial<ParseContext> = {}): Read {
  const parsed = parseResource(resource, { ...CONTEXT, ...context });
  if (!parsed.ok) throw new Error(`not parsed: ${parsed.note.code}`);
  return parsed;
}

export const noteCodes = (parsed: Read): readonly string[] => parsed.notes.map(({ code }) => code);

export const loinc = (...codes: readonly string[]): Json => ({
  coding: codes.map((code) => ({ system: 'http://loinc.org', code })),
});

export const quantity = (value: unknown, unit: string, more: Json = {}): Json => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit,
  ...more,
});

const without = (resource: Json): Json =>
  Object.fromEntries(Object.entries(resource).filter(([, value]) => value !== undefined));

/** A final potassium of 3.1 mmol/L; a field given as undefined is left out. */
export const observation = (more: Json = {}): Json =>
  without({
    resourceType: 'Observation',
    id: 'o1',
    status: 'final',
    code: loinc('2823-3'),
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: '2026-03-10T08:00:00Z',
    valueQuantity: quantity(3.1, 'mmol/L'),
    ...more,
  });

export const rxnorm = (code: string): Json => ({
  coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code }],
});

/** 20 mEq potassium chloride IV over one hour. */
export const administration = (more: Json = {}): Json =>
  without({
    resourceType: 'MedicationAdministration',
    id: 'a1',
    status: 'completed',
    medicationCodeableConcept: rxnorm('8591'),
    subject: { reference: 'Patient/p1' },
    effectivePeriod: { start: '2026-03-10T08:00:00Z', end: '2026-03-10T09:00:00Z' },
    dosage: { route: { text: 'IV' }, dose: quantity(20, 'meq') },
    ...more,
  });

/** An active order of 2 g magnesium sulfate IV. */
export const order = (more: Json = {}): Json =>
  without({
    resourceType: 'MedicationRequest',
    id: 'm1',
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: rxnorm('6585'),
    subject: { reference: 'Patient/p1' },
    authoredOn: '2026-03-10T08:00:00Z',
    dosageInstruction: [{ route: { text: 'IV' }, doseAndRate: [{ doseQuantity: quantity(2, 'g') }] }],
    ...more,
  });

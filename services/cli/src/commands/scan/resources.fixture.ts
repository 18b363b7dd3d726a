import { gzipSync } from 'node:zlib';

/** FHIR resources of a made-up patient, as an export holds them. */
export type Resource = Readonly<Record<string, unknown>>;

const UCUM = 'http://unitsofmeasure.org';

function laboratory(
  id: string,
  {
    code,
    value,
    unit,
    at,
    patient = 'p1',
    ...more
  }: { code: string; value: number; unit: string; at: string; patient?: string } & Resource,
): Resource {
  return {
    resourceType: 'Observation',
    id,
    status: 'final',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
    ],
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: at,
    valueQuantity: { value, unit, system: UCUM, code: unit },
    ...more,
  };
}

type At = { readonly at: string; readonly patient?: string } & Resource;

/** Magnesium in mg/dL. */
export const magnesium = (id: string, value: number, more: At): Resource =>
  laboratory(id, { code: '19123-9', value, unit: 'mg/dL', ...more });

/** Potassium in mmol/L. */
export const potassium = (id: string, value: number, more: At): Resource =>
  laboratory(id, { code: '2823-3', value, unit: 'mmol/L', ...more });

/** A charted dose of potassium chloride by mouth, in mEq. */
export function potassiumDose(id: string, meq: number, { at, patient = 'p1', ...more }: At): Resource {
  return {
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }],
      text: 'potassium chloride',
    },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: at,
    dosage: { route: { text: 'PO' }, dose: { value: meq, unit: 'mEq' } },
    ...more,
  };
}

export const person = (id = 'p1', more: Resource = {}): Resource => ({ resourceType: 'Patient', id, ...more });

export const stay = (
  id: string,
  { from, until, patient = 'p1' }: { from: string; until?: string; patient?: string },
): Resource => ({
  resourceType: 'Encounter',
  id,
  status: until === undefined ? 'in-progress' : 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: `Patient/${patient}` },
  period: { start: from, ...(until === undefined ? {} : { end: until }) },
});

/** A patient whose potassium stays low on 80 mEq while magnesium is low: the best known pattern. */
export const REFRACTORY: readonly Resource[] = [
  person(),
  stay('e1', { from: '2026-03-08T06:00:00Z' }),
  potassium('k1', 3.0, { at: '2026-03-09T06:00:00Z' }),
  potassiumDose('d1', 40, { at: '2026-03-09T08:00:00Z' }),
  potassiumDose('d2', 40, { at: '2026-03-09T12:00:00Z' }),
  magnesium('m1', 1.4, { at: '2026-03-09T18:00:00Z' }),
  potassium('k2', 3.1, { at: '2026-03-10T06:00:00Z' }),
];

export const asLines = (resources: readonly Resource[]): string =>
  resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');

export const asGzip = (resources: readonly Resource[]): Buffer => gzipSync(asLines(resources));

export const asBundle = (resources: readonly Resource[], type = 'searchset'): string =>
  JSON.stringify({ resourceType: 'Bundle', type, entry: resources.map((resource) => ({ resource })) });

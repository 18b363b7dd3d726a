/** Made-up patients as FHIR resources, one for each pattern that a rule knows. */
export type Resource = Readonly<Record<string, unknown>>;

/** The instant at which they are judged. */
export const NOW = '2026-03-10T12:00:00Z';

const hour = (hoursBefore: number): string =>
  new Date(Date.parse(NOW) - hoursBefore * 3_600_000).toISOString().replace('.000Z', 'Z');

interface Given {
  readonly patient: string;
  readonly id: string;
  readonly hoursBefore: number;
}

function result({ patient, id, hoursBefore }: Given, code: string, value: number, unit: string): Resource {
  return {
    resourceType: 'Observation',
    id: `${patient}-${id}`,
    meta: { versionId: '1' },
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: hour(hoursBefore),
    valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  };
}

function dose({ patient, id, hoursBefore }: Given, rxnorm: string, name: string, value: number): Resource {
  return {
    resourceType: 'MedicationAdministration',
    id: `${patient}-${id}`,
    meta: { versionId: '1' },
    status: 'completed',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: rxnorm }],
      text: name,
    },
    subject: { reference: `Patient/${patient}` },
    effectiveDateTime: hour(hoursBefore),
    dosage: { route: { text: 'IV' }, dose: { value, unit: 'mEq' } },
  };
}

/** Potassium that stays low on 80 mEq. */
const refractory = (patient: string): readonly Resource[] => [
  result({ patient, id: 'k1', hoursBefore: 30 }, '2823-3', 3.0, 'mmol/L'),
  dose({ patient, id: 'd1', hoursBefore: 26 }, '8591', 'potassium chloride', 40),
  dose({ patient, id: 'd2', hoursBefore: 20 }, '8591', 'potassium chloride', 40),
  result({ patient, id: 'k2', hoursBefore: 2 }, '2823-3', 3.1, 'mmol/L'),
];

const magnesium = (patient: string, value: number): Resource =>
  result({ patient, id: 'mg', hoursBefore: 3 }, '19123-9', value, 'mg/dL');
const calcium = (patient: string, value: number): Resource =>
  result({ patient, id: 'ca', hoursBefore: 3 }, '17861-6', value, 'mg/dL');
const albumin = (patient: string, value: number): Resource =>
  result({ patient, id: 'alb', hoursBefore: 3 }, '1751-7', value, 'g/dL');

const RESULTS: Readonly<Record<string, (patient: string) => readonly Resource[]>> = {
  'low-mild': (patient) => [magnesium(patient, 1.5)],
  'low-severe': (patient) => [magnesium(patient, 0.8)],
  'low-albumin': (patient) => [magnesium(patient, 1.6), albumin(patient, 2.2)],
  'refractory-low': (patient) => [...refractory(patient), magnesium(patient, 1.3)],
  'refractory-unknown': refractory,
  'refractory-low-normal': (patient) => [...refractory(patient), magnesium(patient, 1.9)],
  'calcium-low': (patient) => [calcium(patient, 6.8), albumin(patient, 4), magnesium(patient, 1.2)],
  'calcium-unknown': (patient) => [calcium(patient, 6.8), albumin(patient, 4)],
  'magnesium-high': (patient) => [magnesium(patient, 5.6)],
  contaminated: (patient) => [
    result({ patient, id: 'k', hoursBefore: 2 }, '2823-3', 9.1, 'mmol/L'),
    result({ patient, id: 'ca', hoursBefore: 2 }, '17861-6', 4.2, 'mg/dL'),
    result({ patient, id: 'mg', hoursBefore: 2 }, '19123-9', 0.4, 'mg/dL'),
  ],
};

/** The patients by id, each with all resources of him. */
export const PATIENTS: ReadonlyMap<string, readonly Resource[]> = new Map(
  Object.entries(RESULTS).map(([id, results]) => [
    id,
    [
      { resourceType: 'Patient', id, meta: { versionId: '1' }, birthDate: '1950-01-01', gender: 'female' },
      {
        resourceType: 'Encounter',
        id: `${id}-stay`,
        meta: { versionId: '1' },
        status: 'in-progress',
        class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
        subject: { reference: `Patient/${id}` },
        period: { start: hour(48) },
      },
      ...results(id),
    ],
  ]),
);

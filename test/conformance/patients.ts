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

function order({ patient, id, hoursBefore }: Given, rxnorm: string, name: string, route: string): Resource {
  return {
    resourceType: 'MedicationRequest',
    id: `${patient}-${id}`,
    meta: { versionId: '1' },
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: rxnorm }],
      text: name,
    },
    subject: { reference: `Patient/${patient}` },
    authoredOn: hour(hoursBefore),
    dosageInstruction: [{ route: { text: route } }],
  };
}

const tubeFeeding = (patient: string, hoursBefore: number): Resource => ({
  resourceType: 'NutritionOrder',
  id: `${patient}-feeding`,
  meta: { versionId: '1' },
  status: 'active',
  intent: 'order',
  patient: { reference: `Patient/${patient}` },
  dateTime: hour(hoursBefore),
  enteralFormula: { baseFormulaProductName: 'standard formula' },
});

const potassium = (patient: string, value: number, hoursBefore: number): Resource =>
  result({ patient, id: `k-${hoursBefore}`, hoursBefore }, '2823-3', value, 'mmol/L');
const egfr = (patient: string, value: number): Resource =>
  result({ patient, id: 'egfr', hoursBefore: 4 }, '98979-8', value, 'mL/min/{1.73_m2}');
const phosphate = (patient: string, value: number, hoursBefore: number): Resource =>
  result({ patient, id: `p-${hoursBefore}`, hoursBefore }, '2777-1', value, 'mg/dL');
const magnesiumDose = (patient: string, hoursBefore: number): Resource =>
  dose({ patient, id: 'mg-dose', hoursBefore }, '6585', 'magnesium sulfate', 16.2);

const DAY_HOURS = 24;

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
  torsades: (patient) => [
    result({ patient, id: 'qtc', hoursBefore: 2 }, '8636-3', 510, 'ms'),
    potassium(patient, 3.1, 2),
    magnesium(patient, 1.4),
  ],
  digoxin: (patient) => [
    order({ patient, id: 'digoxin', hoursBefore: 40 }, '3407', 'digoxin', 'PO'),
    potassium(patient, 3.1, 2),
  ],
  'proton-pump-inhibitor': (patient) => [
    order({ patient, id: 'ppi', hoursBefore: 100 * DAY_HOURS }, '7646', 'omeprazole', 'PO'),
    magnesium(patient, 1.4),
  ],
  'wasting-drug': (patient) => [
    dose({ patient, id: 'ampho-1', hoursBefore: 40 }, '732', 'amphotericin B', 50),
    dose({ patient, id: 'ampho-2', hoursBefore: 10 }, '732', 'amphotericin B', 50),
  ],
  'urine-magnesium': (patient) => [
    magnesium(patient, 1.3),
    egfr(patient, 90),
    result({ patient, id: 'creatinine', hoursBefore: 3 }, '2160-0', 0.8, 'mg/dL'),
    result({ patient, id: 'urine-mg', hoursBefore: 3 }, '19124-7', 10, 'mg/dL'),
    result({ patient, id: 'urine-creatinine', hoursBefore: 3 }, '2161-8', 100, 'mg/dL'),
  ],
  refeeding: (patient) => [tubeFeeding(patient, 40), phosphate(patient, 4, 44), phosphate(patient, 2, 3)],
  'unsafe-order': (patient) => [
    order({ patient, id: 'mg-order', hoursBefore: 1 }, '6585', 'magnesium sulfate', 'IV'),
    egfr(patient, 20),
    magnesium(patient, 2),
  ],
  'no-follow-up': (patient) => [magnesiumDose(patient, 30)],
  'early-level': (patient) => [magnesiumDose(patient, 6), magnesium(patient, 2)],
  'no-recheck': (patient) => [potassium(patient, 3.2, 40), magnesiumDose(patient, 20)],
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

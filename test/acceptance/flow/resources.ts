import type { Json } from '../../kit/fhir-server.ts';

/** The instant from which all times of a test file count back. */
export const NOW_MS: number = Date.now();
const HOUR_MS = 3_600_000;
const LOINC = 'http://loinc.org';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const UCUM = 'http://unitsofmeasure.org';

/** No log, queue or error may hold what stands in a name. */
export const CANARY = 'CANARY-NAME';

export const hoursAgo = (hours: number): string => new Date(NOW_MS - hours * HOUR_MS).toISOString();

/** What nearly every resource of a patient says. */
export interface Of {
  readonly patient: string;
  readonly id: string;
  readonly hoursAgo: number;
}

const subject = (patient: string) => ({ reference: `Patient/${patient}` });
const quantity = (value: number, unit: string) => ({ value, unit, system: UCUM, code: unit });

export const person = (patient: string): Json => ({
  resourceType: 'Patient',
  id: patient,
  gender: 'female',
  birthDate: '1950-04-01',
  name: [{ family: CANARY }],
});

/** A stay in hospital since three days. */
export const stay = (patient: string, endedHoursAgo?: number): Json => ({
  resourceType: 'Encounter',
  id: `${patient}-stay`,
  status: endedHoursAgo === undefined ? 'in-progress' : 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: subject(patient),
  period: { start: hoursAgo(72), ...(endedHoursAgo !== undefined && { end: hoursAgo(endedHoursAgo) }) },
});

export type Test = 'potassium' | 'magnesium' | 'calcium' | 'albumin';
const TESTS: Readonly<Record<Test, readonly [code: string, unit: string]>> = {
  potassium: ['2823-3', 'mmol/L'],
  magnesium: ['19123-9', 'mg/dL'],
  calcium: ['17861-6', 'mg/dL'],
  albumin: ['1751-7', 'g/dL'],
};

/** A result in the unit of its test: potassium in mmol/L, magnesium and calcium in mg/dL, albumin in g/dL. */
export function result(test: Test, of: Of, value: number, change: object = {}): Json {
  const [code, unit] = TESTS[test];
  return {
    resourceType: 'Observation',
    id: `${of.patient}-${of.id}`,
    status: 'final',
    code: { coding: [{ system: LOINC, code }] },
    subject: subject(of.patient),
    effectiveDateTime: hoursAgo(of.hoursAgo),
    issued: hoursAgo(of.hoursAgo - 0.5),
    valueQuantity: quantity(value, unit),
    ...change,
  };
}

export type Drug = 'potassium chloride' | 'magnesium sulfate' | 'furosemide';
const DRUGS: Readonly<Record<Drug, readonly [code: string, unit: string]>> = {
  'potassium chloride': ['8591', 'meq'],
  'magnesium sulfate': ['6585', 'meq'],
  furosemide: ['4603', 'mg'],
};

const medication = (drug: Drug) => ({ coding: [{ system: RXNORM, code: DRUGS[drug][0] }], text: drug });

/** A dose that was given at once; electrolytes in mEq, furosemide in mg. */
export const dose = (drug: Drug, of: Of, amount: number, change: object = {}): Json => ({
  resourceType: 'MedicationAdministration',
  id: `${of.patient}-${of.id}`,
  status: 'completed',
  medicationCodeableConcept: medication(drug),
  subject: subject(of.patient),
  effectiveDateTime: hoursAgo(of.hoursAgo),
  dosage: { route: { text: 'IV' }, dose: quantity(amount, DRUGS[drug][1]) },
  ...change,
});

export const order = (drug: Drug, of: Of, amount: number, change: object = {}): Json => ({
  resourceType: 'MedicationRequest',
  id: `${of.patient}-${of.id}`,
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: medication(drug),
  subject: subject(of.patient),
  authoredOn: hoursAgo(of.hoursAgo),
  dosageInstruction: [
    {
      timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
      route: { text: 'IV' },
      doseAndRate: [{ doseQuantity: quantity(amount, DRUGS[drug][1]) }],
    },
  ],
  ...change,
});

/** An order to measure magnesium. */
export const magnesiumTest = (of: Of, change: object = {}): Json => ({
  resourceType: 'ServiceRequest',
  id: `${of.patient}-${of.id}`,
  status: 'active',
  intent: 'order',
  code: { coding: [{ system: LOINC, code: TESTS.magnesium[0] }] },
  subject: subject(of.patient),
  authoredOn: hoursAgo(of.hoursAgo),
  ...change,
});

/** Potassium of 3.0 and 80 mEq after it, and low magnesium: one more low potassium and the pattern is there. */
export const almostRefractory = (patient: string): readonly Json[] => [
  person(patient),
  stay(patient),
  result('potassium', { patient, id: 'k1', hoursAgo: 30.5 }, 3.0),
  dose('potassium chloride', { patient, id: 'd1', hoursAgo: 26.5 }, 40),
  dose('potassium chloride', { patient, id: 'd2', hoursAgo: 20.5 }, 40),
  result('magnesium', { patient, id: 'mg', hoursAgo: 3.5 }, 1.3),
];

/** The value of the potassium that completes the pattern. */
export const stillLow = (patient: string, value = 3.1): Json =>
  result('potassium', { patient, id: 'k2', hoursAgo: 2.5 }, value);

/** A patient in hospital of whom nothing else is known. */
export const newcomer = (patient: string): readonly Json[] => [person(patient), stay(patient)];

/** Moderate magnesium deficiency: a warning by itself. */
export const lowMagnesium = (patient: string, value = 1.1): Json =>
  result('magnesium', { patient, id: 'mg', hoursAgo: 2.5 }, value);

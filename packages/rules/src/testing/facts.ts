import { addHours, type Instant, instantOf } from '@magwatch/base';
import type {
  Analyte,
  ConditionFact,
  ConditionName,
  Dose,
  Drug,
  DrugOrder,
  ElementContent,
  EncounterFact,
  Fact,
  LabResult,
  PersonFact,
  ResourceVersion,
  TestOrder,
} from '@magwatch/timeline';

/** The instant from which the hours of these builders count: 2026-03-10T08:00:00Z. */
export const START: Instant = instantOf(1_773_129_600_000);

export const at = (hour: number): Instant => addHours(START, hour);

/** One version of one resource that says these facts. The reference is made from them unless it is given. */
export function version(reference: string, ...facts: readonly Fact[]): ResourceVersion {
  return { reference, versionId: '1', state: 'present', facts };
}

type Extra<F> = Partial<F> & { readonly id?: string };

/** 1 of the unit in the canonical unit of the analyte. */
const CANONICAL: Partial<Record<Analyte, Readonly<Record<string, number>>>> = {
  magnesium: { 'mmol/L': 1, 'mg/dL': 1 / 2.4305, 'meq/L': 0.5 },
  'magnesium-ionized': { 'mmol/L': 1, 'mg/dL': 1 / 2.4305, 'meq/L': 0.5 },
  calcium: { 'mmol/L': 1, 'mg/dL': 1 / 4.0078, 'meq/L': 0.5 },
  'calcium-ionized': { 'mmol/L': 1, 'mg/dL': 1 / 4.0078, 'meq/L': 0.5 },
  'calcium-albumin-corrected': { 'mmol/L': 1, 'mg/dL': 1 / 4.0078, 'meq/L': 0.5 },
  albumin: { 'g/L': 1, 'g/dL': 10 },
  creatinine: { 'umol/L': 1, 'mg/dL': 88.402 },
  glucose: { 'mmol/L': 1, 'mg/dL': 1 / 18.0156 },
  phosphate: { 'mmol/L': 1, 'mg/dL': 1 / 3.09738 },
  'urine-magnesium': { 'mmol/L': 1, 'mg/dL': 1 / 2.4305, 'meq/L': 0.5 },
  'urine-creatinine': { 'umol/L': 1, 'mmol/L': 1000, 'mg/dL': 88.402 },
};

/** A final laboratory result, issued when it was collected. */
export function result(
  analyte: Analyte,
  [value, unit]: readonly [value: number, unit: string],
  hour: number,
  { id, ...extra }: Extra<LabResult> = {},
): ResourceVersion {
  const reported = { value, unit };
  return version(id ?? `Observation/${analyte}-${hour}-${value}`, {
    kind: 'result',
    analyte,
    reported,
    compared: reported,
    canonical: value * (CANONICAL[analyte]?.[unit] ?? 1),
    status: 'final',
    at: at(hour),
    knownAt: at(hour),
    quality: [],
    ...extra,
  });
}

export const potassium = (value: number, hour: number, extra?: Extra<LabResult>): ResourceVersion =>
  result('potassium', [value, 'mmol/L'], hour, extra);

/** Magnesium in mg/dL unless a unit is given. */
export const magnesium = (value: number, hour: number, extra?: Extra<LabResult>, unit = 'mg/dL'): ResourceVersion =>
  result('magnesium', [value, unit], hour, extra);

/** Total calcium in mg/dL unless a unit is given. */
export const calcium = (value: number, hour: number, extra?: Extra<LabResult>, unit = 'mg/dL'): ResourceVersion =>
  result('calcium', [value, unit], hour, extra);

/** Ionized calcium in mmol/L. */
export const ionizedCalcium = (value: number, hour: number, extra?: Extra<LabResult>): ResourceVersion =>
  result('calcium-ionized', [value, 'mmol/L'], hour, extra);

/** Albumin in g/dL. */
export const albumin = (value: number, hour: number, extra?: Extra<LabResult>): ResourceVersion =>
  result('albumin', [value, 'g/dL'], hour, extra);

export function dose(
  drug: Drug,
  content: ElementContent | undefined,
  hour: number,
  { id, ...extra }: Extra<Dose> = {},
): ResourceVersion {
  return version(id ?? `MedicationAdministration/${drug}-${hour}`, {
    kind: 'dose',
    drug,
    route: 'intravenous',
    start: addHours(at(hour), -1),
    end: at(hour),
    ...(content ? { content } : {}),
    standing: 'charted',
    isMaintenance: false,
    quality: [],
    ...extra,
  });
}

/** A charted enteral dose of potassium chloride that ended at `hour`. */
export const potassiumDose = (meq: number, hour: number, extra: Extra<Dose> = {}): ResourceVersion =>
  dose('potassium-chloride', { element: 'potassium', meq }, hour, { route: 'enteral', start: at(hour), ...extra });

/** A charted intravenous dose of magnesium sulfate that ended at `hour`, one hour long. */
export const magnesiumDose = (meq: number, hour: number, extra: Extra<Dose> = {}): ResourceVersion =>
  dose('magnesium-sulfate', { element: 'magnesium', meq }, hour, extra);

export function drugOrder(drug: Drug, hour: number, { id, ...extra }: Extra<DrugOrder> = {}): ResourceVersion {
  return version(id ?? `MedicationRequest/${drug}-${hour}`, {
    kind: 'drug-order',
    drug,
    route: 'enteral',
    authoredAt: at(hour),
    activeFrom: at(hour),
    status: 'active',
    isMaintenance: false,
    quality: [],
    ...extra,
  });
}

export function testOrder(analyte: Analyte, hour: number, { id, ...extra }: Extra<TestOrder> = {}): ResourceVersion {
  return version(id ?? `ServiceRequest/${analyte}-${hour}`, {
    kind: 'test-order',
    analyte,
    origin: 'order',
    at: at(hour),
    ...extra,
  });
}

export function condition(name: ConditionName, { id, ...extra }: Extra<ConditionFact> = {}): ResourceVersion {
  return version(id ?? `Condition/${name}`, { kind: 'condition', condition: name, isActive: true, ...extra });
}

export function encounter({ id, ...extra }: Extra<EncounterFact> = {}): ResourceVersion {
  return version(id ?? 'Encounter/stay', { kind: 'encounter', setting: 'inpatient', isInProgress: true, ...extra });
}

export function person({ id, ...extra }: Extra<PersonFact> = {}): ResourceVersion {
  return version(id ?? 'Patient/p1', { kind: 'person', isDeceased: false, isTestPatient: false, ...extra });
}

export const withdrawn = (reference: string, versionId = '2'): ResourceVersion => ({
  reference,
  versionId,
  state: 'withdrawn',
  facts: [],
});

/** FHIR R4 resources of made-up patients, as small as a real one may be. Moments are given in minutes before now. */
export type Resource = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

export interface MadeUpPatient {
  readonly id: string;
  readonly resources: readonly Resource[];
}

/** The instant at which all are judged. */
export const NOW = '2026-03-10T12:00:00Z';

const MINUTE_MS = 60_000;
const LOINC = 'http://loinc.org';
const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const SNOMED = 'http://snomed.info/sct';
const UCUM = 'http://unitsofmeasure.org';

const ROUTES = { intravenous: '47625008', oral: '26643006' } as const;
type RouteName = keyof typeof ROUTES;

const timeOf = (minutesAgo: number): string =>
  new Date(Date.parse(NOW) - minutesAgo * MINUTE_MS).toISOString().replace('.000Z', 'Z');

const concept = (system: string, code: string): object => ({ coding: [{ system, code }] });
const quantity = (value: number, code: string): object => ({ value, unit: code, system: UCUM, code });
const route = (name: RouteName): object => concept(SNOMED, ROUTES[name]);

/** What all resources of a patient share; ids count up. */
export interface Chart {
  readonly patient: string;
  readonly add: (resourceType: string, content: object) => void;
  readonly resources: () => readonly Resource[];
}

export function openChart(patient: string): Chart {
  const resources: Resource[] = [];
  return {
    patient,
    add: (resourceType, content) => {
      const id = `${patient}-${resources.length}`;
      const subject = { reference: `Patient/${patient}` };
      resources.push({ resourceType, id, meta: { versionId: '1' }, subject, ...content });
    },
    resources: () => resources,
  };
}

export interface GivenResult {
  readonly code: string;
  readonly value: number;
  readonly unit: string;
  readonly ago: number;
  readonly status?: string;
  readonly issuedAgo?: number;
  readonly comparator?: '<' | undefined;
  readonly specimen?: string | undefined;
  readonly upperLimit?: number | undefined;
}

export function addResult(chart: Chart, given: GivenResult): void {
  const { code, value, unit, ago, status, issuedAgo, comparator, specimen, upperLimit } = given;
  chart.add('Observation', {
    status: status ?? 'final',
    code: concept(LOINC, code),
    effectiveDateTime: timeOf(ago),
    ...(issuedAgo !== undefined && { issued: timeOf(issuedAgo) }),
    ...(specimen !== undefined && { specimen: { reference: specimen } }),
    ...(upperLimit !== undefined && { referenceRange: [{ high: quantity(upperLimit, unit) }] }),
    valueQuantity: { ...quantity(value, unit), ...(comparator && { comparator }) },
  });
}

export interface GivenDose {
  readonly rxnorm: string;
  readonly value: number;
  readonly unit: string;
  readonly route: RouteName;
  readonly endAgo: number;
  /** Longer than no time: an infusion with a period. */
  readonly minutes?: number;
  readonly status?: string;
}

export function addDose(chart: Chart, { rxnorm, value, unit, endAgo, minutes, status, ...given }: GivenDose): void {
  chart.add('MedicationAdministration', {
    status: status ?? 'completed',
    medicationCodeableConcept: concept(RXNORM, rxnorm),
    ...(minutes === undefined
      ? { effectiveDateTime: timeOf(endAgo) }
      : { effectivePeriod: { start: timeOf(endAgo + minutes), end: timeOf(endAgo) } }),
    dosage: { route: route(given.route), dose: quantity(value, unit) },
  });
}

export interface GivenOrder {
  readonly rxnorm: string;
  readonly value: number;
  readonly unit: string;
  readonly route: RouteName;
  readonly authoredAgo: number;
  readonly status: string;
  readonly timesPerDay: number;
  /** End of its validity, in minutes before now; negative: still to come. */
  readonly untilAgo?: number | undefined;
}

export function addOrder(chart: Chart, given: GivenOrder): void {
  const { rxnorm, value, unit, authoredAgo, status, timesPerDay, untilAgo } = given;
  chart.add('MedicationRequest', {
    status,
    intent: 'order',
    medicationCodeableConcept: concept(RXNORM, rxnorm),
    authoredOn: timeOf(authoredAgo),
    dosageInstruction: [
      {
        route: route(given.route),
        timing: { repeat: { frequency: timesPerDay, period: 1, periodUnit: 'd' } },
        doseAndRate: [{ doseQuantity: quantity(value, unit) }],
      },
    ],
    ...(untilAgo !== undefined && {
      dispenseRequest: { validityPeriod: { start: timeOf(authoredAgo), end: timeOf(untilAgo) } },
    }),
  });
}

export interface GivenCondition {
  readonly snomed: string;
  readonly clinicalStatus: string;
  readonly verificationStatus?: string;
  readonly beganAgo?: number | undefined;
  readonly endedAgo?: number | undefined;
}

export function addCondition(chart: Chart, given: GivenCondition): void {
  const { snomed, clinicalStatus, verificationStatus, beganAgo, endedAgo } = given;
  const terms = 'http://terminology.hl7.org/CodeSystem';
  chart.add('Condition', {
    clinicalStatus: concept(`${terms}/condition-clinical`, clinicalStatus),
    verificationStatus: concept(`${terms}/condition-ver-status`, verificationStatus ?? 'confirmed'),
    code: concept(SNOMED, snomed),
    ...(beganAgo !== undefined && { onsetDateTime: timeOf(beganAgo) }),
    ...(endedAgo !== undefined && { abatementDateTime: timeOf(endedAgo) }),
  });
}

export function addStay(
  chart: Chart,
  {
    classCode,
    beganAgo,
    endedAgo,
  }: { readonly classCode: string; readonly beganAgo: number; readonly endedAgo?: number },
): void {
  chart.add('Encounter', {
    status: endedAgo === undefined ? 'in-progress' : 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: classCode },
    period: { start: timeOf(beganAgo), ...(endedAgo !== undefined && { end: timeOf(endedAgo) }) },
  });
}

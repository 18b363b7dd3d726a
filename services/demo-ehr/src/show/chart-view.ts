import type { Instant } from '@magwatch/base';
import { currentOf } from '../fhir/record.ts';
import { DRUGS, type Drug } from '../ward/pharmacy.ts';
import { TEST_NAMES, TESTS, type TestName } from '../ward/laboratory.ts';
import type { StoredResource, WardEvent, Recorded } from '../ward/ward.ts';

/** A result as the chart shows it. */
export interface ResultView {
  readonly test: TestName;
  readonly label: string;
  readonly value: number;
  readonly text: string;
  readonly unit: string;
  readonly flag: 'low' | 'high' | 'normal';
  readonly status: string;
  /** Collected; milliseconds. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
  /** What it said before it was corrected or struck out. */
  readonly before?: string;
}

export interface DoseView {
  readonly drug: string;
  readonly element: Drug['element'];
  readonly amount: number;
  readonly unit: string;
  readonly route: string;
  readonly start: number;
  /** Of a running infusion: now. */
  readonly end: number;
  readonly isRunning: boolean;
}

export interface OrderView {
  readonly what: string;
  readonly how: string;
  readonly status: string;
  readonly at: number;
}

const LABELS: Readonly<Record<TestName, string>> = {
  potassium: 'K',
  magnesium: 'Mg',
  calcium: 'Ca',
  ionizedCalcium: 'Ca ionized',
  albumin: 'Albumin',
  creatinine: 'Creatinine',
  phosphate: 'Phosphate',
  glucose: 'Glucose',
  sodium: 'Na',
};

/** Every result known at an instant, by time of collection. */
export function resultsOf(recorded: Recorded, now: Instant): readonly ResultView[] {
  return currentOf(recorded, 'Observation', now)
    .flatMap((resource) => viewResult(resource, recorded, now))
    .sort((one, other) => one.at - other.at);
}

function viewResult(resource: StoredResource, recorded: Recorded, now: Instant): readonly ResultView[] {
  if (resource.resourceType !== 'Observation') return [];
  const test = testOf(resource.code.coding?.[0]?.code, recorded.stay.laboratory);
  const { value, unit = '' } = resource.valueQuantity ?? {};
  if (!test || value === undefined || resource.effectiveDateTime === undefined) return [];
  const { digits, low, high } = TESTS[test][recorded.stay.laboratory];
  const before = resource.meta.versionId === '1' ? undefined : firstValueOf(recorded, resource.id, now);
  return [
    {
      test,
      label: LABELS[test],
      value,
      text: value.toFixed(digits),
      unit,
      flag: value < low ? 'low' : value > high ? 'high' : 'normal',
      status: resource.status,
      at: Date.parse(resource.effectiveDateTime),
      low,
      high,
      ...(before === undefined ? {} : { before: before.toFixed(digits) }),
    },
  ];
}

function firstValueOf(recorded: Recorded, id: string, now: Instant): number | undefined {
  const isFirst = ({ at, resource }: WardEvent): boolean => at <= now && resource.id === id;
  const first = recorded.events.find(isFirst)?.resource;
  return first?.resourceType === 'Observation' ? first.valueQuantity?.value : undefined;
}

function testOf(loinc: string | undefined, laboratory: 'main' | 'annexe'): TestName | undefined {
  return TEST_NAMES.find((test) => TESTS[test][laboratory].loinc === loinc);
}

/** What was given, or runs, at an instant, by its start. */
export function administeredOf(recorded: Recorded, now: Instant): readonly DoseView[] {
  return currentOf(recorded, 'MedicationAdministration', now)
    .flatMap((resource) => viewDose(resource, now))
    .sort((one, other) => one.start - other.start);
}

function viewDose(resource: StoredResource, now: Instant): readonly DoseView[] {
  if (resource.resourceType !== 'MedicationAdministration') return [];
  const { effectiveDateTime, effectivePeriod, dosage, status } = resource;
  const start = Date.parse(effectiveDateTime ?? effectivePeriod?.start ?? '');
  const end = effectivePeriod ? (effectivePeriod.end ? Date.parse(effectivePeriod.end) : now) : start;
  const drug = resource.medicationCodeableConcept?.text ?? '';
  return [
    {
      drug,
      element: elementOf(drug),
      amount: dosage?.dose?.value ?? 0,
      unit: dosage?.dose?.unit ?? '',
      route: dosage?.route?.text ?? '',
      start,
      end,
      isRunning: status === 'in-progress',
    },
  ];
}

const elementOf = (words: string): Drug['element'] =>
  Object.values<Drug>(DRUGS).find((drug) => drug.text === words)?.element ?? 'other';

/** Orders for drugs and for tests that somebody asked for by name, the newest first. */
export function ordersOf(recorded: Recorded, now: Instant): readonly OrderView[] {
  const drugs = currentOf(recorded, 'MedicationRequest', now).flatMap((resource): readonly OrderView[] => {
    if (resource.resourceType !== 'MedicationRequest') return [];
    const what = resource.medicationCodeableConcept?.text ?? '';
    const how = resource.dosageInstruction?.[0]?.text ?? '';
    return [{ what, how, status: resource.status, at: Date.parse(resource.authoredOn ?? '') }];
  });
  const tests = currentOf(recorded, 'ServiceRequest', now).flatMap((resource): readonly OrderView[] => {
    if (resource.resourceType !== 'ServiceRequest' || !resource.id.endsWith('-asked')) return [];
    const what = resource.code?.text ?? '';
    return [
      {
        what: capitalized(what),
        how: 'laboratory',
        status: resource.status,
        at: Date.parse(resource.authoredOn ?? ''),
      },
    ];
  });
  return [...drugs, ...tests].sort((one, other) => other.at - one.at);
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

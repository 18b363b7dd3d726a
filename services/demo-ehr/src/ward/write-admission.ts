import type { Condition, Encounter, Patient, Procedure } from 'fhir/r4.js';
import { DIAGNOSES } from './diagnoses.ts';
import { conceptOf, type Entry, encounterOf, subjectOf, text, timeOf } from './resource.ts';
import type { Stay } from './stay.ts';

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

/** The person, the stay, its diagnoses and its procedures. */
export function writeAdmission(stay: Stay): readonly Entry[] {
  return [
    { at: stay.admitted, resource: patient(stay) },
    { at: stay.admitted, resource: encounter(stay, false) },
    ...stay.course.diagnoses.map((_, index) => ({
      at: timeOf(stay, 0.4 + index * 0.1),
      resource: condition(stay, index),
    })),
    ...stay.course.procedures.flatMap((_, index) => procedure(stay, index)),
    { at: stay.discharged, resource: encounter(stay, true) },
  ];
}

function patient(stay: Stay): Patient & { id: string } {
  const { given, family, sex, birthDate } = stay.person;
  return {
    resourceType: 'Patient',
    id: stay.id,
    active: true,
    identifier: [{ system: 'https://demo-ehr.magwatch.example/record-number', value: stay.id.slice(1).toUpperCase() }],
    name: [{ use: 'official', family, given: [given] }],
    gender: sex,
    birthDate,
  };
}

function encounter(stay: Stay, isOver: boolean): Encounter & { id: string } {
  const period = { start: text(stay.admitted), ...(isOver ? { end: text(stay.discharged) } : {}) };
  const bed = String(stay.bed);
  return {
    resourceType: 'Encounter',
    id: `${stay.id}-stay`,
    status: isOver ? 'finished' : 'in-progress',
    class: { system: `${TERMINOLOGY}/v3-ActCode`, code: 'IMP', display: 'inpatient encounter' },
    subject: subjectOf(stay),
    period,
    reasonCode: stay.course.diagnoses
      .slice(0, 1)
      .map((name) => conceptOf(DIAGNOSES[name].text, ...DIAGNOSES[name].codings)),
    location: [{ location: { display: `Magnolia ward, bed ${bed}` }, status: isOver ? 'completed' : 'active' }],
  };
}

function condition(stay: Stay, index: number): Condition & { id: string } {
  const name = stay.course.diagnoses[index];
  if (!name) throw new Error('no such diagnosis');
  const { text: words, codings } = DIAGNOSES[name];
  const category = index === 0 ? 'encounter-diagnosis' : 'problem-list-item';
  return {
    resourceType: 'Condition',
    id: `${stay.id}-c${index}`,
    clinicalStatus: { coding: [{ system: `${TERMINOLOGY}/condition-clinical`, code: 'active' }] },
    verificationStatus: { coding: [{ system: `${TERMINOLOGY}/condition-ver-status`, code: 'confirmed' }] },
    category: [{ coding: [{ system: `${TERMINOLOGY}/condition-category`, code: category }] }],
    code: conceptOf(words, ...codings),
    subject: subjectOf(stay),
    encounter: encounterOf(stay),
    recordedDate: text(timeOf(stay, 0.4 + index * 0.1)),
  };
}

function procedure(stay: Stay, index: number): readonly Entry[] {
  const event = stay.course.procedures[index];
  if (!event) return [];
  const start = timeOf(stay, event.start);
  const end = timeOf(stay, event.start + event.hours);
  const write = (isOver: boolean): Procedure & { id: string } => ({
    resourceType: 'Procedure',
    id: `${stay.id}-x${index}`,
    status: isOver ? 'completed' : 'in-progress',
    code: conceptOf(event.display, { system: 'http://snomed.info/sct', code: event.code, display: event.display }),
    subject: subjectOf(stay),
    encounter: encounterOf(stay),
    performedPeriod: { start: text(start), ...(isOver ? { end: text(end) } : {}) },
  });
  return [
    { at: start, resource: write(false) },
    { at: end, resource: write(true) },
  ];
}

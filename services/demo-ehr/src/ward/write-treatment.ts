import { addHours, type Instant } from '@magwatch/base';
import type { Dosage, MedicationAdministration, MedicationRequest } from 'fhir/r4.js';
import type { Treatment } from './course.ts';
import { DRUGS, type Drug, ROUTES } from './pharmacy.ts';
import { conceptOf, type Entry, encounterOf, subjectOf, text, timeOf } from './resource.ts';
import type { Stay } from './stay.ts';

/** The orders of a stay and what was given for them. */
export function writeTreatments(stay: Stay): readonly Entry[] {
  return stay.course.treatments.flatMap((treatment, index) => writeTreatment(stay, treatment, index));
}

function writeTreatment(stay: Stay, treatment: Treatment, index: number): readonly Entry[] {
  const chance = stay.chance('treatment', index);
  // Doses are given within a quarter of an hour of their time, never so late that a sample would miss them.
  const starts = treatment.doses
    .map((hour) => timeOf(stay, hour + chance.between(-0.2, 0.2)))
    .filter((start) => addHours(start, treatment.hours) < stay.discharged);
  if (starts.length === 0) return [];
  const drug: Drug = DRUGS[treatment.drug];
  const order = { stay, treatment, drug, id: `${stay.id}-m${index}`, authored: timeOf(stay, treatment.ordered) };
  const last = addHours(starts.at(-1) ?? order.authored, treatment.hours);
  return [
    { at: order.authored, resource: request(order, 'active') },
    ...starts.flatMap((start, number) => administrations(order, start, number)),
    { at: last, resource: request(order, 'completed') },
  ];
}

interface Order {
  readonly stay: Stay;
  readonly treatment: Treatment;
  readonly drug: Drug;
  readonly id: string;
  readonly authored: Instant;
}

const quantity = ({ value, unit, ucum }: Treatment['amount']) => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: ucum,
});

const routeOf = (drug: Drug) =>
  conceptOf(drug.route === 'oral' ? 'PO' : 'IV', { system: 'http://snomed.info/sct', ...ROUTES[drug.route] });

function request(order: Order, status: 'active' | 'completed'): MedicationRequest & { id: string } {
  const { stay, treatment, drug } = order;
  const { value, unit } = treatment.amount;
  const pace = treatment.hours > 0 ? ` over ${treatment.hours} h` : '';
  const times = treatment.doses.length > 1 ? `, ${treatment.doses.length} doses` : ', once';
  const dosage: Dosage = {
    text: `${value} ${unit} ${drug.route === 'oral' ? 'by mouth' : 'intravenously'}${pace}${times}`,
    route: routeOf(drug),
    doseAndRate: [{ doseQuantity: quantity(treatment.amount) }],
  };
  return {
    resourceType: 'MedicationRequest',
    id: order.id,
    status,
    intent: 'order',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category',
            code: 'inpatient',
            display: 'Inpatient',
          },
        ],
      },
    ],
    medicationCodeableConcept: conceptOf(drug.text, ...drug.codings),
    subject: subjectOf(stay),
    encounter: encounterOf(stay),
    authoredOn: text(order.authored),
    dosageInstruction: [dosage],
  };
}

function administrations(order: Order, start: Instant, number: number): readonly Entry[] {
  const { stay, treatment, drug } = order;
  const end = addHours(start, treatment.hours);
  const write = (status: 'in-progress' | 'completed'): MedicationAdministration & { id: string } => ({
    resourceType: 'MedicationAdministration',
    id: `${order.id}-a${number}`,
    status,
    medicationCodeableConcept: conceptOf(drug.text, ...drug.codings),
    subject: subjectOf(stay),
    context: encounterOf(stay),
    ...(treatment.hours === 0
      ? { effectiveDateTime: text(start) }
      : { effectivePeriod: { start: text(start), ...(status === 'completed' ? { end: text(end) } : {}) } }),
    request: { reference: `MedicationRequest/${order.id}` },
    dosage: { route: routeOf(drug), dose: quantity(treatment.amount) },
  });
  if (treatment.hours === 0) return [{ at: start, resource: write('completed') }];
  return [
    { at: start, resource: write('in-progress') },
    { at: end, resource: write('completed') },
  ];
}

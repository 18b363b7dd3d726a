import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { loinc, observation, parse, quantity, rxnorm } from './resources.test-kit.ts';

const subject = { reference: 'Patient/p1' };
const at = (hour: number): number => Date.UTC(2026, 2, 10, hour);
const iso = (hour: number): string => new Date(at(hour)).toISOString();

const ampoule = {
  resourceType: 'Medication',
  id: 'amp',
  ingredient: [
    {
      item: { concept: rxnorm('8591') },
      strengthRatio: { numerator: quantity(2, 'meq'), denominator: quantity(1, 'mL') },
    },
  ],
};

describe('what R5 writes in another way says the same', () => {
  test.each<[string, Json, Json]>([
    [
      'Observation',
      observation({
        instantiatesCanonical: 'http://example.org/definition',
        triggeredBy: [{ observation: { reference: 'Observation/o0' }, type: 'reflex' }],
        bodyStructure: { reference: 'BodyStructure/b' },
      }),
      { kind: 'result', analyte: 'potassium', canonical: 3.1 },
    ],
    [
      'Encounter',
      {
        resourceType: 'Encounter',
        id: 'e1',
        subject,
        status: 'in-progress',
        class: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' }] }],
        subjectStatus: { coding: [{ code: 'receiving-care' }] },
        actualPeriod: { start: iso(8) },
      },
      { kind: 'encounter', setting: 'inpatient', isInProgress: true, from: at(8) },
    ],
    [
      'MedicationRequest by concept',
      {
        resourceType: 'MedicationRequest',
        id: 'm1',
        subject,
        status: 'active',
        intent: 'order',
        medication: { concept: rxnorm('6585') },
        authoredOn: iso(8),
        dosageInstruction: [
          {
            asNeeded: false,
            route: { text: 'IV' },
            timing: { repeat: { frequency: 1, period: 1, periodUnit: 'd' } },
            doseAndRate: [{ doseQuantity: quantity(2, 'g') }],
          },
        ],
      },
      { kind: 'drug-order', drug: 'magnesium-sulfate', dosesPerDay: 1, content: { meq: 16.22 } },
    ],
    [
      'MedicationAdministration of a contained Medication, by rate and time',
      {
        resourceType: 'MedicationAdministration',
        id: 'a1',
        subject,
        status: 'completed',
        contained: [ampoule],
        medication: { reference: { reference: '#amp' } },
        occurencePeriod: { start: iso(8), end: iso(10) },
        dosage: {
          route: { text: 'IV' },
          rateRatio: { numerator: quantity(5, 'mL'), denominator: quantity(1, 'h') },
        },
      },
      { kind: 'dose', drug: 'potassium-chloride', end: at(10), content: { meq: 20 } },
    ],
    [
      'MedicationAdministration at an instant',
      {
        resourceType: 'MedicationAdministration',
        id: 'a2',
        subject,
        status: 'completed',
        medication: { concept: rxnorm('8591') },
        occurenceDateTime: iso(9),
        dosage: { dose: quantity(20, 'meq') },
      },
      { kind: 'dose', start: at(9), end: at(9), content: { meq: 20 } },
    ],
    [
      'MedicationAdministration by the events of a timing',
      {
        resourceType: 'MedicationAdministration',
        id: 'a3',
        subject,
        status: 'completed',
        medication: { concept: rxnorm('8591') },
        occurenceTiming: { event: [iso(8), iso(9)] },
        dosage: { dose: quantity(20, 'meq') },
      },
      { kind: 'dose', end: at(9) },
    ],
    [
      'MedicationDispense',
      {
        resourceType: 'MedicationDispense',
        id: 'd1',
        subject,
        status: 'completed',
        medication: { concept: rxnorm('40790') },
        whenHandedOver: iso(8),
      },
      { kind: 'dose', drug: 'pantoprazole', standing: 'dispensed' },
    ],
    [
      'MedicationStatement',
      {
        resourceType: 'MedicationStatement',
        id: 's1',
        subject,
        status: 'recorded',
        medication: { concept: rxnorm('40790') },
        effectivePeriod: { start: iso(8) },
        dateAsserted: iso(9),
        adherence: { code: { coding: [{ code: 'taking' }] } },
      },
      { kind: 'dose', drug: 'pantoprazole', standing: 'stated', end: at(9) },
    ],
    [
      'ServiceRequest',
      {
        resourceType: 'ServiceRequest',
        id: 'r1',
        subject,
        status: 'active',
        intent: 'order',
        code: { concept: loinc('19123-9') },
        orderDetail: [{ parameter: [{ code: { text: 'tube' }, valueString: 'serum' }] }],
        authoredOn: iso(8),
      },
      { kind: 'test-order', analyte: 'magnesium', at: at(8) },
    ],
    [
      'Procedure',
      {
        resourceType: 'Procedure',
        id: 'x1',
        subject,
        status: 'completed',
        code: { coding: [{ system: 'http://snomed.info/sct', code: '302497006' }] },
        occurrencePeriod: { start: iso(8), end: iso(12) },
      },
      { kind: 'condition', condition: 'dialysis', from: at(8), until: at(12) },
    ],
    [
      'Condition',
      {
        resourceType: 'Condition',
        id: 'c1',
        subject,
        clinicalStatus: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
        },
        code: { coding: [{ system: 'http://snomed.info/sct', code: '91637004' }] },
        recordedDate: iso(8),
      },
      { kind: 'condition', condition: 'myasthenia-gravis', isActive: true, from: at(8) },
    ],
  ])('%s', (_name, resource, expected) => {
    const { version, patient } = parse(resource);
    expect(version.facts).toMatchObject([expected]);
    expect(patient).toBe('Patient/p1');
  });

  test.each(['cancelled', 'entered-in-error'])('an R5 administration that is %s says nothing', (status) => {
    const { version } = parse({
      resourceType: 'MedicationAdministration',
      id: 'a1',
      subject,
      status,
      medication: { concept: rxnorm('8591') },
      occurenceDateTime: iso(9),
    });
    expect(version).toMatchObject({ state: 'withdrawn', facts: [] });
  });
});

import { describe, expect, test } from 'vitest';
import type { Draft } from './card.ts';
import { renderCard } from './render-card.ts';
import { CARD_UUID } from './sample.ts';
import { ALERTS } from './sample-patients.ts';

/** What FHIR R4 (4.0.1) demands of the elements that drafts use: all others are unknown to this test, and a mistake. */

type Check = (value: unknown, path: string) => readonly string[];

const broken = (isRight: boolean, path: string, what: string): readonly string[] =>
  isRight ? [] : [`${path}: ${what}`];
const text: Check = (value, path) => broken(typeof value === 'string' && value.trim() !== '', path, 'a text');
const oneOf =
  (...codes: readonly unknown[]): Check =>
  (value, path) =>
    broken(codes.includes(value), path, `one of ${codes.join(', ')}`);
const positive: Check = (value, path) => broken(typeof value === 'number' && value > 0, path, 'a number above 0');
const whole: Check = (value, path) => broken(Number.isInteger(value) && Number(value) > 0, path, 'a positive integer');
const listOf =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((item, index) => check(item, `${path}[${index}]`))
      : [`${path}: a list with something in it`];

/** An object with these elements and no other; a name with `!` is required. */
const element =
  (parts: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (typeof value !== 'object' || value === null) return [`${path}: an element`];
    const given = Object.entries(value);
    const names = Object.keys(parts).map((name) => name.replace('!', ''));
    return [
      ...given.filter(([name]) => !names.includes(name)).map(([name]) => `${path}.${name}: unknown to R4 here`),
      ...Object.entries(parts).flatMap(([key, check]) => {
        const name = key.replace('!', '');
        const found = given.find(([one]) => one === name)?.[1];
        if (found === undefined) return key.endsWith('!') ? [`${path}.${name}: required`] : [];
        return check(found, `${path}.${name}`);
      }),
    ];
  };

const SYSTEMS = ['http://loinc.org', 'http://snomed.info/sct', 'http://www.nlm.nih.gov/research/umls/rxnorm'];
const concept = element({
  coding: listOf(element({ 'system!': oneOf(...SYSTEMS), 'code!': text, display: text })),
  text,
});
const quantity = element({
  'value!': positive,
  'unit!': text,
  'system!': oneOf('http://unitsofmeasure.org'),
  'code!': oneOf('g', 'mg', 'g/h'),
});
const reference = element({
  'reference!': (value, path) => broken(/^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.test(String(value)), path, 'Type/id'),
});
const notes = listOf(element({ 'text!': text }));
const requestParts = {
  'resourceType!': text,
  'status!': oneOf('draft'),
  priority: oneOf('routine', 'urgent', 'asap', 'stat'),
  'subject!': reference,
  reasonCode: listOf(concept),
  note: notes,
};
const repeat: Check = (value, path) => [
  ...element({
    count: whole,
    duration: positive,
    durationUnit: oneOf('h'),
    frequency: whole,
    period: positive,
    periodUnit: oneOf('d'),
  })(value, path),
  // tim-1 and tim-2: a duration and a period have units.
  ...broken(has(value, 'duration') === has(value, 'durationUnit'), path, 'tim-1'),
  ...broken(has(value, 'period') === has(value, 'periodUnit'), path, 'tim-2'),
];
const has = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value;

const dosage = element({
  'text!': text,
  timing: element({ 'repeat!': repeat }),
  'route!': concept,
  'doseAndRate!': listOf(element({ 'doseQuantity!': quantity, rateQuantity: quantity })),
  maxDosePerAdministration: quantity,
});

const RESOURCES: Readonly<Record<Draft['resourceType'], Check>> = {
  ServiceRequest: element({ ...requestParts, 'intent!': oneOf('proposal'), 'code!': concept }),
  MedicationRequest: element({
    ...requestParts,
    'intent!': oneOf('proposal'),
    'medicationCodeableConcept!': concept,
    'dosageInstruction!': listOf(dosage),
  }),
  CommunicationRequest: element({
    ...requestParts,
    category: listOf(concept),
    about: listOf(reference),
    'payload!': listOf(element({ 'contentString!': text })),
  }),
};

const check = (resource: Draft): readonly string[] => RESOURCES[resource.resourceType](resource, resource.resourceType);

const DRAFTS = ALERTS.flatMap(({ patient, alert }) =>
  (renderCard(alert, { cardUuid: CARD_UUID }).suggestions ?? []).flatMap(({ label, actions }) =>
    actions.map(({ resource }) => ({ patient, label, resource })),
  ),
);

describe('every draft is valid R4', () => {
  test('and there is one of each kind', () => {
    expect(new Set(DRAFTS.map(({ resource }) => resource.resourceType))).toEqual(new Set(Object.keys(RESOURCES)));
  });

  test.each(DRAFTS)('$patient: $label', ({ resource }) => {
    expect(check(resource)).toEqual([]);
  });

  test('nothing that should be an order is a prohibition, and nothing is dosed faster than 1 g/h', () => {
    for (const { resource } of DRAFTS) {
      expect(resource).not.toHaveProperty('doNotPerform');
      if (resource.resourceType !== 'MedicationRequest') continue;
      for (const { doseAndRate } of resource.dosageInstruction ?? [])
        expect(doseAndRate?.[0]?.rateQuantity?.value ?? 1).toBeLessThanOrEqual(1);
    }
  });
});

describe('the check itself', () => {
  const order = DRAFTS.map(({ resource }) => resource).find(({ resourceType }) => resourceType === 'MedicationRequest');
  test.each<[string, object, string]>([
    ['a status that is no draft', { status: 'active' }, 'MedicationRequest.status'],
    ['an element that R4 does not have', { medication: {} }, 'MedicationRequest.medication: unknown'],
    ['no subject', { subject: undefined }, 'MedicationRequest.subject: required'],
    [
      'a foreign reference',
      { subject: { reference: 'https://x.example/Patient/1' } },
      'MedicationRequest.subject.reference',
    ],
    ['an empty list', { dosageInstruction: [] }, 'MedicationRequest.dosageInstruction'],
    ['a duration without a unit', { dosageInstruction: [{ timing: { repeat: { duration: 2 } } }] }, 'tim-1'],
    [
      'a unit that is not UCUM',
      { dosageInstruction: [{ maxDosePerAdministration: { value: 1, unit: 'gram' } }] },
      '.code',
    ],
  ])('finds %s', (_name, change, found) => {
    expect(check({ ...order, ...change } as Draft).join('\n')).toContain(found);
  });
});

import { expect, test } from 'vitest';
import { type OpenedBundle, openBundle } from './open-bundle.ts';

const whole = {
  resourceType: 'Observation',
  id: 'o1',
  meta: { versionId: '1' },
  subject: { reference: 'Patient/p1' },
};
const order = { ...whole, resourceType: 'MedicationRequest', medicationReference: { reference: 'Medication/m1' } };
const bundle = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'history', entry });
const r4Status = (type: string, ...foci: string[]) => ({
  resource: {
    resourceType: 'Parameters',
    parameter: [
      { name: 'subscription', valueReference: { reference: 'Subscription/s1' } },
      { name: 'type', valueCode: type },
      ...foci.map((reference) => ({
        name: 'notification-event',
        part: [
          { name: 'event-number', valueString: '7' },
          { name: 'focus', valueReference: { reference } },
        ],
      })),
    ],
  },
});
const r5Status = (type: string, ...foci: string[]) => ({
  resource: {
    resourceType: 'SubscriptionStatus',
    type,
    notificationEvent: foci.map((reference) => ({ eventNumber: '7', focus: { reference } })),
  },
});
const o1 = { type: 'Observation', id: 'o1' };

test.each<[string, unknown, OpenedBundle | undefined]>([
  ['id-only, R4', bundle(r4Status('event-notification', 'https://ehr/fhir/Observation/o1')), opened([], [o1])],
  ['id-only, R4B and R5', bundle(r5Status('event-notification', 'Observation/o1')), opened([], [o1])],
  [
    'full resource: used, its focus is not read again',
    bundle(r4Status('event-notification', 'Observation/o1'), { resource: whole }),
    opened([whole], []),
  ],
  ['a resource without a version is read', bundle({ resource: { ...whole, meta: {} } }), opened([], [o1])],
  [
    'an order whose drug is elsewhere is read',
    bundle({ resource: order }),
    opened([], [{ type: 'MedicationRequest', id: 'o1' }]),
  ],
  [
    'a transaction of HAPI',
    { ...bundle({ resource: whole, request: { method: 'PUT', url: 'Observation/o1' } }), type: 'transaction' },
    opened([whole], []),
  ],
  [
    'a deletion in it is read, and will be gone',
    bundle({ request: { method: 'DELETE', url: 'Observation/o1' } }),
    opened([], [o1]),
  ],
  ['an entry with its address only', bundle({ fullUrl: 'https://ehr/fhir/Observation/o1' }), opened([], [o1])],
  [
    'the same focus twice',
    bundle(r4Status('event-notification', 'Observation/o1', 'Observation/o1/_history/2')),
    opened([], [o1]),
  ],
  [
    'an event without focus: search',
    bundle(r4Status('event-notification')),
    { ...opened([], []), isSearchNeeded: true },
  ],
  ['no entry at all: search', bundle(), { ...opened([], []), isSearchNeeded: true }],
  ['a handshake', bundle(r4Status('handshake')), opened([], [])],
  ['a heartbeat, R5', bundle(r5Status('heartbeat')), opened([], [])],
  [
    'an id that leads elsewhere is passed over',
    bundle(r4Status('event-notification', 'Observation/..')),
    { ...opened([], []), isSearchNeeded: true },
  ],
  ['entries that are none', bundle(null, 7, 'x', { resource: null }), { ...opened([], []), isSearchNeeded: true }],
  ['no bundle', whole, undefined],
  ['nothing', undefined, undefined],
])('%s', (_name, given, expected) => {
  expect(openBundle(given)).toEqual(expected);
});

function opened(resources: OpenedBundle['resources'], references: OpenedBundle['references']): OpenedBundle {
  return { resources, references, isSearchNeeded: false };
}

test('a resource whose subject lives on another server is not used as it is', () => {
  const foreign = { ...whole, subject: { reference: 'https://other.example/r4/Patient/p1' } };
  expect(openBundle(bundle({ resource: foreign }), 'https://ehr.example/r4')).toEqual(opened([], [o1]));
  const own = { ...whole, subject: { reference: 'https://ehr.example/r4/Patient/p1' } };
  expect(openBundle(bundle({ resource: own }), 'https://ehr.example/r4')).toEqual(opened([own], []));
});

import { describe, expect, test } from 'vitest';
import { type Envelope, type Notification, readEnvelope } from './read-envelope.ts';

const observation = {
  resourceType: 'Observation',
  id: 'o1',
  meta: { versionId: '3' },
  subject: { reference: 'Patient/p1' },
};
const whole: Envelope = {
  interaction: 'upsert',
  resourceType: 'Observation',
  resourceId: 'o1',
  versionId: '3',
  patient: 'Patient/p1',
  eventKey: 'Observation/o1/3/upsert',
};
const path = { type: 'Observation', id: 'o1' };
const deleted = { 'x-medplum-interaction': 'delete', 'x-medplum-deleted-resource': 'Observation/o1' };

function read(body: unknown, more: Partial<Notification> = {}): Envelope {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return readEnvelope({ method: 'POST', headers: {}, body: bytes, ...more });
}

describe('a subject with an absolute reference', () => {
  const of = (server: string) => ({ ...observation, subject: { reference: `${server}/Patient/p1` } });

  test('below the base URL of the source is its patient', () => {
    expect(read(of('https://ehr.example/r4'), { baseUrl: 'https://ehr.example/r4' })).toEqual(whole);
  });

  test('at another server is nobody of ours: the event goes to be resolved', () => {
    const envelope = read(of('https://other.example/r4'), { baseUrl: 'https://ehr.example/r4' });
    expect(envelope).not.toHaveProperty('patient');
    expect(envelope).toMatchObject({ resourceId: 'o1', eventKey: whole.eventKey });
  });
});

describe('the shapes that servers send', () => {
  test.each<[string, Envelope, Envelope]>([
    ['POST of a resource (Medplum, Firely as create)', read(observation), whole],
    ['PUT of a resource with its path (HAPI)', read(observation, { method: 'PUT', path }), whole],
    ['PUT of a resource without a path', read(observation, { method: 'PUT' }), whole],
    ['POST of a resource with its path', read(observation, { path }), whole],
    ['with a byte order mark', read(`\uFEFF${JSON.stringify(observation)}`), whole],
    ['POST without a body (HAPI without payload)', read(''), { interaction: 'unknown' }],
    ['PUT without a body and with a path', read('', { method: 'PUT', path }), idOnly('unknown')],
    ['POST without a body and with a path', read('', { path }), idOnly('unknown')],
    ['POST of {} with nothing else', read('{}'), { interaction: 'unknown' }],
    ['POST of {} with delete headers (Medplum)', read('{}', { headers: deleted }), idOnly('delete')],
    ['an empty body with delete headers', read('', { headers: deleted }), idOnly('delete')],
    ['DELETE with a path (HAPI)', read('', { method: 'DELETE', path }), idOnly('delete')],
    ['DELETE without anything', read('', { method: 'DELETE' }), { interaction: 'delete' }],
    [
      'DELETE with the resource',
      read(observation, { method: 'DELETE' }),
      { ...whole, interaction: 'delete', eventKey: 'Observation/o1/3/delete' },
    ],
    [
      'a bundle of any kind is opened later',
      read({ resourceType: 'Bundle', type: 'history', entry: [{ resource: observation }] }),
      { interaction: 'unknown', resourceType: 'Bundle' },
    ],
    ['a path gives the id that a body lacks', read({ ...observation, id: undefined }, { path }), whole],
    ['a create header is no deletion', read(observation, { headers: { 'x-medplum-interaction': 'create' } }), whole],
  ])('%s', (_name, envelope, expected) => {
    expect(envelope).toEqual(expected);
  });

  function idOnly(interaction: 'delete' | 'unknown'): Envelope {
    return { interaction, resourceType: 'Observation', resourceId: 'o1' };
  }
});

describe('whose it is', () => {
  test.each<[string, object, string | undefined]>([
    ['a relative subject', { subject: { reference: 'Patient/p1' } }, 'Patient/p1'],
    ['an absolute subject', { subject: { reference: 'https://ehr.example/fhir/Patient/p1' } }, 'Patient/p1'],
    ['a subject with its version', { subject: { reference: 'Patient/p1/_history/2' } }, 'Patient/p1'],
    ['a patient element', { subject: undefined, patient: { reference: 'Patient/p1' } }, 'Patient/p1'],
    ['the patient himself', { resourceType: 'Patient', id: 'p9', subject: undefined }, 'Patient/p9'],
    ['no subject', { subject: undefined }, undefined],
    ['a group', { subject: { reference: 'Group/g1' } }, undefined],
    ['a urn', { subject: { reference: 'urn:uuid:6f0b7f5e-0000-4000-8000-000000000000' } }, undefined],
    ['an identifier only', { subject: { identifier: { value: '123' } } }, undefined],
    ['a reference that is no text', { subject: { reference: 7 } }, undefined],
    ['a subject that is no object', { subject: 'Patient/p1' }, undefined],
    ['a path in the id', { subject: { reference: 'Patient/../Observation' } }, undefined],
    ['a query behind the id', { subject: { reference: 'Patient/p1?x=1' } }, undefined],
  ])('%s', (_name, change, patient) => {
    expect(read({ ...observation, ...change }).patient).toBe(patient);
  });
});

describe('an event without a version', () => {
  test.each<[string, unknown]>([
    ['no meta', undefined],
    ['no versionId', {}],
    ['an empty versionId', { versionId: '' }],
    ['a number', { versionId: 3 }],
    ['a text that is no id', { versionId: 'a b' }],
  ])('%s: no key, and it is resolved before it is used', (_name, meta) => {
    const envelope = read({ ...observation, meta });
    expect(envelope).toEqual({ interaction: 'upsert', resourceType: 'Observation', resourceId: 'o1' });
  });
});

describe('an order whose drug is told elsewhere', () => {
  const order = { ...observation, resourceType: 'MedicationRequest' };
  test.each<[string, string, string | undefined]>([
    ['another resource: resolved first', 'Medication/m1', undefined],
    ['a contained one: used as it is', '#m1', 'Patient/p1'],
  ])('%s', (_name, reference, patient) => {
    const envelope = read({ ...order, medicationReference: { reference } });
    expect(envelope).toMatchObject({ eventKey: 'MedicationRequest/o1/3/upsert' });
    expect(envelope.patient).toBe(patient);
  });
});

describe('what is kept aside', () => {
  test.each<[string, Envelope, string]>([
    ['text', read('not json'), 'event-unreadable-json'],
    ['half a resource', read('{"resourceType":"Observation"'), 'event-unreadable-json'],
    ['XML', read('<Observation xmlns="http://hl7.org/fhir"/>'), 'event-unreadable-json'],
    ['bytes', read(Buffer.from([0, 255, 254, 1])), 'event-unreadable-json'],
    ['a list', read('[]'), 'event-not-a-resource'],
    ['null', read('null'), 'event-not-a-resource'],
    ['a number', read('12'), 'event-not-a-resource'],
    ['an object without a type', read({ id: 'o1' }), 'event-not-a-resource'],
    ['a type that is no name', read({ resourceType: '../Observation', id: 'o1' }), 'event-not-a-resource'],
    ['no id', read({ ...observation, id: undefined }), 'event-without-id'],
    ['an id that is none', read({ ...observation, id: '../x' }), 'event-without-id'],
    ['another id than the path', read(observation, { path: { type: 'Observation', id: 'o2' } }), 'event-path-mismatch'],
    ['another type than the path', read(observation, { path: { type: 'Condition', id: 'o1' } }), 'event-path-mismatch'],
    ['a path that is no id', read(observation, { path: { type: 'Observation', id: '..' } }), 'event-path-mismatch'],
    ['nesting without end', read(`${'['.repeat(100_000)}`), 'event-unreadable-json'],
  ])('%s', (_name, envelope, reason) => {
    expect(envelope.aside).toBe(reason);
    expect(envelope.eventKey).toBeUndefined();
  });

  test('deep nesting and names of prototypes do no harm', () => {
    const deep = `{"resourceType":"Observation","id":"o1","meta":{"versionId":"1"},"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(read(deep)).toMatchObject({ eventKey: 'Observation/o1/1/upsert' });
    expect(read('{"__proto__":{"resourceType":"Observation","id":"o1"}}').aside).toBe('event-not-a-resource');
    expect(Reflect.get({}, 'resourceType')).toBeUndefined();
  });
});

import { instantOf } from '@magwatch/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOTE_CODES } from './errors.ts';
import { findFutureNotes } from './future.ts';
import { parseResource, READ_TYPES } from './parse-resource.ts';
import { normalizeReference } from './references.ts';
import { administration, CONTEXT, noteCodes, observation, order, parse } from './resources.test-kit.ts';

describe('what has no identity', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'not-a-resource'],
    ['null', null, 'not-a-resource'],
    ['text', 'Observation', 'not-a-resource'],
    ['a list', [observation()], 'not-a-resource'],
    ['no type', { id: '1' }, 'not-a-resource'],
    ['a type that is no word', { resourceType: '../x', id: '1' }, 'not-a-resource'],
    ['a type that no rule reads', { resourceType: 'Appointment', id: '1' }, 'type-not-read'],
    ['no id', observation({ id: undefined }), 'id-missing'],
    ['an id that is a path', observation({ id: 'a/b' }), 'id-missing'],
    ['a number for an id', observation({ id: 7 }), 'id-missing'],
  ])('%s: %s', (_name, resource, code) => {
    expect(parseResource(resource, CONTEXT)).toMatchObject({ ok: false, note: { code, kind: 'refusal' } });
  });
});

describe('identity', () => {
  test('the fullUrl of a Bundle stands in for an id', () => {
    const resource = observation({ id: undefined });
    expect(parse(resource, { fullUrl: 'urn:uuid:0c3151bd' }).reference).toBe('Observation/0c3151bd');
    expect(parse(resource, { fullUrl: 'http://ehr.example/fhir/Observation/9' }).reference).toBe('Observation/9');
  });

  test.each<[unknown, string | undefined]>([
    ['Patient/1', 'Patient/1'],
    ['Patient/1/_history/3', 'Patient/1'],
    ['http://ehr.example/fhir/Patient/1', 'Patient/1'],
    ['https://ehr.example/tenant/a/fhir/Patient/1/_history/3', 'Patient/1'],
    ['urn:uuid:0c3151bd-1cbf', 'Patient/0c3151bd-1cbf'],
    ['urn:oid:1.2.3', 'Patient/1.2.3'],
    ['#p1', undefined],
    ['Patient?identifier=1', undefined],
    ['Patient/', undefined],
    ['', undefined],
    [undefined, undefined],
    [7, undefined],
  ])('%s', (reference, expected) => {
    expect(normalizeReference(reference, 'Patient')).toBe(expected);
  });

  const baseUrl = 'https://ehr.example/r4';

  test.each<[string, string | undefined, readonly string[]]>([
    ['Patient/5', 'Patient/5', []],
    ['https://ehr.example/r4/Patient/5', 'Patient/5', []],
    ['https://EHR.example:443/r4/Patient/5/_history/2', 'Patient/5', []],
    ['https://other.example/r4/Patient/5', undefined, ['subject-elsewhere']],
    ['https://ehr.example/r5/Patient/5', undefined, ['subject-elsewhere']],
    ['https://ehr.example/r4/tenant/Patient/5', undefined, ['subject-elsewhere']],
    ['https://ehr.example@other.example/r4/Patient/5', undefined, ['subject-elsewhere']],
    ['urn:uuid:0c3151bd-1cbf', undefined, ['subject-elsewhere']],
    ['https://ehr.example/r4/Group/5', undefined, ['subject-not-patient']],
    ['#p1', undefined, ['subject-missing']],
  ])('a subject %s is a patient of the one server that we follow, or nobody', (reference, patient, codes) => {
    const parsed = parse(observation({ subject: { reference } }), { baseUrl });
    expect([parsed.patient, parsed.version.facts.length, noteCodes(parsed)]).toEqual([
      patient,
      patient === undefined ? 0 : 1,
      codes,
    ]);
  });

  test('a Medication of another server is not ours of the same id', () => {
    const medication = () => ({ resourceType: 'Medication', code: { text: 'magnesium sulfate' } });
    const read = (reference: string) =>
      noteCodes(
        parse(order({ medicationCodeableConcept: undefined, medicationReference: { reference } }), {
          baseUrl,
          medication,
        }),
      );
    expect(read('https://ehr.example/r4/Medication/5')).not.toContain('medication-unresolved');
    expect(read('https://other.example/r4/Medication/5')).toContain('medication-unresolved');
  });

  test('the caller may say whom a urn means', () => {
    const resolve = (reference: string): string | undefined =>
      reference === 'urn:uuid:7' ? 'Patient/real' : undefined;
    expect(parse(observation({ subject: { reference: 'urn:uuid:7' } }), { resolve }).patient).toBe('Patient/real');
    expect(parse(observation(), { resolve }).patient).toBe('Patient/p1');
  });

  test('version and time of change', () => {
    const meta = { versionId: '7', lastUpdated: '2026-03-10T08:31:00.5Z' };
    expect(parse(observation({ meta })).version).toMatchObject({
      versionId: '7',
      lastUpdated: Date.UTC(2026, 2, 10, 8, 31, 0, 500),
    });
    expect(parse(observation({ meta: { lastUpdated: 'never' } })).version).not.toHaveProperty('lastUpdated');
  });
});

test('a Medication is a resource without facts', () => {
  expect(parse({ resourceType: 'Medication', id: 'm' })).toMatchObject({
    notes: [],
    patient: undefined,
    version: { facts: [] },
  });
});

describe('what has not happened yet is for the caller to say', () => {
  const now = instantOf(Date.UTC(2026, 2, 10, 8));
  test.each<[string, ReturnType<typeof observation>, boolean]>([
    ['a result of this instant', observation(), false],
    ['a result of later', observation({ effectiveDateTime: '2026-03-10T08:00:01Z' }), true],
    [
      'a dose that begins later',
      administration({ effectivePeriod: { start: '2026-03-10T09:00:00Z', end: '2026-03-10T10:00:00Z' } }),
      true,
    ],
    ['a dose that has begun', administration(), false],
    ['an order for later', order({ authoredOn: '2026-03-11T08:00:00Z' }), false],
  ])('%s', (_name, resource, isFuture) => {
    expect(findFutureNotes(parse(resource).version, now).map(({ code }) => code)).toEqual(
      isFuture ? ['time-in-future'] : [],
    );
  });
});

test('every code says whether another try helps, and is one line', () => {
  for (const [code, { kind, retry, says }] of Object.entries(NOTE_CODES)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(['refusal', 'note']).toContain(kind);
    expect(['never', 'later']).toContain(retry);
    expect(says).toMatch(/^[^\n]+\.$/);
  }
});

describe('properties', () => {
  const key = fc.constantFrom(
    'status',
    'code',
    'coding',
    'system',
    'subject',
    'reference',
    'valueQuantity',
    'value',
    'unit',
    'component',
    'effectiveDateTime',
    'effectivePeriod',
    'start',
    'end',
    'dosage',
    'dosageInstruction',
    'doseAndRate',
    'doseQuantity',
    'timing',
    'repeat',
    'medicationCodeableConcept',
    'medicationReference',
    'contained',
    'meta',
    'class',
    'period',
    'note',
    'text',
    'interpretation',
    'specimen',
    'collection',
    'authoredOn',
    'dispenseRequest',
    'ingredient',
    'category',
  );
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      'final',
      'active',
      'completed',
      '2823-3',
      '8591',
      'http://loinc.org',
      'Patient/p1',
      '#c',
      'mmol/L',
      '2026-03-10',
      '2026-03-10T08:00:00Z',
      null,
      true,
      -1,
      0,
      3.1,
      Number.MAX_VALUE,
      '',
    ),
    fc.string(),
    fc.double(),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 6 }),
    ),
  }));

  test('no input makes it throw, and everything refused has a name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...READ_TYPES), fc.dictionary(key, tree, { maxKeys: 12 }), (resourceType, fields) => {
        const parsed = parseResource({ ...fields, resourceType, id: 'x' }, CONTEXT);
        const notes = parsed.ok ? parsed.notes : [parsed.note];
        for (const note of notes) expect(NOTE_CODES).toHaveProperty(note.code);
        if (parsed.ok && parsed.version.state === 'withdrawn') expect(parsed.version.facts).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a good resource with one field spoilt is read, or named: nothing is dropped in silence', () => {
    const good = [observation(), administration(), order()];
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), tree, (resource, at, spoilt) => {
        const names = Object.keys(resource).filter((name) => name !== 'id' && name !== 'resourceType');
        const name = names[at % names.length] ?? '';
        const parsed = parse({ ...resource, [name]: spoilt });
        const said = parsed.version.facts.length > 0 || parsed.notes.length > 0 || parsed.passedOver !== undefined;
        expect(said || parsed.version.state === 'withdrawn').toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test('parsing says the same of the same bytes', () => {
    const [first, second] = [parse(observation()), parse(structuredClone(observation()))];
    expect(first).toEqual(second);
    expect(noteCodes(first)).toEqual([]);
  });
});

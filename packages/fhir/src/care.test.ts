import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { loinc, noteCodes, parse } from './resources.test-kit.ts';

const subject = { reference: 'Patient/p1' };
const snomed = (code: string): Json => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
const coded = (code: string): Json => ({ coding: [{ code }] });
const at = (day: number, hour = 0): number => Date.UTC(2026, 2, day, hour);

describe('Patient', () => {
  const patient = (more: Json): Json => ({ resourceType: 'Patient', id: 'p1', ...more });
  test.each<[string, Json, Json]>([
    ['nothing known', {}, { isDeceased: false, isTestPatient: false }],
    [
      'birth date and sex',
      { birthDate: '1950-03-10', gender: 'female' },
      { bornFrom: Date.UTC(1950, 2, 10), bornUntil: Date.UTC(1950, 2, 11), sex: 'female' },
    ],
    ['only the year', { birthDate: '1950' }, { bornFrom: Date.UTC(1950, 0), bornUntil: Date.UTC(1951, 0) }],
    ['a sex that is neither', { gender: 'other' }, {}],
    ['dead', { deceasedBoolean: true }, { isDeceased: true }],
    ['not dead', { deceasedBoolean: false }, { isDeceased: false }],
    ['dead since', { deceasedDateTime: '2026-03-10T08:00:00Z' }, { isDeceased: true, deceasedAt: at(10, 8) }],
    [
      'a test patient by label',
      { meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] } },
      { isTestPatient: true },
    ],
  ])('%s', (_name, more, expected) => {
    const parsed = parse(patient(more));
    expect(parsed).toMatchObject({ patient: 'Patient/p1', notes: [] });
    expect(parsed.version.facts).toMatchObject([{ kind: 'person', ...expected }]);
    if (more['gender'] === 'other') expect(parsed.version.facts[0]).not.toHaveProperty('sex');
  });

  test('a bad birth date is said, and the patient stays', () => {
    const parsed = parse(patient({ birthDate: '10.03.1950' }));
    expect(noteCodes(parsed)).toEqual(['time-unusable']);
    expect(parsed.version.facts).toHaveLength(1);
  });
});

describe('Condition', () => {
  const condition = (more: Json): Json => ({
    resourceType: 'Condition',
    id: 'c1',
    subject,
    code: snomed('14669001'),
    ...more,
  });
  test.each<[string, Json, readonly Json[]]>([
    ['active', { clinicalStatus: coded('active') }, [{ condition: 'aki', isActive: true }]],
    ['recurrence', { clinicalStatus: coded('recurrence') }, [{ isActive: true }]],
    ['resolved', { clinicalStatus: coded('resolved') }, [{ isActive: false }]],
    ['no status', {}, [{ isActive: true }]],
    ['no status, but abated', { abatementDateTime: '2026-03-10' }, [{ isActive: false, until: at(11) }]],
    ['abated in words', { abatementString: 'last year' }, [{ isActive: false }]],
    ['a status as older servers write it', { clinicalStatus: 'inactive' }, [{ isActive: false }]],
    [
      'a status after the site’s own code',
      { clinicalStatus: { coding: [{ system: 'urn:local', code: '7' }, { code: 'active' }] } },
      [{ isActive: true }],
    ],
    ['refuted', { verificationStatus: coded('refuted') }, []],
    [
      'refuted after the site’s own code',
      { verificationStatus: { coding: [{ system: 'urn:local', code: 'X' }, { code: 'refuted' }] } },
      [],
    ],
    ['R5: a status that is not known', { clinicalStatus: coded('unknown') }, [{ isActive: true }]],
    ['a status in words', { clinicalStatus: { text: 'Resolved' } }, [{ isActive: false }]],
    ['differential', { verificationStatus: coded('differential') }, [{ isActive: true }]],
    [
      'since an age, so since it was recorded',
      { onsetAge: { value: 60 }, recordedDate: '2026-03-10' },
      [{ from: at(10) }],
    ],
    ['abated at an age', { abatementAge: { value: 60 } }, [{ isActive: false }]],
    [
      'abated in a period',
      { abatementPeriod: { start: '2026-03-09', end: '2026-03-10' } },
      [{ isActive: false, until: at(11) }],
    ],
    [
      'ICD-10-CM with more characters',
      { code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'G70.001' }] } },
      [{ condition: 'myasthenia-gravis' }],
    ],
    ['provisional', { verificationStatus: coded('provisional') }, [{ isActive: true }]],
    ['since', { onsetDateTime: '2026-03-10T08:00:00Z' }, [{ from: at(10, 8) }]],
    ['since a period', { onsetPeriod: { start: '2026-03-10' } }, [{ from: at(10) }]],
    ['since a year', { onsetDateTime: '2020' }, [{ from: Date.UTC(2020, 0) }]],
    ['since it was recorded', { recordedDate: '2026-03-10' }, [{ from: at(10) }]],
    [
      'ICD-10-CM without its point',
      { code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'N179' }] } },
      [{ condition: 'aki' }],
    ],
    [
      'two meanings',
      { code: { coding: [snomed('14669001'), snomed('709044004')].flatMap((item) => item['coding'] as Json[]) } },
      [{ condition: 'aki' }, { condition: 'ckd' }],
    ],
  ])('%s', (_name, more, expected) => {
    const parsed = parse(condition(more));
    expect(parsed.version.facts).toMatchObject(expected);
    expect(parsed.version.facts).toHaveLength(expected.length);
    expect(parsed.notes).toEqual([]);
  });

  test('undated and active has no times', () => {
    expect(parse(condition({ clinicalStatus: coded('active') })).version.facts).toEqual([
      { kind: 'condition', condition: 'aki', isActive: true },
    ]);
  });
  test('entered in error is withdrawn', () => {
    expect(parse(condition({ verificationStatus: coded('entered-in-error') })).version).toMatchObject({
      state: 'withdrawn',
      facts: [],
    });
  });
  test('another diagnosis is passed over', () => {
    expect(parse(condition({ code: snomed('38341003') }))).toMatchObject({ passedOver: 'not-watched', notes: [] });
  });
  test('a diagnosis of nobody', () => {
    const parsed = parse(condition({ subject: { display: 'Mr. X' } }));
    expect(noteCodes(parsed)).toEqual(['subject-missing']);
    expect(parsed.version.facts).toEqual([]);
  });
});

describe('Procedure and Flag', () => {
  const procedure = (more: Json): Json => ({
    resourceType: 'Procedure',
    id: 'x1',
    subject,
    status: 'completed',
    code: snomed('302497006'),
    ...more,
  });
  test.each<[string, Json, readonly Json[]]>([
    [
      'done',
      { performedPeriod: { start: '2026-03-10T08:00:00Z', end: '2026-03-10T12:00:00Z' } },
      [{ condition: 'dialysis', isActive: false, from: at(10, 8), until: at(10, 12) }],
    ],
    [
      'running',
      { status: 'in-progress', performedPeriod: { start: '2026-03-10T08:00:00Z' } },
      [{ isActive: true, from: at(10, 8) }],
    ],
    [
      'stopped',
      { status: 'stopped', performedPeriod: { start: '2026-03-10T08:00:00Z', end: '2026-03-10T09:00:00Z' } },
      [{ isActive: false, until: at(10, 9) }],
    ],
    ['when, in words only', { performedString: 'yesterday' }, [{ condition: 'dialysis', isActive: false }]],
    [
      'R5 period',
      { occurrencePeriod: { start: '2026-03-10T08:00:00Z', end: '2026-03-10T12:00:00Z' } },
      [{ from: at(10, 8), until: at(10, 12) }],
    ],
    ['R5', { occurrenceDateTime: '2026-03-10T08:00:00Z' }, [{ from: at(10, 8), until: at(10, 8) }]],
    ['not done', { status: 'not-done' }, []],
    ['being prepared', { status: 'preparation' }, []],
  ])('a procedure: %s', (_name, more, expected) => {
    expect(parse(procedure(more)).version.facts).toMatchObject(expected);
    expect(parse(procedure(more)).version.facts).toHaveLength(expected.length);
  });
  test('a running one has no end', () => {
    const [fact] = parse(procedure({ status: 'in-progress', performedDateTime: '2026-03-10T08:00:00Z' })).version.facts;
    expect(fact).not.toHaveProperty('until');
  });

  const flag = (more: Json): Json => ({
    resourceType: 'Flag',
    id: 'f1',
    subject,
    status: 'active',
    code: snomed('133918004'),
    ...more,
  });
  test('a flag of comfort care', () => {
    expect(parse(flag({ period: { start: '2026-03-10', end: '2026-03-11' } })).version.facts).toEqual([
      { kind: 'condition', condition: 'comfort-care', isActive: true, from: at(10), until: at(12) },
    ]);
    expect(parse(flag({ status: 'inactive' })).version.facts).toMatchObject([{ isActive: false }]);
    expect(parse(flag({ code: { text: 'fall risk' } })).passedOver).toBe('not-watched');
  });
});

describe('Encounter', () => {
  const encounter = (more: Json): Json => ({
    resourceType: 'Encounter',
    id: 'e1',
    subject,
    status: 'in-progress',
    class: { code: 'IMP' },
    ...more,
  });
  test.each<[string, Json, Json]>([
    [
      'a stay',
      { period: { start: '2026-03-10T08:00:00Z' } },
      { setting: 'inpatient', isInProgress: true, from: at(10, 8) },
    ],
    [
      'a finished one',
      { status: 'finished', period: { start: '2026-03-10', end: '2026-03-11' } },
      { isInProgress: false, from: at(10), until: at(12) },
    ],
    ['acute', { class: { code: 'ACUTE' } }, { setting: 'inpatient' }],
    ['observation', { class: { code: 'OBSENC' } }, { setting: 'inpatient' }],
    ['emergency', { class: { code: 'EMER' } }, { setting: 'inpatient' }],
    ['ambulatory', { class: { code: 'AMB' } }, { setting: 'outpatient' }],
    ['virtual', { class: { code: 'VR' } }, { setting: 'outpatient' }],
    [
      'R5',
      { class: [{ coding: [{ code: 'IMP' }] }], actualPeriod: { start: '2026-03-10T08:00:00Z' } },
      { setting: 'inpatient', from: at(10, 8) },
    ],
    ['on leave', { status: 'onleave' }, { isInProgress: true }],
    ['R5 on hold', { status: 'on-hold' }, { isInProgress: true }],
    ['R5 discharged', { status: 'discharged' }, { isInProgress: false }],
    ['R5 discontinued', { status: 'discontinued' }, { isInProgress: false }],
    [
      'R5 with several classes',
      { class: [{ coding: [{ system: 'urn:local', code: '9' }] }, { coding: [{ code: 'IMP' }] }] },
      { setting: 'inpatient' },
    ],
  ])('%s', (_name, more, expected) => {
    expect(parse(encounter(more)).version.facts).toMatchObject([{ kind: 'encounter', ...expected }]);
  });
  test.each<[string, Json, string, readonly string[]]>([
    ['planned', { status: 'planned' }, 'present', []],
    ['cancelled', { status: 'cancelled' }, 'withdrawn', []],
    ['without a class', { class: undefined }, 'present', ['class-missing']],
  ])('%s says nothing', (_name, more, state, notes) => {
    const parsed = parse(encounter(more));
    expect(parsed.version).toMatchObject({ state, facts: [] });
    expect(noteCodes(parsed)).toEqual(notes);
  });
});

describe('Specimen', () => {
  const specimen = (more: Json): Json => ({ resourceType: 'Specimen', id: 's1', ...more });
  test('when, what and how', () => {
    const parsed = parse(
      specimen({
        subject,
        type: { text: 'Serum' },
        collection: { collectedDateTime: '2026-03-10T08:00:00Z' },
        condition: [{ text: 'Hemolyzed' }],
      }),
    );
    expect(parsed.patient).toBe('Patient/p1');
    expect(parsed.version.facts).toEqual([
      { kind: 'specimen', collectedAt: at(10, 8), isHemolyzed: true, type: 'Serum' },
    ]);
    expect(noteCodes(parsed)).toEqual(['hemolyzed']);
  });
  test('it needs no patient of its own', () => {
    expect(parse(specimen({}))).toMatchObject({
      patient: undefined,
      notes: [],
      version: { facts: [{ kind: 'specimen', isHemolyzed: false }] },
    });
  });
  test.each<[string, Json, number]>([
    [
      'a period ends with it',
      { collectedPeriod: { start: '2026-03-10T07:00:00Z', end: '2026-03-10T08:00:00Z' } },
      at(10, 8),
    ],
    ['a period that only begins', { collectedPeriod: { start: '2026-03-10T07:00:00Z' } }, at(10, 7)],
  ])('collected: %s', (_name, collection, expected) => {
    expect(parse(specimen({ collection })).version.facts).toMatchObject([{ collectedAt: expected }]);
  });
  test.each<[string, Json, boolean]>([
    [
      'a code',
      { condition: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0493', code: 'HEM' }] }] },
      true,
    ],
    ['a note', { note: [{ text: 'Slight hemolysis' }] }, true],
    ['a denial', { condition: [{ text: 'Not hemolyzed' }] }, false],
    ['another condition', { condition: [{ text: 'Clotted' }] }, false],
  ])('hemolyzed by %s', (_name, more, isHemolyzed) => {
    expect(parse(specimen(more)).version.facts).toMatchObject([{ isHemolyzed }]);
  });
  test('a date is no collection time', () => {
    const [fact] = parse(specimen({ collection: { collectedDateTime: '2026-03-10' } })).version.facts;
    expect(fact).not.toHaveProperty('collectedAt');
  });
});

describe('ServiceRequest', () => {
  const request = (more: Json): Json => ({
    resourceType: 'ServiceRequest',
    id: 'r1',
    subject,
    status: 'active',
    intent: 'order',
    authoredOn: '2026-03-10T08:00:00Z',
    code: loinc('19123-9'),
    ...more,
  });
  test('a magnesium level', () => {
    expect(parse(request({})).version.facts).toEqual([
      { kind: 'test-order', analyte: 'magnesium', origin: 'order', at: at(10, 8) },
    ]);
  });
  test.each<[string, readonly string[]]>([
    ['24321-2', ['potassium', 'calcium', 'creatinine', 'glucose', 'bicarbonate']],
    ['24323-8', ['potassium', 'calcium', 'creatinine', 'glucose', 'bicarbonate', 'albumin']],
    ['24362-6', ['potassium', 'calcium', 'creatinine', 'glucose', 'bicarbonate', 'albumin', 'phosphate']],
  ])('the panel %s by its members, magnesium is none', (code, analytes) => {
    const facts = parse(request({ code: loinc(code) })).version.facts;
    expect(facts.map((fact) => (fact.kind === 'test-order' ? fact.analyte : fact.kind))).toEqual(analytes);
  });
  test.each<[string, Json, number, readonly string[]]>([
    ['R5', { code: { concept: loinc('19123-9') } }, 1, []],
    ['completed', { status: 'completed' }, 0, []],
    ['revoked', { status: 'revoked' }, 0, []],
    ['on hold', { status: 'on-hold' }, 0, []],
    ['a draft', { status: 'draft' }, 0, ['not-an-order']],
    ['a proposal', { intent: 'proposal' }, 0, ['not-an-order']],
    ['not to be done', { doNotPerform: true }, 0, ['not-an-order']],
    ['no time', { authoredOn: undefined }, 0, ['time-missing']],
    ['a bad time', { authoredOn: 'now' }, 0, ['time-unusable']],
    ['another test', { code: loinc('2951-2') }, 0, []],
    ['a sample after dialysis', { code: loinc('55937-7') }, 0, []],
  ])('%s', (_name, more, count, notes) => {
    const parsed = parse(request(more));
    expect(parsed.version.facts).toHaveLength(count);
    expect(noteCodes(parsed)).toEqual(notes);
  });
  test('one with an end counts until then, whatever its status is now', () => {
    const more = { status: 'completed', occurrencePeriod: { start: '2026-03-10', end: '2026-03-10' } };
    expect(parse(request(more)).version.facts).toMatchObject([{ at: at(10, 8), until: at(11) }]);
  });
  test('a draft of a hook call counts', () => {
    const draft = { at: instantOf(at(10, 12)) };
    const parsed = parse(request({ status: 'draft', intent: 'proposal', authoredOn: undefined }), { draft });
    expect(parsed.version.facts).toMatchObject([{ analyte: 'magnesium', at: draft.at }]);
  });
  test('comfort measures that were ordered', () => {
    expect(parse(request({ code: snomed('133918004') })).version.facts).toEqual([
      { kind: 'condition', condition: 'comfort-care', isActive: true, from: at(10, 8) },
    ]);
  });
  test('an order of dialysis is not dialysis', () => {
    expect(parse(request({ code: snomed('302497006') })).version.facts).toEqual([]);
  });
});

describe('NutritionOrder', () => {
  const nutrition = (more: Json): Json => ({
    resourceType: 'NutritionOrder',
    id: 'n1',
    patient: subject,
    status: 'active',
    intent: 'order',
    dateTime: '2026-03-10T08:00:00Z',
    ...more,
  });
  test.each<[string, Json, readonly Json[]]>([
    [
      'TPN by its name',
      { enteralFormula: { baseFormulaProductName: 'TPN adult' } },
      [{ condition: 'parenteral-nutrition', isActive: true, from: at(10, 8) }],
    ],
    [
      'by its code',
      { enteralFormula: { baseFormulaType: snomed('225372007') } },
      [{ condition: 'parenteral-nutrition' }],
    ],
    ['ended', { status: 'completed', enteralFormula: { baseFormulaProductName: 'TPN' } }, [{ isActive: false }]],
    ['a diet', { oralDiet: { type: [{ text: 'Low salt' }] } }, []],
  ])('%s', (_name, more, expected) => {
    const parsed = parse(nutrition(more));
    expect(parsed.patient).toBe('Patient/p1');
    expect(parsed.version.facts).toMatchObject(expected);
    expect(parsed.version.facts).toHaveLength(expected.length);
  });
});

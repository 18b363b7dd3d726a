import { instantOf } from '@magwatch/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ANALYTES,
  buildTimeline,
  type Fact,
  type LabResult,
  type ResourceVersion,
  supersedes,
  type Timeline,
} from './index.ts';

const at = (hour: number) => instantOf(Date.UTC(2026, 2, 10, hour));

const potassium = (value: number, hour: number, more: Partial<LabResult> = {}): LabResult => ({
  kind: 'result',
  analyte: 'potassium',
  reported: { value, unit: 'mmol/L' },
  compared: { value, unit: 'mmol/L' },
  canonical: value,
  status: 'final',
  at: at(hour),
  knownAt: at(hour),
  quality: [],
  ...more,
});

const version = (reference: string, facts: readonly Fact[], more: Partial<ResourceVersion> = {}): ResourceVersion => ({
  reference,
  state: 'present',
  facts,
  ...more,
});

const values = (timeline: Timeline): readonly number[] => timeline.results('potassium').map((fact) => fact.canonical);

describe('the version that counts', () => {
  const older = { versionId: '2', lastUpdated: at(1) };
  test.each<[string, Partial<ResourceVersion>, Partial<ResourceVersion>]>([
    ['the higher number', { versionId: '10' }, { versionId: '9' }],
    ['the higher number, whatever its time', { versionId: '3', lastUpdated: at(0) }, older],
    ['a number beyond what a double can hold', { versionId: '9007199254740993' }, { versionId: '9007199254740992' }],
    ['a number before a UUID', { versionId: '1' }, { versionId: '6f0c', lastUpdated: at(9) }],
    ['the later of two UUIDs', { versionId: '1a', lastUpdated: at(2) }, { versionId: '9f', lastUpdated: at(1) }],
    ['the later where none is numbered', { lastUpdated: at(2) }, { lastUpdated: at(1) }],
    ['the timed one where none is numbered', { lastUpdated: at(2) }, {}],
    ['the withdrawn one where nothing else tells them apart', { state: 'withdrawn', facts: [] }, {}],
  ])('%s', (_name, newer, old) => {
    const a = version('Observation/1', [potassium(3, 8)], newer);
    const b = version('Observation/1', [potassium(4, 8)], old);
    expect(supersedes(a, b)).toBe(true);
    expect(supersedes(b, a)).toBe(false);
  });

  test('a version does not supersede its own copy', () => {
    const one = version('Observation/1', [potassium(3, 8)], older);
    expect(supersedes(one, { ...one })).toBe(false);
  });

  test('a withdrawn or deleted resource says nothing, but is remembered', () => {
    const timeline = buildTimeline([
      version('Observation/1', [potassium(3, 8)], { versionId: '1' }),
      version('Observation/1', [], { versionId: '2', state: 'withdrawn' }),
      version('Observation/2', [potassium(3.2, 9)], { versionId: '1' }),
      version('Observation/2', [], { versionId: '2', state: 'deleted' }),
    ]);
    expect(values(timeline)).toEqual([]);
    expect([...timeline.current.values()].map(({ state }) => state)).toEqual(['withdrawn', 'deleted']);
  });

  test('a corrected value replaces the first', () => {
    const timeline = buildTimeline([
      version('Observation/1', [potassium(3.4, 8, { status: 'corrected' })], { versionId: '2' }),
      version('Observation/1', [potassium(2.4, 8)], { versionId: '1' }),
    ]);
    expect(values(timeline)).toEqual([3.4]);
  });
});

test('facts come in the order of their time, then of their reference', () => {
  const timeline = buildTimeline([
    version('Observation/b', [potassium(3.2, 9)]),
    version('Observation/c', [potassium(3.3, 8)]),
    version('Observation/a', [potassium(3.1, 9)]),
  ]);
  expect(values(timeline)).toEqual([3.3, 3.1, 3.2]);
});

test('a dose counts at its end', () => {
  const dose = (start: number, end: number): Fact => ({
    kind: 'dose',
    drug: 'potassium-chloride',
    route: 'intravenous',
    start: at(start),
    end: at(end),
    standing: 'charted',
    isMaintenance: false,
    quality: [],
  });
  const timeline = buildTimeline([
    version('MedicationAdministration/long', [dose(1, 9)]),
    version('MedicationAdministration/short', [dose(2, 3)]),
  ]);
  expect(timeline.doses.map(({ reference }) => reference)).toEqual([
    'MedicationAdministration/short',
    'MedicationAdministration/long',
  ]);
});

test('every kind of fact has its place', () => {
  const timeline = buildTimeline([
    version('Observation/h', [
      { kind: 'qualitative', analyte: 'hemolysis', isPositive: true, at: at(1), knownAt: at(1) },
    ]),
    version('ServiceRequest/1', [{ kind: 'test-order', analyte: 'magnesium', origin: 'order', at: at(1) }]),
    version('Condition/1', [{ kind: 'condition', condition: 'dialysis', isActive: true }]),
    version('Encounter/1', [{ kind: 'encounter', setting: 'inpatient', isInProgress: true }]),
    version('Specimen/1', [{ kind: 'specimen', isHemolyzed: false }]),
    version('Patient/1', [{ kind: 'person', isDeceased: false, isTestPatient: false }]),
    version('MedicationRequest/1', [
      {
        kind: 'drug-order',
        drug: 'furosemide',
        route: 'enteral',
        authoredAt: at(1),
        activeFrom: at(1),
        status: 'active',
        isMaintenance: false,
        quality: [],
      },
    ]),
  ]);
  expect(timeline.qualitative('hemolysis')).toHaveLength(1);
  expect(timeline.testOrders[0]?.reference).toBe('ServiceRequest/1');
  expect(timeline.drugOrders[0]?.drug).toBe('furosemide');
  expect(timeline.conditions[0]?.condition).toBe('dialysis');
  expect(timeline.encounters[0]?.setting).toBe('inpatient');
  expect(timeline.specimens.get('Specimen/1')?.isHemolyzed).toBe(false);
  expect(timeline.person?.reference).toBe('Patient/1');
  expect(timeline.results('magnesium')).toEqual([]);
  expect(timeline.qualitative('lipemia')).toEqual([]);
});

describe('what only the specimen says', () => {
  const specimen = (isHemolyzed: boolean, hour?: number): ResourceVersion =>
    version('Specimen/1', [
      { kind: 'specimen', isHemolyzed, ...(hour === undefined ? {} : { collectedAt: at(hour) }) },
    ]);
  const drawn = (more: Partial<LabResult>): ResourceVersion =>
    version('Observation/1', [potassium(3.1, 9, { specimen: 'Specimen/1', ...more })]);

  test.each<[string, Partial<LabResult>, ResourceVersion, Partial<LabResult>]>([
    [
      'the collection time, for a time of issue',
      { quality: ['time-approx'] },
      specimen(false, 7),
      { at: at(7), quality: [] },
    ],
    ['no time, where the result has its own', {}, specimen(false, 7), { at: at(9), quality: [] }],
    [
      'no time that it does not have',
      { quality: ['time-approx'] },
      specimen(false),
      { at: at(9), quality: ['time-approx'] },
    ],
    ['that it was hemolyzed', {}, specimen(true), { at: at(9), quality: ['hemolyzed'] }],
    ['that once', { quality: ['hemolyzed'] }, specimen(true), { quality: ['hemolyzed'] }],
  ])('%s', (_name, result, sample, expected) => {
    for (const versions of [
      [drawn(result), sample],
      [sample, drawn(result)],
    ])
      expect(buildTimeline(versions).results('potassium')[0]).toMatchObject(expected);
  });

  test('a result that takes its time from the specimen takes its place by it', () => {
    const timeline = buildTimeline([
      drawn({ quality: ['time-approx'], canonical: 3.1 }),
      version('Observation/2', [potassium(3.5, 8)]),
      specimen(false, 7),
    ]);
    expect(values(timeline)).toEqual([3.1, 3.5]);
  });
});

/** Everything that can be seen of a timeline, in a form that does not keep the order of arrival. */
const seen = (timeline: Timeline): unknown => ({
  results: ANALYTES.map((analyte) => timeline.results(analyte)),
  qualitative: ANALYTES.map((analyte) => timeline.qualitative(analyte)),
  lists: [timeline.testOrders, timeline.doses, timeline.drugOrders, timeline.conditions, timeline.encounters],
  specimens: [...timeline.specimens].sort(([a], [b]) => (a < b ? -1 : 1)),
  person: timeline.person,
  current: [...timeline.current].sort(([a], [b]) => (a < b ? -1 : 1)),
});

describe('properties', () => {
  const hours = fc.integer({ min: 0, max: 6 });
  const facts: fc.Arbitrary<readonly Fact[]> = fc.array(
    fc.oneof(
      fc.tuple(fc.integer({ min: 20, max: 60 }), hours, fc.constantFrom('Specimen/1', undefined)).map(
        ([tenths, hour, specimen]): Fact =>
          potassium(tenths / 10, hour, {
            ...(specimen ? { specimen } : {}),
            quality: specimen ? ['time-approx'] : [],
          }),
      ),
      hours.map((hour): Fact => ({ kind: 'test-order', analyte: 'magnesium', origin: 'order', at: at(hour) })),
      hours.map((hour): Fact => ({ kind: 'condition', condition: 'aki', isActive: true, from: at(hour) })),
      fc.constant<Fact>({ kind: 'condition', condition: 'ckd', isActive: true }),
      fc
        .tuple(fc.boolean(), hours)
        .map(([isHemolyzed, hour]): Fact => ({ kind: 'specimen', isHemolyzed, collectedAt: at(hour) })),
    ),
    { maxLength: 3 },
  );
  const versions = fc.array(
    fc
      .record({
        reference: fc.constantFrom('Observation/1', 'Observation/2', 'Observation/3', 'Specimen/1', 'Condition/1'),
        versionId: fc.option(fc.constantFrom('1', '2', '3', '10', 'a1', 'b2'), { nil: undefined }),
        lastUpdated: fc.option(hours.map(at), { nil: undefined }),
        state: fc.constantFrom('present', 'present', 'withdrawn', 'deleted' as const),
        facts,
      })
      .map(
        ({ reference, versionId, lastUpdated, state, facts: said }): ResourceVersion => ({
          reference,
          ...(versionId === undefined ? {} : { versionId }),
          ...(lastUpdated === undefined ? {} : { lastUpdated }),
          state,
          facts: state === 'present' ? said : [],
        }),
      ),
    { maxLength: 12 },
  );

  test('any order and any number of copies of the same versions give the same timeline', () => {
    fc.assert(
      fc.property(
        versions.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray([...list, ...list, ...list], {
              minLength: list.length * 3,
              maxLength: list.length * 3,
            }),
          ),
        ),
        ([list, shuffled]) => {
          expect(seen(buildTimeline(shuffled))).toEqual(seen(buildTimeline(list)));
        },
      ),
    );
  });

  test('which of two versions counts has one answer, and of three no circle', () => {
    fc.assert(
      fc.property(versions, (list) => {
        const same = list.map((item) => ({ ...item, reference: 'Observation/1' }));
        for (const a of same)
          for (const b of same) {
            expect(supersedes(a, b) && supersedes(b, a)).toBe(false);
            for (const c of same) if (supersedes(a, b) && supersedes(b, c)) expect(supersedes(a, c)).toBe(true);
          }
      }),
    );
  });
});

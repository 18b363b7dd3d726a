import { addHours, type Instant, instantOf } from '@magwatch/base';
import type { Observation } from 'fhir/r4.js';
import { describe, expect, test } from 'vitest';
import type { ScenarioId } from './course.ts';
import { DECK } from './deck.ts';
import { TEST_NAMES, TESTS } from './laboratory.ts';
import { BED_COUNT } from './stay.ts';
import { openWard, type Recorded, type WardEvent } from './ward.ts';

const FROM = instantOf(Date.UTC(2026, 2, 10, 6, 15));
const TO = addHours(FROM, 96);

const observations = (events: readonly WardEvent[]): readonly Observation[] =>
  events.map((event) => event.resource).filter((resource) => resource.resourceType === 'Observation');

const withScenario = (id: ScenarioId): readonly Recorded[] =>
  [1, 2, 3].flatMap((seed) =>
    openWard(seed)
      .staysBetween(FROM, TO)
      .filter(({ stay }) => stay.scenario.id === id),
  );

/** The last value of a test that is known at an hour of the stay, by collection. */
function valueAtHour({ stay, events }: Recorded, loincs: readonly string[], hour: number): number | undefined {
  const until = stay.admitted + hour * 3_600_000;
  return observations(events)
    .filter(
      (one) => loincs.includes(one.code.coding?.[0]?.code ?? '') && Date.parse(one.effectiveDateTime ?? '') <= until,
    )
    .at(-1)?.valueQuantity?.value;
}

const given = ({ events }: Recorded, element: 'KCL' | 'MGSO4', before: Instant): number => {
  const doses = new Map<string, number>();
  for (const { resource, at } of events) {
    if (resource.resourceType !== 'MedicationAdministration' || resource.status !== 'completed' || at > before)
      continue;
    const isWanted = resource.medicationCodeableConcept?.coding?.some((coding) => coding.code?.startsWith(element));
    if (isWanted) doses.set(resource.id, resource.dosage?.dose?.value ?? 0);
  }
  return [...doses.values()].reduce((sum, value) => sum + value, 0);
};

describe('the ward is a function of seed and time', () => {
  test('the same seed gives the same bytes, another seed gives others', () => {
    const bytes = (seed: number): string => JSON.stringify(openWard(seed).eventsBetween(FROM, addHours(FROM, 6)));
    expect(bytes(1)).toBe(bytes(1));
    expect(bytes(1)).not.toBe(bytes(2));
  });

  test('it does not matter in which order and in which steps it is asked', () => {
    const written = (events: readonly WardEvent[]) => events.map(({ at, resource }) => ({ at, resource }));
    const whole = openWard(7).eventsBetween(FROM, addHours(FROM, 12));
    const ward = openWard(7);
    ward.staysBetween(addHours(FROM, 400), addHours(FROM, 500));
    const steps = Array.from({ length: 48 }, (_, step) =>
      ward.eventsBetween(addHours(FROM, step / 4), addHours(FROM, (step + 1) / 4)),
    );
    expect(written(steps.flat())).toEqual(written(whole));
  });

  test('a stay is found by the id of anything in it, and by no other seed', () => {
    const [recorded] = openWard(3).staysBetween(FROM, FROM);
    const last = recorded?.events.at(-1);
    expect(openWard(3).stayOfId(last?.resource.id ?? '')?.stay.id).toBe(recorded?.stay.id);
    expect(openWard(4).stayOfId(last?.resource.id ?? '')).toBeUndefined();
  });

  test.each(['', 'p00-0001-1', 'p21-0001-1', 'p01-1-1', '../p01-0001-1', 'Patient/p01-0001-1'])(
    'no stay has the id "%s"',
    (id) => {
      expect(openWard(1).stayOfId(id)).toBeUndefined();
    },
  );

  test('it never ends: a year later there are patients too', () => {
    expect(openWard(1).staysBetween(addHours(FROM, 9000), addHours(FROM, 9000)).length).toBeGreaterThan(15);
  });
});

describe('the ward is full of different stories', () => {
  test.each([1, 2, 3, 99])('seed %i: every scenario is on the ward within one round of its beds', (seed) => {
    const played = new Set(
      openWard(seed)
        .staysBetween(FROM, addHours(FROM, 72))
        .map(({ stay }) => stay.scenario.id),
    );
    expect([...played].sort()).toEqual([...new Set(DECK.map((scenario) => scenario.id))].sort());
  });

  test('a bed never holds two patients, and nearly all beds are taken', () => {
    for (let hour = 0; hour < 96; hour += 5) {
      const stays = openWard(1).staysBetween(addHours(FROM, hour), addHours(FROM, hour));
      expect(new Set(stays.map(({ stay }) => stay.bed)).size).toBe(stays.length);
      expect(stays.length).toBeGreaterThanOrEqual(BED_COUNT - 4);
    }
  });

  test('something is written in every hour, day and night', () => {
    const ward = openWard(1);
    for (let hour = 0; hour < 96; hour += 1) {
      expect(ward.eventsBetween(addHours(FROM, hour), addHours(FROM, hour + 1)).length).toBeGreaterThan(0);
    }
  });

  test('the annexe laboratory reports SI units, the main one conventional ones', () => {
    const units = new Map<string, Set<string>>();
    for (const { stay, events } of openWard(1).staysBetween(FROM, TO)) {
      const seen = units.get(stay.laboratory) ?? new Set();
      for (const one of observations(events)) {
        const code = one.code.coding?.[0]?.code;
        if (code === '19123-9' || code === '2601-3') seen.add(`${code} ${one.valueQuantity?.code}`);
      }
      units.set(stay.laboratory, seen);
    }
    expect([...(units.get('main') ?? [])]).toEqual(['19123-9 mg/dL']);
    expect([...(units.get('annexe') ?? [])]).toEqual(['2601-3 mmol/L']);
  });
});

describe('the record is one that a hospital could have written', () => {
  const recorded = [1, 2, 3].flatMap((seed) => openWard(seed).staysBetween(FROM, TO));

  test('every value is one that a living person can have', () => {
    for (const { stay, events } of recorded) {
      for (const one of observations(events)) {
        const name = TEST_NAMES.find((test) => TESTS[test][stay.laboratory].loinc === one.code.coding?.[0]?.code);
        if (!name) throw new Error('an observation of a test that no laboratory knows');
        const { factor } = TESTS[name][stay.laboratory];
        const [low, high] = TESTS[name].plausible;
        const value = (one.valueQuantity?.value ?? Number.NaN) / factor;
        expect(value, `${name} of ${stay.scenario.id}`).toBeGreaterThanOrEqual(low);
        expect(value, `${name} of ${stay.scenario.id}`).toBeLessThanOrEqual(high);
      }
    }
  });

  test('versions count from 1, and time never runs backwards', () => {
    for (const { events } of recorded) {
      const versions = new Map<string, number>();
      let before = 0;
      for (const { at, resource } of events) {
        const key = `${resource.resourceType}/${resource.id}`;
        expect(resource.meta.versionId).toBe(String((versions.get(key) ?? 0) + 1));
        versions.set(key, Number(resource.meta.versionId));
        expect(at).toBeGreaterThanOrEqual(before);
        expect(Date.parse(resource.meta.lastUpdated)).toBe(at);
        before = at;
      }
    }
  });

  test('the first thing known is the patient, the last one the end of the stay', () => {
    for (const { stay, events } of recorded) {
      expect(events[0]?.resource.resourceType).toBe('Patient');
      const [encounter] = events.filter(({ at }) => at <= stay.discharged).slice(-1);
      expect(encounter?.at).toBe(stay.discharged);
    }
  });

  test('nothing is known before it is drawn, and nothing refers to what is not there', () => {
    for (const { events } of recorded) {
      const ids = new Set(events.map(({ resource }) => `${resource.resourceType}/${resource.id}`));
      for (const one of observations(events)) {
        expect(Date.parse(one.issued ?? '')).toBeGreaterThan(Date.parse(one.effectiveDateTime ?? ''));
        expect(ids).toContain(one.specimen?.reference);
        expect(ids).toContain(one.subject?.reference);
        expect(ids).toContain(one.encounter?.reference);
      }
    }
  });

  test('everybody is of age', () => {
    for (const { stay } of recorded) {
      expect((stay.admitted - Date.parse(stay.person.birthDate)) / (365.25 * 86_400_000)).toBeGreaterThan(25);
    }
  });
});

describe('each story is told as it is meant', () => {
  const POTASSIUM = ['2823-3'];
  const MAGNESIUM = ['19123-9', '2601-3'];

  test.each([
    'refractory-potassium-magnesium-low',
    'refractory-potassium-magnesium-unmeasured',
    'refractory-potassium-magnesium-low-normal',
  ] as const)('%s: 80 mEq move potassium by less than half of what they should; later it recovers', (id) => {
    for (const recorded of withScenario(id)) {
      const first = valueAtHour(recorded, POTASSIUM, 1.5) ?? Number.NaN;
      const second = valueAtHour(recorded, POTASSIUM, 9.5) ?? Number.NaN;
      expect(given(recorded, 'KCL', addHours(recorded.stay.admitted, 8))).toBe(80);
      expect(second).toBeLessThan(3.5);
      expect(second - first).toBeLessThan(0.4);
      expect(given(recorded, 'MGSO4', recorded.stay.discharged)).toBeGreaterThanOrEqual(2);
      expect(valueAtHour(recorded, POTASSIUM, 60)).toBeGreaterThanOrEqual(3.6);
    }
  });

  test('the unmeasured magnesium is not measured before somebody asks for it', () => {
    for (const recorded of withScenario('refractory-potassium-magnesium-unmeasured')) {
      expect(valueAtHour(recorded, MAGNESIUM, 18.5)).toBeUndefined();
      expect(valueAtHour(recorded, MAGNESIUM, 26)).toBeDefined();
    }
  });

  test('whoever responds is above 3.5 as soon as the doses have had their time', () => {
    for (const recorded of withScenario('potassium-responds')) {
      expect(valueAtHour(recorded, POTASSIUM, 1.5)).toBeLessThan(3.5);
      expect(valueAtHour(recorded, POTASSIUM, 9.5)).toBeGreaterThanOrEqual(3.5);
    }
  });

  test.each([
    ['result-corrected', 'corrected', POTASSIUM],
    ['result-struck-out', 'entered-in-error', MAGNESIUM],
  ] as const)('%s: one result has a second version that says %s', (id, status, loincs) => {
    for (const { events } of withScenario(id)) {
      const wrong = observations(events).filter((one) => one.status === status);
      expect(wrong).toHaveLength(1);
      expect(wrong[0]?.meta?.versionId).toBe('2');
      expect(loincs).toContain(wrong[0]?.code.coding?.[0]?.code);
    }
  });

  test('the corrected potassium goes from 2.9 to about 3.9', () => {
    for (const { events } of withScenario('result-corrected')) {
      const id = observations(events).find((one) => one.status === 'corrected')?.id;
      const values = observations(events).filter((one) => one.id === id);
      expect(values[0]?.valueQuantity?.value).toBe(2.9);
      expect(values[1]?.valueQuantity?.value).toBeGreaterThan(3.7);
    }
  });

  test('one spoiled tube has high potassium and very low calcium; the next one is normal', () => {
    for (const recorded of withScenario('sample-contaminated')) {
      expect(valueAtHour(recorded, POTASSIUM, 15.5)).toBeGreaterThanOrEqual(6);
      expect(valueAtHour(recorded, POTASSIUM, 22)).toBeLessThan(5);
    }
  });

  test('whoever is on dialysis has the diagnosis, the procedure, and no magnesium result', () => {
    for (const recorded of withScenario('dialysis')) {
      const types = recorded.events.map(({ resource }) => resource);
      const codes = types.flatMap((one) =>
        one.resourceType === 'Condition' || one.resourceType === 'Procedure'
          ? (one.code?.coding ?? []).map((coding) => coding.code)
          : [],
      );
      expect(codes).toEqual(expect.arrayContaining(['105502003', '302497006']));
      expect(valueAtHour(recorded, MAGNESIUM, 72)).toBeUndefined();
    }
  });
});

import { addHours, instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { openWard } from '../ward/ward.ts';
import { readCriteria, readSearch, sorted } from './search.ts';
import type { Searchable } from './search-parameters.ts';

const RESULT = {
  resourceType: 'Observation',
  id: 'o1',
  meta: { versionId: '1', lastUpdated: '2026-03-10T08:45:00Z' },
  status: 'final',
  category: [
    { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }] },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
  subject: { reference: 'Patient/p1' },
  effectiveDateTime: '2026-03-10T08:00:00Z',
} as const satisfies Searchable;

const ENCOUNTER = {
  resourceType: 'Encounter',
  id: 'e1',
  meta: { versionId: '1', lastUpdated: '2026-03-10T08:45:00Z' },
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-03-09T20:00:00Z' },
} as const satisfies Searchable;

const finds = (query: string): boolean => readSearch('Observation', new URLSearchParams(query)).matches(RESULT);

describe('a search finds what it asks for and nothing else', () => {
  test.each([
    ['code=2823-3', true],
    ['code=http://loinc.org|2823-3', true],
    ['code=http://loinc.org|', true],
    ['code=|2823-3', false],
    ['code=http://snomed.info/sct|2823-3', false],
    ['code=http://loinc.org|19123-9,http://loinc.org|2823-3', true],
    ['code=http://loinc.org|19123-9', false],
    ['code=http://loinc.org|a\\,b', false],
    ['patient=p1', true],
    ['patient=Patient/p1', true],
    ['subject=Patient/p1', true],
    ['patient=p11', false],
    ['status=final,amended', true],
    ['status=amended', false],
    ['category=laboratory&code=2823-3', true],
    ['category=vital-signs&code=2823-3', false],
    ['_id=o1', true],
    ['_id=o2', false],
    ['date=2026-03-10', true],
    ['date=2026-03-11', false],
    ['date=2026-03', true],
    ['date=ne2026-03-11', true],
    ['date=ge2026-03-10T08:00:00Z', true],
    ['date=gt2026-03-10T08:00:00Z', false],
    ['date=gt2026-03-10T07:59:59Z', true],
    ['date=le2026-03-10T08:00:00Z', true],
    ['date=lt2026-03-10T08:00:00Z', false],
    ['date=sa2026-03-10', false],
    ['date=eb2026-03-11', true],
    ['date=ge2026-03-10T09:00:00%2B01:00', true],
    ['date=ge2026-03-10T09:00:00+01:00', true],
    ['date=ge2026-03-09&date=lt2026-03-10', false],
    ['_lastUpdated=ge2026-03-10T08:45:00Z', true],
    ['_lastUpdated=gt2026-03-10T08:45:00Z', false],
  ])('%s → %s', (query, expected) => {
    expect(finds(query)).toBe(expected);
  });

  test.each([
    ['date=ge2026-03-10', true],
    ['date=lt2026-03-09T21:00:00Z', true],
    ['date=lt2026-03-09', false],
    ['class=IMP', true],
    ['class=AMB', false],
  ])('a stay that goes on reaches into the future: %s → %s', (query, expected) => {
    expect(readSearch('Encounter', new URLSearchParams(query)).matches(ENCOUNTER)).toBe(expected);
  });

  test.each([
    'colour=red',
    'status:not=final',
    'date=yesterday',
    '_count=many',
    '_sort=colour',
    '_include=Observation:subject',
  ])('%s is refused by name, never left out in silence', (query) => {
    expect(() => readSearch('Observation', new URLSearchParams(query))).toThrow();
  });

  test('a type that nobody knows is refused', () => {
    expect(() => readCriteria('Spaceship?code=1')).toThrow();
  });

  test.each(['MedicationAdministration?', 'MedicationAdministration', 'Encounter?class=IMP'])(
    '%s can be a criterion',
    (text) => {
      expect(readCriteria(text).type).toBe(text.split('?')[0]);
    },
  );

  test('sorts by what is asked, ties by id', () => {
    const from = instantOf(Date.UTC(2026, 2, 10));
    const all = openWard(1)
      .eventsBetween(from, addHours(from, 12))
      .map(({ resource }) => resource)
      .filter((resource) => resource.resourceType === 'Observation');
    const { sort } = readSearch('Observation', new URLSearchParams('_sort=-date'));
    const dates = sorted(all, sort).map((one) =>
      one.resourceType === 'Observation' ? (one.effectiveDateTime ?? '') : '',
    );
    expect(dates.length).toBeGreaterThan(20);
    expect(dates).toEqual([...dates].sort().reverse());
  });
});

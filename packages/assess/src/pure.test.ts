import { instantOf } from '@magwatch/base';
import type { StoredVersion } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { alertIdOf, uuidOf } from './alert-id.ts';
import { contentHash } from './content-key.ts';
import { numberDeletions } from './number-deletions.ts';

describe('ids made of names', () => {
  test('are UUIDs of version 8', () => {
    expect(uuidOf('card', 'a', 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test('are the same for the same name and no other', () => {
    const id = alertIdOf('ward', 'Patient/p', 'mg-low', 1);
    expect(alertIdOf('ward', 'Patient/p', 'mg-low', 1)).toBe(id);
    const others = [
      alertIdOf('ward', 'Patient/p', 'mg-low', 2),
      alertIdOf('ward', 'Patient/q', 'mg-low', 1),
      alertIdOf('ward2', 'Patient/p', 'mg-low', 1),
      alertIdOf('war', 'dPatient/p', 'mg-low', 1),
    ];
    expect(new Set([id, ...others]).size).toBe(5);
  });
});

describe('the hash of content', () => {
  test('does not see the order of members', () => {
    expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(contentHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  test.each([
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: 1 }, { a: '1' }],
    [{ a: null }, {}],
  ])('%j is not %j', (one, other) => {
    expect(contentHash(one)).not.toBe(contentHash(other));
  });
});

describe('numbers of deletions', () => {
  const at = (hours: number) => instantOf(hours * 3_600_000);
  const written = (sequence: number, versionId: string | undefined, hours: number | undefined): StoredVersion => ({
    sequence,
    version: {
      reference: 'Observation/o',
      ...(versionId !== undefined && { versionId }),
      ...(hours !== undefined && { lastUpdated: at(hours) }),
      state: 'present',
      facts: [],
    },
  });
  const deleted = (sequence: number, hours: number): StoredVersion => ({
    sequence,
    version: { reference: 'Observation/o', lastUpdated: at(hours), state: 'deleted', facts: [] },
  });
  const numberOf = (stored: readonly StoredVersion[]): string | undefined =>
    numberDeletions(stored).find(({ state }) => state === 'deleted')?.versionId;

  test.each<[string, readonly StoredVersion[], string | undefined]>([
    ['follows the last version', [written(1, '9', 1), written(2, '10', 2), deleted(3, 3)], '11'],
    [
      'counts a version that came late but was written before',
      [written(1, '1', 1), deleted(2, 3), written(3, '2', 2)],
      '3',
    ],
    ['counts one of the same instant', [deleted(2, 3), written(3, '2', 3)], '3'],
    ['does not count one that was made anew after it', [written(1, '1', 1), deleted(2, 3), written(3, '3', 4)], '2'],
    ['counts one that was here before although its clock is ahead', [written(1, '2', 5), deleted(2, 3)], '3'],
    [
      'does not count a late one that does not say when',
      [written(1, '1', 1), deleted(2, 3), written(3, '2', undefined)],
      '2',
    ],
    ['has none where versions have no numbers', [written(1, 'b7', 1), deleted(2, 3)], undefined],
    ['has none where it is alone', [deleted(1, 3)], undefined],
    ['is larger than what a double can hold', [written(1, '9007199254740993', 1), deleted(2, 3)], '9007199254740994'],
  ])('%s', (_name, stored, expected) => {
    expect(numberOf(stored)).toBe(expected);
  });

  test.each<[string, readonly StoredVersion[], number]>([
    ['keeps its time after theirs', [written(1, 'b7', 1), deleted(2, 3)], at(3)],
    ['comes after one whose clock is ahead', [written(1, 'b7', 5), written(2, 'a1', 4), deleted(3, 3)], at(5) + 1],
    ['comes after one of the same instant', [written(1, undefined, 3), deleted(2, 3)], at(3) + 1],
    [
      'does not come after one that was made anew after it',
      [written(1, 'b7', 1), deleted(2, 3), written(3, 'c2', 4)],
      at(3),
    ],
  ])('where versions have no numbers it %s', (_name, stored, expected) => {
    expect(numberDeletions(stored).find(({ state }) => state === 'deleted')?.lastUpdated).toBe(expected);
  });

  test('is not taken from another resource', () => {
    const other = { sequence: 1, version: { ...written(1, '5', 1).version, reference: 'Observation/x' } };
    expect(numberOf([other, deleted(2, 3)])).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { editDistance, findNearestName, nearestName } from './nearest-name.ts';

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['', 'abc', 3],
  ['mg-low', 'mg-low', 0],
  ['mg-lo', 'mg-low', 1],
  ['mg_low', 'mg-low', 1],
  ['kitten', 'sitting', 3],
])('%s and %s differ in %d letters', (one, other, distance) => {
  expect(editDistance(one, other)).toBe(distance);
});

test.each([
  ['mg-lwo', 'mg-low'],
  ['MG-LOW', 'mg-low'],
  ['hypermagnesmia', 'hypermagnesemia'],
  ['mg-low-abc', undefined],
  ['something else', undefined],
])('%s is meant to be %s', (name, meant) => {
  expect(findNearestName(name, ['hypermagnesemia', 'mg-low'])).toBe(meant);
});

test('of equally unlike names the first is taken, of none none', () => {
  expect(nearestName(['b', 'c', 'a'], (name) => (name === 'a' ? 0 : 1))).toBe('a');
  expect(nearestName(['b', 'c'], () => 1)).toBe('b');
  expect(nearestName([], () => 0)).toBeUndefined();
});

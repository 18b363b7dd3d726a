import { expect, test } from 'vitest';
import { backoffMs, readRetryAfter } from './retry-after.ts';

const now = Date.parse('2026-03-10T08:00:00Z');

test.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Tue, 10 Mar 2026 08:01:00 GMT', 60_000],
  ['Tue, 10 Mar 2026 07:59:00 GMT', 0],
  ['-5', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['2026-03-10T08:01:00Z', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('Retry-After %j is %j ms', (text, expected) => {
  expect(readRetryAfter(text, now)).toBe(expected);
});

test.each([
  [0, 0, 0],
  [0, 0.999, 249],
  [1, 0.999, 499],
  [3, 0.5, 1000],
  [4, 0.999, 3996],
  [50, 0.999, 3996],
])('attempt %j with chance %j waits %j ms', (attempt, chance, expected) => {
  expect(backoffMs(attempt, chance, { baseMs: 250, capMs: 4_000 })).toBe(expected);
});

import { HOUR_MS, instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { advanceCoverage, coverSearched, type Following, isContextStale } from './cover-inputs.ts';
import type { PlannedSearch } from './plan-searches.ts';

const now = instantOf(Date.UTC(2026, 2, 10, 8));
const hoursAgo = (hours: number) => instantOf(now - hours * HOUR_MS);
const search = (key: string, inputs: string[], lookBackHours: number): PlannedSearch => ({
  type: 'Observation',
  parameters: {},
  includes: [],
  key,
  inputs,
  lookBackHours,
});
const plan = [search('a', ['result:magnesium', 'result:potassium'], 72), search('b', ['result:potassium'], 48)];

describe('coverSearched', () => {
  test('each input is covered from its look-back until the searches began', () => {
    expect([...coverSearched(plan, new Set(['a', 'b']), now)]).toEqual([
      ['result:magnesium', { from: hoursAgo(72), asOf: now }],
      // Two searches serve it: only what both reach back to is proved.
      ['result:potassium', { from: hoursAgo(48), asOf: now }],
    ]);
  });

  test('an input of a failed search is not covered, although another search of it succeeded', () => {
    expect([...coverSearched(plan, new Set(['a']), now).keys()]).toEqual(['result:magnesium']);
    expect(coverSearched(plan, new Set(), now).size).toBe(0);
  });
});

describe('advanceCoverage', () => {
  const cover = { from: hoursAgo(74), asOf: hoursAgo(2) };
  const coverage = new Map([
    ['result:magnesium', cover],
    ['result:potassium', cover],
  ]);
  const pushed: Following = { since: hoursAgo(24), caughtUpAt: hoursAgo(0.05), isPushed: true };
  const caughtUp: Following = { ...pushed, isPushed: false };

  test.each<[string, Record<string, Following>, Record<string, number>]>([
    ['push moves it to now', { a: pushed, b: pushed }, { 'result:magnesium': now, 'result:potassium': now }],
    [
      'catch-up moves it to its beginning',
      { a: caughtUp, b: caughtUp },
      { 'result:magnesium': hoursAgo(0.05), 'result:potassium': hoursAgo(0.05) },
    ],
    [
      'the slower of two searches counts',
      { a: pushed, b: caughtUp },
      { 'result:magnesium': now, 'result:potassium': hoursAgo(0.05) },
    ],
    ['a search that nobody follows moves nothing', { a: pushed }, { 'result:magnesium': now }],
    ['followed since the proof was made', { a: { ...pushed, since: hoursAgo(2) } }, { 'result:magnesium': now }],
    ['followed only after it: a hole', { a: { ...pushed, since: instantOf(hoursAgo(2) + 1) } }, {}],
    [
      'a catch-up of a clock that ran ahead proves no future',
      { a: { ...caughtUp, caughtUpAt: hoursAgo(-3) } },
      { 'result:magnesium': now },
    ],
    ['an older catch-up takes nothing back', { a: { ...caughtUp, caughtUpAt: hoursAgo(3) } }, {}],
    ['nothing followed', {}, {}],
  ])('%s', (_name, following, expected) => {
    const moved = advanceCoverage(coverage, plan, new Map(Object.entries(following)), now);
    expect(Object.fromEntries([...moved].map(([key, { asOf }]) => [key, asOf]))).toEqual(expected);
    for (const { from } of moved.values()) expect(from).toBe(cover.from);
  });

  test('what was never searched is not proved by following', () => {
    expect(advanceCoverage(new Map(), plan, new Map([['a', pushed]]), now).size).toBe(0);
  });
});

describe('isContextStale', () => {
  const at = (asOf: number, from: number = hoursAgo(72)) =>
    new Map(
      ['result:magnesium', 'result:potassium'].map((key) => [key, { from: instantOf(from), asOf: instantOf(asOf) }]),
    );
  test.each([
    ['at the limit', at(hoursAgo(1)), false],
    ['a moment older', at(hoursAgo(1) - 1), true],
    ['nothing searched', new Map(), true],
    ['made by a clock a little ahead', at(now + 10 * 60_000), false],
    ['made by a clock that was put back since', at(now + 10 * 60_000 + 1), true],
    ['made for a shorter look-back', at(now, hoursAgo(71)), true],
    ['one input missing', new Map([...at(now)].slice(0, 1)), true],
  ])('%s', (_name, coverage, isStale) => {
    expect(isContextStale(coverage, plan, now, HOUR_MS)).toBe(isStale);
  });
});

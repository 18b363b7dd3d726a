import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { advanceCoverage, coverSearched, type Following, isContextStale, withdrawCoverage } from './cover-inputs.ts';
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
    const moved = advanceCoverage(coverage, plan, new Map(Object.entries(following)), { now });
    expect(Object.fromEntries([...moved].map(([key, { asOf }]) => [key, asOf]))).toEqual(expected);
    for (const { from } of moved.values()) expect(from).toBe(cover.from);
  });

  test.each([
    ['while nothing waits', undefined, now],
    ['up to the oldest event that waits', hoursAgo(0.5), hoursAgo(0.5)],
    ['no further than before, when one waits since then', hoursAgo(2), undefined],
    ['no further than now, whatever a clock says', hoursAgo(-1), now],
  ])('it moves %s', (_name, waitingSince, expected) => {
    const moved = advanceCoverage(coverage, plan, new Map([['a', pushed]]), { now, waitingSince });
    expect(moved.get('result:magnesium')?.asOf).toBe(expected);
  });

  test('what was never searched is not proved by following', () => {
    expect(advanceCoverage(new Map(), plan, new Map([['a', pushed]]), { now }).size).toBe(0);
  });
});

describe('withdrawCoverage', () => {
  const cover = { from: hoursAgo(74), asOf: hoursAgo(2) };
  const coverage = new Map([
    ['result:magnesium', cover],
    ['result:potassium', { ...cover, asOf: hoursAgo(1) }],
  ]);
  const waiting = (type: string | undefined, at: Instant) => withdrawCoverage(coverage, plan, [{ type, at }], now);

  test('an input for which news wait that came after its proof has to be searched again', () => {
    const moved = waiting('Observation', hoursAgo(2));
    expect([...moved]).toEqual([['result:magnesium', { from: now, asOf: now }]]);
    expect(isContextStale(new Map([...coverage, ...moved]), plan, now, HOUR_MS)).toBe(true);
  });

  test('what a search has proved since stays proved, and so does what the news are not about', () => {
    expect(waiting('Observation', instantOf(hoursAgo(2) - 1)).size).toBe(0);
    expect(waiting('MedicationAdministration', now).size).toBe(0);
    expect(withdrawCoverage(new Map(), plan, [{ type: 'Observation', at: now }], now).size).toBe(0);
  });

  test.each(['Bundle', undefined])('a %s may be about everything', (type) => {
    expect([...waiting(type, now).keys()]).toEqual(['result:magnesium', 'result:potassium']);
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

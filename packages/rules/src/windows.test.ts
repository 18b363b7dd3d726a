import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { at, trackBlock } from './testing/index.ts';
import { hasCome, isAtMostOld, isNowInside, isWithin } from './windows.ts';

/** At hour 24: the answer, and the hour or instant at which time alone changes it. */
describe('an instant has come', () => {
  test.each<[hour: number, is: boolean, changesAt: number | undefined]>([
    [23, true, undefined],
    [24, true, undefined],
    [25, false, 25],
  ])('hour %d', (hour, is, changesAt) => {
    const { value, reviewAt } = trackBlock((chart) => hasCome(chart, at(hour)), []);
    expect(value).toBe(is);
    expect(reviewAt).toBe(changesAt === undefined ? undefined : at(changesAt));
  });
});

describe('within the last 6 hours', () => {
  test.each<[hour: number, isWithin: boolean, changesAt: number | undefined]>([
    [17.99, false, undefined],
    [18, false, undefined],
    [19, true, 25],
    [24, true, 30],
    [25, false, 25],
  ])('half-open: hour %d', (hour, is, changesAt) => {
    const { value, reviewAt } = trackBlock((chart) => isWithin(chart, at(hour), 6), []);
    expect(value).toBe(is);
    expect(reviewAt).toBe(changesAt === undefined ? undefined : at(changesAt));
  });

  test.each<[hour: number, isAtMostOld: boolean, changesAt: number | undefined]>([
    [17.99, false, undefined],
    [18, true, at(24) + 1],
    [24, true, at(30) + 1],
    [25, false, at(25)],
  ])('the limit included: hour %d', (hour, is, changesAt) => {
    const { value, reviewAt } = trackBlock((chart) => isAtMostOld(chart, at(hour), 6), []);
    expect(value).toBe(is);
    expect(reviewAt).toBe(changesAt === undefined ? undefined : instantOf(changesAt));
  });
});

describe('now lies in a period', () => {
  test.each<[from: number | undefined, until: number | undefined, is: boolean, changesAt: number | undefined]>([
    [undefined, undefined, true, undefined],
    [20, undefined, true, undefined],
    [24, 25, true, 25],
    [25, undefined, false, 25],
    [25, 30, false, 25],
    [20, 24, false, undefined],
    [undefined, 30, true, 30],
  ])('from %s until %s', (from, until, is, changesAt) => {
    const instant = (hour: number | undefined) => (hour === undefined ? undefined : at(hour));
    const { value, reviewAt } = trackBlock((chart) => isNowInside(chart, instant(from), instant(until)), []);
    expect(value).toBe(is);
    expect(reviewAt).toBe(instant(changesAt));
  });
});

import { instantOf } from '@magwatch/base';
import { describe, expect, it } from 'vitest';
import { openClock, simulatedClock, systemClock } from './clock.ts';

describe('simulatedClock', () => {
  it.each([
    ['at its anchor', 1_000, 60, 500_000],
    ['a second later, at sixty-fold speed', 2_000, 60, 560_000],
    ['a second before its anchor', 0, 60, 440_000],
    ['at half speed, in whole milliseconds', 1_001, 0.5, 500_001],
  ])('%s', (_name, real, rate, expected) => {
    const clock = simulatedClock(
      { anchor: instantOf(1_000), simulated: instantOf(500_000), rate },
      { now: () => instantOf(real) },
    );
    expect(clock.now()).toBe(expected);
  });
});

describe('openClock', () => {
  it('is the clock of this machine where no other is asked for', () => {
    expect(openClock(undefined)).toBe(systemClock);
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
  });
});

import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';
import { afterAttempt, batchSize, CLOSED } from './breaker.ts';

const HOUR_MS = 3_600_000;
const ALMOST_ONE = 1 - Number.EPSILON;

describe('waiting before the next attempt', () => {
  test.each([
    ['full jitter begins at nothing', 'destination-unavailable', 1, 0, 0],
    ['the first wait is at most 4 s', 'destination-unavailable', 1, ALMOST_ONE, 3_999],
    ['it doubles', 'destination-unavailable', 4, ALMOST_ONE, 31_999],
    ['it grows to 4 h', 'destination-unavailable', 13, ALMOST_ONE, 4 * HOUR_MS - 1],
    ['and no further', 'destination-unavailable', 1_000, ALMOST_ONE, 4 * HOUR_MS - 1],
    ['what an operator has to put right is not hammered', 'destination-unauthorized', 1, 0, HOUR_MS / 8],
    ['and is asked for again within the quarter of an hour', 'destination-redirects', 50, ALMOST_ONE, HOUR_MS / 4 - 1],
  ] as const)('%s', (_name, code, attempts, chance, expected) => {
    expect(backoffMs(code, attempts, chance)).toBe(expected);
  });
});

describe('the circuit of a destination', () => {
  const context = { nowMs: 1_000_000, waitMs: 7_000, chance: 0 };
  const unavailable = { kind: 'later', code: 'destination-unavailable' } as const;

  test('four failures in a row do not open it, the fifth does', () => {
    let breaker = CLOSED;
    for (let attempt = 1; attempt <= 4; attempt += 1) breaker = afterAttempt(breaker, unavailable, context);
    expect(breaker).toEqual({ failures: 4, pausedUntilMs: context.nowMs, isOpen: false });
    expect(batchSize(breaker, 8)).toBe(8);
    breaker = afterAttempt(breaker, unavailable, context);
    expect(breaker).toEqual({ failures: 5, pausedUntilMs: context.nowMs + 500, isOpen: true });
    expect(batchSize(breaker, 8)).toBe(1);
  });

  test('the pause grows to five minutes', () => {
    const breaker = afterAttempt({ ...CLOSED, failures: 100 }, unavailable, { ...context, chance: ALMOST_ONE });
    expect(breaker.pausedUntilMs - context.nowMs).toBe(299_999);
  });

  test('a refusal of one delivery shows that the destination is there', () => {
    const dead = { kind: 'dead', code: 'destination-refused', status: 422 } as const;
    const open = { failures: 9, pausedUntilMs: 5, isOpen: true };
    expect(afterAttempt(open, dead, context)).toEqual({ failures: 0, pausedUntilMs: 5, isOpen: false });
  });

  test.each(['destination-throttled', 'destination-unauthorized', 'destination-redirects'] as const)(
    '%s holds the whole destination from the first time',
    (code) => {
      const breaker = afterAttempt(CLOSED, { kind: 'later', code }, context);
      expect(breaker.pausedUntilMs).toBe(context.nowMs + context.waitMs);
      expect(batchSize(breaker, 8)).toBe(1);
    },
  );
});

import { describe, expect, test } from 'vitest';
import { assert, fail, isAbove, isAtLeast, isBelow, ok, roundToSignificant, unreachable } from './index.ts';

describe('limits', () => {
  test.each([
    ['below', isBelow, 1.69, 1.7, true],
    ['equal is not below', isBelow, 1.7, 1.7, false],
    ['binary noise is not below', isBelow, 7.6 + 0.8, 8.4, false],
    ['above', isAbove, 2.61, 2.6, true],
    ['equal is not above', isAbove, 2.6, 2.6, false],
    ['binary noise is not above', isAbove, 0.1 + 0.2, 0.3, false],
    ['equal is at least', isAtLeast, 7.6 + 0.8, 8.4, true],
    ['less is not at least', isAtLeast, 8.39, 8.4, false],
    ['a difference of the last digit counts', isBelow, 1.699_999, 1.7, true],
  ])('%s', (_name, compare, value, limit, expected) => {
    expect(compare(value, limit)).toBe(expected);
  });
});

test('rounding takes only noise away', () => {
  expect(roundToSignificant(11.999999999999998)).toBe(12);
  expect(roundToSignificant(0.69944456)).toBe(0.69944456);
  expect(roundToSignificant(1234.5678, 3)).toBe(1230);
});

test('a result holds a value or why there is none', () => {
  expect(ok(1)).toEqual({ ok: true, value: 1 });
  expect(fail('gone')).toEqual({ ok: false, failure: 'gone' });
});

test('what must hold stops the program when it does not', () => {
  expect(() => assert(true, 'fine')).not.toThrow();
  expect(() => assert(0, 'two cards for one alert')).toThrow('assertion failed: two cards for one alert');
  expect(() => unreachable('x' as never)).toThrow('unreachable');
});

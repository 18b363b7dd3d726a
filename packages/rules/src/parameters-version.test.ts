import { describe, expect, test } from 'vitest';
import type { Parameters } from './parameters.ts';
import { parametersVersion } from './parameters-version.ts';

/** A part stands for the whole: the version asks for names and values only. */
const versionOf = (part: object): string => parametersVersion(part as Parameters);

describe('the version of parameters', () => {
  // Alerts hold these names for years: FNV-1a (64 bits) of JSON with sorted names, always of 16 digits.
  test.each([
    [{ expire_d: 7, lab: { usePreliminary: true, a: 'A' } }, 'p-ad7cce83e8d9378e'],
    [{ expire_d: 200 }, 'p-015a3dbee246ef29'],
  ])('of %j stays %s', (part, version) => {
    expect(versionOf(part)).toBe(version);
  });

  test.each([
    [
      { a: 1, b: 2, c: 3 },
      { c: 3, a: 1, b: 2 },
    ],
    [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }],
  ])('is the same for %j and %j', (one, other) => {
    expect(versionOf(one)).toBe(versionOf(other));
  });

  test.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: '1' }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [{ a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
  ])('differs between %j and %j', (one, other) => {
    expect(versionOf(one)).not.toBe(versionOf(other));
  });
});

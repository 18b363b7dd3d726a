import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, condition, potassium, readBlock } from '../testing/index.ts';
import { refeedingFalls } from './refeeding-falls.ts';

// Fed since hour 0.
const fall = (facts: readonly ResourceVersion[], now = 100) =>
  readBlock(refeedingFalls, [condition('enteral-nutrition', { from: at(0) }), ...facts], { now })[1];

describe('how potassium fell since feeding began', () => {
  test.each<[string, readonly ResourceVersion[], number | undefined, number | undefined]>([
    ['from the last before to the lowest since', [k(5, -20), k(4, -1), k(3.6, 10), k(3, 20), k(3.4, 30)], 4, 3],
    ['a value at the start is before', [k(5, -20), k(4, 0), k(3, 20)], 4, 3],
    ['48 h before', [k(4, -48), k(3, 20)], 4, 3],
    ['longer before', [k(4, -48.1), k(3, 20)], undefined, 3],
    [
      'a comparator gives no ratio',
      [k(4, -2), k(5, -1, { comparator: '>' }), k(3, 10, { comparator: '<' })],
      4,
      undefined,
    ],
    ['a hemolyzed low value is no base', [k(4, -2), k(3.3, -1, { quality: ['hemolyzed'] }), k(3, 10)], 4, 3],
  ])('%s', (_name, facts, base, lowest) => {
    const found = fall(facts);
    expect([found?.base?.canonical, found?.lowest?.canonical]).toEqual([base, lowest]);
    const drop = base === undefined || lowest === undefined ? undefined : 1 - lowest / base;
    expect(found?.drop).toBe(drop);
  });

  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['no value', [], false],
    ['normal for a day', [k(3, 10), k(3.5, 20), k(3.6, 44)], true],
    ['normal for less', [k(3, 10), k(3.5, 20.1), k(3.6, 44)], false],
    ['low in between', [k(3, 10), k(3.5, 20), k(3.4, 30), k(3.6, 44)], false],
  ])('back for a day: %s', (_name, facts, expected) => {
    expect(fall(facts)?.isBackForADay).toBe(expected);
  });

  function k(value: number, hour: number, extra = {}) {
    return potassium(value, hour, extra);
  }
});

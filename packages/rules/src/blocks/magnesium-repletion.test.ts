import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, dose, magnesiumDose, potassium, readBlock } from '../testing/index.ts';
import { magnesiumRepletion } from './magnesium-repletion.ts';

const repletionOf = (...facts: readonly ResourceVersion[]) =>
  readBlock(magnesiumRepletion, [potassium(3, 10), ...facts]);
const stopped = (hour: number) => magnesiumDose(16, hour, { standing: 'partial' });
const unknown = (hour: number) => dose('magnesium-sulfate', undefined, hour);

describe('magnesium charted after the latest potassium', () => {
  test.each<[string, readonly ResourceVersion[], number, number | undefined, number | undefined]>([
    ['none', [], 0, undefined, undefined],
    ['16 mEq', [magnesiumDose(16, 20)], 16, 20, 20],
    ['less', [magnesiumDose(15.9, 20)], 15.9, undefined, undefined],
    ['with the second dose', [magnesiumDose(8, 12), magnesiumDose(8, 20)], 16, 20, 20],
    ['ended with the potassium', [magnesiumDose(16, 10)], 0, undefined, undefined],
    ['ended just after the potassium', [magnesiumDose(16, 10.1)], 16, 10.1, 10.1],
    ['an unknown dose may have been enough', [unknown(12), magnesiumDose(16, 20)], 16, 20, 12],
    ['an unknown dose after enough', [magnesiumDose(16, 12), unknown(20)], 16, 12, 12],
  ])('%s', (_name, doses, mEq, reached, maybeReached) => {
    const found = repletionOf(...doses);
    expect(found?.mEq).toBe(mEq);
    expect(found?.reachedAt).toBe(reached === undefined ? undefined : at(reached));
    expect(found?.maybeReachedAt).toBe(maybeReached === undefined ? undefined : at(maybeReached));
  });

  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['none', [magnesiumDose(16, 20)], false],
    ['after the potassium', [stopped(20)], true],
    ['just after it', [stopped(10.1)], true],
    ['with it', [stopped(10)], false],
    ['before it', [stopped(5)], false],
    ['in maintenance fluid', [magnesiumDose(16, 20, { standing: 'partial', isMaintenance: true })], false],
  ])('a dose stopped half-way: %s', (_name, doses, expected) => {
    expect(repletionOf(...doses)?.hasPartialDose).toBe(expected);
  });

  test('without a potassium of the last 96 h there is nothing to recheck', () => {
    expect(readBlock(magnesiumRepletion, [potassium(3, -72), magnesiumDose(16, 20)])).toBeUndefined();
    expect(readBlock(magnesiumRepletion, [potassium(3, -71.9), magnesiumDose(16, 20)])).toBeDefined();
  });
});

import type { Dose, ResourceVersion, Sourced } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, condition, dose, drugOrder, magnesiumDose, readBlock, situation } from '../testing/index.ts';
import { isObstetricMagnesium, wasObstetricMagnesium } from './obstetric.ts';

const pregnant = condition('pregnancy');
const running = { start: at(20), standing: 'running' } as const;

describe('obstetric magnesium now', () => {
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['nothing given', [pregnant], false],
    ['ordered by vein', [pregnant, drugOrder('magnesium-sulfate', 10, { route: 'intravenous' })], true],
    ['ordered by mouth', [pregnant, drugOrder('magnesium-oxide', 10)], false],
    ['running, its order unseen', [pregnant, magnesiumDose(30, 30, running)], true],
    ['running without an end', [pregnant, magnesiumDose(30, 20, running)], true],
    ['given, and over', [pregnant, magnesiumDose(30, 20)], false],
    ['running by another route', [pregnant, magnesiumDose(30, 30, { ...running, route: 'enteral' })], false],
    ['another drug that runs', [pregnant, dose('furosemide', undefined, 30, running)], false],
    ['pre-eclampsia', [condition('pre-eclampsia'), magnesiumDose(30, 30, running)], true],
    ['eclampsia', [condition('eclampsia'), magnesiumDose(30, 30, running)], true],
    ['nobody is pregnant', [magnesiumDose(30, 30, running)], false],
    ['no longer pregnant', [condition('pregnancy', { until: at(10) }), magnesiumDose(30, 30, running)], false],
  ])('%s', (_name, facts, expected) => {
    expect(readBlock(isObstetricMagnesium, facts)).toBe(expected);
  });
});

describe('doses that were obstetric magnesium', () => {
  // The dose runs from hour 10 to 20.
  const given = magnesiumDose(30, 20, { start: at(10) });
  test.each<[string, ResourceVersion, boolean]>([
    ['undated', pregnant, true],
    ['undated and over', condition('pregnancy', { isActive: false }), false],
    ['since before', condition('pregnancy', { from: at(-100) }), true],
    ['since its end', condition('pregnancy', { from: at(20) }), true],
    ['since after it', condition('pregnancy', { from: at(20.1) }), false],
    ['until its start', condition('pregnancy', { from: at(-100), until: at(10) }), false],
    ['until just after its start', condition('pregnancy', { from: at(-100), until: at(10.1) }), true],
    ['another condition', condition('diarrhea'), false],
  ])('%s', (_name, held, expected) => {
    expect(was(held, given)).toBe(expected);
  });

  test('by mouth it is another kind', () => {
    expect(was(pregnant, magnesiumDose(30, 20, { route: 'enteral' }))).toBe(false);
  });

  function was(...facts: readonly ResourceVersion[]): boolean {
    const doses: readonly Sourced<Dose>[] = situation(facts, { now: 24 }).timeline.doses;
    return readBlock((chart) => wasObstetricMagnesium(chart, doses), facts);
  }
});

import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, magnesiumDose, magnesium as magnesiumOf, readBlock } from '../testing/index.ts';
import { magnesiumCourse } from './magnesium-course.ts';

const courseOf = (...facts: readonly ResourceVersion[]) => readBlock(magnesiumCourse, facts, { now: 48 });

describe('the last course of intravenous magnesium sulfate', () => {
  test.each<[string, readonly ResourceVersion[], number | undefined]>([
    ['none', [], undefined],
    ['one dose', [magnesiumDose(16, 40)], 16],
    ['a dose that ended less than 24 h before the last', [magnesiumDose(16, 16.1), magnesiumDose(8, 40)], 24],
    ['a dose that ended 24 h before the last', [magnesiumDose(16, 16), magnesiumDose(8, 40)], 8],
    ['a dose charted with an end that has not come', [magnesiumDose(16, 50, { start: at(46) })], undefined],
    ['a dose that runs', [magnesiumDose(16, 50, { start: at(46), standing: 'running' })], 16],
    ['a dose that will run', [magnesiumDose(16, 52, { start: at(49), standing: 'running' })], undefined],
    ['by mouth', [magnesiumDose(16, 40, { route: 'enteral' })], undefined],
    ['in maintenance fluid', [magnesiumDose(16, 40, { isMaintenance: true })], undefined],
    ['stopped half-way only', [magnesiumDose(16, 40, { standing: 'partial' })], undefined],
  ])('%s', (_name, facts, mEq) => {
    expect(courseOf(...facts)?.mEq).toBe(mEq);
  });

  test.each<[string, number, boolean]>([
    ['before the course', 16, false],
    ['in the course', 16.1, true],
    ['with its last dose', 40, true],
  ])('a dose stopped half-way %s', (_name, hour, expected) => {
    const facts = [
      magnesiumDose(16, 40),
      magnesiumDose(8, hour, { id: 'MedicationAdministration/stopped', standing: 'partial' }),
    ];
    expect(courseOf(...facts)?.hasPartialDose).toBe(expected);
  });
});

describe('the level before the course', () => {
  // The dose runs from hour 39 to 40.
  const course = magnesiumDose(16, 40);
  test.each<[string, readonly ResourceVersion[], number | undefined]>([
    ['none', [], undefined],
    ['at its start', [magnesiumOf(1.4, 39)], 1.4],
    ['while it ran', [magnesiumOf(1.4, 39.5)], undefined],
    ['just less than 72 h before its start', [magnesiumOf(1.4, -32.9)], 1.4],
    ['72 h before its start', [magnesiumOf(1.4, -33)], undefined],
    ['the latest of several', [magnesiumOf(1.3, 20), magnesiumOf(1.4, 30)], 1.4],
  ])('%s', (_name, levels, expected) => {
    expect(courseOf(course, ...levels)?.before?.compared.value).toBe(expected);
  });
});

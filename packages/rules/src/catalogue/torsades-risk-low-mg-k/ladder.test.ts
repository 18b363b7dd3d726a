import type { Coverage, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../../chart.ts';
import type { Answer } from '../../contract.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  condition,
  dose,
  drugOrder,
  magnesium,
  magnesiumDose,
  potassium,
  result,
  situation,
} from '../../testing/index.ts';
import { LADDER, matchesAny } from './ladder.ts';

const chartOf = (facts: readonly ResourceVersion[], coverage: Coverage = 'complete') =>
  openChart(situation(facts, { now: 24, coverage }), DEFAULT_PARAMETERS).chart;
const stepOf = (index: number, facts: readonly ResourceVersion[], coverage?: Coverage): Answer | undefined => {
  const step = LADDER[index - 1];
  return step && chartOf(facts, coverage).read(step.check);
};
const rolesOf = (answer: Answer | undefined) => answer?.evidence?.map(({ role }) => role);

const qtc = result('qtc', [510, 'ms'], 20);
const lowMg = magnesium(1.4, 20);
const normalK = potassium(4, 20);

describe('what a step says of a chart', () => {
  test.each<[string, number, readonly ResourceVersion[], Partial<Answer>, readonly string[]]>([
    [
      'QTc and magnesium',
      1,
      [qtc, lowMg, normalK],
      { is: 'yes', value: 'QTc 510 ms; Mg 1.4 mg/dL (mild)' },
      ['qtc', 'magnesium'],
    ],
    [
      'torsades and ionized magnesium',
      1,
      [condition('torsades', { from: at(20) }), result('magnesium-ionized', [0.4, 'mmol/L'], 20)],
      { is: 'yes', value: 'torsades; iMg 0.4 mmol/L (mild)' },
      ['torsades', 'magnesium'],
    ],
    [
      'QTc and potassium',
      2,
      [qtc, potassium(3.1, 20)],
      { is: 'yes', value: 'QTc 510 ms; K 3.1 mmol/L' },
      ['qtc', 'potassium'],
    ],
    ['a QTc that is not long', 2, [result('qtc', [430, 'ms'], 20), lowMg], { is: 'no', value: 'QTc 430 ms' }, ['qtc']],
    [
      'a drug and both low',
      3,
      [drugOrder('sotalol', 0), lowMg, potassium(3.1, 20)],
      { is: 'yes', value: 'sotalol; Mg 1.4 mg/dL (mild); K 3.1 mmol/L' },
      ['qt-drug', 'magnesium', 'potassium'],
    ],
    [
      'one drug where two are asked for',
      4,
      [dose('ondansetron', undefined, 20), lowMg],
      { is: 'no', reason: 'not-so', value: 'ondansetron' },
      ['qt-drug'],
    ],
    ['no magnesium', 5, [qtc, normalK], { is: 'yes', value: 'QTc 510 ms; no magnesium' }, ['qtc']],
  ])('%s', (_name, index, facts, expected, roles) => {
    const answer = stepOf(index, facts);
    expect(answer).toMatchObject(expected);
    expect(rolesOf(answer)).toEqual(roles);
  });

  test('no QTc is one only where it was looked for', () => {
    expect(stepOf(2, [lowMg])).toEqual({ is: 'no', reason: 'not-so', value: 'no QTc' });
    expect(stepOf(2, [lowMg], new Map())).toEqual({
      is: 'unknown',
      missing: ['qtc'],
      value: 'Mg 1.4 mg/dL (mild)',
    });
  });

  test('an early level is a level', () => {
    const facts = [qtc, magnesiumDose(16, 18), magnesium(1.9, 20)];
    expect(stepOf(5, facts)).toEqual({ is: 'no', reason: 'not-so', value: 'Mg 1.9 mg/dL, drawn early' });
  });

  test('no magnesium is one only where it was looked for', () => {
    expect(stepOf(5, [qtc], new Map())).toEqual({
      is: 'unknown',
      missing: ['result:magnesium'],
      value: 'QTc 510 ms',
    });
  });

  test('the whole is the first step that matches, or all that was seen', () => {
    const critical = chartOf([qtc, lowMg, normalK, drugOrder('sotalol', 0)]);
    expect(critical.read(matchesAny)).toMatchObject({ is: 'yes', value: 'QTc 510 ms; Mg 1.4 mg/dL (mild)' });
    const nothing = chartOf([result('qtc', [430, 'ms'], 20), magnesium(2, 20), normalK]);
    expect(nothing.read(matchesAny)).toMatchObject({
      is: 'no',
      value: 'QTc 430 ms; Mg 2.0 mg/dL (low-normal); K 4.0 mmol/L; Mg 2.0 mg/dL',
    });
    expect(chartOf([drugOrder('sotalol', 0), normalK]).read(matchesAny)).toMatchObject({
      is: 'unknown',
      value: expect.stringContaining('sotalol') as string,
    });
  });

  test('from the most severe down', () => {
    expect(LADDER.map(({ severity }) => severity)).toEqual([
      'critical',
      'warning',
      'warning',
      'warning',
      'warning',
      'info',
      'info',
    ]);
  });
});

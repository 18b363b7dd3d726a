import { describe, expect, test } from 'vitest';
import type { Lab } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

type Grade = 'normal' | 'info' | 'warning' | 'critical';

const LOW: Readonly<Record<Grade, Shows>> = {
  normal: {},
  info: { 'mg-low': 'info' },
  warning: { 'mg-low': 'warning' },
  critical: { 'mg-low': 'critical' },
};
const HIGH: Readonly<Record<Grade, Shows>> = {
  normal: {},
  info: { hypermagnesemia: 'info' },
  warning: { hypermagnesemia: 'warning' },
  critical: { hypermagnesemia: 'critical' },
};

/** [lab, unit, lowest normal, just below it, lowest mild, just below it, lowest moderate, just below it] */
const LOW_LIMITS: readonly (readonly [Lab, string, ...number[]])[] = [
  ['mg', 'mg/dL', 1.7, 1.69, 1.2, 1.19, 1, 0.99],
  ['mgMoles', 'mmol/L', 0.7, 0.69, 0.5, 0.49, 0.4, 0.39],
  ['mgMoles', 'meq/L', 1.4, 1.39, 1, 0.99, 0.8, 0.79],
  ['mgMoles', 'umol/L', 700, 699, 500, 499, 400, 399],
  ['mg', 'mg/L', 17, 16.9, 12, 11.9, 10, 9.9],
];
const LOW_GRADES: readonly Grade[] = ['normal', 'info', 'info', 'warning', 'warning', 'critical'];

/** [lab, unit, highest normal, just above it, just below a warning, warning, just below critical, critical] */
const HIGH_LIMITS: readonly (readonly [Lab, string, ...number[]])[] = [
  ['mg', 'mg/dL', 2.6, 2.61, 3.99, 4, 4.89, 4.9],
  ['mgMoles', 'mmol/L', 1.1, 1.11, 1.64, 1.65, 1.99, 2],
  ['mgMoles', 'meq/L', 2.2, 2.21, 3.29, 3.3, 3.99, 4],
  ['mgMoles', 'umol/L', 1100, 1101, 1649, 1650, 1999, 2000],
  ['mg', 'mg/L', 26, 26.1, 39.9, 40, 48.9, 49],
];
const HIGH_GRADES: readonly Grade[] = ['normal', 'info', 'info', 'warning', 'warning', 'critical'];

function limits(
  table: readonly (readonly [Lab, string, ...number[]])[],
  grades: readonly Grade[],
  shows: Readonly<Record<Grade, Shows>>,
): Row[] {
  return table.flatMap(([lab, unit, ...values]) =>
    grades.map((grade, index): Row => {
      const value = values[index] ?? Number.NaN;
      return [`${value} ${unit} is ${grade}`, (p) => p.lab(lab, value, { unit }), shows[grade]];
    }),
  );
}

const mild = LOW.info;

describe('magnesium', () => {
  const find = judge({
    'low, graded in the unit in which it was reported': limits(LOW_LIMITS, LOW_GRADES, LOW),
    'high, graded in the unit in which it was reported': limits(HIGH_LIMITS, HIGH_GRADES, HIGH),
    'ionized, where no total is known': [
      ['0.44 mmol/L is mild', (p) => p.lab('img', 0.44), mild],
      ['0.45 mmol/L is not low', (p) => p.lab('img', 0.45), {}],
      ['1.09 mg/dL is mild', (p) => p.lab('imgMass', 1.09), mild],
      ['1.1 mg/dL is not low', (p) => p.lab('imgMass', 1.1), {}],
      ['0.89 mEq/L is mild', (p) => p.lab('img', 0.89, { unit: 'meq/L' }), mild],
      ['0.9 mEq/L is not low', (p) => p.lab('img', 0.9, { unit: 'meq/L' }), {}],
      ['very low is not graded further than mild', (p) => p.lab('img', 0.1), mild],
      ['high is normal', (p) => p.lab('img', 1.3), {}],
      ['a total result decides, also where the ionized one is lower', (p) => p.lab('img', 0.3).lab('mg', 2), {}],
      ['a total result decides, also where the ionized one is newer', (p) => p.lab('img', 0.6).lab('mg', 1.6), mild],
      [
        'counts where the total one left the look-back',
        (p) => p.inpatient().lab('img', 0.44).lab('mg', 2, { at: '2026-03-07T11:00:00Z' }),
        mild,
      ],
    ],
    'obstetric magnesium': [
      ['8.4 mg/dL is silent', (p) => p.condition('preEclampsia').order('mgSulfate').lab('mg', 8.4), {}],
      ['8.5 mg/dL warns', (p) => p.condition('preEclampsia').order('mgSulfate').lab('mg', 8.5), HIGH.warning],
      ['9.69 mg/dL warns', (p) => p.condition('preEclampsia').order('mgSulfate').lab('mg', 9.69), HIGH.warning],
      ['9.7 mg/dL is critical', (p) => p.condition('pregnancy').order('mgSulfate').lab('mg', 9.7), HIGH.critical],
      ['3.49 mmol/L is silent', (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 3.49), {}],
      ['3.5 mmol/L warns', (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 3.5), HIGH.warning],
      ['3.99 mmol/L warns', (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 3.99), HIGH.warning],
      ['4.0 mmol/L is critical', (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 4), HIGH.critical],
      [
        '6.99 mEq/L is silent',
        (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 6.99, { unit: 'meq/L' }),
        {},
      ],
      [
        '8.0 mEq/L is critical',
        (p) => p.condition('pregnancy').order('mgSulfate').lab('mgMoles', 8, { unit: 'meq/L' }),
        HIGH.critical,
      ],
      [
        'pregnancy without a magnesium order is no obstetric use',
        (p) => p.condition('pregnancy').lab('mg', 5),
        HIGH.critical,
      ],
      [
        'pregnancy with an oral magnesium order is no obstetric use',
        (p) => p.condition('pregnancy').order('mgSulfate', { route: 'PO' }).lab('mg', 5),
        HIGH.critical,
      ],
      [
        'a magnesium order without pregnancy is no obstetric use',
        (p) => p.order('mgSulfate').lab('mg', 5),
        HIGH.critical,
      ],
      [
        'a low value still counts',
        (p) =>
          p
            .condition('pregnancy')
            .order('mgSulfate', { status: 'active', authored: '2026-03-09T08:00:00Z' })
            .lab('mg', 0.9),
        LOW.critical,
      ],
    ],
    comparators: [
      ['"<1.0" is 1.0 where low is asked: moderate', (p) => p.lab('mg', 1, { also: compared('<', 1) }), LOW.warning],
      ['"<1.2" is 1.2 where low is asked: mild', (p) => p.lab('mg', 1.2, { also: compared('<', 1.2) }), LOW.info],
      ['"<0.9" is severe', (p) => p.lab('mg', 0.9, { also: compared('<', 0.9) }), LOW.critical],
      ['"<5.0" says nothing about high', (p) => p.lab('mg', 5, { also: compared('<', 5) }), {}],
      ['">4.9" is critical', (p) => p.lab('mg', 4.9, { also: compared('>', 4.9) }), HIGH.critical],
      ['">4.0" is 4.0 where high is asked', (p) => p.lab('mg', 4, { also: compared('>', 4) }), HIGH.warning],
      ['">1.0" says nothing about low', (p) => p.lab('mg', 1, { also: compared('>', 1) }), {}],
    ],
  });

  test('what fired says which result, in its own unit', () => {
    const finding = find('1.19 mg/dL is warning', 'mg-low');
    expect(finding.summary).toBe('Low magnesium 1.19 mg/dL (moderate) – no replacement since the result');
    expect(finding.evidence).toContainEqual({
      role: 'magnesium',
      reference: expect.stringMatching(/^Observation\/p\d+-1$/) as string,
      value: 1.19,
      unit: 'mg/dL',
      at: '2026-03-10T08:00:00Z',
    });
    expect(finding.missing).toContain('egfr');
  });
});

function compared(comparator: string, value: number): Readonly<Record<string, unknown>> {
  return { valueQuantity: { comparator, value, unit: 'mg/dL', code: 'mg/dL' } };
}

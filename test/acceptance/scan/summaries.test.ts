import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { judge, type Rule } from './scanning.ts';

/** Potassium that stays at 2.7 over eight hours and 80 mEq. */
function stuck(p: PatientFile): PatientFile {
  return p
    .inpatient()
    .lab('k', 2.7, { at: ago(9) })
    .lab('k', 2.7, { at: ago(1) })
    .given('kcl', 80, 'mEq', { at: ago(5) });
}

const TREATED = { 'refractory-hypokalemia-low-mg': 'in-progress', 'mg-low': 'in-progress' } as const;

describe('what a line says', () => {
  const find = judge({
    patients: [
      [
        'stuck and low',
        (p) => stuck(p).lab('mg', 1.6),
        { 'refractory-hypokalemia-low-mg': 'warning', 'mg-low': 'warning' },
      ],
      ['stuck and unknown', stuck, { 'refractory-hypokalemia-mg-unknown': 'warning' }],
      ['stuck and low-normal', (p) => stuck(p).lab('mg', 1.9), { 'refractory-hypokalemia-mg-low-normal': 'warning' }],
      ['stuck and treated', (p) => stuck(p).lab('mg', 1.6).given('mgSulfate', 2, 'g'), TREATED],
      ['both low', (p) => p.lab('ica', 1.05).lab('mg', 1.1), { 'hypocalcemia-low-mg': 'warning', 'mg-low': 'warning' }],
      [
        'both low, PTH 20',
        (p) => p.lab('ica', 1.05).lab('mg', 1.1).lab('pth', 20),
        { 'hypocalcemia-low-mg': 'warning', 'mg-low': 'warning' },
      ],
      ['calcium low', (p) => p.inpatient().lab('ica', 1.05), { 'hypocalcemia-mg-unknown': 'info' }],
      ['high', (p) => p.lab('mg', 4.2), { hypermagnesemia: 'warning' }],
      ['high, eGFR 22', (p) => p.lab('mg', 4.2).lab('egfr', 22), { hypermagnesemia: 'warning' }],
      ['suspect', (p) => p.lab('k', 7.5).lab('ca', 6.8).lab('mg', 0.6), { 'specimen-suspect-electrolytes': 'info' }],
    ],
  });

  const said: readonly (readonly [string, Rule, RegExp])[] = [
    [
      'stuck and low',
      'refractory-hypokalemia-low-mg',
      /^K 2\.7.* after 80 mEq in 8 h and Mg 1\.6.*: low Mg may be blocking K repletion$/,
    ],
    [
      'stuck and unknown',
      'refractory-hypokalemia-mg-unknown',
      /^K 2\.7.* after 80 mEq in 8 h; no magnesium level in 72 h – check Mg$/,
    ],
    [
      'stuck and low-normal',
      'refractory-hypokalemia-mg-low-normal',
      /^K 2\.7.* not responding; Mg 1\.9.* is low-normal – Mg depletion is possible, not proven$/,
    ],
    [
      'both low',
      'hypocalcemia-low-mg',
      /^i?Ca 1\.05.* and Mg 1\.1.* are both low: hypocalcemia may not correct without Mg$/,
    ],
    [
      'both low, PTH 20',
      'hypocalcemia-low-mg',
      /are both low, PTH not raised: hypocalcemia may not correct without Mg$/,
    ],
    [
      'calcium low',
      'hypocalcemia-mg-unknown',
      /^i?Ca 1\.05.* is low and magnesium has not been measured in 72 h – check Mg/,
    ],
    ['high', 'hypermagnesemia', /^Magnesium 4\.2.* is high – stop Mg sources, check reflexes\/ECG$/],
    [
      'high, eGFR 22',
      'hypermagnesemia',
      /^Magnesium 4\.2.* is high with eGFR 22.* – stop Mg sources, check reflexes\/ECG$/,
    ],
    [
      'suspect',
      'specimen-suspect-electrolytes',
      /^K 7\.5.* with Ca 6\.8.*, Mg 0\.6.* in one sample: possible EDTA\/line contamination – repeat$/,
    ],
  ];
  test.each(said)('%s: %s', (name, rule, pattern) => {
    expect(find(name, rule).summary).toMatch(pattern);
  });

  test('no line tells to wait with urgent potassium or calcium', () => {
    for (const [name, rule] of said) expect(find(name, rule).summary).not.toMatch(/first|before|hold|delay/i);
  });

  test('what is missing is named, and what is there is not', () => {
    expect(find('both low', 'hypocalcemia-low-mg').missing).toContain('pth');
    expect(find('both low, PTH 20', 'hypocalcemia-low-mg').missing).not.toContain('pth');
    expect(find('high', 'hypermagnesemia').missing).toContain('egfr');
    expect(find('stuck and low', 'refractory-hypokalemia-low-mg').missing).toEqual(
      expect.arrayContaining(['egfr', 'qtc']),
    );
    expect(find('high, eGFR 22', 'hypermagnesemia').missing).not.toContain('egfr');
  });

  test('what is explained does not say that nothing was done', () => {
    const { state, summary } = find('stuck and treated', 'mg-low');
    expect(state).toBe('in-progress');
    expect(summary).not.toMatch(/no replacement/);
  });
});

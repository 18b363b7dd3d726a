import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../../chart.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  result,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { digoxinLowMgK as rule } from './rule.ts';

const finding = (...facts: readonly ResourceVersion[]) => findingOf(rule, situation(facts, { now: 24 }));
const present = (...facts: readonly ResourceVersion[]) => getPresent(finding(...facts));
const digoxin = drugOrder('digoxin', 0);
const full = [
  digoxin,
  potassium(3.1, 20),
  magnesium(1.4, 18),
  result('digoxin-level', [2.1, 'ng/mL'], 10),
  result('egfr', [41.6, 'mL/min/{1.73_m2}'], 10),
];

describe('digoxin-low-mg-k', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const all = present(...full);
    expect(all.evidence.map(({ role, value, unit }) => [role, value, unit])).toEqual([
      ['digoxin', undefined, undefined],
      ['digoxin-level', 2.1, 'ng/mL'],
      ['potassium', 3.1, 'mmol/L'],
      ['magnesium', 1.4, 'mg/dL'],
      ['egfr', 41.6, 'mL/min/{1.73_m2}'],
    ]);
    expect(all.figures).toMatchObject({
      digoxinDrugs: 'digoxin',
      digoxinLevel: '2.1 ng/mL',
      digoxinNgPerMl: 2.1,
      isDigoxinToxic: true,
      potassiumMmolPerL: 3.1,
      isPotassiumLow: true,
      magnesium: '1.4 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.576013,
      magnesiumGrade: 'mild',
      isMagnesiumLow: true,
      egfr: 41.6,
    });
    expect(all.missing).toEqual([]);
    expect(all.notes).toEqual([]);
    expect(present(digoxin, potassium(3.1, 20)).missing).toEqual(['digoxin-level', 'egfr', 'magnesium']);
    expect(present(drugOrder('digitoxin', 0), magnesium(1.4, 20)).missing).toEqual([
      'digitoxin-level',
      'egfr',
      'potassium',
    ]);
    const digitoxin = present(
      drugOrder('digitoxin', 0),
      result('digitoxin-level', [20, 'ng/mL'], 10),
      magnesium(1.4, 20),
    );
    expect(digitoxin.missing).toEqual(['egfr', 'potassium']);
    expect(digitoxin.evidence.map(({ role }) => role)).toContain('digitoxin-level');
    expect(present(digoxin, potassium(3.1, 20)).evidence.map(({ role }) => role)).toEqual(['digoxin', 'potassium']);
    const who = person({ sex: 'female', bornFrom: at(-60 * 8766) });
    const creatinine = present(digoxin, potassium(3.1, 20), result('creatinine', [1, 'mg/dL'], 10), who);
    expect(creatinine.evidence.map(({ role }) => role)).toEqual(['digoxin', 'potassium', 'creatinine']);
  });

  test.each<[string, readonly ResourceVersion[], string]>([
    ['both low', full, 'On digoxin with K 3.1, Mg 1.4 mg/dL: arrhythmia risk rises – correct both'],
    [
      'potassium high: only magnesium is corrected',
      [digoxin, potassium(5.4, 20), magnesium(1.4, 20)],
      'On digoxin with K 5.4, Mg 1.4 mg/dL: arrhythmia risk rises – correct magnesium',
    ],
    [
      'magnesium normal: only potassium is corrected',
      [digoxin, potassium(3.1, 20), magnesium(2.4, 20)],
      'On digoxin with K 3.1, Mg 2.4 mg/dL: arrhythmia risk rises – correct potassium',
    ],
    [
      'magnesium unknown',
      [drugOrder('digitoxin', 0), potassium(3.1, 20)],
      'On digitoxin with K 3.1, Mg unknown: arrhythmia risk rises – correct potassium',
    ],
    [
      'potassium unknown',
      [dose('digoxin', undefined, 10), magnesium(0.6, 20, {}, 'mmol/L')],
      'On digoxin with K unknown, Mg 0.6 mmol/L: arrhythmia risk rises – correct magnesium',
    ],
  ])('summary: %s', (_name, facts, expected) => {
    expect(rule.card.summary(present(...facts))).toBe(expected);
  });

  test('the detail holds every point, in order', () => {
    expect(rule.card.detail(present(...full, magnesiumDose(16, 22)))).toEqual([
      'Digoxin or digitoxin given or ordered: 2026-03-10T08:00:00Z.',
      'Potassium: 3.1 mmol/L (2026-03-11T04:00:00Z).',
      'Magnesium: 1.4 mg/dL (2026-03-11T02:00:00Z).',
      'Magnesium given since: 16 mEq (2026-03-11T06:00:00Z).',
      'Digoxin level: 2.1 ng/mL (2026-03-10T18:00:00Z).',
      'This level is in the toxic range.',
      'eGFR 42 mL/min/1.73 m².',
      'Low potassium and low magnesium make digoxin toxic at usual levels.',
      'Consider replacement by renal function, an ECG, creatinine, and a digoxin level 6 hours or more after a dose: an earlier one reads too high.',
      'Mg replacement in progress.',
    ]);
    const digitoxin = [drugOrder('digitoxin', 0), result('digitoxin-level', [20, 'ng/mL'], 10), potassium(3.1, 20)];
    expect(rule.card.detail(present(...digitoxin))).toEqual([
      'Digoxin or digitoxin given or ordered: 2026-03-10T08:00:00Z.',
      'Potassium: 3.1 mmol/L (2026-03-11T04:00:00Z).',
      'Digitoxin level: 20 ng/mL (2026-03-10T18:00:00Z).',
      'The range of digitoxin is its own: the level is not graded here.',
      expect.stringContaining('Low potassium'),
      expect.stringContaining('Consider'),
    ]);
  });

  test('names what is missing to tell, and why it is absent', () => {
    expect(finding(digoxin, potassium(4, 20))).toEqual({ verdict: 'unknown', missing: ['magnesium'] });
    expect(finding(digoxin, magnesium(2, 20))).toEqual({ verdict: 'unknown', missing: ['potassium'] });
    expect(finding(potassium(3, 20))).toEqual({ verdict: 'absent', reason: 'no-digoxin' });
    expect(finding(digoxin, potassium(4, 20), magnesium(2, 20))).toEqual({
      verdict: 'absent',
      reason: 'magnesium-and-potassium-not-low',
    });
    const unseen = situation([potassium(3, 20)], {
      now: 24,
      coverage: new Map([
        ['result:potassium', { from: situation([], { now: -9999 }).now, asOf: situation([], { now: 24 }).now }],
      ]),
    });
    expect(findingOf(rule, unseen)).toEqual({ verdict: 'unknown', missing: ['dose:digoxin', 'drug-order:digoxin'] });
  });

  test('what it asks is answered by drugs and values', () => {
    const { chart } = openChart(situation(full, { now: 24 }), DEFAULT_PARAMETERS);
    expect(rule.conditions.map(({ check }) => chart.read(check))).toMatchObject([
      { is: 'yes', value: 'digoxin', evidence: [{ role: 'digoxin' }] },
      {
        is: 'yes',
        value: 'Mg 1.4 mg/dL (mild); K 3.1 mmol/L',
        evidence: [{ role: 'magnesium' }, { role: 'potassium' }],
      },
    ]);
    expect(rule.severity.steps.map(({ check }) => chart.read(check))).toMatchObject([
      { is: 'no', reason: 'not-so', value: 'K 3.1 mmol/L', evidence: [{ role: 'potassium' }] },
      { is: 'no', reason: 'not-so', value: 'Mg 1.4 mg/dL (mild)', evidence: [{ role: 'magnesium' }] },
      { is: 'yes', value: '2.1 ng/mL' },
    ]);
    const withoutLevel = openChart(situation([digoxin, potassium(3.1, 20)], { now: 24 }), DEFAULT_PARAMETERS).chart;
    expect(rule.severity.steps.map(({ check }) => withoutLevel.read(check))).toMatchObject([
      { is: 'no' },
      { is: 'unknown', missing: ['magnesium'] },
      { is: 'unknown', missing: ['digoxin-level'] },
    ]);
    const withoutPotassium = openChart(situation([digoxin, magnesium(2, 20)], { now: 24 }), DEFAULT_PARAMETERS).chart;
    expect(rule.conditions.map(({ check }) => withoutPotassium.read(check))[1]).toEqual({
      is: 'unknown',
      missing: ['potassium'],
      value: 'Mg 2.0 mg/dL (low-normal)',
    });
  });

  test('a toxic level that leaves its look-back is a reason to look again', () => {
    const facts = [digoxin, magnesium(1.4, 20), result('digoxin-level', [2.1, 'ng/mL'], 24 - 167)];
    expect(evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, [rule]).reviewAt).toBe(at(25));
  });

  test('suggests guarded magnesium, a potassium recheck, an ECG, a level and creatinine', () => {
    expect(rule.card.suggestions).toEqual(['SG2', 'SG3', 'SG5', 'SG4', 'SG13', 'SG14']);
    expect(rule.card.overrideReasons).toEqual(['OR1', 'OR2', 'OR4', 'OR5', 'OR10']);
  });
});

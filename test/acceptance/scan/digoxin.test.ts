import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'digoxin-low-mg-k';
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

/** An inpatient on digoxin by mouth, and what else there is. */
function on(also: Add): Add {
  return (p) => also(p.inpatient().order('digoxin', { authored: ago(100), route: 'PO' }));
}

function mg(value: number, unit: string, shows: Shows): Row {
  return [`magnesium ${value} ${unit}`, on((p) => p.lab(unit === 'mg/dL' ? 'mg' : 'mgMoles', value, { unit })), shows];
}

function k(value: number, shows: Shows): Row {
  return [`potassium ${value}`, on((p) => p.lab('k', value)), shows];
}

/** A mild magnesium on digoxin, and a level of it. */
function level(name: string, has: Add, shows: Shows): Row {
  return [name, on((p) => has(p.lab('mg', 1.6, { id: 'mg' }))), shows];
}

/** Potassium 3.4, and digoxin or not. */
function low(also: Add): Add {
  return (p) => also(p.inpatient().lab('k', 3.4));
}

describe('digoxin', () => {
  const find = judge(
    {
      magnesium: [
        mg(1.7, 'mg/dL', nothing),
        mg(1.6, 'mg/dL', warning),
        mg(1.2, 'mg/dL', warning),
        mg(1.1, 'mg/dL', critical),
        mg(0.9, 'mg/dL', critical),
        mg(0.7, 'mmol/L', nothing),
        mg(0.69, 'mmol/L', warning),
        mg(0.5, 'mmol/L', warning),
        mg(0.49, 'mmol/L', critical),
        mg(1.4, 'meq/L', nothing),
        mg(1.39, 'meq/L', warning),
        mg(1.0, 'meq/L', warning),
        mg(0.99, 'meq/L', critical),
        ['only ionized magnesium, very low', on((p) => p.lab('img', 0.2)), warning],
        ['code and unit disagree: capped', on((p) => p.lab('mg', 0.45, { unit: 'mmol/L' })), warning],
        ...edge(72, (p, at) => on((q) => q.lab('mg', 1.6, { at }))(p), [warning, nothing]),
      ],
      potassium: [
        k(3.5, nothing),
        k(3.4, warning),
        k(3.0, warning),
        k(2.9, critical),
        ...edge(48, (p, at) => on((q) => q.lab('k', 3.4, { at }))(p), [warning, nothing]),
        ['potassium low, magnesium normal', on((p) => p.lab('k', 3.4).lab('mg', 2)), warning],
        ['magnesium low, potassium normal', on((p) => p.lab('k', 4).lab('mg', 1.6)), warning],
        ['both low', on((p) => p.lab('k', 3.4).lab('mg', 1.6)), warning],
        ['both normal', on((p) => p.lab('k', 4).lab('mg', 2)), nothing],
        ['both high', on((p) => p.lab('k', 5.5).lab('mg', 3)), nothing],
        ['neither known', on((p) => p), nothing],
      ],
      'the level of digoxin': [
        level('1.9 ng/mL', (p) => p.lab('digoxinLevel', 1.9), warning),
        level('2.0 ng/mL', (p) => p.lab('digoxinLevel', 2, { id: 'level' }), critical),
        level('2.0 ug/L', (p) => p.lab('digoxinLevel', 2, { unit: 'ug/L' }), critical),
        level('2.5 nmol/L', (p) => p.lab('digoxinLevelMoles', 2.5), warning),
        level('2.6 nmol/L', (p) => p.lab('digoxinLevelMoles', 2.6), critical),
        level(
          '2.2 ng/mL, then 1.5',
          (p) => p.lab('digoxinLevel', 2.2).lab('digoxinLevel', 1.5, { at: ago(1) }),
          warning,
        ),
        level('20 ng/mL of digitoxin', (p) => p.lab('digitoxinLevel', 20), warning),
        level('implausible', (p) => p.lab('digoxinLevel', 51), warning),
        ...edge(168, (p, at) => on((q) => q.lab('mg', 1.6).lab('digoxinLevel', 2.2, { at }))(p), [
          critical,
          warning,
          'level ',
        ]),
        ['a high level alone', on((p) => p.lab('digoxinLevel', 3)), nothing],
        ['a high level, both normal', on((p) => p.lab('digoxinLevel', 3).lab('k', 4).lab('mg', 2)), nothing],
      ],
      'who is on digoxin': [
        ['ordered', low((p) => p.order('digoxin', { route: 'PO' })), warning],
        ['digitoxin', low((p) => p.order('digitoxin', { route: 'PO' })), warning],
        ['given', low((p) => p.given('digoxin', 0.25, 'mg', { at: ago(20) })), warning],
        ...edge(48, (p, at) => low((q) => q.given('digoxin', 0.25, 'mg', { at }))(p), [warning, nothing, 'given ']),
        ['not given', low((p) => p.given('digoxin', 0.25, 'mg', { status: 'not-done' })), nothing],
        ['stopped', low((p) => p.order('digoxin', { status: 'stopped' })), nothing],
        ['on hold', low((p) => p.order('digoxin', { status: 'on-hold' })), nothing],
        ['the order has ended', low((p) => p.order('digoxin', { period: { start: ago(90), end: ago(50) } })), nothing],
        ['a draft in the files', low((p) => p.order('digoxin', { status: 'draft' })), nothing],
        ['another drug', low((p) => p.order('amiodarone')), nothing],
        ['none', low((p) => p), nothing],
      ],
      'what is being done does not silence it': [
        ['magnesium given since', on((p) => p.lab('mg', 1.6).given('mgSulfate', 4, 'g')), warning],
        ['magnesium ordered', on((p) => p.lab('mg', 1.1).order('mgSulfate')), critical],
        ['a level asked for', on((p) => p.lab('k', 3.4).asked('2601-3')), warning],
        ['dialysis', on((p) => p.lab('k', 3.4).condition('dialysis')), warning],
      ],
      exclusions: [
        ['comfort care', on((p) => p.lab('k', 2.5).condition('comfort')), nothing],
        ['a child', on((p) => p.lab('k', 2.5).is({ birthDate: '2015-01-01' })), nothing],
        ['the potassium is of a contaminated tube', on((p) => p.lab('mg', 0.5).lab('k', 7).lab('ca', 6.5)), nothing],
      ],
    },
    { rules: [RULE] },
  );

  const both = /^On digoxin with K 3\.4.*, Mg 1\.6.*: arrhythmia risk rises – correct both$/;

  test('what is said', () => {
    expect(find('both low', RULE).summary).toMatch(both);
    expect(find('digitoxin', RULE).summary).toMatch(
      /^On (digoxin|digitoxin) with K 3\.4.*: arrhythmia risk rises – correct /,
    );
  });

  test('what is said where one of them is normal', () => {
    // "Correct both", as the catalogue has it, would be wrong for a potassium that is normal, and dangerous at 5.4.
    expect(find('magnesium low, potassium normal', RULE).summary).toMatch(
      /^On digoxin with K 4.*, Mg 1\.6.*: arrhythmia risk rises – correct magnesium$/,
    );
    expect(find('potassium low, magnesium normal', RULE).summary).toMatch(
      /^On digoxin with K 3\.4.*, Mg 2.*: arrhythmia risk rises – correct potassium$/,
    );
  });

  test('it rests on the results, the level and the order', () => {
    const finding = find('2.0 ng/mL', RULE);
    expect(evidenceOf(finding, 'mg')).toBe('1.6 mg/dL');
    expect(evidenceOf(finding, 'level')).toBe('2 ng/mL');
    expect(finding.evidence.some(({ reference }) => reference.startsWith('MedicationRequest/'))).toBe(true);
  });

  test('what is missing is named', () => {
    expect(find('potassium 3.4', RULE).missing).toContain('magnesium');
    expect(find('potassium low, magnesium normal', RULE).missing).not.toContain('magnesium');
  });
});

describe('digoxin that is being ordered', () => {
  judge(
    {
      'at order-sign': [
        ['potassium low', low((p) => p.draft('digoxin', { route: 'PO' })), warning],
        ['potassium normal', (p) => p.inpatient().lab('k', 4).draft('digoxin', { route: 'PO' }), nothing],
        ['something else', low((p) => p.draft('furosemide')), nothing],
      ],
    },
    { rules: [RULE], hook: 'order-sign' },
  );
});

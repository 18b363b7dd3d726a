import { describe, expect, test } from 'vitest';
import { ago, early, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows, silent, type Tables } from './scanning.ts';

const RULE = 'ca-replacement-order-mg-check';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const explained: Shows = { [RULE]: 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;
const SERUM_MG = '19123-9';

/** An inpatient for whom calcium is being ordered, and what else there is. */
function ordering(also: Add): Add {
  return (p) => also(p.inpatient().draft('caGluconate', { dose: [2, 'g'] }));
}

/** Ionized calcium below 1.12 while calcium is being ordered, and the magnesium or what else there is. */
function low(also: Add): Add {
  return ordering((p) => also(p.lab('ica', 1.05, { id: 'ca' })));
}

const lowBoth = (also: Add): Add => low((p) => also(p.lab('mg', 1.5, { id: 'mg' })));
const unknown = low;

function mg(value: number, unit: string, shows: Shows): Row {
  return [`magnesium ${value} ${unit}`, low((p) => p.lab(unit === 'mg/dL' ? 'mg' : 'mgMoles', value, { unit })), shows];
}

/** A low calcium and a low magnesium while this is being ordered. */
function draftOf(draft: Add): Add {
  return (p) => draft(p.inpatient().lab('ica', 1.05).lab('mg', 1.5));
}

/** With the meals, as a phosphate binder is taken. */
const WITH_MEALS = {
  dosageInstruction: [{ route: { text: 'PO' }, timing: { repeat: { when: ['CM'] } }, doseAndRate: [] }],
};

const TABLES: Tables = {
  'magnesium is low: each unit, both sides of each limit': [
    mg(1.7, 'mg/dL', nothing),
    mg(1.6, 'mg/dL', warning),
    mg(1.1, 'mg/dL', warning),
    mg(1.0, 'mg/dL', warning),
    mg(0.9, 'mg/dL', critical),
    mg(0.7, 'mmol/L', nothing),
    mg(0.69, 'mmol/L', warning),
    mg(0.4, 'mmol/L', warning),
    mg(0.39, 'mmol/L', critical),
    mg(1.4, 'meq/L', nothing),
    mg(1.39, 'meq/L', warning),
    mg(0.8, 'meq/L', warning),
    mg(0.79, 'meq/L', critical),
    mg(3.0, 'mg/dL', nothing),
    mg(2.2, 'mg/dL', nothing),
    ['only ionized magnesium, low', low((p) => p.lab('img', 0.44)), warning],
    ['only ionized magnesium, normal', low((p) => p.lab('img', 0.45)), nothing],
  ],
  'calcium: it must be low, and known': [
    ['ionized 1.12', ordering((p) => p.lab('mg', 1.5).lab('ica', 1.12)), nothing],
    ['ionized 1.11', ordering((p) => p.lab('mg', 1.5).lab('ica', 1.11)), warning],
    ['ionized 4.5 mg/dL', ordering((p) => p.lab('mg', 1.5).lab('icaMass', 4.5)), nothing],
    ['ionized 4.4 mg/dL', ordering((p) => p.lab('mg', 1.5).lab('icaMass', 4.4)), warning],
    ['total 8.4, albumin 4', ordering((p) => p.lab('mg', 1.5).lab('ca', 8.4).lab('alb', 4)), nothing],
    ['total 8.3, albumin 4', ordering((p) => p.lab('mg', 1.5).lab('ca', 8.3).lab('alb', 4)), warning],
    ['total 8.0, albumin 3.5, corrected 8.4', ordering((p) => p.lab('mg', 1.5).lab('ca', 8).lab('alb', 3.5)), nothing],
    ['total 8.0 without albumin cannot be judged', ordering((p) => p.lab('mg', 1.5).lab('ca', 8)), nothing],
    ['total 7.5 without albumin is severe anyway', ordering((p) => p.lab('mg', 1.5).lab('ca', 7.5)), warning],
    ['none', ordering((p) => p.lab('mg', 1.5)), nothing],
    ['none, and no magnesium', ordering((p) => p), nothing],
    ...edge(48, (p, at) => ordering((q) => q.lab('mg', 1.5).lab('ica', 1.05, { at }))(p), [warning, nothing]),
  ],
  'magnesium is unknown': [
    ['calcium is a little low', unknown((p) => p), info],
    ...edge(72, (p, at) => unknown((q) => q.lab('mg', 2, { at }))(p), [nothing, info]),
    ['ionized calcium 1.00', ordering((p) => p.lab('ica', 1)), info],
    ['ionized calcium 0.99', ordering((p) => p.lab('ica', 0.99)), warning],
    ['ionized calcium 0.79', ordering((p) => p.lab('ica', 0.79)), warning],
    ['total calcium 7.6, albumin 4', ordering((p) => p.lab('ca', 7.6).lab('alb', 4)), info],
    ['total calcium 7.5, albumin 4', ordering((p) => p.lab('ca', 7.5).lab('alb', 4)), warning],
    ['despite 4.4 mmol of calcium', unknown((p) => p.given('caGluconate', 4.4, 'mmol', { at: ago(10) })), warning],
    ['despite 4.3 mmol of calcium', unknown((p) => p.given('caGluconate', 4.3, 'mmol', { at: ago(10) })), info],
    [
      'calcium was given only since the sample',
      unknown((p) => p.given('caGluconate', 9, 'mmol', { at: ago(2) })),
      info,
    ],
    ['calcium was given by mouth', unknown((p) => p.given('caCarbonate', 2, 'g', { at: ago(10), route: 'PO' })), info],
    ['an early magnesium that reads normal', unknown((p) => early(p, 2)), nothing],
    ['an early magnesium that reads low', unknown((p) => early(p, 1.5)), warning],
  ],
  'what explains it': [
    ['low, and replaced since', lowBoth((p) => p.given('mgSulfate', 2, 'g')), explained],
    ['low, and 7.9 mEq since', lowBoth((p) => p.given('mgSulfate', 7.9, 'mEq')), warning],
    ['low, and replacement is ordered', lowBoth((p) => p.order('mgSulfate')), explained],
    ['unknown, and a level is asked for', unknown((p) => p.asked(SERUM_MG)), explained],
    ['unknown, and a level is being ordered too', unknown((p) => p.draftTest(SERUM_MG)), explained],
    ['unknown, and potassium is being ordered too', unknown((p) => p.draftTest('2823-3')), info],
    ['low, and another level is asked for', lowBoth((p) => p.asked(SERUM_MG)), warning],
  ],
  'what is being ordered': [
    ['calcium chloride', draftOf((p) => p.draft('caChloride')), warning],
    ['calcium gluconate by its ATC code', draftOf((p) => p.draft('caGluconateAtc')), warning],
    ['calcium citrate by mouth', draftOf((p) => p.draft('caCitrate', { route: 'PO' })), warning],
    ['calcium carbonate by mouth', draftOf((p) => p.draft('caCarbonate', { route: 'PO' })), warning],
    [
      'an entry of the Bundle counts whatever its status',
      draftOf((p) => p.draft('caGluconate', { status: 'active' })),
      warning,
    ],
    ['calcium is already ordered, nothing is being ordered', draftOf((p) => p.order('caGluconate')), nothing],
    ['something else', draftOf((p) => p.draft('furosemide')), nothing],
    ['nothing', draftOf((p) => p), nothing],
    ['on the skin', draftOf((p) => p.draft('caGluconate', { route: 'topical' })), nothing],
    ['for the dialysis machine', draftOf((p) => p.draft('caChloride', { route: 'CRRT' })), nothing],
    ['magnesium too', lowBoth((p) => p.draft('mgSulfate', { dose: [2, 'g'] })), nothing],
    ['magnesium by mouth too', lowBoth((p) => p.draft('mgOxide', { route: 'PO' })), nothing],
    ['a magnesium laxative too', lowBoth((p) => p.draft('mgHydroxide', { route: 'PO' })), warning],
    ['magnesium too, and none is known', unknown((p) => p.draft('mgSulfate', { dose: [2, 'g'] })), nothing],
  ],
  exclusions: [
    ['potassium 5.9', lowBoth((p) => p.lab('k', 5.9)), warning],
    ['potassium 6.0', lowBoth((p) => p.lab('k', 6)), nothing],
    ...edge(6, (p, at) => lowBoth((q) => q.lab('k', 6, { at }))(p), [nothing, warning, 'potassium 6.0 ']),
    ['potassium 6.0, then 5.0', lowBoth((p) => p.lab('k', 6, { at: ago(5) }).lab('k', 5, { at: ago(1) })), nothing],
    ['dialysis', lowBoth((p) => p.condition('dialysis')), nothing],
    ['dialysis, magnesium unknown', unknown((p) => p.condition('dialysis')), nothing],
    ['calcium acetate binds phosphate', draftOf((p) => p.draft('caAcetate', { route: 'PO' })), nothing],
    [
      'calcium carbonate with meals in chronic kidney disease',
      draftOf((p) => p.condition('ckd4').draft('caCarbonate', { also: WITH_MEALS })),
      nothing,
    ],
    [
      'calcium carbonate with meals, healthy kidneys',
      draftOf((p) => p.draft('caCarbonate', { also: WITH_MEALS })),
      warning,
    ],
    ['calcium gluconate in chronic kidney disease', lowBoth((p) => p.condition('ckd4')), warning],
    ['cardiac arrest', lowBoth((p) => p.condition('arrest')), nothing],
    ['an overdose of a calcium-channel blocker', lowBoth((p) => p.condition('calciumBlockerOverdose')), nothing],
    ['hyperkalemia is being treated', lowBoth((p) => p.condition('hyperkalemia')), nothing],
    ['magnesium is toxic', lowBoth((p) => p.condition('hypermagnesemia')), nothing],
    ['comfort care', lowBoth((p) => p.condition('comfort')), nothing],
    ['a child', lowBoth((p) => p.is({ birthDate: '2015-01-01' })), nothing],
  ],
};

describe('at order-sign', () => {
  const find = judge(TABLES, { rules: [RULE], hook: 'order-sign' });

  test('what is said when magnesium is low', () => {
    expect(find('magnesium 1.6 mg/dL', RULE).summary).toMatch(
      /^Ordering calcium with Mg 1\.6.*: add magnesium or Ca may not hold$/,
    );
    expect(find('magnesium 0.69 mmol/L', RULE).summary).toMatch(/with Mg 0\.69 mmol\/L:/);
  });

  test('what is said when magnesium is unknown', () => {
    expect(find('calcium is a little low', RULE).summary).toMatch(
      /^Ordering calcium: no Mg level in 72 h – add a Mg level\?$/,
    );
  });

  test('it rests on the results and on the draft', () => {
    const finding = find('low, and 7.9 mEq since', RULE);
    expect(evidenceOf(finding, 'ca')).toBe('1.05 mmol/L');
    expect(evidenceOf(finding, 'mg')).toBe('1.5 mg/dL');
    expect(evidenceOf(finding, 'draft-1')).toBeDefined();
  });
});

describe('at order-select', () => {
  judge(TABLES, { rules: [RULE], hook: 'order-select' });
});

describe('without a hook nothing is being ordered', () => {
  judge(silent(TABLES), { rules: [RULE] });
});

describe('at order-sign, outpatients', () => {
  const outpatient =
    (mgHoursAgo: string): Add =>
    (p) =>
      p
        .lab('ica', 1.05, { at: ago(100) })
        .lab('mg', 2, { at: mgHoursAgo })
        .draft('caCitrate', { route: 'PO' });
  const find = judge(
    { 'the look-back of the clinic': edge(720, (p, at) => outpatient(at)(p), [nothing, info]) },
    { rules: [RULE], hook: 'order-sign' },
  );
  test('the look-back is named', () => {
    expect(find('720 h ago', RULE).summary).toMatch(/no Mg level in 720 h/);
  });
});

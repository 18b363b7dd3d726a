import { describe, expect, test } from 'vitest';
import { ago, clinicalDrug, early, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows, silent, type Tables } from './scanning.ts';

const RULE = 'k-replacement-order-mg-check';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const explained: Shows = { [RULE]: 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;
const SERUM_MG = '2601-3';

/** An inpatient for whom potassium is being ordered, and what else there is. */
function ordering(also: Add): Add {
  return (p) => also(p.inpatient().draft('kcl', { route: 'PO', dose: [40, 'mEq'] }));
}

/** Potassium 3.3 while potassium is being ordered, and what else there is. */
function low(also: Add): Add {
  return ordering((p) => also(p.lab('k', 3.3, { id: 'k' })));
}

const lowBoth = (also: Add): Add => low((p) => also(p.lab('mg', 1.5, { id: 'mg' })));
const unknown = low;

function mg(value: number, unit: string, shows: Shows): Row {
  return [`magnesium ${value} ${unit}`, low((p) => p.lab(unit === 'mg/dL' ? 'mg' : 'mgMoles', value, { unit })), shows];
}

/** A low potassium and a low magnesium while this is being ordered. */
function draftOf(draft: Add): Add {
  return (p) => draft(p.inpatient().lab('k', 3.3).lab('mg', 1.5));
}

/** The same, by the name of a clinical drug. */
function drafted(code: string, display: string, shows: Shows): Row {
  const also = clinicalDrug(code, display);
  return [display, draftOf((p) => p.draft('kcl', { route: 'PO', also })), shows];
}

const SITE_CODES = [
  'system,code,display,concept,strength_value,strength_unit,per_value,per_unit',
  'urn:example:pharmacy,KCL-20,Maintenance fluid,potassium-chloride,20,mmol,1,L',
  'urn:example:pharmacy,KCL-21,Stronger fluid,potassium-chloride,21,mmol,1,L',
  '',
].join('\n');

const TABLES: Tables = {
  'magnesium is low: each unit, both sides of each limit': [
    mg(1.7, 'mg/dL', nothing),
    mg(1.6, 'mg/dL', warning),
    mg(1.0, 'mg/dL', warning),
    mg(0.9, 'mg/dL', critical),
    mg(0.7, 'mmol/L', nothing),
    mg(0.69, 'mmol/L', warning),
    mg(0.4, 'mmol/L', warning),
    mg(0.39, 'mmol/L', critical),
    mg(1.4, 'meq/L', nothing),
    mg(1.39, 'meq/L', warning),
    mg(0.79, 'meq/L', critical),
    ['only ionized magnesium, low', low((p) => p.lab('img', 0.44)), warning],
  ],
  'potassium: it must be low, and known': [
    ['3.5', ordering((p) => p.lab('k', 3.5).lab('mg', 1.5)), nothing],
    ['3.4', ordering((p) => p.lab('k', 3.4).lab('mg', 1.5)), warning],
    ['3.4 meq/L', ordering((p) => p.lab('k', 3.4, { unit: 'meq/L' }).lab('mg', 1.5)), warning],
    ['3.4, then 3.6', ordering((p) => p.lab('k', 3.4).lab('k', 3.6, { at: ago(1) })), nothing],
    ['none', ordering((p) => p.lab('mg', 1.5)), nothing],
    ['none, and no magnesium', ordering((p) => p), nothing],
    ...edge(48, (p, at) => ordering((q) => q.lab('k', 3.3, { at }))(p), [info, nothing]),
  ],
  'magnesium is unknown': [
    ['potassium 3.0', ordering((p) => p.lab('k', 3)), info],
    ['potassium 2.9', ordering((p) => p.lab('k', 2.9)), warning],
    ['potassium 2.1', ordering((p) => p.lab('k', 2.1)), warning],
    ...edge(72, (p, at) => unknown((q) => q.lab('mg', 2, { at }))(p), [nothing, info]),
    ['digoxin is ordered', unknown((p) => p.order('digoxin', { route: 'PO' })), warning],
    ['digoxin is being ordered', unknown((p) => p.draft('digoxin', { route: 'PO' })), warning],
    ...edge(48, (p, at) => unknown((q) => q.given('digoxin', 0.25, 'mg', { at }))(p), [
      warning,
      info,
      'digoxin given ',
    ]),
    ['QTc 479 of a woman', unknown((p) => p.lab('qtc', 479)), info],
    ['QTc 480 of a woman', unknown((p) => p.lab('qtc', 480)), warning],
    ['QTc 470 of a man', unknown((p) => p.is({ gender: 'male' }).lab('qtc', 470)), warning],
    ['QTc 469 of a man', unknown((p) => p.is({ gender: 'male' }).lab('qtc', 469)), info],
    ['an early magnesium that reads normal', unknown((p) => early(p, 2)), nothing],
    ['an early magnesium that reads low', unknown((p) => early(p, 1.5)), warning],
    ['dialysis is no exclusion', unknown((p) => p.condition('dialysis')), info],
  ],
  'what explains it': [
    ['low, and replaced since', lowBoth((p) => p.given('mgSulfate', 2, 'g')), explained],
    ['low, and 7.9 mEq since', lowBoth((p) => p.given('mgSulfate', 7.9, 'mEq')), warning],
    ['low, and replacement is ordered', lowBoth((p) => p.order('mgOxide', { route: 'PO' })), explained],
    ['unknown, and a level is asked for', unknown((p) => p.asked(SERUM_MG)), explained],
    ['unknown, and a level is being ordered too', unknown((p) => p.draftTest(SERUM_MG)), explained],
    ['low, and another level is being ordered', lowBoth((p) => p.draftTest(SERUM_MG)), warning],
  ],
  'what is being ordered': [
    ['potassium phosphate', draftOf((p) => p.draft('kPhosphate')), warning],
    ['potassium bicarbonate', draftOf((p) => p.draft('kBicarbonate', { route: 'PO' })), warning],
    ['potassium chloride by its ATC code', draftOf((p) => p.draft('kclAtc', { route: 'PO' })), warning],
    [
      'an entry of the Bundle counts whatever its status',
      draftOf((p) => p.draft('kcl', { status: 'active' })),
      warning,
    ],
    ['already ordered, nothing is being ordered', draftOf((p) => p.order('kcl')), nothing],
    ['something else', draftOf((p) => p.draft('furosemide')), nothing],
    ['for the dialysis machine', draftOf((p) => p.draft('kcl', { route: 'dialysate' })), nothing],
    ['maintenance fluid of 20 mmol/L', draftOf((p) => p.draft('siteMaintenance', { dose: [1000, 'mL'] })), nothing],
    ['fluid of 21 mmol/L', draftOf((p) => p.draft('siteStronger', { dose: [1000, 'mL'] })), warning],
    ['magnesium too', lowBoth((p) => p.draft('mgSulfate', { dose: [2, 'g'] })), nothing],
    ['magnesium too, and none is known', unknown((p) => p.draft('mgOxide', { route: 'PO' })), nothing],
    ['a magnesium laxative too', lowBoth((p) => p.draft('mgCitrate', { route: 'PO' })), warning],
    drafted('312504', 'potassium chloride 10 MEQ Extended Release Oral Capsule', warning),
    drafted('979492', 'losartan potassium 50 MG Oral Tablet', nothing),
    drafted('834102', 'penicillin V potassium 500 MG Oral Tablet', nothing),
  ],
  exclusions: [
    ['dialysis is none', lowBoth((p) => p.condition('dialysis')), warning],
    ['comfort care', lowBoth((p) => p.condition('comfort')), nothing],
    ['a child', lowBoth((p) => p.is({ birthDate: '2015-01-01' })), nothing],
    [
      'the potassium is of a contaminated tube',
      ordering((p) =>
        p
          .lab('mg', 1.5, { at: ago(9) })
          .lab('k', 7)
          .lab('ca', 6.5),
      ),
      nothing,
    ],
  ],
};

const site = { rules: [RULE], args: ['--codes', '@site.csv'], files: { 'site.csv': SITE_CODES } } as const;

describe('at order-sign', () => {
  const find = judge(TABLES, { ...site, hook: 'order-sign' });

  test('what is said when magnesium is low', () => {
    expect(find('magnesium 1.6 mg/dL', RULE).summary).toMatch(
      /^Ordering K for K 3\.3.*; Mg is 1\.6.* – replace Mg as well$/,
    );
    expect(find('magnesium 1.39 meq/L', RULE).summary).toMatch(/Mg is 1\.39 m[Ee]q\/L/);
  });

  test('what is said when magnesium is unknown', () => {
    expect(find('potassium 2.9', RULE).summary).toMatch(
      /^Ordering K for K 2\.9.*; no Mg level in 72 h – add a Mg level\?$/,
    );
  });

  test('it rests on the results and on the draft', () => {
    const finding = find('low, and 7.9 mEq since', RULE);
    expect(evidenceOf(finding, 'k')).toBe('3.3 mmol/L');
    expect(evidenceOf(finding, 'mg')).toBe('1.5 mg/dL');
    expect(evidenceOf(finding, 'draft-1')).toBeDefined();
  });

  test('no line tells to wait with potassium', () => {
    expect(find('potassium 2.1', RULE).summary).not.toMatch(/first|before|hold|delay/i);
  });
});

describe('at order-select', () => {
  judge(TABLES, { ...site, hook: 'order-select' });
});

describe('without a hook nothing is being ordered', () => {
  judge(silent(TABLES), site);
});

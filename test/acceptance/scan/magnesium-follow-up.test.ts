import { describe, expect, test } from 'vitest';
import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

const RULE = 'mg-iv-no-followup-level';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const explained: Shows = { [RULE]: 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

const HEMOLYZED = { note: [{ text: 'hemolyzed' }] };

/** An inpatient's magnesium into a vein: 2 g that ended thirty hours ago unless said otherwise, and what else there is. */
function given(value: number, unit: string, endedH = 30, ...more: readonly Add[]): Add {
  return (p) =>
    more.reduce(
      (file, add) => add(file),
      p.inpatient().given('mgSulfate', value, unit, { at: ago(endedH), start: ago(endedH + 2) }),
    );
}

const two = (...more: readonly Add[]): Add => given(2, 'g', 30, ...more);
const egfr =
  (value: number): Add =>
  (p) =>
    p.lab('egfr', value);
const level =
  (hoursAgo: number, value = 2): Add =>
  (p) =>
    p.lab('mg', value, { at: ago(hoursAgo) });

function amount(value: number, unit: string, shows: Shows): Row {
  return [`${value} ${unit}`, given(value, unit), shows];
}

describe('a level after magnesium into a vein', () => {
  const find = judge(
    {
      amount: [
        amount(2, 'g', info),
        amount(1.9, 'g', nothing),
        amount(16, 'mEq', info),
        amount(15.9, 'mEq', nothing),
        amount(8, 'mmol', info),
        amount(7.9, 'mmol', nothing),
        amount(2000, 'mg', info),
        ['two times 1 g', given(1, 'g', 40, (p) => p.given('mgSulfate', 1, 'g', { at: ago(30) })), info],
        [
          '1 g, and another within 24 h',
          given(1, 'g', 53.9, (p) => p.given('mgSulfate', 1, 'g', { at: ago(30) })),
          info,
        ],
        [
          '1 g, and another more than 24 h later',
          given(1, 'g', 54.1, (p) => p.given('mgSulfate', 1, 'g', { at: ago(30) })),
          nothing,
        ],
        ['by mouth', (p) => p.inpatient().given('mgSulfate', 4, 'g', { at: ago(30), route: 'PO' }), nothing],
        ['the oxide', (p) => p.inpatient().given('mgOxide', 800, 'mg', { at: ago(30), route: 'PO' }), nothing],
        ['stopped', (p) => p.inpatient().given('mgSulfate', 4, 'g', { at: ago(30), status: 'stopped' }), nothing],
        ['only ordered', (p) => p.inpatient().order('mgSulfate', { authored: ago(40), dose: [4, 'g'] }), nothing],
      ],
      'when a level is due': [
        ['after 24 h', given(2, 'g', 24), info],
        ['before 24 h', given(2, 'g', 23.9), nothing],
        ['until 72 h', given(2, 'g', 71.9), info],
        ['after 72 h', given(2, 'g', 72.1), nothing],
        [
          '24 h count from the last dose',
          given(2, 'g', 40, (p) => p.given('mgSulfate', 2, 'g', { at: ago(10) })),
          nothing,
        ],
        ['eGFR 29, after 12 h', given(2, 'g', 12, egfr(29)), warning],
        ['eGFR 29, before 12 h', given(2, 'g', 11.9, egfr(29)), nothing],
        ['eGFR 30, after 12 h', given(2, 'g', 12, egfr(30)), nothing],
        ['dialysis, after 12 h', given(2, 'g', 12, (p) => p.condition('dialysis')), warning],
        ['acute kidney injury, after 12 h', given(2, 'g', 12, (p) => p.condition('aki')), warning],
        ['eGFR unknown, after 12 h', given(2, 'g', 12), nothing],
      ],
      severity: [
        ['eGFR 29', two(egfr(29)), warning],
        ['eGFR 30', two(egfr(30)), info],
        ['0.9 mg/dL before', two(level(36, 0.9)), warning],
        ['1.0 mg/dL before', two(level(36, 1)), info],
        ['0.39 mmol/L before', two((p) => p.lab('mgMoles', 0.39, { at: ago(36) })), warning],
        ['0.40 mmol/L before', two((p) => p.lab('mgMoles', 0.4, { at: ago(36) })), info],
        ['0.79 mEq/L before', two((p) => p.lab('mgMoles', 0.79, { at: ago(36), unit: 'meq/L' })), warning],
        ['0.9, then 1.3 before', two(level(50, 0.9), level(36, 1.3)), info],
      ],
      'levels since': [
        ['six hours after the end', two(level(24)), nothing],
        ['less than six hours after the end', two(level(24.1)), info],
        ['a low one, six hours after', two(level(24, 1.2)), nothing],
        ['a low one, two hours after', two(level(28, 1.2)), info],
        ['a normal one of a hemolyzed sample', two((p) => p.lab('mg', 2, { at: ago(10), also: HEMOLYZED })), info],
        ['a low one of a hemolyzed sample', two((p) => p.lab('mg', 1.2, { at: ago(10), also: HEMOLYZED })), nothing],
        ['before the dose', two(level(40)), info],
        ['without a known unit', two((p) => p.lab('mg', 2, { unit: 'units' })), info],
        ['entered in error', two((p) => p.lab('mg', 2, { also: { status: 'entered-in-error' } })), info],
        ['preliminary', two((p) => p.lab('mg', 2, { also: { status: 'preliminary' } })), explained],
        ['asked for', two((p) => p.asked('2601-3')), explained],
        ['asked for, long ago, and done', two((p) => p.asked('2601-3', { status: 'completed' })), info],
        ['of urine', two((p) => p.lab('urineMg', 3)), info],
      ],
      exclusions: [
        ['a pregnant woman on magnesium', two((p) => p.condition('pregnancy').order('mgSulfate')), nothing],
        // It was obstetric when it ran during a pregnancy: its order mostly ends with the infusion.
        ['a pregnant woman', two((p) => p.condition('pregnancy')), nothing],
        ['magnesium goes on', two((p) => p.order('mgSulfate')), info],
        [
          'discharged',
          (p) =>
            p
              .encounter('IMP', { status: 'finished', period: { start: ago(200), end: ago(2) } })
              .given('mgSulfate', 2, 'g', { at: ago(30) }),
          nothing,
        ],
        [
          'discharged later on',
          (p) =>
            p
              .encounter('IMP', { status: 'finished', period: { start: ago(200), end: ahead(2) } })
              .given('mgSulfate', 2, 'g', { at: ago(30) }),
          info,
        ],
        ['comfort care', two((p) => p.condition('comfort')), nothing],
        ['a child', two((p) => p.is({ birthDate: '2015-01-01' })), nothing],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('after 24 h', RULE).summary).toMatch(
      /^2(\.0)? g IV magnesium ended 24 h ago or more – no valid follow-up Mg level$/,
    );
    // By when the level was due, whenever it is read: the doses ended thirty hours ago.
    expect(find('two times 1 g', RULE).summary).toMatch(/^2(\.0)? g IV magnesium ended 24 h ago or more – /);
    expect(find('eGFR 29, after 12 h', RULE).summary).toMatch(/ended 12 h ago or more – /);
  });

  test('it rests on the doses and on the level before', () => {
    const finding = find('two times 1 g', RULE);
    const doses = finding.evidence.filter(({ reference }) => reference.startsWith('MedicationAdministration/'));
    expect(doses).toHaveLength(2);
    expect(finding.detail['doseMEq']).toBeCloseTo(16.22, 1);
    const { evidence } = find('0.9 mg/dL before', RULE);
    expect(evidence.map(({ value, unit }) => `${value} ${unit}`)).toContain('0.9 mg/dL');
  });
});

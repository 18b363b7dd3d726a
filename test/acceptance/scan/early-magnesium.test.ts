import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'mg-level-too-early';
const info: Shows = { [RULE]: 'info' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

/** 2 g of magnesium into a vein that ended seven hours ago, unless said otherwise. */
function dosed(value = 2, unit = 'g', endedH = 7): Add {
  return (p) => p.inpatient().given('mgSulfate', value, unit, { at: ago(endedH), start: ago(endedH + 2) });
}

function then(dose: Add, ...more: readonly Add[]): Add {
  return (p) => more.reduce((file, add) => add(file), dose(p));
}

const level =
  (hoursAgo: number, value = 2): Add =>
  (p) =>
    p.lab('mg', value, { at: ago(hoursAgo), id: 'mg' });

function reads(value: number, unit: string, shows: Shows): Row {
  return [`${value} ${unit}`, then(dosed(), (p) => p.lab(unit === 'mg/dL' ? 'mg' : 'mgMoles', value, { unit })), shows];
}

function amount(value: number, unit: string, shows: Shows): Row {
  return [`${value} ${unit} of magnesium`, then(dosed(value, unit), level(4)), shows];
}

describe('a level too soon after magnesium', () => {
  const find = judge(
    {
      'what it reads': [
        reads(1.6, 'mg/dL', nothing),
        reads(1.7, 'mg/dL', info),
        reads(2.6, 'mg/dL', info),
        reads(2.7, 'mg/dL', nothing),
        reads(0.69, 'mmol/L', nothing),
        reads(0.7, 'mmol/L', info),
        reads(1.1, 'mmol/L', info),
        reads(1.11, 'mmol/L', nothing),
        reads(1.39, 'meq/L', nothing),
        reads(1.4, 'meq/L', info),
        reads(2.2, 'meq/L', info),
        reads(2.21, 'meq/L', nothing),
      ],
      'when it was drawn': [
        ['less than six hours after the end', then(dosed(), level(1.1)), info],
        ['six hours after the end', then(dosed(), level(1)), nothing],
        ['while it ran', then(dosed(), level(8)), info],
        ['before it began', then(dosed(), level(9.1)), nothing],
        ['long after', then(dosed(2, 'g', 40), level(4)), nothing],
        ['after the second of two doses', then(dosed(2, 'g', 40), dosed(2, 'g', 7), level(4)), info],
        ['an early one, then a late one', then(dosed(), level(4), (p) => p.lab('mg', 2, { at: ago(0.9) })), nothing],
        ['a late one, then an early one', then(dosed(), (p) => p.lab('mg', 1.5, { at: ago(30) }), level(4)), info],
        [
          'an early one, then an early low one',
          then(dosed(), level(4), (p) => p.lab('mg', 1.5, { at: ago(2) })),
          nothing,
        ],
        ...edge(72, (p, at) => then(dosed(2, 'g', 74), (q) => q.lab('mg', 2, { at }))(p), [info, nothing]),
      ],
      'how much, and by which way': [
        amount(1, 'g', info),
        amount(0.98, 'g', nothing),
        amount(8, 'mEq', info),
        amount(7.9, 'mEq', nothing),
        amount(4, 'mmol', info),
        amount(3.9, 'mmol', nothing),
        [
          'by mouth',
          (p) =>
            p
              .inpatient()
              .given('mgSulfate', 4, 'g', { at: ago(7), route: 'PO' })
              .lab('mg', 2),
          nothing,
        ],
        [
          'the oxide',
          (p) =>
            p
              .inpatient()
              .given('mgOxide', 800, 'mg', { at: ago(7), route: 'PO' })
              .lab('mg', 2),
          nothing,
        ],
        [
          'not given',
          (p) =>
            p
              .inpatient()
              .given('mgSulfate', 2, 'g', { at: ago(7), status: 'not-done' })
              .lab('mg', 2),
          nothing,
        ],
        [
          'only ordered',
          (p) =>
            p
              .inpatient()
              .order('mgSulfate', { authored: ago(7), dose: [4, 'g'] })
              .lab('mg', 2),
          nothing,
        ],
        ['none', (p) => p.inpatient().lab('mg', 2), nothing],
      ],
      exclusions: [
        [
          'a pregnant woman on magnesium',
          then(dosed(), level(4), (p) => p.condition('pregnancy').order('mgSulfate')),
          nothing,
        ],
        // It was obstetric when it ran during a pregnancy: its order mostly ends with the infusion.
        ['a pregnant woman', then(dosed(), level(4), (p) => p.condition('pregnancy')), nothing],
        ['comfort care', then(dosed(), level(4), (p) => p.condition('comfort')), nothing],
        ['entered in error', then(dosed(), (p) => p.lab('mg', 2, { also: { status: 'entered-in-error' } })), nothing],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('1 g of magnesium', RULE).summary).toMatch(
      /^Mg 2(\.0)? .*was drawn 3 h after IV Mg – may overestimate; recheck ≥6 h or next morning$/,
    );
    expect(find('0.7 mmol/L', RULE).summary).toMatch(/^Mg 0\.70? mmol\/L was drawn 3 h after IV Mg – /);
  });

  test('it rests on the level and on the dose', () => {
    const finding = find('after the second of two doses', RULE);
    expect(evidenceOf(finding, 'mg')).toBe('2 mg/dL');
    expect(finding.evidence.some(({ reference }) => reference.startsWith('MedicationAdministration/'))).toBe(true);
  });
});

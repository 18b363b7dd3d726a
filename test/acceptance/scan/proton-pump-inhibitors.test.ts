import { describe, expect, test } from 'vitest';
import { ago, type Drug, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'ppi-hypomagnesemia';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;
const DAY_H = 24;

/** An order by mouth since so many days. */
function tablets(drug: Drug, days: number): Add {
  return (p) => p.order(drug, { authored: ago(days * DAY_H), route: 'PO' });
}

/** Magnesium 1.6, and what else there is. */
function low(...adds: readonly Add[]): Add {
  return (p) => adds.reduce((file, add) => add(file), p.lab('mg', 1.6, { id: 'mg' }));
}

function mg(value: number, unit: string, shows: Shows): Row {
  return [
    `magnesium ${value} ${unit}`,
    (p) => tablets('omeprazole', 200)(p).lab(unit === 'mg/dL' ? 'mg' : 'mgMoles', value, { unit }),
    shows,
  ];
}

/** Charted doses at these hours before the instant. */
function doses(...hours: readonly number[]): Add {
  return (p) => hours.reduce((file, h) => file.given('pantoprazole', 40, 'mg', { at: ago(h), route: 'PO' }), p);
}

describe('a proton pump inhibitor and a low magnesium', () => {
  const find = judge(
    {
      'since when': [
        ['90 days', low(tablets('pantoprazole', 90)), info],
        ['less than 90 days', low(tablets('pantoprazole', 89.9)), nothing],
        ['three years', low(tablets('omeprazole', 1000)), info],
        ['183 days', low(tablets('omeprazole', 183)), info],
        ['unknown', low((p) => p.order('omeprazole', { route: 'PO', also: { authoredOn: undefined } })), nothing],
        ['not at all', low(), nothing],
        ['by the charted doses', low(doses(91 * DAY_H, 40 * DAY_H, 10)), info],
        ['by the charted doses, less', low(doses(89 * DAY_H, 40 * DAY_H, 10)), nothing],
        ...edge(
          72,
          (p, at) => low(doses(100 * DAY_H), (q) => q.given('pantoprazole', 40, 'mg', { at, route: 'PO' }))(p),
          [info, nothing, 'last dose '],
        ),
        [
          'the order has ended',
          low((p) =>
            p.order('omeprazole', { authored: ago(200 * DAY_H), period: { start: ago(200 * DAY_H), end: ago(80) } }),
          ),
          nothing,
        ],
        ['stopped', low((p) => p.order('omeprazole', { authored: ago(200 * DAY_H), status: 'stopped' })), nothing],
        ['a draft', low((p) => p.order('omeprazole', { authored: ago(200 * DAY_H), status: 'draft' })), nothing],
      ],
      'which drug': [
        ['famotidine', low(tablets('famotidine', 200)), nothing],
        ['vonoprazan is off where nothing is set', low(tablets('vonoprazan', 200)), nothing],
      ],
      'magnesium: each unit, both sides of each limit': [
        mg(1.7, 'mg/dL', nothing),
        mg(1.6, 'mg/dL', info),
        mg(1.2, 'mg/dL', info),
        mg(1.1, 'mg/dL', warning),
        mg(0.9, 'mg/dL', warning),
        mg(0.7, 'mmol/L', nothing),
        mg(0.69, 'mmol/L', info),
        mg(0.5, 'mmol/L', info),
        mg(0.49, 'mmol/L', warning),
        mg(1.4, 'meq/L', nothing),
        mg(1.39, 'meq/L', info),
        mg(1.0, 'meq/L', info),
        mg(0.99, 'meq/L', warning),
        ['ionized, low', (p) => tablets('omeprazole', 200)(p).lab('img', 0.44), info],
        ['none', tablets('omeprazole', 200), nothing],
        ...edge(720, (p, at) => tablets('omeprazole', 200)(p).lab('mg', 1.6, { at }), [info, nothing, 'outpatient ']),
        ...edge(72, (p, at) => tablets('omeprazole', 200)(p).inpatient().lab('mg', 1.6, { at }), [
          info,
          nothing,
          'inpatient ',
        ]),
      ],
      severity: [
        ['with digoxin', low(tablets('omeprazole', 200), tablets('digoxin', 5)), warning],
        ['with a loop diuretic', low(tablets('omeprazole', 200), tablets('furosemide', 5)), warning],
        ['with a thiazide', low(tablets('omeprazole', 200), tablets('hydrochlorothiazide', 5)), warning],
        ...edge(24, (p, at) => low(tablets('omeprazole', 200), (q) => q.given('furosemide', 40, 'mg', { at }))(p), [
          warning,
          info,
          'furosemide ',
        ]),
        ['with spironolactone', low(tablets('omeprazole', 200), tablets('spironolactone', 5)), info],
        ['code and unit disagree', (p) => tablets('omeprazole', 200)(p).lab('mg', 0.45, { unit: 'mmol/L' }), warning],
      ],
      'what is being done does not silence it': [
        ['magnesium given since', low(tablets('omeprazole', 200), (p) => p.given('mgSulfate', 4, 'g')), info],
        ['magnesium ordered', low(tablets('omeprazole', 200), (p) => p.order('mgOxide', { route: 'PO' })), info],
      ],
      exclusions: [
        ['comfort care', low(tablets('omeprazole', 200), (p) => p.condition('comfort')), nothing],
        ['dialysis is none', low(tablets('omeprazole', 200), (p) => p.condition('dialysis')), info],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('183 days', RULE).summary).toMatch(/^Mg 1\.6.* on omeprazole for 6 months – review PPI need$/i);
    expect(find('magnesium 0.69 mmol/L', RULE).summary).toMatch(/^Mg 0\.69 mmol\/L on omeprazole for [67] months – /i);
  });

  test('it rests on the result and on the order', () => {
    const finding = find('183 days', RULE);
    expect(evidenceOf(finding, 'mg')).toBe('1.6 mg/dL');
    expect(finding.evidence.some(({ reference }) => reference.startsWith('MedicationRequest/'))).toBe(true);
  });
});

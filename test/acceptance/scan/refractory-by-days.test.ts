import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { evidenceOf, judge, type Shows, type Tables } from './scanning.ts';

const refractory: Shows = { 'refractory-hypokalemia-mg-unknown': 'warning' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

/** Potassium 3.2 thirty hours ago and one hour ago, unless said otherwise, and doses of 20 mEq at these times. */
function days({
  firstH = 30,
  k = 3.2,
  at,
  also,
}: {
  firstH?: number;
  k?: number;
  at: readonly string[];
  also?: Add;
}): Add {
  return (p) => {
    p.inpatient()
      .lab('k', k, { at: ago(firstH), id: 'first' })
      .lab('k', k, { at: ago(1), id: 'last' });
    for (const time of at) p.given('kcl', 20, 'mEq', { at: time, route: 'PO' });
    return also === undefined ? p : also(p);
  };
}

const MORNING = '2026-03-09T09:00:00Z';
const NOON = '2026-03-09T13:00:00Z';
const EVENING = '2026-03-09T20:00:00Z';
const AFTER_MIDNIGHT = '2026-03-10T01:00:00Z';
const THREE = [MORNING, EVENING, AFTER_MIDNIGHT];

const TABLES: Tables = {
  'doses on days': [
    ['three doses on two days', days({ at: THREE }), refractory],
    ['two doses on two days', days({ at: [EVENING, AFTER_MIDNIGHT] }), nothing],
    ['three doses on one day', days({ at: [MORNING, NOON, EVENING] }), nothing],
    ['five doses', days({ at: [MORNING, NOON, ...THREE] }), refractory],
    ['small doses', days({ at: [], also: small }), refractory],
    ['none', days({ at: [] }), nothing],
    [
      'another drug',
      days({ at: [], also: (p) => THREE.reduce((q, at) => q.given('furosemide', 40, 'mg', { at }), p) }),
      nothing,
    ],
  ],
  'every potassium is low, for a day': [
    ['over 24 h', days({ firstH: 25, at: [NOON, EVENING, AFTER_MIDNIGHT] }), refractory],
    ['over less than 24 h', days({ firstH: 24.9, at: [NOON, EVENING, AFTER_MIDNIGHT] }), nothing],
    ['3.5 in between', days({ at: THREE, also: (p) => p.lab('k', 3.5, { at: ago(12) }) }), nothing],
    ['3.4 in between', days({ at: THREE, also: (p) => p.lab('k', 3.4, { at: ago(12) }) }), refractory],
    ['3.5 since', days({ at: THREE, also: (p) => p.lab('k', 3.5, { at: ago(0.5) }) }), nothing],
    ['it rose, but stays low', days({ k: 2.9, at: THREE, also: (p) => p.lab('k', 3.4, { at: ago(0.5) }) }), refractory],
    [
      'one potassium',
      (p) => THREE.reduce((q, at) => q.given('kcl', 20, 'mEq', { at }), p.inpatient().lab('k', 3.2)),
      nothing,
    ],
  ],
  exclusions: [['dialysis', days({ at: THREE, also: (p) => p.condition('dialysis') }), nothing]],
};

/** Doses too small for the dose response. */
function small(p: PatientFile): PatientFile {
  return THREE.reduce((q, at) => q.given('kcl', 5, 'mEq', { at, route: 'PO' }), p);
}

const byDays = { args: ['--parameters', '@b.yaml'], files: { 'b.yaml': 'refK:\n  definition: B\n' } } as const;

describe('refractory by doses on days', () => {
  const find = judge(TABLES, byDays);

  test('it rests on the first and on the last potassium', () => {
    const finding = find('three doses on two days', 'refractory-hypokalemia-mg-unknown');
    expect(evidenceOf(finding, 'first')).toBe('3.2 mmol/L');
    expect(evidenceOf(finding, 'last')).toBe('3.2 mmol/L');
    expect(finding.detail['doseMEq']).toBeCloseTo(60, 6);
  });
});

describe('without the parameter the dose decides', () => {
  judge({
    'three doses': [
      ['of 20 mEq', days({ at: THREE }), refractory],
      ['of 5 mEq', days({ at: [], also: small }), nothing],
      ['of 20 mEq on one day', days({ at: [MORNING, NOON, EVENING] }), refractory],
    ],
  });
});

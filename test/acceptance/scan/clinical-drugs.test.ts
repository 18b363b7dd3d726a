import { describe, expect, test } from 'vitest';
import { ago, clinicalDrug, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Rule, type Shows } from './scanning.ts';

const RULES: readonly Rule[] = [
  'mg-low',
  'refractory-hypokalemia-mg-unknown',
  'digoxin-low-mg-k',
  'ppi-hypomagnesemia',
  'mg-therapy-renal-guard',
];

const refractory: Shows = { 'refractory-hypokalemia-mg-unknown': 'warning' };
const lowMg: Shows = { 'mg-low': 'info' };
const treated: Shows = { 'mg-low': 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

/** RxNorm's names; where the code is not RxNorm's own, the name alone must do. */
const KCL_10 = clinicalDrug('312504', 'potassium chloride 10 MEQ Extended Release Oral Capsule');
const KCL_20 = clinicalDrug('1801294', 'potassium chloride 20 MEQ Extended Release Oral Tablet');
const LOSARTAN = clinicalDrug('979492', 'losartan potassium 50 MG Oral Tablet');
const PENICILLIN = clinicalDrug('834102', 'penicillin V potassium 500 MG Oral Tablet');
const ANTACID = clinicalDrug('name-1', 'aluminum hydroxide 40 MG/ML / magnesium hydroxide 40 MG/ML Oral Suspension');
const LAXATIVE = clinicalDrug('name-2', 'magnesium hydroxide 80 MG/ML Oral Suspension');
const MG_OXIDE = clinicalDrug('name-3', 'magnesium oxide 400 MG Oral Tablet');
const MG_SULFATE = clinicalDrug('name-4', 'magnesium sulfate 500 MG/ML Injectable Solution');
const DIGOXIN = clinicalDrug('197604', 'digoxin 0.125 MG Oral Tablet');
const PANTOPRAZOLE = clinicalDrug('314200', 'pantoprazole 40 MG Delayed Release Oral Tablet');

type Named = ReturnType<typeof clinicalDrug>;

interface Dose {
  readonly amount: number;
  readonly unit: string;
}

/** Potassium that stays at 2.9, and these doses of a drug by its name. */
function stuckOn(drug: Named, ...doses: readonly Dose[]): Add {
  return (p) => {
    p.inpatient()
      .lab('k', 2.9, { at: ago(9) })
      .lab('k', 2.9, { at: ago(1) });
    return doses.reduce(
      (file, { amount, unit }) => file.given('kcl', amount, unit, { at: ago(5), route: 'PO', also: drug }),
      p,
    );
  };
}

const capsules = (amount: number): Dose => ({ amount, unit: 'capsule' });
const tablets = (amount: number): Dose => ({ amount, unit: 'tablet' });
const mEq = (amount: number): Dose => ({ amount, unit: 'mEq' });

/** A mild magnesium, and then a dose of a drug by its name. */
function lowThen(drug: Named, { amount, unit }: Dose, route = 'PO'): Add {
  return (p) => p.inpatient().lab('mg', 1.6).given('mgSulfate', amount, unit, { route, also: drug });
}

function ordered(drug: Named, authored: string): Add {
  return (p) => p.order('kcl', { authored, route: 'PO', also: drug });
}

const unknownDose: readonly Row[] = [
  ['a unit that says no number of mEq', stuckOn(KCL_10, { amount: 6, unit: 'scoop' }), nothing],
];

describe('clinical drugs by their names, without a map', () => {
  const find = judge(
    {
      potassium: [
        ['three times two capsules of 10 mEq', stuckOn(KCL_10, capsules(2), capsules(2), capsules(2)), refractory],
        ['five capsules of 10 mEq', stuckOn(KCL_10, capsules(5)), nothing],
        ['six capsules, in the plural', stuckOn(KCL_10, { amount: 6, unit: 'capsules' }), refractory],
        ['three tablets of 20 mEq', stuckOn(KCL_20, tablets(3)), refractory],
        ['two tablets of 20 mEq', stuckOn(KCL_20, tablets(2)), nothing],
        ['60 mEq as it was charted', stuckOn(KCL_10, mEq(60)), refractory],
        ...unknownDose,
      ],
      'potassium in the name is no potassium replacement': [
        ['losartan potassium', stuckOn(LOSARTAN, tablets(60)), nothing],
        ['losartan potassium, charted in mEq', stuckOn(LOSARTAN, mEq(60)), nothing],
        ['penicillin V potassium', stuckOn(PENICILLIN, tablets(60)), nothing],
        ['penicillin V potassium, charted in mEq', stuckOn(PENICILLIN, mEq(60)), nothing],
      ],
      magnesium: [
        ['one tablet of magnesium oxide is 19.8 mEq', lowThen(MG_OXIDE, tablets(1)), treated],
        ['2 ml of magnesium sulfate are 1 g', lowThen(MG_SULFATE, { amount: 2, unit: 'mL' }, 'IV'), withGuard(treated)],
        [
          '1.9 ml of magnesium sulfate are 0.95 g',
          lowThen(MG_SULFATE, { amount: 1.9, unit: 'mL' }, 'IV'),
          withGuard(lowMg),
        ],
        ['an antacid', lowThen(ANTACID, { amount: 30, unit: 'mL' }), lowMg],
        ['an antacid, charted in mEq', lowThen(ANTACID, mEq(60)), lowMg],
        ['a laxative', lowThen(LAXATIVE, { amount: 30, unit: 'mL' }), lowMg],
      ],
      'an antacid is a danger to kidneys that fail': [
        [
          'eGFR 20',
          (p) => ordered(ANTACID, ago(5))(p.inpatient().lab('egfr', 20)),
          { 'mg-therapy-renal-guard': 'warning' },
        ],
        ['eGFR 60', (p) => ordered(ANTACID, ago(5))(p.inpatient().lab('egfr', 60)), nothing],
      ],
      'other drugs': [
        ['digoxin', (p) => ordered(DIGOXIN, ago(500))(p.lab('k', 3.4)), { 'digoxin-low-mg-k': 'warning' }],
        [
          'pantoprazole',
          (p) => ordered(PANTOPRAZOLE, ago(5000))(p.lab('mg', 1.6)),
          { ...lowMg, 'ppi-hypomagnesemia': 'info' },
        ],
      ],
    },
    { rules: RULES },
  );

  test.each([
    ['three times two capsules of 10 mEq', 60],
    ['six capsules, in the plural', 60],
    ['three tablets of 20 mEq', 60],
    ['60 mEq as it was charted', 60],
  ])('%s: %d mEq', (name, dose) => {
    const { detail, summary } = find(name, 'refractory-hypokalemia-mg-unknown');
    expect(detail['doseMEq']).toBeCloseTo(dose, 6);
    expect(summary).toMatch(/after 60 mEq in 8 h/);
  });
});

/** Magnesium into a vein at an unknown eGFR is said too. */
function withGuard(shows: Shows): Shows {
  return { ...shows, 'mg-therapy-renal-guard': 'info' };
}

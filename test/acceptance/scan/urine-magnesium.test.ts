import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'renal-mg-wasting-femg';
const info: Shows = { [RULE]: 'info' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

interface Pair {
  readonly urineMg?: number;
  readonly serumMg?: number;
  readonly creat?: number;
  readonly urineH?: number;
  readonly serumH?: number;
  readonly creatH?: number;
  readonly also?: Add;
}

/** Of a woman of 65: with magnesium 1.25, creatinine 0.7 and 100 in the urine, FEMg is the urine magnesium by 1.25. */
function pair({ urineMg = 5, serumMg = 1.25, creat = 0.7, urineH = 4, serumH = 4, creatH = serumH, also }: Pair): Add {
  return (p) => {
    p.inpatient()
      .lab('mg', serumMg, { at: ago(serumH), id: 'mg' })
      .lab('creat', creat, { at: ago(creatH), id: 'creat' })
      .lab('urineMg', urineMg, { at: ago(urineH), id: 'urine-mg' })
      .lab('urineCreat', 100, { at: ago(urineH), id: 'urine-creat' });
    return also === undefined ? p : also(p);
  };
}

/** With magnesium 0.5, creatinine 70 and 10 in the urine, FEMg is twice the urine magnesium. */
function molar(urineMg: number): Add {
  return (p) =>
    p
      .lab('mgMoles', 0.5)
      .lab('creatMoles', 70)
      .lab('urineMgMoles', urineMg, { id: 'urine-mg' })
      .lab('urineCreatMoles', 10);
}

type Category = 'renal' | 'indeterminate' | 'extra-renal';

/** [name, what the files hold, FEMg in %, category]: both sides of both limits. */
const CATEGORIES: readonly (readonly [string, Add, number, Category])[] = [
  ['5 mg/dL', pair({ urineMg: 5 }), 4, 'renal'],
  ['4.9 mg/dL', pair({ urineMg: 4.9 }), 3.92, 'indeterminate'],
  ['2.5 mg/dL', pair({ urineMg: 2.5 }), 2, 'indeterminate'],
  ['2.4 mg/dL', pair({ urineMg: 2.4 }), 1.92, 'extra-renal'],
  ['18 mg/dL', pair({ urineMg: 18 }), 14.4, 'renal'],
  ['2 mmol/L', molar(2), 4, 'renal'],
  ['1.99 mmol/L', molar(1.99), 3.98, 'indeterminate'],
  ['1 mmol/L', molar(1), 2, 'indeterminate'],
  ['0.99 mmol/L', molar(0.99), 1.98, 'extra-renal'],
  [
    'serum in mEq/L, urine in mmol/L',
    (p) =>
      p.lab('mgMoles', 1, { unit: 'meq/L' }).lab('creatMoles', 70).lab('urineMgMoles', 2).lab('urineCreatMoles', 10),
    4,
    'renal',
  ],
  [
    'serum in mmol/L, urine in mg/dL',
    (p) => p.lab('mgMoles', 0.5).lab('creat', 0.7).lab('urineMg', 4.861).lab('urineCreat', 100),
    4,
    'renal',
  ],
  [
    'urine in mEq/L',
    (p) =>
      p.lab('mgMoles', 0.5).lab('creatMoles', 70).lab('urineMgMoles', 3, { unit: 'meq/L' }).lab('urineCreatMoles', 10),
    3,
    'indeterminate',
  ],
];

const fires: readonly Row[] = CATEGORIES.map(([name, has]) => [name, has, info]);

/** The urine magnesium in one specimen, the urine creatinine in another, at one time. */
function specimens(first: string, second: string): Add {
  return (p) =>
    p
      .lab('mg', 1.25)
      .lab('creat', 0.7)
      .lab('urineMg', 5, { also: { specimen: { reference: `Specimen/${p.id}-${first}` } } })
      .lab('urineCreat', 100, { also: { specimen: { reference: `Specimen/${p.id}-${second}` } } });
}

const missing = (...labs: readonly ('mg' | 'creat' | 'urineMg' | 'urineCreat')[]): Add => {
  const values = { mg: 1.25, creat: 0.7, urineMg: 5, urineCreat: 100 } as const;
  return (p) => labs.reduce((file, lab) => file.lab(lab, values[lab]), p);
};

describe('where magnesium is lost', () => {
  const find = judge(
    {
      'urine magnesium': fires,
      'serum magnesium must be low': [
        ['1.7 mg/dL', pair({ serumMg: 1.7 }), nothing],
        ['1.6 mg/dL', pair({ serumMg: 1.6 }), info],
        ['low in the pair, normal since', pair({ also: (p) => p.lab('mg', 2, { at: ago(1) }) }), nothing],
        [
          'low in the pair, low since',
          pair({ urineH: 30, serumH: 30, also: (p) => p.lab('mg', 1.3, { at: ago(1) }) }),
          info,
        ],
      ],
      times: [
        ['urine within 72 h', pair({ urineH: 71.9, serumH: 60 }), info],
        ['urine 72 h ago', pair({ urineH: 72, serumH: 60 }), nothing],
        ['serum magnesium within 24 h before', pair({ serumH: 27.9 }), info],
        ['serum magnesium more than 24 h before', pair({ serumH: 28.1, creatH: 4 }), nothing],
        ['serum magnesium within 24 h after', pair({ urineH: 27.9, serumH: 4 }), info],
        ['serum magnesium more than 24 h after', pair({ urineH: 28.1, serumH: 4, creatH: 28.1 }), nothing],
        ['serum creatinine within 24 h before', pair({ creatH: 27.9 }), info],
        ['serum creatinine more than 24 h before', pair({ creatH: 28.1 }), nothing],
        ['urine creatinine five minutes away', apart(5), info],
        ['urine creatinine six minutes away', apart(6), nothing],
        ['one specimen', specimens('u', 'u'), info],
        ['two specimens of one time', specimens('u', 'v'), nothing],
      ],
      'cannot tell': [
        ['all four', missing('mg', 'creat', 'urineMg', 'urineCreat'), info],
        ['no serum magnesium', missing('creat', 'urineMg', 'urineCreat'), nothing],
        ['no serum creatinine', missing('mg', 'urineMg', 'urineCreat'), nothing],
        ['no urine magnesium', missing('mg', 'creat', 'urineCreat'), nothing],
        ['no urine creatinine', missing('mg', 'creat', 'urineMg'), nothing],
        ['urine of 24 h is no spot urine', pair24, nothing],
        ['urine creatinine of 0.29 mmol/L is implausible', diluted(0.29), nothing],
        ['urine creatinine of 0.3 mmol/L is not', diluted(0.3), info],
        ['urine magnesium without a known unit', unknownUnit, nothing],
        ['sex unknown: eGFR unknown', pair({ also: (p) => p.is({ gender: undefined }) }), nothing],
        ['sex unknown, eGFR reported', pair({ also: (p) => p.is({ gender: undefined }).lab('egfr', 90) }), info],
      ],
      kidneys: [
        ['eGFR 60', pair({ also: (p) => p.lab('egfr', 60) }), info],
        ['eGFR 59', pair({ also: (p) => p.lab('egfr', 59) }), nothing],
        ['creatinine 1.0 of a woman of 65 is an eGFR of 62', pair({ creat: 1.0 }), info],
        ['creatinine 1.1 of a woman of 65 is an eGFR of 55', pair({ creat: 1.1 }), nothing],
        ['acute kidney injury on the list', pair({ also: (p) => p.condition('aki') }), nothing],
        ['creatinine has doubled', pair({ also: (p) => p.lab('creat', 0.35, { at: ago(100) }) }), nothing],
        ['creatinine has not quite doubled', pair({ also: (p) => p.lab('creat', 0.36, { at: ago(100) }) }), info],
      ],
      'magnesium that was given': [
        [
          'within 24 h before the urine',
          pair({ also: (p) => p.given('mgSulfate', 1, 'g', { at: ago(27.9) }) }),
          nothing,
        ],
        [
          'by mouth within 24 h before the urine',
          pair({ also: (p) => p.given('mgOxide', 400, 'mg', { at: ago(10), route: 'PO' }) }),
          nothing,
        ],
        ['earlier', pair({ also: (p) => p.given('mgSulfate', 1, 'g', { at: ago(28.1) }) }), info],
        ['since the urine and the serum', pair({ also: (p) => p.given('mgSulfate', 1, 'g', { at: ago(2) }) }), info],
        [
          // That serum was raised since: it says nothing of what the kidney filtered into this urine.
          'since the urine, before the serum',
          pair({ serumH: 1, also: (p) => p.given('mgSulfate', 1, 'g', { at: ago(2) }) }),
          nothing,
        ],
      ],
      diuretics: [
        [
          'furosemide an hour before the urine',
          pair({ also: (p) => p.given('furosemide', 40, 'mg', { at: ago(5) }) }),
          info,
        ],
        [
          'furosemide a day before the urine',
          pair({ also: (p) => p.given('furosemide', 40, 'mg', { at: ago(28) }) }),
          info,
        ],
      ],
      exclusions: [['comfort care', pair({ also: (p) => p.condition('comfort') }), nothing]],
    },
    { rules: [RULE] },
  );

  test.each(CATEGORIES)('%s: the figures', (name, _has, femg, category) => {
    const { detail } = find(name, RULE);
    expect(detail['femg']).toBeCloseTo(femg, 2);
    expect(detail['category']).toBe(category);
  });

  test('what is said', () => {
    expect(find('18 mg/dL', RULE).summary).toMatch(/^FEMg 14\.4 % with low Mg: renal loss likely$/);
    expect(find('2.4 mg/dL', RULE).summary).toMatch(/^FEMg 1\.9\d? % with low Mg: GI\/intake loss likely$/);
    expect(find('4.9 mg/dL', RULE).summary).toMatch(/^FEMg 3\.9\d? % with low Mg: indeterminate$/);
  });

  test('a recent loop diuretic is named', () => {
    const recent = /recent diuretic raises FEMg/;
    expect(find('furosemide an hour before the urine', RULE).summary).toMatch(recent);
    expect(find('furosemide a day before the urine', RULE).summary).not.toMatch(recent);
  });

  test('it rests on all four results', () => {
    const finding = find('5 mg/dL', RULE);
    expect(evidenceOf(finding, 'mg')).toBe('1.25 mg/dL');
    expect(evidenceOf(finding, 'creat')).toBe('0.7 mg/dL');
    expect(evidenceOf(finding, 'urine-mg')).toBe('5 mg/dL');
    expect(evidenceOf(finding, 'urine-creat')).toBe('100 mg/dL');
  });
});

/** The two results of the urine so many minutes from each other, without a specimen. */
function apart(minutes: number): Add {
  return (p) =>
    p
      .lab('mg', 1.25)
      .lab('creat', 0.7)
      .lab('urineMg', 5, { at: ago(4) })
      .lab('urineCreat', 100, { at: ago(4, minutes) });
}

function pair24(p: PatientFile): PatientFile {
  return p
    .lab('mg', 1.25)
    .lab('creat', 0.7)
    .lab('urineMg', 5, { loinc: '32024-2' })
    .lab('urineCreat', 100, { loinc: '20624-3' });
}

function unknownUnit(p: PatientFile): PatientFile {
  return p.lab('mg', 1.25).lab('creat', 0.7).lab('urineMg', 5, { unit: 'units' }).lab('urineCreat', 100);
}

/** Urine so thin that its creatinine is at the limit of what is plausible. */
function diluted(urineCreat: number): Add {
  return (p) => p.lab('mgMoles', 0.5).lab('creatMoles', 70).lab('urineMgMoles', 0.1).lab('urineCreatMoles', urineCreat);
}

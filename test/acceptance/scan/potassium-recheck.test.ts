import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows } from './scanning.ts';

const RULE = 'mg-repleted-k-not-rechecked';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

const HEMOLYZED = { note: [{ text: 'hemolyzed' }] };

interface Repleted {
  readonly k?: number;
  readonly kH?: number;
  readonly mgH?: number;
  readonly also?: Add;
}

/** An inpatient's potassium thirty hours ago, and 2 g of magnesium that ended twenty hours ago, unless said otherwise. */
function repleted({ k = 3.3, kH = 30, mgH = 20, also }: Repleted): Add {
  return (p) => {
    p.inpatient()
      .lab('k', k, { at: ago(kH), id: 'k' })
      .given('mgSulfate', 2, 'g', { at: ago(mgH) });
    return also === undefined ? p : also(p);
  };
}

function amount(value: number, unit: string, shows: Shows): Row {
  return [`${value} ${unit}`, low((p) => p.given('mgSulfate', value, unit, { at: ago(20) })), shows];
}

/** Potassium 3.3 thirty hours ago, and what was given. */
function low(give: Add): Add {
  return (p) => give(p.inpatient().lab('k', 3.3, { at: ago(30), id: 'k' }));
}

describe('potassium after magnesium', () => {
  const find = judge(
    {
      potassium: [
        ['3.5', repleted({ k: 3.5 }), nothing],
        ['3.4', repleted({ k: 3.4 }), info],
        ['3.0', repleted({ k: 3 }), info],
        ['2.9', repleted({ k: 2.9 }), warning],
        [
          '3.4 meq/L',
          (p) => p.lab('k', 3.4, { at: ago(30), unit: 'meq/L' }).given('mgSulfate', 2, 'g', { at: ago(20) }),
          info,
        ],
        ['none', (p) => p.inpatient().given('mgSulfate', 2, 'g', { at: ago(20) }), nothing],
        ...edge(
          96,
          (p, at) =>
            p
              .inpatient()
              .lab('k', 3.3, { at })
              .given('mgSulfate', 2, 'g', { at: ago(20) }),
          [info, nothing],
        ),
        ['of an outpatient', (p) => p.lab('k', 3.3, { at: ago(30) }).given('mgSulfate', 2, 'g', { at: ago(20) }), info],
        [
          'of an outpatient, 96 h ago',
          (p) => p.lab('k', 3.3, { at: ago(96) }).given('mgSulfate', 2, 'g', { at: ago(20) }),
          nothing,
        ],
      ],
      magnesium: [
        amount(2, 'g', info),
        amount(1.9, 'g', nothing),
        amount(16, 'mEq', info),
        amount(15.9, 'mEq', nothing),
        amount(8, 'mmol', info),
        amount(7.9, 'mmol', nothing),
        ['the oxide by mouth', low((p) => p.given('mgOxide', 400, 'mg', { at: ago(20), route: 'PO' })), info],
        ['a laxative', low((p) => p.given('mgHydroxide', 2400, 'mg', { at: ago(20), route: 'PO' })), nothing],
        [
          '1 g and 1 g',
          low((p) => p.given('mgSulfate', 1, 'g', { at: ago(25) }).given('mgSulfate', 1, 'g', { at: ago(20) })),
          info,
        ],
        [
          '1 g before the potassium, 1 g after',
          low((p) => p.given('mgSulfate', 1, 'g', { at: ago(31) }).given('mgSulfate', 1, 'g', { at: ago(20) })),
          nothing,
        ],
        ['before the potassium', repleted({ mgH: 31 }), nothing],
        ['only ordered', low((p) => p.order('mgSulfate', { authored: ago(25), dose: [4, 'g'] })), nothing],
        ['stopped', low((p) => p.given('mgSulfate', 4, 'g', { at: ago(20), status: 'stopped' })), nothing],
        ['none', low((p) => p), nothing],
      ],
      'when potassium is due': [
        ['after 12 h', repleted({ mgH: 12 }), info],
        ['before 12 h', repleted({ mgH: 11.9 }), nothing],
        ['potassium 2.9, after 6 h', repleted({ k: 2.9, mgH: 6 }), warning],
        ['potassium 2.9, before 6 h', repleted({ k: 2.9, mgH: 5.9 }), nothing],
        ['potassium 3.0, after 6 h', repleted({ k: 3, mgH: 6 }), nothing],
        ['until 72 h', repleted({ kH: 80, mgH: 71.9 }), info],
        ['after 72 h', repleted({ kH: 80, mgH: 72.1 }), nothing],
        [
          'from the dose that makes the 16 mEq: due',
          low((p) => p.given('mgSulfate', 1, 'g', { at: ago(20) }).given('mgSulfate', 1, 'g', { at: ago(12) })),
          info,
        ],
        [
          'from the dose that makes the 16 mEq: not due',
          low((p) => p.given('mgSulfate', 1, 'g', { at: ago(20) }).given('mgSulfate', 1, 'g', { at: ago(11) })),
          nothing,
        ],
        [
          'more magnesium since does not put it off',
          repleted({ mgH: 20, also: (p) => p.given('mgSulfate', 2, 'g', { at: ago(1) }) }),
          info,
        ],
      ],
      severity: [
        ['digoxin', repleted({ also: (p) => p.order('digoxin', { route: 'PO' }) }), warning],
        ['QTc 480', repleted({ also: (p) => p.lab('qtc', 480) }), warning],
        ['QTc 479', repleted({ also: (p) => p.lab('qtc', 479) }), info],
        ['a drug of tier A', repleted({ also: (p) => p.order('haloperidol') }), info],
      ],
      'potassium since': [
        ['normal', repleted({ also: (p) => p.lab('k', 4, { at: ago(2) }) }), nothing],
        ['still low', repleted({ also: (p) => p.lab('k', 3.1, { at: ago(2) }) }), nothing],
        [
          'still low, a minute after the dose',
          repleted({ also: (p) => p.lab('k', 3.1, { at: ago(19, 59) }) }),
          nothing,
        ],
        ['of a gas analyser', repleted({ also: (p) => p.lab('k', 3.1, { at: ago(2), loinc: '32713-0' }) }), nothing],
        [
          'entered in error',
          repleted({ also: (p) => p.lab('k', 4, { at: ago(2), also: { status: 'entered-in-error' } }) }),
          info,
        ],
        [
          'normal, of a hemolyzed sample',
          repleted({ also: (p) => p.lab('k', 4, { at: ago(2), also: HEMOLYZED }) }),
          info,
        ],
        [
          'low, of a hemolyzed sample',
          repleted({ also: (p) => p.lab('k', 3.1, { at: ago(2), also: HEMOLYZED }) }),
          nothing,
        ],
        ['implausible', repleted({ also: (p) => p.lab('k', 13, { at: ago(2) }) }), info],
        ['of urine', repleted({ also: (p) => p.lab('k', 30, { at: ago(2), loinc: '2828-2' }) }), info],
      ],
      exclusions: [
        [
          'a pregnant woman on magnesium',
          repleted({ also: (p) => p.condition('pregnancy').order('mgSulfate') }),
          nothing,
        ],
        // It was obstetric when it ran during a pregnancy: its order mostly ends with the infusion.
        ['a pregnant woman', repleted({ also: (p) => p.condition('pregnancy') }), nothing],
        ['dialysis', repleted({ also: (p) => p.condition('dialysis') }), nothing],
        ['comfort care', repleted({ also: (p) => p.condition('comfort') }), nothing],
        ['a child', repleted({ also: (p) => p.is({ birthDate: '2015-01-01' }) }), nothing],
        ['a magnesium level is asked for', repleted({ also: (p) => p.asked('2601-3') }), info],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('after 12 h', RULE).summary).toBe('Mg replaced 12 h ago or more; K was 3.3 and has not been rechecked');
    // By when the recheck was due, whenever it is read: the dose ended twenty hours ago.
    expect(find('2.9', RULE).summary).toMatch(/^Mg replaced 6 h ago or more; K was 2\.9 /);
  });

  test('it rests on the potassium and on the doses', () => {
    const finding = find('1 g and 1 g', RULE);
    expect(evidenceOf(finding, 'k')).toBe('3.3 mmol/L');
    const doses = finding.evidence.filter(({ reference }) => reference.startsWith('MedicationAdministration/'));
    expect(doses).toHaveLength(2);
  });
});

const pending = (also: Add): Add => repleted({ also });

describe('a potassium that is on its way', () => {
  const shows = { [RULE]: 'in-progress' } as const;
  judge(
    {
      'it is not said': [
        ['asked for', pending((p) => p.asked('2823-3')), shows],
        ['asked for in a panel', pending((p) => p.asked('24321-2')), shows],
        [
          'registered',
          pending((p) => p.lab('k', 0, { at: ago(1), also: { status: 'registered', valueQuantity: undefined } })),
          shows,
        ],
        ['preliminary', pending((p) => p.lab('k', 3.9, { at: ago(1), also: { status: 'preliminary' } })), shows],
      ],
      'it is said': [
        ['asked for, and done', pending((p) => p.asked('2823-3', { status: 'completed' })), info],
        ['magnesium is asked for', pending((p) => p.asked('2601-3')), info],
        [
          'registered more than 12 h ago',
          pending((p) => p.lab('k', 0, { at: ago(12, 1), also: { status: 'registered', valueQuantity: undefined } })),
          info,
        ],
      ],
    },
    { rules: [RULE] },
  );
});

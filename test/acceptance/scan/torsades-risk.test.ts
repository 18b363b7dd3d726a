import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Shows } from './scanning.ts';

const RULE = 'torsades-risk-low-mg-k';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const explained: Shows = { [RULE]: 'in-progress' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;

interface Has {
  readonly qtc?: number;
  readonly k?: number;
  readonly mg?: number;
  readonly drugs?: readonly ('haloperidol' | 'sotalol' | 'amiodarone' | 'ondansetron' | 'azithromycin')[];
  readonly also?: Add;
}

/** An inpatient, a woman unless said otherwise, of whom this is known. */
function known({ qtc, k, mg, drugs = [], also }: Has): Add {
  return (p) => {
    p.inpatient();
    if (qtc !== undefined) p.lab('qtc', qtc, { id: 'qtc' });
    if (k !== undefined) p.lab('k', k, { id: 'k' });
    if (mg !== undefined) p.lab('mg', mg, { id: 'mg' });
    for (const drug of drugs) p.order(drug, { route: 'PO' });
    return also === undefined ? p : also(p);
  };
}

const man: Add = (p) => p.is({ gender: 'male' });
const unknownSex: Add = (p) => p.is({ gender: undefined });

/** Torsades de pointes on the list since so many hours. */
function torsades(hours: number): Add {
  return (p) => p.condition('torsades', { onsetDateTime: ago(hours) });
}

/** 2 g of magnesium into a vein that ended six hours ago. */
const dosed: Add = (p) => p.given('mgSulfate', 2, 'g', { at: ago(6) });

describe('torsades risk', () => {
  const find = judge(
    {
      'QTc from 500, or torsades, and one of them low': [
        ['500, potassium 3.4', known({ qtc: 500, k: 3.4 }), critical],
        ['499, potassium 3.4', known({ qtc: 499, k: 3.4 }), warning],
        ['500, magnesium 1.6', known({ qtc: 500, mg: 1.6 }), critical],
        ['500, potassium 3.5, magnesium 1.7', known({ qtc: 500, k: 3.5, mg: 1.7 }), nothing],
        ['0.5 s, potassium 3.4', known({ k: 3.4, also: (p) => p.lab('qtc', 0.5, { unit: 's' }) }), critical],
        ['0.499 s, potassium 3.4', known({ k: 3.4, also: (p) => p.lab('qtc', 0.499, { unit: 's' }) }), warning],
        ['torsades, potassium 3.4', known({ k: 3.4, also: torsades(3) }), critical],
        ['torsades, magnesium 1.6', known({ mg: 1.6, also: torsades(3) }), critical],
        ['torsades, both normal', known({ k: 4, mg: 2, also: torsades(3) }), nothing],
        ['torsades less than 24 h ago', known({ k: 3.4, also: torsades(23.9) }), critical],
        ['torsades more than 24 h ago', known({ k: 3.4, also: torsades(24.1) }), nothing],
      ],
      'a prolonged QTc and one of them low': [
        ['480 of a woman', known({ qtc: 480, k: 3.4 }), warning],
        ['479 of a woman', known({ qtc: 479, k: 3.4 }), nothing],
        ['470 of a man', known({ qtc: 470, k: 3.4, also: man }), warning],
        ['469 of a man', known({ qtc: 469, k: 3.4, also: man }), nothing],
        ['480 of unknown sex', known({ qtc: 480, k: 3.4, also: unknownSex }), warning],
        ['479 of unknown sex', known({ qtc: 479, k: 3.4, also: unknownSex }), nothing],
        ['490, magnesium 1.6', known({ qtc: 490, mg: 1.6 }), warning],
        ['490, magnesium 0.69 mmol/L', known({ qtc: 490, also: (p) => p.lab('mgMoles', 0.69) }), warning],
        ['490, magnesium 0.70 mmol/L', known({ qtc: 490, also: (p) => p.lab('mgMoles', 0.7) }), nothing],
        [
          '490, magnesium 1.39 mEq/L',
          known({ qtc: 490, also: (p) => p.lab('mgMoles', 1.39, { unit: 'meq/L' }) }),
          warning,
        ],
        [
          '490, magnesium 1.4 mEq/L',
          known({ qtc: 490, also: (p) => p.lab('mgMoles', 1.4, { unit: 'meq/L' }) }),
          nothing,
        ],
        ['490, ionized magnesium low', known({ qtc: 490, also: (p) => p.lab('img', 0.44) }), warning],
        ['490, neither known', known({ qtc: 490 }), nothing],
        ['QT 480 at 60 beats', known({ k: 3.4, also: (p) => p.lab('qt', 480).lab('heartRate', 60) }), warning],
        ['QT 420 at 60 beats', known({ k: 3.4, also: (p) => p.lab('qt', 420).lab('heartRate', 60) }), nothing],
        ...edge(48, (p, at) => known({ k: 3.4, also: (q) => q.lab('qtc', 490, { at }) })(p), [
          warning,
          nothing,
          'QTc ',
        ]),
        ...edge(48, (p, at) => known({ qtc: 490, also: (q) => q.lab('k', 3.4, { at }) })(p), [
          warning,
          nothing,
          'potassium ',
        ]),
        ...edge(72, (p, at) => known({ qtc: 490, also: (q) => q.lab('mg', 1.6, { at }) })(p), [
          warning,
          nothing,
          'magnesium ',
        ]),
        ['490, then 430', known({ k: 3.4, qtc: 430, also: (p) => p.lab('qtc', 490, { at: ago(9) }) }), nothing],
      ],
      'one drug of tier A': [
        ['magnesium 1.1', known({ drugs: ['haloperidol'], mg: 1.1 }), warning],
        ['magnesium 1.2', known({ drugs: ['haloperidol'], mg: 1.2 }), info],
        ['magnesium 0.49 mmol/L', known({ drugs: ['haloperidol'], also: (p) => p.lab('mgMoles', 0.49) }), warning],
        ['magnesium 0.50 mmol/L', known({ drugs: ['haloperidol'], also: (p) => p.lab('mgMoles', 0.5) }), info],
        ['potassium 2.9', known({ drugs: ['sotalol'], k: 2.9 }), warning],
        ['potassium 3.0', known({ drugs: ['sotalol'], k: 3 }), info],
        ['potassium 3.4', known({ drugs: ['sotalol'], k: 3.4 }), info],
        ['potassium 3.5', known({ drugs: ['sotalol'], k: 3.5 }), nothing],
        ['magnesium 1.6', known({ drugs: ['amiodarone'], mg: 1.6 }), info],
        ['magnesium 1.7', known({ drugs: ['amiodarone'], mg: 1.7 }), nothing],
        ['both a little low', known({ drugs: ['amiodarone'], k: 3.4, mg: 1.6 }), warning],
        ['neither known', known({ drugs: ['amiodarone'] }), nothing],
        ['both normal', known({ drugs: ['amiodarone'], k: 4, mg: 2 }), nothing],
      ],
      'two drugs': [
        ['A and A, potassium 3.4', known({ drugs: ['haloperidol', 'sotalol'], k: 3.4 }), warning],
        ['A and B, magnesium 1.6', known({ drugs: ['haloperidol', 'ondansetron'], mg: 1.6 }), warning],
        ['B and B, potassium 3.4', known({ drugs: ['azithromycin', 'ondansetron'], k: 3.4 }), warning],
        ['B and B, potassium 3.5', known({ drugs: ['azithromycin', 'ondansetron'], k: 3.5 }), nothing],
        [
          'one, ordered and given',
          known({ drugs: ['haloperidol'], k: 3.4, also: (p) => p.given('haloperidol', 5, 'mg') }),
          info,
        ],
        [
          'one of tier B, given twice',
          known({ k: 3.4, also: (p) => p.given('ondansetron', 4, 'mg').given('ondansetron', 4, 'mg', { at: ago(3) }) }),
          nothing,
        ],
      ],
      'one drug of tier B': [
        ['magnesium 1.1', known({ drugs: ['ondansetron'], mg: 1.1 }), info],
        ['magnesium 1.2', known({ drugs: ['ondansetron'], mg: 1.2 }), nothing],
        ['potassium 2.9', known({ drugs: ['ondansetron'], k: 2.9 }), info],
        ['potassium 3.0', known({ drugs: ['ondansetron'], k: 3 }), nothing],
        ['both a little low', known({ drugs: ['ondansetron'], k: 3.4, mg: 1.6 }), nothing],
      ],
      'magnesium unknown at a QTc from 500': [
        ['500', known({ qtc: 500, k: 4 }), warning],
        ['500, potassium unknown too', known({ qtc: 500 }), warning],
        ['499', known({ qtc: 499, k: 4 }), nothing],
        ['magnesium of four days ago', known({ qtc: 500, also: (p) => p.lab('mg', 2, { at: ago(72) }) }), warning],
        ['an early magnesium that reads normal', known({ qtc: 500, mg: 2, also: dosed }), nothing],
        ['a level is asked for', known({ qtc: 500, also: (p) => p.asked('2601-3') }), explained],
        [
          'a level is on its way',
          known({ qtc: 500, also: (p) => p.lab('mg', 2, { also: { status: 'preliminary' } }) }),
          explained,
        ],
        [
          'a level is asked for, but potassium is low',
          known({ qtc: 500, k: 3.4, also: (p) => p.asked('2601-3') }),
          critical,
        ],
      ],
      'who is on a drug': [
        ...edge(24, (p, at) => known({ k: 3.4, also: (q) => q.given('haloperidol', 5, 'mg', { at }) })(p), [
          info,
          nothing,
          'given ',
        ]),
        ['stopped', known({ k: 3.4, also: (p) => p.order('haloperidol', { status: 'stopped' }) }), nothing],
        [
          'the order has ended',
          known({ k: 3.4, also: (p) => p.order('haloperidol', { period: { start: ago(90), end: ago(30) } }) }),
          nothing,
        ],
        ['a draft in the files', known({ k: 3.4, also: (p) => p.order('haloperidol', { status: 'draft' }) }), nothing],
        [
          'pentamidine inhaled',
          known({ k: 3.4, also: (p) => p.order('pentamidine', { route: 'inhalation' }) }),
          nothing,
        ],
        ['pentamidine into a vein', known({ k: 3.4, also: (p) => p.order('pentamidine') }), info],
        [
          'ciprofloxacin into the eye',
          known({ k: 2.9, also: (p) => p.order('ciprofloxacin', { route: 'ophthalmic' }) }),
          nothing,
        ],
        ['ciprofloxacin by mouth', known({ k: 2.9, also: (p) => p.order('ciprofloxacin', { route: 'PO' }) }), info],
        ['another drug', known({ k: 2.9, also: (p) => p.order('furosemide') }), nothing],
      ],
      'what is being done does not silence it': [
        ['magnesium given since', known({ qtc: 500, mg: 1.6, also: (p) => p.given('mgSulfate', 4, 'g') }), critical],
        ['magnesium ordered', known({ drugs: ['haloperidol'], mg: 1.1, also: (p) => p.order('mgSulfate') }), warning],
        ['dialysis', known({ qtc: 500, k: 3.4, also: (p) => p.condition('dialysis') }), critical],
      ],
      exclusions: [
        ['comfort care', known({ qtc: 500, k: 3.4, also: (p) => p.condition('comfort') }), nothing],
        ['a child', known({ qtc: 500, k: 3.4, also: (p) => p.is({ birthDate: '2015-01-01' }) }), nothing],
        ['QTc of 801 is implausible', known({ qtc: 801, k: 3.4 }), nothing],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('500, potassium 3.4', RULE).summary).toMatch(/^QTc 500 ms.* with K 3\.4.*: raised torsades risk$/);
    expect(find('A and B, magnesium 1.6', RULE).summary).toMatch(
      /haloperidol.*ondansetron.* with .*Mg 1\.6.*: raised torsades risk$/i,
    );
    expect(find('both a little low', RULE).summary).toMatch(
      /amiodarone with K 3\.4.*, Mg 1\.6.*: raised torsades risk$/i,
    );
  });

  test('no dose is named', () => {
    const { detail } = find('torsades, magnesium 1.6', RULE);
    expect(detail).not.toHaveProperty('magnesiumDraftG');
    expect(detail['noMagnesiumDraft']).toMatch(/torsades/);
  });

  test('it rests on the QTc and on the low result', () => {
    const finding = find('500, potassium 3.4', RULE);
    expect(evidenceOf(finding, 'qtc')).toBe('500 ms');
    expect(evidenceOf(finding, 'k')).toBe('3.4 mmol/L');
  });

  test('it rests on the orders of the drugs', () => {
    const { evidence } = find('A and B, magnesium 1.6', RULE);
    expect(evidence.filter(({ reference }) => reference.startsWith('MedicationRequest/'))).toHaveLength(2);
  });
});

const ORDERING = [
  ['a drug of tier A', known({ k: 3.4, also: (p) => p.draft('haloperidol') }), info],
  ['a drug of tier A, both low', known({ k: 3.4, mg: 1.6, also: (p) => p.draft('haloperidol') }), warning],
  ['a second drug', known({ k: 3.4, drugs: ['ondansetron'], also: (p) => p.draft('azithromycin') }), warning],
  ['the same drug again', known({ k: 3.4, drugs: ['ondansetron'], also: (p) => p.draft('ondansetron') }), nothing],
  ['another drug', known({ k: 3.4, also: (p) => p.draft('furosemide') }), nothing],
  ['a level of magnesium', known({ qtc: 500, also: (p) => p.draftTest('2601-3') }), explained],
] as const;

describe('a drug that is being ordered', () => {
  for (const hook of ['order-select', 'order-sign'] as const) {
    judge({ [`at ${hook}`]: ORDERING }, { rules: [RULE], hook });
  }
  const unasked = ORDERING.map(
    ([name, has]) => [name, has, name === 'a level of magnesium' ? warning : nothing] as const,
  );
  judge({ 'without a hook': unasked }, { rules: [RULE] });
});

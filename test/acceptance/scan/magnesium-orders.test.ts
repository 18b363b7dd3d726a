import { describe, expect, test } from 'vitest';
import { ago, type PatientFile } from './patient-files.ts';
import { edge, evidenceOf, judge, type Row, type Shows, silent, type Tables } from './scanning.ts';

const RULE = 'mg-therapy-renal-guard';
const info: Shows = { [RULE]: 'info' };
const warning: Shows = { [RULE]: 'warning' };
const critical: Shows = { [RULE]: 'critical' };
const nothing: Shows = {};

type Add = (p: PatientFile) => PatientFile;
type Dose = readonly [value: number, unit: string];

interface Order {
  readonly dose?: Dose;
  readonly egfr?: number;
  readonly mg?: number;
  readonly also?: Add;
}

/** An inpatient's magnesium into a vein, 1 g unless said otherwise, at this eGFR and magnesium. */
function iv({ dose = [1, 'g'], egfr, mg, also }: Order, write: 'order' | 'draft' = 'order'): Add {
  return (p) => {
    known(p.inpatient()[write]('mgSulfate', { dose }), egfr, mg);
    return also === undefined ? p : also(p);
  };
}

/** The same by mouth. */
function oral({ egfr, mg, also }: Order, drug: 'mgOxide' | 'mgHydroxide' | 'mgCitrate' = 'mgOxide'): Add {
  return (p) => {
    known(p.inpatient().order(drug, { route: 'PO', dose: [400, 'mg'] }), egfr, mg);
    return also === undefined ? p : also(p);
  };
}

function known(p: PatientFile, egfr: number | undefined, mg: number | undefined): void {
  if (egfr !== undefined) p.lab('egfr', egfr, { id: 'egfr' });
  if (mg !== undefined) p.lab('mg', mg, { id: 'mg' });
}

const dialysis: Add = (p) => p.condition('dialysis');
const myasthenia: Add = (p) => p.condition('myasthenia');
const avBlock: Add = (p) => p.condition('avBlockComplete');
const torsades: Add = (p) => p.condition('torsades', { onsetDateTime: ago(2) });
const eclampsia: Add = (p) => p.condition('eclampsia');

function dose(value: number, unit: string, egfr: number, shows: Shows): Row {
  return [`${value} ${unit} at eGFR ${egfr}`, iv({ dose: [value, unit], egfr, mg: 1.5 }), shows];
}

function onDialysis(value: number, unit: string, shows: Shows): Row {
  return [`${value} ${unit} on dialysis`, iv({ dose: [value, unit], mg: 1.5, also: dialysis }), shows];
}

/** Creatinine doubles, or not quite, within the week. */
function creatinine(from: number, to: number): Add {
  return (p) => p.lab('creat', from, { at: ago(100) }).lab('creat', to);
}

describe('magnesium orders', () => {
  const find = judge(
    {
      'kidneys that fail': [
        ['eGFR 30, magnesium low', iv({ egfr: 30, mg: 1.5 }), nothing],
        ['eGFR 29, magnesium low', iv({ egfr: 29, mg: 1.5 }), warning],
        ['eGFR 29, magnesium unknown', iv({ egfr: 29 }), warning],
        ['eGFR 29, magnesium 1.9 is low-normal', iv({ egfr: 29, mg: 1.9 }), warning],
        ['eGFR 29, magnesium 2.0 is low-normal', iv({ egfr: 29, mg: 2 }), warning],
        ['eGFR 29, magnesium 2.1 is normal', iv({ egfr: 29, mg: 2.1 }), critical],
        ['eGFR 29, magnesium 3 is high', iv({ egfr: 29, mg: 3 }), critical],
        ['eGFR 29, magnesium 0.84 mmol/L', iv({ egfr: 29, also: (p) => p.lab('mgMoles', 0.84) }), warning],
        ['eGFR 29, magnesium 0.85 mmol/L', iv({ egfr: 29, also: (p) => p.lab('mgMoles', 0.85) }), critical],
        [
          'eGFR 29, magnesium 1.69 mEq/L',
          iv({ egfr: 29, also: (p) => p.lab('mgMoles', 1.69, { unit: 'meq/L' }) }),
          warning,
        ],
        [
          'eGFR 29, magnesium 1.7 mEq/L',
          iv({ egfr: 29, also: (p) => p.lab('mgMoles', 1.7, { unit: 'meq/L' }) }),
          critical,
        ],
        ['eGFR 90, magnesium normal', iv({ egfr: 90, mg: 2.2 }), nothing],
        ['dialysis, magnesium unknown', iv({ also: dialysis }), warning],
        ['acute kidney injury, magnesium low', iv({ egfr: 80, mg: 1.5, also: (p) => p.condition('aki') }), warning],
        ['creatinine has doubled', iv({ mg: 1.5, also: creatinine(0.5, 1) }), warning],
        ['creatinine has not quite doubled', iv({ mg: 1.5, also: creatinine(0.51, 1) }), nothing],
        ['by its creatinine, eGFR below 30', iv({ mg: 1.5, also: (p) => p.lab('creat', 2.2) }), warning],
        ['by mouth, eGFR 29', oral({ egfr: 29 }), warning],
        ['by mouth, eGFR 30', oral({ egfr: 30 }), nothing],
        ['by mouth, eGFR 29, magnesium normal', oral({ egfr: 29, mg: 2.2 }), critical],
        ['a laxative, eGFR 29', oral({ egfr: 29 }, 'mgHydroxide'), warning],
        ['a bowel preparation on dialysis', oral({ also: dialysis }, 'mgCitrate'), warning],
        ['an enema, eGFR 29', (p) => p.inpatient().lab('egfr', 29).order('mgHydroxide', { route: 'PR' }), warning],
        ['of an old eGFR nothing is known', iv({ mg: 1.5, also: (p) => p.lab('egfr', 20, { at: ago(168) }) }), info],
        [
          'of an eGFR of less than a week something is',
          iv({ mg: 1.5, also: (p) => p.lab('egfr', 20, { at: ago(167.9) }) }),
          warning,
        ],
      ],
      'dose into a vein': [
        dose(1, 'g', 14, warning),
        dose(1.1, 'g', 14, critical),
        dose(2, 'g', 15, warning),
        dose(8.2, 'meq', 14, warning),
        dose(8.3, 'meq', 14, critical),
        dose(4.1, 'mmol', 14, warning),
        dose(4.2, 'mmol', 14, critical),
        dose(1000, 'mg', 14, warning),
        dose(1100, 'mg', 14, critical),
        onDialysis(1, 'g', warning),
        onDialysis(2, 'g', critical),
        dose(2, 'g', 59, nothing),
        dose(2.1, 'g', 59, info),
        dose(16.3, 'meq', 30, nothing),
        dose(16.4, 'meq', 30, info),
        dose(8.2, 'mmol', 45, info),
        dose(8.1, 'mmol', 45, nothing),
        dose(4, 'g', 60, nothing),
        ['an unknown dose on dialysis', orderOnDialysis, warning],
        ['2 g by mouth on dialysis', oral({ mg: 1.5, also: dialysis }), warning],
      ],
      'muscle and nerve': [
        ['myasthenia', iv({ egfr: 90, also: myasthenia }), critical],
        ['Lambert-Eaton syndrome', iv({ egfr: 90, also: (p) => p.condition('lambertEaton') }), critical],
        ['pyridostigmine', iv({ egfr: 90, also: (p) => p.order('pyridostigmine', { route: 'PO' }) }), critical],
        ['myasthenia, by mouth', oral({ egfr: 90, also: myasthenia }), nothing],
        [
          'myasthenia that is over',
          iv({
            egfr: 90,
            also: (p) => p.condition('myasthenia', { onsetDateTime: ago(900), abatementDateTime: ago(90) }),
          }),
          nothing,
        ],
      ],
      heart: [
        ['complete AV block', iv({ egfr: 90, also: avBlock }), critical],
        [
          'complete AV block with a pacemaker',
          iv({ egfr: 90, also: (p) => avBlock(p).condition('pacemaker') }),
          nothing,
        ],
        ['AV block of the first degree', iv({ egfr: 90, also: (p) => p.condition('avBlockFirst') }), nothing],
        ['complete AV block, by mouth', oral({ egfr: 90, also: avBlock }), nothing],
      ],
      'neuromuscular blockers': [
        [
          'given less than 12 h ago',
          iv({ egfr: 90, also: (p) => p.given('rocuronium', 50, 'mg', { at: ago(11.9) }) }),
          info,
        ],
        [
          'given more than 12 h ago',
          iv({ egfr: 90, also: (p) => p.given('rocuronium', 50, 'mg', { at: ago(12.1) }) }),
          nothing,
        ],
        ['only ordered', iv({ egfr: 90, also: (p) => p.order('rocuronium') }), nothing],
        [
          'magnesium by mouth',
          oral({ egfr: 90, also: (p) => p.given('rocuronium', 50, 'mg', { at: ago(2) }) }),
          nothing,
        ],
      ],
      'kidneys unknown': [
        ['into a vein', iv({}), info],
        ['into a vein, magnesium normal', iv({ mg: 2.2 }), info],
        ['by mouth', oral({}), nothing],
        ['a woman with pre-eclampsia', iv({ also: (p) => p.condition('preEclampsia') }), nothing],
        ['a pregnant woman', iv({ also: (p) => p.condition('pregnancy') }), nothing],
        ['sex unknown, creatinine known', iv({ also: (p) => p.is({ gender: undefined }).lab('creat', 0.7) }), info],
      ],
      emergencies: [
        ['torsades, eGFR 20, magnesium normal', iv({ egfr: 20, mg: 2.2, also: torsades }), info],
        ['torsades and myasthenia', iv({ egfr: 90, also: (p) => myasthenia(torsades(p)) }), info],
        [
          'torsades two days ago and myasthenia',
          iv({ egfr: 90, also: (p) => myasthenia(p).condition('torsades', { onsetDateTime: ago(48) }) }),
          critical,
        ],
        ['eclampsia, eGFR 14, 4 g', iv({ dose: [4, 'g'], egfr: 14, also: eclampsia }), info],
        [
          'pre-eclampsia and myasthenia',
          iv({ egfr: 90, also: (p) => myasthenia(p).condition('preEclampsia') }),
          critical,
        ],
        ['torsades, healthy kidneys', iv({ egfr: 90, also: torsades }), nothing],
        [
          'cardiac arrest, eGFR 20, magnesium normal',
          iv({ egfr: 20, mg: 2.2, also: (p) => p.condition('arrest') }),
          info,
        ],
      ],
      'the worst of several': [
        ['eGFR 29 and myasthenia', iv({ egfr: 29, mg: 1.5, also: myasthenia }), critical],
        ['eGFR unknown and a blocker', iv({ also: (p) => p.given('rocuronium', 50, 'mg') }), info],
        [
          'two orders, one of them by mouth',
          iv({ egfr: 90, also: (p) => myasthenia(p).order('mgOxide', { route: 'PO' }) }),
          critical,
        ],
      ],
      'which orders': [
        ['stopped', orderOf({ status: 'stopped' }), nothing],
        ['on hold', orderOf({ status: 'on-hold' }), nothing],
        ['completed', orderOf({ status: 'completed' }), nothing],
        ['a draft in the files', orderOf({ status: 'draft' }), nothing],
        ['written two weeks ago, still active', orderOf({ authored: ago(340) }), warning],
        ['over', orderOf({ period: { start: ago(30), end: ago(2) } }), nothing],
        ['on the skin', orderOf({ route: 'topical' }), nothing],
        ['into the eye', orderOf({ route: 'ophthalmic' }), nothing],
        ['for the dialysis machine', orderOf({ route: 'dialysate' }), nothing],
        ['another drug', (p) => p.inpatient().lab('egfr', 20).order('kcl'), nothing],
        ['none', (p) => p.inpatient().lab('egfr', 20).lab('mg', 2.2), nothing],
      ],
      exclusions: [
        ['comfort care', iv({ egfr: 14, mg: 2.2, also: (p) => p.condition('comfort') }), nothing],
        ['a child', iv({ egfr: 14, mg: 2.2, also: (p) => p.is({ birthDate: '2015-01-01' }) }), nothing],
      ],
    },
    { rules: [RULE] },
  );

  test('what is said', () => {
    expect(find('eGFR 29, magnesium low', RULE).summary).toMatch(/^Magnesium order with eGFR 29.*: risk of toxicity$/);
    expect(find('2 g on dialysis', RULE).summary).toMatch(/^Magnesium order with dialysis.*: risk of toxicity$/);
    expect(find('myasthenia', RULE).summary).toMatch(/^Magnesium order with myasthenia.*: risk of toxicity$/);
    expect(find('complete AV block', RULE).summary).toMatch(/^Magnesium order with .*AV block.*: risk of toxicity$/);
  });

  test('it rests on the order, the eGFR and the magnesium', () => {
    const finding = find('eGFR 29, magnesium 2.1 is normal', RULE);
    expect(evidenceOf(finding, 'egfr')).toMatch(/^29 /);
    expect(evidenceOf(finding, 'mg')).toBe('2.1 mg/dL');
    expect(finding.evidence.some(({ reference }) => reference.startsWith('MedicationRequest/'))).toBe(true);
  });

  test('what is missing is named', () => {
    expect(find('into a vein', RULE).missing).toContain('egfr');
  });
});

function orderOnDialysis(p: PatientFile): PatientFile {
  return p.inpatient().condition('dialysis').lab('mg', 1.5).order('mgSulfate');
}

/** Magnesium by this order at an eGFR of 20. */
function orderOf(details: Parameters<PatientFile['order']>[1]): Add {
  return (p) =>
    p
      .inpatient()
      .lab('egfr', 20)
      .order('mgSulfate', { dose: [1, 'g'], ...details });
}

const DRAFTED: Tables = {
  'what is being ordered': [
    ['eGFR 29', iv({ egfr: 29, mg: 1.5 }, 'draft'), warning],
    ['eGFR 90', iv({ egfr: 90, mg: 1.5 }, 'draft'), nothing],
    ['myasthenia', iv({ egfr: 90, also: myasthenia }, 'draft'), critical],
    ['dialysis, 2 g', iv({ dose: [2, 'g'], also: dialysis }, 'draft'), critical],
    ['a laxative, eGFR 29', (p) => p.inpatient().lab('egfr', 29).draft('mgHydroxide', { route: 'PO' }), warning],
  ],
};

describe('a magnesium order that is being written', () => {
  judge(DRAFTED, { rules: [RULE], hook: 'order-sign' });
  judge(DRAFTED, { rules: [RULE], hook: 'order-select' });
  judge(silent(DRAFTED), { rules: [RULE] });
});

describe('active orders without a hook, by the hours of an outpatient', () => {
  judge(
    {
      'eGFR of the last year': edge(8760, (p, at) => p.order('mgOxide', { route: 'PO' }).lab('egfr', 20, { at }), [
        warning,
        nothing,
      ]),
    },
    { rules: [RULE] },
  );
});

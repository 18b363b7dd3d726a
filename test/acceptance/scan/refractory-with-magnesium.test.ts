import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const LOW_MG = 'refractory-hypokalemia-low-mg';
const LOW_NORMAL = 'refractory-hypokalemia-mg-low-normal';
const UNKNOWN = 'refractory-hypokalemia-mg-unknown';

/** An inpatient's potassium that stays where it is despite 80 mEq, and what else there is. */
function stuck(k: number, also: Add): Add {
  return (p) =>
    also(
      p
        .inpatient()
        .lab('k', k, { at: ago(9) })
        .lab('k', k, { at: ago(1) })
        .given('kcl', 80, 'mEq', { at: ago(5) }),
    );
}

function mg(value: number): Add {
  return (p) => p.lab('mg', value);
}

function both(...adds: readonly Add[]): Add {
  return (p) => adds.reduce((file, add) => add(file), p);
}

function qtc(value: number, unit = 'ms', at = ago(3)): Add {
  return (p) => p.lab('qtc', value, { unit, at });
}

/** A low potassium is a modifier of mg-low. */
const lowMg = (severity: 'warning' | 'critical', level: 'warning' | 'critical' = 'warning'): Shows => ({
  [LOW_MG]: severity,
  'mg-low': level,
});
const lowNormal = (severity: 'info' | 'warning'): Shows => ({ [LOW_NORMAL]: severity });
const unknown = (severity: 'warning' | 'critical'): Shows => ({ [UNKNOWN]: severity });

judge({
  'magnesium is low': [
    ['mild', stuck(2.9, mg(1.6)), lowMg('warning')],
    ['moderate', stuck(2.9, mg(1.1)), lowMg('warning')],
    ['severe', stuck(2.9, mg(0.9)), lowMg('critical', 'critical')],
    ['potassium 2.5', stuck(2.5, mg(1.6)), lowMg('warning')],
    ['potassium 2.49', stuck(2.49, mg(1.6)), lowMg('critical')],
    ['potassium 2.99 and a QTc of 500 ms', stuck(2.99, both(mg(1.6), qtc(500))), lowMg('critical')],
    ['potassium 2.99 and a QTc of 0.5 s', stuck(2.99, both(mg(1.6), qtc(0.5, 's'))), lowMg('critical')],
    ['potassium 2.99 and a QTc of 499 ms', stuck(2.99, both(mg(1.6), qtc(499))), lowMg('warning')],
    ['potassium 2.99 and an old QTc', stuck(2.99, both(mg(1.6), qtc(520, 'ms', ago(49)))), lowMg('warning')],
    ['potassium 3.0 and a QTc of 500 ms', stuck(3, both(mg(1.6), qtc(500))), lowMg('warning')],
    [
      'potassium 2.9 and digoxin ordered',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.order('digoxin', { route: 'PO' })),
      ),
      lowMg('critical'),
    ],
    [
      'potassium 2.9 and digoxin given within 48 h',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.given('digoxin', 0.25, 'mg', { at: ago(47) })),
      ),
      lowMg('critical'),
    ],
    [
      'potassium 2.9 and digoxin given before that',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.given('digoxin', 0.25, 'mg', { at: ago(49) })),
      ),
      lowMg('warning'),
    ],
    [
      'potassium 3.0 and digitoxin ordered',
      stuck(
        3,
        both(mg(1.6), (p) => p.order('digitoxin', { route: 'PO' })),
      ),
      lowMg('warning'),
    ],
    [
      'potassium 2.9 and digitoxin ordered',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.order('digitoxin', { route: 'PO' })),
      ),
      lowMg('critical'),
    ],
    [
      'treated',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.given('mgSulfate', 2, 'g')),
      ),
      { [LOW_MG]: 'in-progress', 'mg-low': 'in-progress' },
    ],
    [
      'ordered',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.order('mgSulfate')),
      ),
      { [LOW_MG]: 'in-progress', 'mg-low': 'in-progress' },
    ],
    [
      'a laxative treats nothing',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.given('mgHydroxide', 2.4, 'g', { route: 'PO' })),
      ),
      lowMg('warning'),
    ],
    ['insulin runs: said, not excluded', stuck(2.9, both(mg(1.6), insulinRuns)), lowMg('warning')],
    [
      'dialysis',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.condition('dialysis')),
      ),
      { 'mg-low': 'warning' },
    ],
    [
      'explained by the albumin, yet potassium is low: the level is said by mg-low',
      stuck(
        2.9,
        both(mg(1.6), (p) => p.lab('alb', 2)),
      ),
      lowMg('warning'),
    ],
  ],
  'magnesium is unknown': [
    ['potassium 2.5', stuck(2.5, both()), unknown('warning')],
    ['potassium 2.49', stuck(2.49, both()), unknown('critical')],
    ['potassium 2.99 and a QTc of 500 ms', stuck(2.99, qtc(500)), unknown('critical')],
    ['potassium 3.0 and a QTc of 500 ms', stuck(3, qtc(500)), unknown('warning')],
    ['potassium 2.9 and digoxin ordered', stuck(2.9, (p) => p.order('digoxin', { route: 'PO' })), unknown('critical')],
    ['it was last measured 73 h ago', stuck(2.9, (p) => p.lab('mg', 1.9, { at: ago(73) })), unknown('warning')],
    ['a level is ordered', stuck(2.9, (p) => p.asked('2601-3')), { [UNKNOWN]: 'in-progress' }],
    [
      'a level is registered',
      stuck(2.9, (p) => p.lab('mg', 2, { also: { status: 'registered', valueQuantity: undefined } })),
      { [UNKNOWN]: 'in-progress' },
    ],
    ['insulin runs: said, not excluded', stuck(2.9, insulinRuns), unknown('warning')],
    ['an early level that says nothing', stuck(2.9, earlyNormal), {}],
    [
      'a hemolyzed normal level says nothing',
      stuck(2.9, (p) => p.lab('mg', 2, { also: { note: [{ text: 'hemolyzed' }] } })),
      unknown('warning'),
    ],
  ],
  'magnesium is low-normal': [
    ['1.7 mg/dL', stuck(3.2, mg(1.7)), lowNormal('info')],
    ['2.09 mg/dL', stuck(3.2, mg(2.09)), lowNormal('info')],
    ['2.1 mg/dL is normal', stuck(3.2, mg(2.1)), {}],
    ['0.70 mmol/L', stuck(3.2, (p) => p.lab('mgMoles', 0.7)), lowNormal('info')],
    ['0.84 mmol/L', stuck(3.2, (p) => p.lab('mgMoles', 0.84)), lowNormal('info')],
    ['0.85 mmol/L is normal', stuck(3.2, (p) => p.lab('mgMoles', 0.85)), {}],
    ['1.69 mEq/L', stuck(3.2, (p) => p.lab('mgMoles', 1.69, { unit: 'meq/L' })), lowNormal('info')],
    ['1.7 mEq/L is normal', stuck(3.2, (p) => p.lab('mgMoles', 1.7, { unit: 'meq/L' })), {}],
    ['potassium 3.0', stuck(3, mg(1.9)), lowNormal('info')],
    ['potassium 2.99', stuck(2.99, mg(1.9)), lowNormal('warning')],
    ['potassium 2.4 is no more than a warning', stuck(2.4, mg(1.9)), lowNormal('warning')],
    [
      'furosemide ordered',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('furosemide')),
      ),
      lowNormal('warning'),
    ],
    [
      'furosemide given within 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('furosemide', 40, 'mg', { at: ago(23) })),
      ),
      lowNormal('warning'),
    ],
    [
      'furosemide given before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('furosemide', 40, 'mg', { at: ago(25) })),
      ),
      lowNormal('info'),
    ],
    [
      'pantoprazole given within 72 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('pantoprazole', 40, 'mg', { at: ago(71) })),
      ),
      lowNormal('warning'),
    ],
    [
      'pantoprazole given before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('pantoprazole', 40, 'mg', { at: ago(73) })),
      ),
      lowNormal('info'),
    ],
    [
      'alcohol dependence',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('alcohol')),
      ),
      lowNormal('warning'),
    ],
    ['insulin runs', stuck(3.2, both(mg(1.9), insulinRuns)), {}],
    [
      'insulin ran thirteen hours ago',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('insulin', 10, 'U', { start: ago(20), at: ago(13) })),
      ),
      lowNormal('info'),
    ],
    [
      'epinephrine runs',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('epinephrine', 2, 'mg', { start: ago(5), at: ago(4) })),
      ),
      {},
    ],
    [
      'epinephrine ran seven hours ago',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('epinephrine', 2, 'mg', { start: ago(9), at: ago(7) })),
      ),
      lowNormal('info'),
    ],
    [
      'periodic paralysis',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('periodicParalysis')),
      ),
      {},
    ],
    [
      '8 mEq of magnesium in 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 8, 'mEq', { at: ago(23) })),
      ),
      {},
    ],
    [
      '8 mEq of magnesium before that',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 8, 'mEq', { at: ago(25) })),
      ),
      lowNormal('info'),
    ],
    [
      '7.9 mEq of magnesium in 24 h',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.given('mgSulfate', 7.9, 'mEq', { at: ago(23) })),
      ),
      lowNormal('info'),
    ],
    [
      'magnesium ordered',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('mgSulfate')),
      ),
      { [LOW_NORMAL]: 'in-progress' },
    ],
    [
      'magnesium order of yesterday before',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.order('mgSulfate', { authored: ago(30), period: { end: ahead(9) } })),
      ),
      lowNormal('info'),
    ],
    [
      'eGFR 29',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.lab('egfr', 29)),
      ),
      {},
    ],
    [
      'eGFR 30',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.lab('egfr', 30)),
      ),
      lowNormal('info'),
    ],
    [
      'dialysis',
      stuck(
        3.2,
        both(mg(1.9), (p) => p.condition('dialysis')),
      ),
      {},
    ],
    ['high', stuck(3.2, mg(3)), { hypermagnesemia: 'info' }],
  ],
});

function insulinRuns(p: PatientFile): PatientFile {
  return p.given('insulin', 20, 'U', { start: ago(10), at: ago(4), route: 'IV DRIP' });
}

/** A normal magnesium drawn two hours after two grams. */
function earlyNormal(p: PatientFile): PatientFile {
  return p.given('mgSulfate', 2, 'g', { start: ago(8), at: ago(6) }).lab('mg', 2, { at: ago(4) });
}

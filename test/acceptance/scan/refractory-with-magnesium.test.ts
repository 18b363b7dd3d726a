import { ago, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';
import { type Add, both, insulinRuns, mg, stuck } from './stuck-potassium.ts';

const LOW_MG = 'refractory-hypokalemia-low-mg';
const UNKNOWN = 'refractory-hypokalemia-mg-unknown';

function qtc(value: number, unit = 'ms', at = ago(3)): Add {
  return (p) => p.lab('qtc', value, { unit, at });
}

/** A low potassium is a modifier of mg-low. */
const lowMg = (severity: 'warning' | 'critical', level: 'warning' | 'critical' = 'warning'): Shows => ({
  [LOW_MG]: severity,
  'mg-low': level,
});
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
});

/** A normal magnesium drawn two hours after two grams. */
function earlyNormal(p: PatientFile): PatientFile {
  return p.given('mgSulfate', 2, 'g', { start: ago(8), at: ago(6) }).lab('mg', 2, { at: ago(4) });
}

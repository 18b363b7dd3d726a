import { ago, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

interface Clinic {
  readonly firstH?: number;
  readonly lastH?: number;
  readonly perDay?: number;
  readonly mEq?: number;
  readonly authoredH?: number;
  readonly route?: string;
  readonly status?: string;
  readonly also?: (p: PatientFile) => PatientFile;
}

/** Potassium 3.1 fourteen and two days ago on 20 mEq twice a day, unless said otherwise. */
function clinic({
  firstH = 336,
  lastH = 48,
  perDay = 2,
  mEq = 20,
  authoredH = 400,
  route = 'PO',
  status = 'active',
  also,
}: Clinic) {
  return (p: PatientFile): PatientFile => {
    p.lab('k', 3.1, { at: ago(firstH) }).lab('k', 3.1, { at: ago(lastH) });
    p.order('kcl', { authored: ago(authoredH), dose: [mEq, 'mEq'], perDay, route, status });
    return also === undefined ? p : also(p);
  };
}

const refractory: Shows = { 'refractory-hypokalemia-mg-unknown': 'warning' };
const nothing: Shows = {};

judge({
  'potassium of an outpatient': [
    ['low twice on enough potassium', clinic({}), refractory],
    ['168 h apart', clinic({ firstH: 216 }), refractory],
    ['less than 168 h apart', clinic({ firstH: 215.9 }), nothing],
    ['first within 2160 h', clinic({ firstH: 2159, authoredH: 2200 }), refractory],
    ['first before that', clinic({ firstH: 2161, authoredH: 2200 }), nothing],
    ['last within 336 h', clinic({ firstH: 700, lastH: 335, authoredH: 800 }), refractory],
    ['last before that', clinic({ firstH: 700, lastH: 337, authoredH: 800 }), nothing],
    ['3.5 in between', clinic({ also: (p) => p.lab('k', 3.5, { at: ago(200) }) }), nothing],
    ['3.4 in between', clinic({ also: (p) => p.lab('k', 3.4, { at: ago(200) }) }), refractory],
    ['3.5 before both', clinic({ also: (p) => p.lab('k', 3.5, { at: ago(400) }) }), refractory],
    ['3.5 since', clinic({ also: (p) => p.lab('k', 3.5, { at: ago(20) }) }), nothing],
    ['40 mEq in one dose a day', clinic({ mEq: 40, perDay: 1 }), refractory],
    ['39 mEq a day', clinic({ mEq: 13, perDay: 3 }), nothing],
    ['ordered 168 h before the last', clinic({ authoredH: 216 }), refractory],
    ['ordered later', clinic({ authoredH: 215.9 }), nothing],
    ['intravenous', clinic({ route: 'IV' }), nothing],
    ['the order was completed', clinic({ status: 'completed' }), nothing],
    ['a draft', clinic({ status: 'draft' }), nothing],
    ['an inpatient', clinic({ also: (p) => p.inpatient() }), nothing],
    ['dialysis', clinic({ also: (p) => p.condition('dialysis') }), nothing],
    [
      'magnesium is low',
      clinic({ also: (p) => p.lab('mg', 1.6) }),
      { 'refractory-hypokalemia-low-mg': 'warning', 'mg-low': 'warning' },
    ],
    [
      'magnesium is low-normal',
      clinic({ also: (p) => p.lab('mg', 1.9, { at: ago(600) }) }),
      { 'refractory-hypokalemia-mg-low-normal': 'info' },
    ],
    [
      'charted doses are judged only of an inpatient',
      (p) =>
        p
          .lab('k', 2.9, { at: ago(9) })
          .lab('k', 2.9, { at: ago(1) })
          .given('kcl', 80, 'mEq', { at: ago(5) }),
      nothing,
    ],
  ],
});

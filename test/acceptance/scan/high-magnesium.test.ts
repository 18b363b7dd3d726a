import { ago, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const info: Shows = { hypermagnesemia: 'info' };
const warning: Shows = { hypermagnesemia: 'warning' };
const critical: Shows = { hypermagnesemia: 'critical' };

/** Magnesium 2.8 mg/dL, above the upper limit and below the next, and what else there is. */
function high(also: Add): Add {
  return (p) => also(p.lab('mg', 2.8));
}

/** ... with an eGFR of 25. */
function highImpaired(also: Add): Add {
  return high((p) => also(p.lab('egfr', 25)));
}

function laxative(p: PatientFile): PatientFile {
  return p.order('mgHydroxide', { route: 'PO' });
}

judge({
  'with impaired kidneys and a source of magnesium': [
    ['eGFR 29', high((p) => laxative(p.lab('egfr', 29))), warning],
    ['eGFR 30', high((p) => laxative(p.lab('egfr', 30))), info],
    ['eGFR unknown', high(laxative), info],
    ['acute kidney injury', high((p) => laxative(p.condition('aki'))), warning],
    ['dialysis', high((p) => laxative(p.condition('dialysis'))), warning],
    ['creatinine 3.0 mg/dL of a woman of 65', high((p) => laxative(p.lab('creat', 3))), warning],
    ['creatinine 0.9 mg/dL of a woman of 65', high((p) => laxative(p.lab('creat', 0.9))), info],
    [
      'creatinine twice the lowest of seven days',
      high((p) => laxative(p.lab('creat', 0.5, { at: ago(100) }).lab('creat', 1))),
      warning,
    ],
    [
      'creatinine less than twice',
      high((p) => laxative(p.lab('creat', 0.5, { at: ago(100) }).lab('creat', 0.99))),
      info,
    ],
    [
      'creatinine twice that of before',
      high((p) => laxative(p.lab('creat', 0.5, { at: ago(180) }).lab('creat', 1))),
      info,
    ],
    ['creatinine 1.85 mg/dL is 29.9 ml/min of a woman of 65', high((p) => laxative(p.lab('creat', 1.85))), warning],
    ['creatinine 1.84 mg/dL is 30.1 ml/min of her', high((p) => laxative(p.lab('creat', 1.84))), info],
    [
      'creatinine 2.35 mg/dL is 29.96 ml/min of a man of 65',
      high((p) => laxative(p.is({ gender: 'male' }).lab('creat', 2.35))),
      warning,
    ],
    [
      'creatinine 2.34 mg/dL is 30.1 ml/min of him',
      high((p) => laxative(p.is({ gender: 'male' }).lab('creat', 2.34))),
      info,
    ],
    ['creatinine in umol/L', high((p) => laxative(p.lab('creat', 265, { unit: 'umol/L', loinc: '14682-9' }))), warning],
    [
      'creatinine of unknown sex says nothing',
      high((p) => laxative(p.is({ gender: undefined }).lab('creat', 3))),
      info,
    ],
    ['a reported eGFR wins over the creatinine', high((p) => laxative(p.lab('egfr', 45).lab('creat', 3))), info],
    ['eGFR in mL/min', high((p) => laxative(p.lab('egfr', 25, { unit: 'mL/min' }))), warning],
    ['eGFR in mL/min/1.73m2', high((p) => laxative(p.lab('egfr', 25, { unit: 'mL/min/1.73m2' }))), warning],
    ['impaired, but no source', highImpaired((p) => p), info],
    ['a replacement order', highImpaired((p) => p.order('mgOxide', { route: 'PO' })), warning],
    [
      'a laxative given 23 h ago',
      highImpaired((p) => p.given('mgCitrate', 10, 'g', { at: ago(23), route: 'PO' })),
      warning,
    ],
    [
      'a laxative given 25 h ago',
      highImpaired((p) => p.given('mgCitrate', 10, 'g', { at: ago(25), route: 'PO' })),
      info,
    ],
    ['an order that was stopped', highImpaired((p) => p.order('mgOxide', { status: 'stopped' })), info],
    ['a normal magnesium is silent', (p) => laxative(p.lab('mg', 2.6).lab('egfr', 10)), {}],
  ],
  'samples that may mislead': [
    ['early after a dose', (p) => p.given('mgSulfate', 4, 'g', { start: ago(7), at: ago(5) }).lab('mg', 4.1), warning],
    ['hemolyzed', (p) => p.lab('mg', 4.9, { also: { note: [{ text: 'Hemolyzed' }] } }), critical],
    ['a newer normal one clears', (p) => p.lab('mg', 4.9, { at: ago(9) }).lab('mg', 2.2), {}],
    [
      'a newer hemolyzed normal one does not',
      (p) => p.lab('mg', 4.9, { at: ago(9) }).lab('mg', 2.2, { also: { note: [{ text: 'Hemolyzed' }] } }),
      critical,
    ],
  ],
});

import { describe, expect, test } from 'vitest';
import { ago, type Lab, type PatientFile } from './patient-files.ts';
import { judge, type Row, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;
type Grade = 'ok' | 'low' | 'severe' | 'critical';

const UNKNOWN_MG: Readonly<Record<Grade, Shows>> = {
  ok: {},
  low: { 'hypocalcemia-mg-unknown': 'info' },
  severe: { 'hypocalcemia-mg-unknown': 'warning' },
  critical: { 'hypocalcemia-mg-unknown': 'critical' },
};
const GRADES: readonly Grade[] = ['ok', 'low', 'low', 'severe', 'severe', 'critical'];

/** [lab, unit, lowest that is ok, below it, lowest that is only low, below it, lowest only severe, below it] */
const LIMITS: readonly (readonly [Lab, string, ...number[]])[] = [
  ['ca', 'mg/dL', 8.4, 8.39, 7.6, 7.59, 6.6, 6.59],
  ['caMoles', 'mmol/L', 2.1, 2.09, 1.9, 1.89, 1.65, 1.64],
  ['caMoles', 'meq/L', 4.2, 4.19, 3.8, 3.79, 3.3, 3.29],
  ['ca', 'mg/L', 84, 83.9, 76, 75.9, 66, 65.9],
  ['caMoles', 'umol/L', 2100, 2099, 1900, 1899, 1650, 1649],
  ['ica', 'mmol/L', 1.12, 1.11, 1, 0.99, 0.8, 0.79],
  ['icaMass', 'mg/dL', 4.5, 4.49, 4, 3.99, 3.2, 3.19],
  ['ica', 'meq/L', 2.24, 2.23, 2, 1.99, 1.6, 1.59],
];

function graded(): Row[] {
  return LIMITS.flatMap(([lab, unit, ...values]) =>
    GRADES.map((grade, index): Row => {
      const value = values[index] ?? Number.NaN;
      return [
        `${lab} ${value} ${unit} is ${grade}`,
        (p) => p.lab(lab, value, { unit }).lab('alb', 4),
        UNKNOWN_MG[grade],
      ];
    }),
  );
}

function total(ca: number, alb: number, albUnit = 'g/dL'): Add {
  return (p) => p.lab('ca', ca).lab('alb', alb, { unit: albUnit });
}

/** A total calcium of 7.8 mg/dL two days ago, and an albumin so many hours from it. */
function albuminOff(hours: number): Add {
  return (p) => p.lab('ca', 7.8, { at: ago(100) }).lab('alb', 4, { at: ago(100 - hours) });
}

/** Ionized calcium 1.1 mmol/L, which is low, with this magnesium and what else there is. */
function bothLow(mg: number, also: Add = (p) => p): Add {
  return (p) => also(p.inpatient().lab('ica', 1.1).lab('mg', mg));
}

const ok = UNKNOWN_MG.ok;
const low = UNKNOWN_MG.low;
const severe = UNKNOWN_MG.severe;

function lowBoth(severity: 'info' | 'warning' | 'critical', level: 'warning' | 'critical' = 'warning'): Shows {
  return { 'hypocalcemia-low-mg': severity, 'mg-low': level };
}

describe('calcium', () => {
  const find = judge({
    'graded in the unit in which it was reported, magnesium unknown': graded(),
    'corrected for albumin': [
      ['7.6 + 0.8 mg/dL is 8.4', total(7.6, 3), ok],
      ['7.59 + 0.8 mg/dL is low', total(7.59, 3), low],
      ['albumin in g/L', total(7.6, 30, 'g/L'), ok],
      ['2.00 + 0.10 mmol/L is 2.10', (p) => p.lab('caMoles', 2).lab('alb', 35, { unit: 'g/L' }), ok],
      ['1.99 + 0.10 mmol/L is low', (p) => p.lab('caMoles', 1.99).lab('alb', 35, { unit: 'g/L' }), low],
      ['8.6 less 0.8 mg/dL is low', total(8.6, 5), low],
      ['6.8 + 0.8 mg/dL is not severe', total(6.8, 3), low],
      ['6.79 + 0.8 mg/dL is severe', total(6.79, 3), severe],
      ['1.80 + 0.10 mmol/L is not severe', (p) => p.lab('caMoles', 1.8).lab('alb', 3.5), low],
      ['5.8 + 0.8 mg/dL is not critical', total(5.8, 3), severe],
      ['5.79 + 0.8 mg/dL is critical', total(5.79, 3), UNKNOWN_MG.critical],
      [
        'albumin of moles: 451.1 umol/L is 30 g/L',
        (p) => p.lab('ca', 7.61).lab('alb', 451.1, { unit: 'umol/L', loinc: '54347-0' }),
        ok,
      ],
      ['albumin less than 72 h before', albuminOff(-71.9), low],
      ['albumin more than 72 h before', albuminOff(-72.1), ok],
      ['albumin less than 72 h after', albuminOff(71.9), low],
      ['albumin more than 72 h after', albuminOff(72.1), ok],
    ],
    'without albumin': [
      ['7.6 mg/dL: cannot tell', (p) => p.lab('ca', 7.6), ok],
      ['7.59 mg/dL is severe as it is', (p) => p.lab('ca', 7.59), severe],
      ['1.90 mmol/L: cannot tell', (p) => p.lab('caMoles', 1.9), ok],
      ['1.89 mmol/L is severe as it is', (p) => p.lab('caMoles', 1.89), severe],
      ['6.5 mg/dL is critical as it is', (p) => p.lab('ca', 6.5), UNKNOWN_MG.critical],
      ['no calcium at all', (p) => p.lab('alb', 2), ok],
      ['magnesium low, calcium cannot be told', (p) => p.lab('ca', 7.9).lab('mg', 1.6), { 'mg-low': 'info' }],
    ],
    'ionized and total': [
      ['normal ionized wins', (p) => p.lab('ica', 1.2).lab('ca', 6).lab('alb', 4), ok],
      [
        'normal ionized wins over a newer total',
        (p) =>
          p
            .lab('ica', 1.2, { at: ago(20) })
            .lab('ca', 6)
            .lab('alb', 4),
        ok,
      ],
      ['low ionized wins', (p) => p.lab('ica', 1.1).lab('ca', 9).lab('alb', 4), low],
      [
        'an ionized one out of the look-back does not',
        (p) =>
          p
            .inpatient()
            .lab('ica', 1.2, { at: ago(49) })
            .lab('ca', 8)
            .lab('alb', 4),
        low,
      ],
      ['from a dialysis circuit', (p) => p.lab('ica', 0.4, { loinc: '83064-6' }), ok],
      ['adjusted to pH 7.4', (p) => p.lab('ica', 1.1, { loinc: '47598-8' }), low],
    ],
    'with low magnesium': [
      ['mild', bothLow(1.6), lowBoth('info')],
      ['moderate', bothLow(1.1), lowBoth('warning')],
      ['severe', bothLow(0.9), lowBoth('critical', 'critical')],
      ['calcium severe', (p) => p.lab('ica', 0.99).lab('mg', 1.6), lowBoth('warning')],
      ['calcium critical', (p) => p.lab('ica', 0.79).lab('mg', 1.6), lowBoth('critical')],
      ['a QTc of 499 ms', bothLow(1.6, (p) => p.lab('qtc', 499)), lowBoth('info')],
      ['a QTc of 500 ms', bothLow(1.6, (p) => p.lab('qtc', 500)), lowBoth('critical')],
      [
        'magnesium given',
        bothLow(1.6, (p) => p.given('mgSulfate', 2, 'g')),
        { 'hypocalcemia-low-mg': 'in-progress', 'mg-low': 'in-progress' },
      ],
      [
        'magnesium ordered',
        bothLow(1.6, (p) => p.order('mgSulfate')),
        { 'hypocalcemia-low-mg': 'in-progress', 'mg-low': 'in-progress' },
      ],
      ['dialysis', bothLow(1.6, (p) => p.condition('dialysis')), { 'mg-low': 'warning' }],
      ['ionized magnesium', (p) => p.lab('ica', 1.1).lab('img', 0.4), lowBoth('info')],
      ['magnesium normal', bothLow(1.7), {}],
      ['total calcium, corrected', (p) => p.lab('ca', 7).lab('alb', 3).lab('mg', 1.6), lowBoth('info')],
    ],
    parathyrin: [
      ['64 pg/mL is not raised', bothLow(1.6, (p) => p.lab('pth', 64)), lowBoth('warning')],
      ['65 pg/mL is', bothLow(1.6, (p) => p.lab('pth', 65)), lowBoth('info')],
      ['6.8 pmol/L is not raised', bothLow(1.6, (p) => p.lab('pthMoles', 6.8)), lowBoth('warning')],
      ['6.9 pmol/L is', bothLow(1.6, (p) => p.lab('pthMoles', 6.9)), lowBoth('info')],
      ['in ng/L', bothLow(1.6, (p) => p.lab('pth', 64, { unit: 'ng/L' })), lowBoth('warning')],
      [
        'the laboratory’s own limit, lower',
        bothLow(1.6, (p) => p.lab('pth', 50, { also: limit(45) })),
        lowBoth('info'),
      ],
      [
        'the laboratory’s own limit, higher',
        bothLow(1.6, (p) => p.lab('pth', 80, { also: limit(88) })),
        lowBoth('warning'),
      ],
      ['thirteen days old', bothLow(1.6, (p) => p.lab('pth', 30, { at: ago(335) })), lowBoth('warning')],
      ['too old', bothLow(1.6, (p) => p.lab('pth', 30, { at: ago(337) })), lowBoth('info')],
      ['magnesium unknown', (p) => p.lab('ica', 1.1).lab('pth', 30), severe],
      ['magnesium unknown, raised', (p) => p.lab('ica', 1.1).lab('pth', 90), low],
    ],
    'intravenous calcium that did not hold': [
      [
        '2 g of the gluconate',
        bothLow(1.6, (p) => p.given('caGluconate', 2, 'g', { at: ago(20) })),
        lowBoth('warning'),
      ],
      [
        '1.8 g of the gluconate',
        bothLow(1.6, (p) => p.given('caGluconate', 1.8, 'g', { at: ago(20) })),
        lowBoth('info'),
      ],
      ['1 g of the chloride', bothLow(1.6, (p) => p.given('caChloride', 1, 'g', { at: ago(20) })), lowBoth('warning')],
      ['0.6 g of the chloride', bothLow(1.6, (p) => p.given('caChloride', 0.6, 'g', { at: ago(20) })), lowBoth('info')],
      ['4.4 mmol', bothLow(1.6, (p) => p.given('caChloride', 4.4, 'mmol', { at: ago(20) })), lowBoth('warning')],
      ['4.3 mmol', bothLow(1.6, (p) => p.given('caChloride', 4.3, 'mmol', { at: ago(20) })), lowBoth('info')],
      ['8.8 mEq', bothLow(1.6, (p) => p.given('caChloride', 8.8, 'mEq', { at: ago(20) })), lowBoth('warning')],
      ['8.7 mEq', bothLow(1.6, (p) => p.given('caChloride', 8.7, 'mEq', { at: ago(20) })), lowBoth('info')],
      ['by mouth', bothLow(1.6, (p) => p.given('caGluconate', 4, 'g', { at: ago(20), route: 'PO' })), lowBoth('info')],
      ['after the sample', bothLow(1.6, (p) => p.given('caGluconate', 4, 'g', { at: ago(3) })), lowBoth('info')],
      [
        '47 h before the sample',
        bothLow(1.6, (p) => p.given('caGluconate', 4, 'g', { at: ago(51) })),
        lowBoth('warning'),
      ],
      ['49 h before the sample', bothLow(1.6, (p) => p.given('caGluconate', 4, 'g', { at: ago(53) })), lowBoth('info')],
      ['magnesium unknown', (p) => p.lab('ica', 1.1).given('caChloride', 1, 'g', { at: ago(20) }), severe],
    ],
    'magnesium not known': [
      ['an ionized magnesium is one', (p) => p.lab('ica', 1.1).lab('img', 0.5), {}],
      ['dialysis', (p) => p.lab('ica', 1.1).condition('dialysis'), {}],
      ['critical', (p) => p.lab('ica', 0.7), UNKNOWN_MG.critical],
      ['a QTc of 500 ms changes nothing', (p) => p.lab('ica', 1.1).lab('qtc', 510), low],
      [
        'an early level that says nothing',
        (p) =>
          p
            .lab('ica', 1.1)
            .given('mgSulfate', 2, 'g', { at: ago(6) })
            .lab('mg', 2),
        {},
      ],
      [
        'an early level out of the look-back',
        (p) =>
          p
            .inpatient()
            .lab('ica', 1.1)
            .given('mgSulfate', 2, 'g', { at: ago(75) })
            .lab('mg', 2, { at: ago(73) }),
        low,
      ],
    ],
  });

  test('the corrected value is said in the figures of the line', () => {
    const { summary, missing } = find('7.59 + 0.8 mg/dL is low', 'hypocalcemia-mg-unknown');
    expect(summary).toMatch(/^Ca 8\.4|^Ca 8\.39/);
    expect(summary).toMatch(/magnesium has not been measured in 720 h – check Mg/);
    expect(missing).toContain('pth');
  });
});

function limit(high: number): Readonly<Record<string, unknown>> {
  return {
    referenceRange: [{ low: { value: 10, unit: 'pg/mL' }, high: { value: high, unit: 'pg/mL', code: 'pg/mL' } }],
  };
}

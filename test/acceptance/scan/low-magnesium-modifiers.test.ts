import { describe, expect, test } from 'vitest';
import { ago, ahead, type PatientFile } from './patient-files.ts';
import { judge, type Shows } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const mild: Shows = { 'mg-low': 'info' };
const warning: Shows = { 'mg-low': 'warning' };
const critical: Shows = { 'mg-low': 'critical' };
const corrected: Shows = { 'mg-albumin-corrected': 'info' };

function low(mg: number, also: Add): Add {
  return (p) => also(p.inpatient().lab('mg', mg));
}

/** Magnesium in mmol/L and albumin in g/L. */
function pair(mg: number, alb: number, also: Add = (p) => p): Add {
  return (p) => also(p.lab('mgMoles', mg).lab('alb', alb, { unit: 'g/L' }));
}

function male(p: PatientFile): PatientFile {
  return p.is({ gender: 'male' });
}

describe('low magnesium', () => {
  const find = judge({
    'risk modifiers of a mild one': [
      ['none', low(1.6, (p) => p), mild],
      ['potassium 3.49', low(1.6, (p) => p.lab('k', 3.49)), warning],
      ['potassium 3.5', low(1.6, (p) => p.lab('k', 3.5)), mild],
      ['ionized calcium 1.11', low(1.6, (p) => p.lab('ica', 1.11)), { ...warning, 'hypocalcemia-low-mg': 'info' }],
      ['ionized calcium 1.12', low(1.6, (p) => p.lab('ica', 1.12)), mild],
      ['a man’s QTc of 470 ms', low(1.6, (p) => male(p).lab('qtc', 470)), warning],
      ['a man’s QTc of 469 ms', low(1.6, (p) => male(p).lab('qtc', 469)), mild],
      ['a woman’s QTc of 480 ms', low(1.6, (p) => p.lab('qtc', 480)), warning],
      ['a woman’s QTc of 479 ms', low(1.6, (p) => p.lab('qtc', 479)), mild],
      ['unknown sex, a QTc of 479 ms', low(1.6, (p) => p.is({ gender: undefined }).lab('qtc', 479)), mild],
      ['unknown sex, a QTc of 480 ms', low(1.6, (p) => p.is({ gender: 'unknown' }).lab('qtc', 480)), warning],
      ['a QTc in seconds', low(1.6, (p) => p.lab('qtc', 0.48, { unit: 's' })), warning],
      ['a QTc of 0.479 s', low(1.6, (p) => p.lab('qtc', 0.479, { unit: 's' })), mild],
      ['digoxin ordered', low(1.6, (p) => p.order('digoxin', { route: 'PO' })), warning],
      ['digoxin given 47 h ago', low(1.6, (p) => p.given('digoxin', 0.25, 'mg', { at: ago(47) })), warning],
      ['digoxin given 49 h ago', low(1.6, (p) => p.given('digoxin', 0.25, 'mg', { at: ago(49) })), mild],
      ['amiodarone ordered', low(1.6, (p) => p.order('amiodarone')), warning],
      ['amiodarone given 23 h ago', low(1.6, (p) => p.given('amiodarone', 150, 'mg', { at: ago(23) })), warning],
      ['amiodarone given 25 h ago', low(1.6, (p) => p.given('amiodarone', 150, 'mg', { at: ago(25) })), mild],
      ['ondansetron is no modifier', low(1.6, (p) => p.order('ondansetron')), mild],
      ['torsades 23 h ago', low(1.6, (p) => p.condition('torsades', { onsetDateTime: ago(23) })), warning],
      ['torsades 25 h ago', low(1.6, (p) => p.condition('torsades', { onsetDateTime: ago(25) })), mild],
    ],
    'a QTc that has to be found': [
      ['from QT 450 ms at 80/min: 495 ms', low(1.6, (p) => p.lab('qt', 450).lab('heartRate', 80)), warning],
      ['from QT 430 ms at 80/min: 473 ms', low(1.6, (p) => p.lab('qt', 430).lab('heartRate', 80)), mild],
      ['QT without a heart rate', low(1.6, (p) => p.lab('qt', 520)), mild],
      ['of Bazett at 90/min', low(1.6, (p) => p.lab('qtcBazett', 510).lab('heartRate', 90)), warning],
      ['of Bazett at 101/min', low(1.6, (p) => p.lab('qtcBazett', 510).lab('heartRate', 101)), mild],
      ['of Bazett at 49/min', low(1.6, (p) => p.lab('qtcBazett', 510).lab('heartRate', 49)), mild],
    ],
    'the laboratory’s own range': [
      [
        'does not count by default',
        low(1.65, (p) =>
          p.lab('mg', 1.65, { at: ago(3), also: { referenceRange: [{ low: { value: 1.6, unit: 'mg/dL' } }] } }),
        ),
        mild,
      ],
    ],
    'modifiers of a moderate one': [
      ['potassium 3.0', low(1.1, (p) => p.lab('k', 3)), warning],
      ['a QTc of 499 ms', low(1.1, (p) => p.lab('qtc', 499)), warning],
      ['a QTc of 500 ms', low(1.1, (p) => p.lab('qtc', 500)), critical],
      ['torsades', low(1.1, (p) => p.condition('torsades', { onsetDateTime: ago(3) })), critical],
      ['a mild one is not critical by its QTc', low(1.6, (p) => p.lab('qtc', 510)), warning],
    ],
    'explained by the albumin': [
      ['0.65 + 0.05 mmol/L is 0.70', pair(0.65, 30), corrected],
      ['0.649 + 0.05 mmol/L is low', pair(0.649, 30), mild],
      ['0.65 with albumin 30.1 is low', pair(0.65, 30.1), mild],
      ['1.6 mg/dL with albumin 2.0 g/dL', (p) => p.lab('mg', 1.6).lab('alb', 2), corrected],
      ['1.58 mg/dL with albumin 3.0 g/dL is 0.7001 mmol/L', (p) => p.lab('mg', 1.58).lab('alb', 3), corrected],
      ['1.57 mg/dL with albumin 3.0 g/dL is 0.6960 mmol/L', (p) => p.lab('mg', 1.57).lab('alb', 3), mild],
      [
        '1.39 mEq/L with albumin 30 g/L',
        (p) => p.lab('mgMoles', 1.39, { unit: 'meq/L' }).lab('alb', 30, { unit: 'g/L' }),
        corrected,
      ],
      ['albumin 34.9', pair(0.69, 34.9), corrected],
      ['albumin 35 is not low', pair(0.69, 35), mild],
      ['a moderate one is not explained', pair(0.49, 10), warning],
      ['a modifier: potassium', pair(0.65, 20, (p) => p.lab('k', 3.4)), warning],
      ['a modifier: digoxin', pair(0.65, 20, (p) => p.order('digoxin')), warning],
      ['no modifier: a normal potassium', pair(0.65, 20, (p) => p.lab('k', 3.9)), corrected],
      [
        'albumin less than 72 h before',
        (p) => p.lab('mgMoles', 0.65, { at: ago(100) }).lab('alb', 2, { at: ago(171.9) }),
        corrected,
      ],
      [
        'albumin more than 72 h before',
        (p) => p.lab('mgMoles', 0.65, { at: ago(100) }).lab('alb', 2, { at: ago(172.1) }),
        mild,
      ],
      [
        'albumin less than 72 h after',
        (p) => p.lab('mgMoles', 0.65, { at: ago(100) }).lab('alb', 2, { at: ago(28.1) }),
        corrected,
      ],
      [
        'albumin more than 72 h after',
        (p) => p.lab('mgMoles', 0.65, { at: ago(100) }).lab('alb', 2, { at: ago(27.9) }),
        mild,
      ],
      ['albumin of later', (p) => p.lab('mgMoles', 0.65).lab('alb', 2, { at: ahead(1) }), mild],
    ],
  });

  test('the corrected figures are said in both units', () => {
    const { detail, summary, evidence } = find('1.6 mg/dL with albumin 2.0 g/dL', 'mg-albumin-corrected');
    expect(detail['magnesiumCorrectedMmolPerL']).toBeCloseTo(1.6 / 2.4305 + 0.1, 4);
    expect(detail['magnesiumCorrectedMgPerDl']).toBeCloseTo(1.6 + 0.1215 * 2, 2);
    expect(summary).toMatch(
      /^Mg 1\.6.* is low but 1\.84.* after albumin correction \(albumin (2|20).*\) – consider ionized Mg$/,
    );
    expect(evidence.map(({ role }) => role)).toEqual(expect.arrayContaining(['magnesium', 'albumin']));
  });

  test('what is missing is said', () => {
    const { missing } = find('none', 'mg-low');
    expect(missing).toEqual(expect.arrayContaining(['albumin', 'egfr', 'potassium', 'qtc']));
    expect(find('potassium 3.49', 'mg-low').missing).not.toContain('potassium');
  });
});

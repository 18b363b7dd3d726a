import { threshold, thresholdWithoutMEq } from './parameter-families.ts';
import { above, between, type NumberSpec, numberOf } from './parameter-kinds.ts';

/** Clinical catalogue §1.2, within the limits of §1.3. "below" is <, "above" is >, "from" is ≥. */
export const THRESHOLDS = {
  'mg.low': threshold('mg', [0.7, 1.7, 1.4], 'magnesium is low below it'),
  'mg.moderate': threshold('mg', [0.5, 1.2, 1.0], 'low magnesium is moderate below it'),
  'mg.severe': threshold('mg', [0.4, 1.0, 0.8], 'low magnesium is severe below it'),
  'mg.lowNormalCeil': threshold('mg', [0.85, 2.1, 1.7], 'magnesium that is not low is low-normal below it'),
  'mg.high': threshold('mg', [1.1, 2.6, 2.2], 'magnesium is high above it'),
  'mg.highWarn': threshold('mg', [1.65, 4.0, 3.3], 'high magnesium warns from here'),
  'mg.highCritical': threshold('mg', [2.0, 4.9, 4.0], 'high magnesium is critical from here'),
  'mg.obWarn': threshold('mg', [3.5, 8.5, 7.0], 'obstetric magnesium warns from here'),
  'mg.obCritical': threshold('mg', [4.0, 9.7, 8.0], 'obstetric magnesium is critical from here'),
  'img.low': threshold('img', [0.45, 1.1, 0.9], 'ionized magnesium is low below it'),
  'ca.low': threshold('ca', [2.1, 8.4, 4.2], 'albumin-corrected calcium is low below it'),
  'ca.severe': threshold(
    'ca',
    [1.9, 7.6, 3.8],
    'low calcium is severe below it; with a high K it marks an EDTA sample',
  ),
  'ca.critical': threshold('ca', [1.65, 6.6, 3.3], 'low calcium is critical below it'),
  'ica.low': threshold('ica', [1.12, 4.5, 2.24], 'ionized calcium is low below it'),
  'ica.severe': threshold(
    'ica',
    [1.0, 4.0, 2.0],
    'low ionized calcium is severe below it; with a high K it marks an EDTA sample',
  ),
  'ica.critical': threshold('ica', [0.8, 3.2, 1.6], 'low ionized calcium is critical below it'),
  'phos.low': thresholdWithoutMEq('phos', [0.8, 2.5], 'phosphate is low below it'),
  'phos.severe': thresholdWithoutMEq('phos', [0.32, 1.0], 'low phosphate is severe below it'),
  'k.low': potassium(3.5, 'potassium is low below it'),
  'k.moderate': potassium(3.0, 'low potassium is moderate below it'),
  'k.severe': potassium(2.5, 'low potassium is severe below it'),
  'k.edta': potassium(6.0, 'potassium from here, with a very low calcium, marks an EDTA sample'),
  'k.hyperForCalcium': potassium(6.0, 'potassium from here explains a calcium order: nothing is said of it'),
  'alb.low_gL': numberOf(35, 'g/L', { range: between(5, 70), says: 'albumin is low below it' }),
  'pth.uln_pgmL': numberOf(65, 'pg/mL', {
    range: above(0, 5000),
    says: 'upper limit of PTH where the result brings none; below it PTH is not raised',
  }),
  'egfr.reduced': egfr(60, 'kidney function is reduced below it'),
  'egfr.severe': egfr(30, 'kidney function is severely reduced below it'),
  'egfr.failure': egfr(15, 'the kidneys have failed below it'),
  'qtc.prolonged.male_ms': qtc(470, 'QTc of a man is prolonged from here'),
  'qtc.prolonged.female_ms': qtc(480, 'QTc of a woman, or of a person of unknown sex, is prolonged from here'),
  'qtc.critical_ms': qtc(500, 'QTc is critical from here'),
  'digoxin.toxic_ngmL': numberOf(2.0, 'ng/mL', { range: above(0, 50), says: 'digoxin is toxic from here' }),
};

function potassium(value: number, says: string): NumberSpec {
  return numberOf(value, 'mmol/L', { range: between(1, 12), says });
}

function egfr(value: number, says: string): NumberSpec {
  return numberOf(value, 'mL/min/{1.73_m2}', { range: between(1, 200), says });
}

function qtc(value: number, says: string): NumberSpec {
  return numberOf(value, 'ms', { range: between(200, 800), says });
}

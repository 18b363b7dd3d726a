import { NOTE_WORDS } from '@magwatch/rules';

/** How roles of evidence, missing values and kinds of data are called on a card. */
const NAMES: Readonly<Record<string, string>> = {
  'calcium-albumin-corrected': 'Calcium, albumin-corrected',
  'calcium-ionized': 'Calcium, ionized',
  'calcium-dose': 'Calcium given',
  'calcium-draft': 'Calcium being ordered',
  egfr: 'eGFR',
  'magnesium-ionized': 'Magnesium, ionized',
  'magnesium-earlier': 'Magnesium',
  'magnesium-early': 'Magnesium, drawn too early',
  'magnesium-before': 'Magnesium before the dose',
  'magnesium-test': 'Magnesium test',
  'magnesium-dose': 'Magnesium given',
  'magnesium-dose-amount': 'the content of some magnesium doses',
  'magnesium-dose-partial': 'magnesium doses that were stopped',
  'magnesium-order': 'Magnesium order',
  'magnesium-draft': 'Magnesium being ordered',
  'magnesium-route': 'the route of some magnesium',
  'potassium-test': 'Potassium test',
  'potassium-baseline': 'Potassium, start of the low run',
  'potassium-series': 'Potassium',
  'potassium-dose': 'Potassium given',
  'potassium-order': 'Potassium order',
  'potassium-draft': 'Potassium being ordered',
  'potassium-dose-amount': 'the content of some potassium doses',
  'potassium-dose-times': 'how often potassium was ordered',
  pth: 'PTH',
  'qt-drug': 'QT-prolonging drug',
  'qtc-bazett': 'QTc (Bazett)',
  qt: 'QT',
  'digoxin-level': 'Digoxin level',
  'digitoxin-level': 'Digitoxin level',
  'ppi-start': 'PPI since',
  qtc: 'QTc',
  'wasting-drug': 'Drug that wastes magnesium',
  'urine-magnesium-24h': 'Magnesium in the urine of a day',
  'magnesium-near-urine': 'Magnesium in serum near the urine',
  'creatinine-near-urine': 'Creatinine in serum near the urine',
  'feeding-start': 'Feeding since',
  // Kinds of data that nobody could look at.
  'k-replacement': 'potassium doses and orders',
  'ca-replacement': 'calcium doses and orders',
  'mg-replacement': 'magnesium doses and orders',
  'mg-load-other': 'laxatives and antacids with magnesium',
  digoxin: 'Digoxin',
  'qt-a': 'QT-prolonging drugs',
  'qt-b': 'QT-prolonging drugs',
  loop: 'loop diuretics',
  thiazide: 'thiazides',
  ppi: 'PPIs',
  'calcineurin-inhibitor': 'calcineurin inhibitors',
  'egfr-antibody': 'EGFR antibodies',
  'k-shift': 'drugs that shift potassium',
  'vitamin-d': 'vitamin D and calcium-raising drugs',
  nmba: 'neuromuscular blockers and their reversal',
  'av-block': 'AV block',
  'av-block-high': 'high-grade AV block',
  'lambert-eaton': 'Lambert-Eaton syndrome',
  aki: 'AKI',
  ckd: 'CKD',
};

/** The name of a role of evidence; not escaped. */
export const nameOf = (role: string): string => NAMES[role] ?? sentence(role.replaceAll('-', ' '));

/** What was missing, each thing once, by the names of values (`egfr`) or of kinds of data (`dose:loop`); not escaped. */
export function missingNames(missing: readonly string[]): readonly string[] {
  const names = missing.map((key) => {
    const [kind, name] = key.split(':');
    if (kind === undefined || name === undefined) return NAMES[key] ?? key.replaceAll('-', ' ');
    const words = NAMES[name] ?? name.replaceAll('-', ' ');
    return kind === 'condition' ? `diagnosis of ${words}` : words;
  });
  return [...new Set(names)];
}

/** A note in words; not escaped. */
export const noteText = (note: string): string => NOTE_WORDS[note] ?? `${sentence(note.replaceAll('-', ' '))}.`;

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

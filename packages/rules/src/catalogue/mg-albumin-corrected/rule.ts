import { correctedMagnesium, hasAlbuminPattern } from '../../blocks/corrected-magnesium.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { riskModifiers } from '../../blocks/risk-modifiers.ts';
import { magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule } from '../../contract.ts';
import { resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures } from '../../figures.ts';
import { absent, present, unknown } from '../../finding.ts';
import {
  calciumInputs,
  condition,
  declare,
  digoxinInputs,
  dose,
  drugOrder,
  hours,
  magnesiumInputs,
  optional,
  required,
  result,
  rhythmInputs,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, noteLines, seriesLine } from '../../words.ts';

/**
 * Cuts false alarms in hypoalbuminemia without hiding danger: it stands in for `mg-low` where nothing makes a
 * mild low value matter. Source: clinical catalogue §4 rule 2. Owner: pharmacy.
 */
export const mgAlbuminCorrected: Rule = {
  id: 'mg-albumin-corrected',
  version: '1.0.0',
  family: 'level',
  title: 'Low total magnesium explained by low albumin',
  inputs: declare(
    magnesiumInputs,
    [required(result('albumin'), hours.albumin)],
    specimenInputs,
    calciumInputs('optional'),
    rhythmInputs,
    digoxinInputs,
    [
      optional(dose('qt-a'), hours.drug),
      optional(drugOrder('qt-a'), hours.now),
      optional(condition('torsades'), hours.day),
    ],
  ),
  evaluate,
  card: {
    summary,
    detail,
    suggestions: [],
    overrideReasons: ['OR2', 'OR10'],
    citations: ['Kroll MH, Elin RJ. Clin Chem 1985;31:244-246'],
  },
};

function evaluate(chart: Chart): Finding {
  const mg = chart.read(magnesium);
  if (mg.grade === 'unknown' || !mg.result) return unknown(['magnesium']);
  if (mg.grade !== 'mild') return absent(mg.isLow ? 'magnesium-too-low' : 'magnesium-not-low');
  if (mg.result.analyte !== 'magnesium') return absent('ionized-magnesium-is-low');
  const corrected = chart.read(correctedMagnesium);
  if (!corrected) return unknown(['albumin']);
  if (!corrected.isAlbuminLow) return absent('albumin-not-low');
  if (!corrected.isNormal) return absent('low-after-correction');
  const modifiers = chart.read(riskModifiers);
  if (!chart.read(hasAlbuminPattern)) return absent('risk-modifier');
  const treated = chart.read(magnesiumTreated);
  return present({
    severity: 'info',
    figures: {
      ...magnesiumFigures(mg),
      albuminGPerL: figure(corrected.albumin.canonical),
      magnesiumCorrectedMmolPerL: figure(corrected.mmolPerL),
      magnesiumCorrectedMgPerDl: figure(corrected.mgPerDl),
      magnesiumUnit: mg.result.compared.unit,
    },
    evidence: [resultEvidence('magnesium', mg.result), resultEvidence('albumin', corrected.albumin)],
    missing: modifiers.missing,
    ...(treated ? { explainedBy: treated } : {}),
  });
}

function summary(finding: Present): string {
  const corrected = correctedText(finding);
  const albumin = `${figureText(finding, 'albuminGPerL')} g/L`;
  return fitting(
    `Mg ${figureText(finding, 'magnesium')} is low but ${corrected} after albumin correction (albumin ${albumin}) – consider ionized Mg`,
  );
}

/** In the unit in which the laboratory reports. */
function correctedText(finding: Present): string {
  const { magnesiumUnit, magnesiumCorrectedMmolPerL: mmolPerL } = finding.figures;
  if (magnesiumUnit === 'mg/dL') return `${figureText(finding, 'magnesiumCorrectedMgPerDl')} mg/dL`;
  if (magnesiumUnit === 'meq/L' && typeof mmolPerL === 'number') return `${(2 * mmolPerL).toFixed(2)} mEq/L`;
  return `${figureText(finding, 'magnesiumCorrectedMmolPerL')} mmol/L`;
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    ...seriesLine(finding, 'Albumin', ['albumin']),
    `Corrected magnesium (mmol/L) = magnesium + 0.005 × (40 − albumin in g/L) = ${figureText(finding, 'magnesiumCorrectedMmolPerL')} mmol/L with the site's slope.`,
    'The formula is weakly validated: it annotates and does not measure. Ionized magnesium tells more where it is available.',
    ...noteLines(finding),
  ];
}

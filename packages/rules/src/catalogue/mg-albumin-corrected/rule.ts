import { assert } from '@magwatch/base';
import { cannotTell, holds, no } from '../../answer.ts';
import { correctedMagnesium } from '../../blocks/corrected-magnesium.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { riskModifiers } from '../../blocks/risk-modifiers.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures } from '../../figures.ts';
import {
  calciumInputs,
  condition,
  declare,
  digoxinInputs,
  hours,
  magnesiumInputs,
  optional,
  required,
  result,
  rhythmInputs,
  specimenInputs,
  tierAInputs,
} from '../../inputs.ts';
import { figureText, fitting, noteLines, quantityText, resultText, seriesLine } from '../../words.ts';
import { magnesiumIsLow, treatmentExplains } from '../shared-conditions.ts';

/**
 * Cuts false alarms in hypoalbuminemia without hiding danger: it stands in for `mg-low` where nothing makes a
 * mild low value matter. Source: clinical catalogue §4 rule 2. Owner: pharmacy.
 */
export const mgAlbuminCorrected: Rule = {
  id: 'mg-albumin-corrected',
  version: '1.1.0',
  family: 'level',
  title: 'Low total magnesium explained by low albumin',
  inputs: declare(
    magnesiumInputs,
    [required(result('albumin'), hours.albumin)],
    specimenInputs,
    calciumInputs('optional'),
    rhythmInputs,
    digoxinInputs,
    tierAInputs,
    [optional(condition('torsades'), hours.day)],
  ),
  conditions: [
    magnesiumIsLow,
    { says: 'Total magnesium is only mildly low', check: isMildTotal },
    { says: 'Albumin near the sample is low', check: hasLowAlbumin },
    { says: 'Magnesium is normal after correction for albumin', check: isNormalAfterCorrection },
    { says: 'Nothing makes it matter more', check: hasNoModifier },
  ],
  explanations: [treatmentExplains],
  severity: { steps: [], otherwise: 'info' },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG15'],
    overrideReasons: ['OR2', 'OR10'],
    citations: ['Kroll MH, Elin RJ. Clin Chem 1985;31:244-246'],
  },
};

function isMildTotal(chart: Chart): Answer {
  const { grade, result } = chart.read(magnesium);
  if (!result) return cannotTell(['magnesium']);
  if (grade !== 'mild') return no('magnesium-too-low', resultText(result));
  return holds(result.analyte === 'magnesium', 'ionized-magnesium-is-low', resultText(result));
}

/** That none is near is known, because it was looked for: then the low value speaks for itself, in mg-low. */
function hasLowAlbumin(chart: Chart): Answer {
  const corrected = chart.read(correctedMagnesium);
  if (!corrected) return chart.read(magnesium).result ? no('no-albumin-near') : cannotTell(['magnesium']);
  const { albumin, isAlbuminLow } = corrected;
  return holds(isAlbuminLow, 'albumin-not-low', resultText(albumin), [resultEvidence('albumin', albumin)]);
}

function isNormalAfterCorrection(chart: Chart): Answer {
  const corrected = chart.read(correctedMagnesium);
  if (!corrected) return cannotTell(['albumin']);
  return holds(corrected.isNormal, 'low-after-correction', quantityText(corrected.mmolPerL, 'mmol/L'));
}

function hasNoModifier(chart: Chart): Answer {
  const { words } = chart.read(riskModifiers);
  return holds(words.length === 0, 'risk-modifier', words.join(', ') || undefined);
}

function describe(chart: Chart): Found {
  const mg = chart.read(magnesium);
  const corrected = chart.read(correctedMagnesium);
  assert(mg.result && corrected, 'the conditions hold');
  return {
    figures: {
      ...magnesiumFigures(mg),
      albuminGPerL: figure(corrected.albumin.canonical),
      magnesiumCorrectedMmolPerL: figure(corrected.mmolPerL),
      magnesiumCorrectedMgPerDl: figure(corrected.mgPerDl),
      magnesiumUnit: mg.result.compared.unit,
      correctionSlope: chart.parameters.albuminMg.slope_mmolL_per_gL,
      referenceAlbuminGPerL: chart.parameters.albuminMg.refAlb_gL,
    },
    evidence: [resultEvidence('magnesium', mg.result), resultEvidence('albumin', corrected.albumin)],
    missing: chart.read(riskModifiers).missing,
  };
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
    formulaLine(finding),
    'The formula is weakly validated: it annotates and does not measure. Ionized magnesium tells more where it is available.',
    ...noteLines(finding),
  ];
}

function formulaLine(finding: Present): string {
  const [mg, slope, reference, albumin, corrected] = [
    'magnesiumMmolPerL',
    'correctionSlope',
    'referenceAlbuminGPerL',
    'albuminGPerL',
    'magnesiumCorrectedMmolPerL',
  ].map((name) => figureText(finding, name));
  return `Corrected magnesium = ${mg} mmol/L + ${slope} × (${reference} − albumin ${albumin} g/L) = ${corrected} mmol/L.`;
}

import { calcium, calciumGiven, parathyroid } from '../../blocks/calcium.ts';
import { isOnDialysis } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import { magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule, Severity } from '../../contract.ts';
import { resultEvidence } from '../../evidence.ts';
import { calciumText, figure, magnesiumFigures, magnesiumText } from '../../figures.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  calciumInputs,
  declare,
  dialysisInputs,
  dose,
  hours,
  magnesiumInputs,
  optional,
  result,
  rhythmInputs,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { calciumLines, calciumParts } from '../calcium-course.ts';

/**
 * Both calcium and magnesium are low, so that calcium may not correct without magnesium.
 * Source: clinical catalogue §4 rule 6. Owner: pharmacy.
 */
export const hypocalcemiaLowMg: Rule = {
  id: 'hypocalcemia-low-mg',
  version: '1.0.0',
  family: 'mg-ca',
  title: 'Low calcium with low magnesium',
  inputs: declare(calciumInputs('required'), magnesiumInputs, specimenInputs, dialysisInputs, rhythmInputs, [
    optional(result('pth'), hours.pth),
    optional(dose('ca-replacement'), hours.caDose),
  ]),
  evaluate,
  card: {
    summary,
    detail,
    suggestions: ['SG2', 'SG8', 'SG6', 'SG4'],
    overrideReasons: ['OR1', 'OR2', 'OR3', 'OR4', 'OR7', 'OR10'],
    citations: ['Rude RK. Clin Endocrinol 1976;5:209-224', 'Agus ZS. J Am Soc Nephrol 1999;10:1616-1622'],
  },
};

function evaluate(chart: Chart): Finding {
  if (chart.read(isOnDialysis)) return notApplicable('dialysis');
  const ca = chart.read(calcium);
  if (ca.state === 'ok') return absent('calcium-not-low');
  const mg = chart.read(magnesium);
  if (mg.grade !== 'unknown' && !mg.isLow) return absent('magnesium-not-low');
  if (ca.state === 'unknown' || mg.grade === 'unknown' || !mg.result)
    return unknown([
      ...(ca.state === 'unknown' ? [ca.missing ?? 'calcium'] : []),
      ...(mg.grade === 'unknown' ? ['magnesium'] : []),
    ]);
  const heart = chart.read(rhythm);
  const parts = calciumParts(chart);
  const treated = chart.read(magnesiumTreated);
  return present({
    severity: severityOf(chart),
    figures: {
      ...parts.figures,
      ...magnesiumFigures(mg),
      ...(heart.qtcMs === undefined ? {} : { qtcMs: figure(heart.qtcMs) }),
    },
    evidence: [
      ...parts.evidence,
      resultEvidence('magnesium', mg.result),
      ...(heart.result ? [resultEvidence('qtc', heart.result)] : []),
    ],
    missing: [...parts.missing, ...(heart.result ? [] : ['qtc'])],
    ...(treated ? { explainedBy: treated } : {}),
  });
}

function severityOf(chart: Chart): Severity {
  const { state } = chart.read(calcium);
  const { grade } = chart.read(magnesium);
  if (state === 'critical' || grade === 'severe' || chart.read(rhythm).isCritical) return 'critical';
  const isPthLow = chart.read(parathyroid)?.isNotRaised ?? false;
  if (grade === 'moderate' || state === 'severe' || isPthLow || chart.read(calciumGiven).isEnough) return 'warning';
  return 'info';
}

function summary({ figures }: Present): string {
  const pth = figures['isPthNotRaised'] === true ? ', PTH not raised' : '';
  return fitting(
    `${calciumText(figures)} and ${magnesiumText(figures)} are both low${pth}: hypocalcemia may not correct without Mg`,
  );
}

function detail(finding: Present): readonly string[] {
  return [
    ...calciumLines(finding),
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    ...(hasFigure(finding, 'qtcMs') ? [`QTc ${figureText(finding, 'qtcMs')} ms.`] : []),
    'Treat symptomatic hypocalcemia now; add Mg.',
    'After magnesium PTH recovers within hours, calcium over days.',
    ...noteLines(finding),
  ];
}

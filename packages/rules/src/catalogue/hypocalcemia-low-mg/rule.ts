import { isGrade, magnesium } from '../../blocks/magnesium.ts';
import { isQtcCritical, rhythm } from '../../blocks/rhythm.ts';
import type { Chart } from '../../chart.ts';
import type { Found, Present, Rule } from '../../contract.ts';
import { resultEvidence } from '../../evidence.ts';
import { calciumText, figure, magnesiumFigures, magnesiumText } from '../../figures.ts';
import {
  calciumInputs,
  declare,
  dose,
  guardInputs,
  hours,
  magnesiumInputs,
  optional,
  result,
  rhythmInputs,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { calciumLines, hypocalcemiaParts, hypocalcemiaWarningSteps, isCalciumCritical } from '../calcium-course.ts';
import { calciumIsLow, magnesiumIsLow, notOnDialysis, treatmentExplains } from '../shared-conditions.ts';

/**
 * Both calcium and magnesium are low, so that calcium may not correct without magnesium.
 * Source: clinical catalogue §4 rule 6. Owner: pharmacy.
 */
export const hypocalcemiaLowMg: Rule = {
  id: 'hypocalcemia-low-mg',
  version: '1.1.0',
  family: 'mg-ca',
  title: 'Low calcium with low magnesium',
  inputs: declare(calciumInputs('required'), magnesiumInputs, specimenInputs, guardInputs, rhythmInputs, [
    optional(result('pth'), hours.pth),
    optional(dose('ca-replacement'), hours.caDose),
  ]),
  conditions: [notOnDialysis, calciumIsLow, magnesiumIsLow],
  explanations: [treatmentExplains],
  severity: {
    steps: [
      { severity: 'critical', says: 'Calcium is critically low', check: isCalciumCritical },
      { severity: 'critical', says: 'Magnesium is severely low', check: isGrade('severe') },
      { severity: 'critical', says: 'QTc is 500 ms or more', check: isQtcCritical },
      { severity: 'warning', says: 'Magnesium is moderately low', check: isGrade('moderate') },
      ...hypocalcemiaWarningSteps,
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG2', 'SG8', 'SG6', 'SG4'],
    overrideReasons: ['OR1', 'OR2', 'OR3', 'OR4', 'OR7', 'OR10'],
    citations: ['Rude RK. Clin Endocrinol 1976;5:209-224', 'Agus ZS. J Am Soc Nephrol 1999;10:1616-1622'],
  },
};

function describe(chart: Chart): Found {
  const mg = chart.read(magnesium);
  const heart = chart.read(rhythm);
  const parts = hypocalcemiaParts(chart);
  return {
    figures: {
      ...parts.figures,
      ...magnesiumFigures(mg),
      ...(heart.qtcMs === undefined ? {} : { qtcMs: figure(heart.qtcMs) }),
    },
    evidence: [
      ...parts.evidence,
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...(heart.result ? [resultEvidence('qtc', heart.result)] : []),
    ],
    missing: [...parts.missing, ...(heart.result ? [] : ['qtc'])],
  };
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

import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { isGrade, magnesium } from '../../blocks/magnesium.ts';
import { shift } from '../../blocks/shift.ts';
import type { Chart } from '../../chart.ts';
import type { Found, Present, Rule } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { magnesiumFigures, magnesiumText } from '../../figures.ts';
import {
  condition,
  declare,
  digoxinInputs,
  dose,
  guardInputs,
  hours,
  magnesiumInputs,
  optional,
  refractoryInputs,
  rhythmInputs,
  specimenInputs,
  wastingInputs,
} from '../../inputs.ts';
import { ecgIfPotassiumBelow3 } from '../../suggested.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';
import { courseLines, courseText, getRefractory, heartParts, urgentPotassiumSteps } from '../refractory-course.ts';
import { magnesiumIsLow, notOnDialysis, potassiumIsRefractory, treatmentExplains } from '../shared-conditions.ts';

/**
 * The core pattern: potassium does not answer to replacement and magnesium is low, so magnesium is replaced
 * together with potassium. Source: clinical catalogue §4 rule 3. Owner: pharmacy.
 */
export const refractoryHypokalemiaLowMg: Rule = {
  id: 'refractory-hypokalemia-low-mg',
  version: '1.1.1',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium is low',
  inputs: declare(
    refractoryInputs,
    magnesiumInputs,
    specimenInputs,
    guardInputs,
    rhythmInputs,
    digoxinInputs,
    wastingInputs,
    [optional(dose('k-shift'), hours.day), optional(condition('periodic-paralysis'), hours.now)],
  ),
  conditions: [notOnDialysis, potassiumIsRefractory, magnesiumIsLow],
  explanations: [treatmentExplains],
  severity: {
    steps: [
      ...urgentPotassiumSteps,
      { severity: 'critical', says: 'Magnesium is severely low', check: isGrade('severe') },
    ],
    otherwise: 'warning',
  },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `${courseText(finding.figures)} and ${magnesiumText(finding.figures)}: low Mg may be blocking K repletion`,
      ),
    detail,
    suggestions: ['SG2', 'SG3', 'SG5', 'SG6', ecgIfPotassiumBelow3, 'SG9'],
    overrideReasons: ['OR1', 'OR2', 'OR4', 'OR5', 'OR6', 'OR7', 'OR10'],
    citations: [
      'Huang CL, Kuo E. J Am Soc Nephrol 2007;18:2649-2652',
      'Whang R, Whang DD, Ryan MP. Arch Intern Med 1992;152:40-45',
      'Whang R. Arch Intern Med 1984;144:1794-1796',
    ],
  },
};

function describe(chart: Chart): Found {
  const course = getRefractory(chart);
  const mg = chart.read(magnesium);
  const egfr = egfrParts(chart);
  const heart = heartParts(chart);
  const wasting = chart.read(wastingDrugs);
  const shifts = chart.read(shift);
  return {
    figures: {
      ...course.figures,
      ...magnesiumFigures(mg),
      ...heart.figures,
      ...egfr.figures,
      ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
      ...(shifts.isPresent ? { hasShift: true } : {}),
    },
    evidence: [
      ...course.evidence,
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...heart.evidence,
      ...egfr.evidence,
      ...wasting.map((item) => exposureEvidence('wasting-drug', item)),
      ...shifts.evidence,
    ],
    missing: [...course.missing, ...heart.missing, ...egfr.missing],
    notes: course.notes,
  };
}

function detail(finding: Present): readonly string[] {
  return [
    ...courseLines(finding),
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    ...(hasFigure(finding, 'wastingDrugs')
      ? [`Drugs on the chart that waste magnesium: ${figureText(finding, 'wastingDrugs')}.`]
      : []),
    ...(hasFigure(finding, 'hasShift')
      ? ['A shift of potassium into cells (insulin, β2-agonist, bicarbonate, periodic paralysis) may add to it.']
      : []),
    ...egfrLine(finding),
    'Replace Mg together with K – do not hold urgent K.',
    ...noteLines(finding),
  ];
}

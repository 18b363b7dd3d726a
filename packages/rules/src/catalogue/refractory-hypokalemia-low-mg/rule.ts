import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { isOnDialysis, kidneys } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { refractoryPotassium } from '../../blocks/refractory-potassium.ts';
import { shift } from '../../blocks/shift.ts';
import { magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures, magnesiumText } from '../../figures.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  condition,
  declare,
  digoxinInputs,
  dose,
  hours,
  kidneyInputs,
  magnesiumInputs,
  optional,
  refractoryInputs,
  rhythmInputs,
  specimenInputs,
  wastingInputs,
} from '../../inputs.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { courseLines, courseText, heartParts, isPotassiumUrgent, type Refractory } from '../refractory-course.ts';

/**
 * The core pattern: potassium does not answer to replacement and magnesium is low, so magnesium is replaced
 * together with potassium. Source: clinical catalogue §4 rule 3. Owner: pharmacy.
 */
export const refractoryHypokalemiaLowMg: Rule = {
  id: 'refractory-hypokalemia-low-mg',
  version: '1.0.0',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium is low',
  inputs: declare(
    refractoryInputs,
    magnesiumInputs,
    specimenInputs,
    kidneyInputs,
    rhythmInputs,
    digoxinInputs,
    wastingInputs,
    [optional(dose('k-shift'), hours.day), optional(condition('periodic-paralysis'), hours.now)],
  ),
  evaluate,
  card: {
    summary: (finding) =>
      fitting(`${courseText(finding)} and ${magnesiumText(finding.figures)}: low Mg may be blocking K repletion`),
    detail,
    suggestions: ['SG2', 'SG3', 'SG5', 'SG6', 'SG4', 'SG9'],
    overrideReasons: ['OR1', 'OR2', 'OR4', 'OR5', 'OR6', 'OR7', 'OR10'],
    citations: [
      'Huang CL, Kuo E. J Am Soc Nephrol 2007;18:2649-2652',
      'Whang R, Whang DD, Ryan MP. Arch Intern Med 1992;152:40-45',
      'Whang R. Arch Intern Med 1984;144:1794-1796',
    ],
  },
};

function evaluate(chart: Chart): Finding {
  if (chart.read(isOnDialysis)) return notApplicable('dialysis');
  const course = chart.read(refractoryPotassium);
  if (course.is === 'no') return absent(course.reason);
  const mg = chart.read(magnesium);
  if (mg.grade !== 'unknown' && !mg.isLow) return absent('magnesium-not-low');
  const cannotTell = [
    ...(course.is === 'unknown' ? course.missing : []),
    ...(mg.grade === 'unknown' ? ['magnesium'] : []),
  ];
  if (course.is === 'unknown' || !mg.result) return unknown(cannotTell);
  return found(chart, course);
}

function found(chart: Chart, course: Refractory): Finding {
  const mg = chart.read(magnesium);
  const { egfr } = chart.read(kidneys);
  const heart = heartParts(chart);
  const wasting = chart.read(wastingDrugs);
  const shifts = chart.read(shift);
  const treated = chart.read(magnesiumTreated);
  const isCritical = isPotassiumUrgent(chart, course.latest) || mg.grade === 'severe';
  return present({
    severity: isCritical ? 'critical' : 'warning',
    figures: {
      ...course.figures,
      ...magnesiumFigures(mg),
      ...heart.figures,
      ...(egfr ? { egfr: figure(egfr.value) } : {}),
      ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
      ...(shifts.isPresent ? { hasShift: true } : {}),
    },
    evidence: [
      ...course.evidence,
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...heart.evidence,
      ...(egfr ? [resultEvidence(egfr.source === 'reported' ? 'egfr' : 'creatinine', egfr.result)] : []),
      ...wasting.map((item) => exposureEvidence('wasting-drug', item)),
      ...shifts.evidence,
    ],
    missing: [...course.missing, ...heart.missing, ...(egfr ? [] : ['egfr'])],
    notes: course.notes,
    ...(treated ? { explainedBy: treated } : {}),
  });
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

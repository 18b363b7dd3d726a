import { isBelow } from '@magwatch/base';
import { findActiveCondition } from '../../blocks/conditions.ts';
import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { isOnDialysis, kidneys } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { refractoryPotassium } from '../../blocks/refractory-potassium.ts';
import { shift } from '../../blocks/shift.ts';
import { isMagnesiumGivenToday, magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule, Severity } from '../../contract.ts';
import { conditionEvidence, exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures, magnesiumText, potassiumText } from '../../figures.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  condition,
  declare,
  dose,
  hours,
  kidneyInputs,
  magnesiumInputs,
  optional,
  refractoryInputs,
  specimenInputs,
  wastingInputs,
} from '../../inputs.ts';
import { isCanonicalBelow } from '../../thresholds.ts';
import { figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { courseLines, type Refractory } from '../refractory-course.ts';

/** Losses that make depletion likelier than a serum level shows. */
const LOSSES = ['diarrhea', 'short-bowel', 'alcohol'] as const;

/**
 * A suspicion, never a diagnosis: serum magnesium is in the low-normal range while potassium does not answer.
 * Source: clinical catalogue §4 rule 5. Owner: pharmacy.
 */
export const refractoryHypokalemiaMgLowNormal: Rule = {
  id: 'refractory-hypokalemia-mg-low-normal',
  version: '1.0.0',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium is low-normal',
  inputs: declare(refractoryInputs, magnesiumInputs, specimenInputs, kidneyInputs, wastingInputs, [
    optional(dose('k-shift'), hours.day),
    optional(condition('periodic-paralysis'), hours.now),
    ...LOSSES.map((name) => optional(condition(name), hours.now)),
  ]),
  evaluate,
  card: {
    summary: (finding) =>
      fitting(
        `${potassiumText(finding.figures)} not responding; ${magnesiumText(finding.figures)} is low-normal – Mg depletion is possible, not proven`,
      ),
    detail,
    suggestions: ['SG7', 'SG9'],
    overrideReasons: ['OR2', 'OR4', 'OR6', 'OR7', 'OR10'],
    citations: ['Hamill-Ruth RJ, McGory R. Crit Care Med 1996;24:38-45', 'Elin RJ. Magnes Res 2010;23:S194-198'],
  },
};

function evaluate(chart: Chart): Finding {
  if (chart.read(isOnDialysis)) return notApplicable('dialysis');
  const course = chart.read(refractoryPotassium);
  if (course.is === 'no') return absent(course.reason);
  const mg = chart.read(magnesium);
  if (mg.grade !== 'unknown' && mg.grade !== 'low-normal') return absent('magnesium-not-low-normal');
  if (mg.grade === 'unknown' || course.is === 'unknown')
    return unknown([
      ...(course.is === 'unknown' ? course.missing : []),
      ...(mg.grade === 'unknown' ? ['magnesium'] : []),
    ]);
  if (chart.read(shift).isPresent) return absent('potassium-shift');
  const { egfr } = chart.read(kidneys);
  if (egfr && isBelow(egfr.value, chart.parameters.thresholds['egfr.severe'])) return absent('egfr-severely-reduced');
  const treated = chart.read(magnesiumTreated);
  if (!treated && chart.read(isMagnesiumGivenToday)) return absent('magnesium-given');
  return found(chart, course);
}

function found(chart: Chart, course: Refractory): Finding {
  const mg = chart.read(magnesium);
  const { egfr } = chart.read(kidneys);
  const wasting = chart.read(wastingDrugs);
  const loss = findActiveCondition(chart, LOSSES);
  const treated = chart.read(magnesiumTreated);
  return present({
    severity: severityOf(chart, course, wasting.length > 0 || loss !== undefined),
    figures: {
      ...course.figures,
      ...magnesiumFigures(mg),
      ...(egfr ? { egfr: figure(egfr.value) } : {}),
      ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
      ...(loss ? { loss: loss.condition.replaceAll('-', ' ') } : {}),
    },
    evidence: [
      ...course.evidence,
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...(egfr ? [resultEvidence(egfr.source === 'reported' ? 'egfr' : 'creatinine', egfr.result)] : []),
      ...wasting.map((item) => exposureEvidence('wasting-drug', item)),
      ...(loss ? conditionEvidence('loss', loss) : []),
    ],
    missing: [...course.missing, ...(egfr ? [] : ['egfr'])],
    notes: course.notes,
    ...(treated ? { explainedBy: treated } : {}),
  });
}

function severityOf(chart: Chart, { latest }: Refractory, isLosing: boolean): Severity {
  return isLosing || isCanonicalBelow(latest, chart.parameters.thresholds['k.moderate']) ? 'warning' : 'info';
}

function detail(finding: Present): readonly string[] {
  return [
    ...courseLines(finding),
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    'A normal serum magnesium does not exclude depletion.',
    ...(hasFigure(finding, 'wastingDrugs')
      ? [`Drugs on the chart that waste magnesium: ${figureText(finding, 'wastingDrugs')}.`]
      : []),
    ...(hasFigure(finding, 'loss') ? [`On the problem list: ${figureText(finding, 'loss')}.`] : []),
    'Look also for ongoing gastrointestinal or renal potassium loss, hyperaldosteronism, renal tubular acidosis, bicarbonaturia, steroids, amphotericin, and doses that were ordered but not given.',
    'Consider a trial of magnesium if nothing speaks against it. In one trial in intensive care magnesium improved potassium retention without hypomagnesemia.',
    ...noteLines(finding),
  ];
}

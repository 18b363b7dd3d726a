import { isBelow } from '@magwatch/base';
import { cannotTell, holds, when, yes } from '../../answer.ts';
import { findActiveCondition } from '../../blocks/conditions.ts';
import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { shift } from '../../blocks/shift.ts';
import { isMagnesiumGivenToday, magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { conditionEvidence, exposureEvidence, resultEvidence } from '../../evidence.ts';
import { magnesiumFigures, magnesiumText, potassiumText } from '../../figures.ts';
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
import { figureText, fitting, hasFigure, noteLines, numberText, resultText, seriesLine } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';
import { courseLines, getRefractory } from '../refractory-course.ts';
import { notOnDialysis, potassiumIsRefractory, treatmentExplains } from '../shared-conditions.ts';

/** Losses that make depletion likelier than a serum level shows. */
const LOSSES = ['diarrhea', 'short-bowel', 'alcohol'] as const;

/**
 * A suspicion, never a diagnosis: serum magnesium is in the low-normal range while potassium does not answer.
 * Source: clinical catalogue §4 rule 5. Owner: pharmacy.
 */
export const refractoryHypokalemiaMgLowNormal: Rule = {
  id: 'refractory-hypokalemia-mg-low-normal',
  version: '1.1.1',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium is low-normal',
  inputs: declare(refractoryInputs, magnesiumInputs, specimenInputs, kidneyInputs, wastingInputs, [
    optional(dose('k-shift'), hours.day),
    optional(condition('periodic-paralysis'), hours.now),
    ...LOSSES.map((name) => optional(condition(name), hours.now)),
  ]),
  conditions: [
    notOnDialysis,
    potassiumIsRefractory,
    { says: 'Magnesium is low-normal', check: isLowNormal },
    { says: 'Nothing shifts potassium into cells', check: hasNoShift },
    { says: 'eGFR is not known to be below 30', check: isKidneySufficient },
    {
      says: 'Less than 8 mEq of magnesium was given in 24 h, what treats this value not counted',
      check: isNotGivenToday,
    },
  ],
  explanations: [treatmentExplains],
  severity: {
    steps: [
      { severity: 'warning', says: 'Potassium is moderately low', check: isPotassiumModerate },
      { severity: 'warning', says: 'A drug that wastes magnesium is active', check: hasWastingDrug },
      { severity: 'warning', says: 'Diarrhea, short bowel or alcohol', check: hasLoss },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `${potassiumText(finding.figures)} not responding; ${magnesiumText(finding.figures)} is low-normal – Mg depletion is possible, not proven`,
      ),
    detail,
    suggestions: ['SG7', 'SG16', 'SG9'],
    overrideReasons: ['OR2', 'OR4', 'OR6', 'OR7', 'OR10'],
    citations: ['Hamill-Ruth RJ, McGory R. Crit Care Med 1996;24:38-45', 'Elin RJ. Magnes Res 2010;23:S194-198'],
  },
};

function isLowNormal(chart: Chart): Answer {
  const { grade, result } = chart.read(magnesium);
  if (!result) return cannotTell(['magnesium']);
  return holds(grade === 'low-normal', 'magnesium-not-low-normal', `${resultText(result)} (${grade})`, [
    resultEvidence('magnesium', result),
  ]);
}

function hasNoShift(chart: Chart): Answer {
  const { isPresent, evidence } = chart.read(shift);
  return holds(!isPresent, 'potassium-shift', undefined, evidence);
}

function isKidneySufficient(chart: Chart): Answer {
  const { egfr } = chart.read(kidneys);
  if (!egfr) return yes('eGFR unknown');
  const isSevere = isBelow(egfr.value, chart.parameters.thresholds['egfr.severe']);
  return holds(!isSevere, 'egfr-severely-reduced', `eGFR ${numberText(egfr.value)}`);
}

function isNotGivenToday(chart: Chart): Answer {
  return holds(chart.read(magnesiumTreated) !== undefined || !chart.read(isMagnesiumGivenToday), 'magnesium-given');
}

function isPotassiumModerate(chart: Chart): Answer {
  const { latest } = getRefractory(chart);
  return when(isCanonicalBelow(latest, chart.parameters.thresholds['k.moderate']), resultText(latest));
}

function hasWastingDrug(chart: Chart): Answer {
  const wasting = chart.read(wastingDrugs);
  return when(wasting.length > 0, drugNames(wasting) || undefined);
}

function hasLoss(chart: Chart): Answer {
  const loss = findActiveCondition(chart, LOSSES);
  return when(loss !== undefined, loss?.condition.replaceAll('-', ' '));
}

function describe(chart: Chart): Found {
  const course = getRefractory(chart);
  const mg = chart.read(magnesium);
  const egfr = egfrParts(chart);
  const wasting = chart.read(wastingDrugs);
  const loss = findActiveCondition(chart, LOSSES);
  return {
    figures: {
      ...course.figures,
      ...magnesiumFigures(mg),
      ...egfr.figures,
      ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
      ...(loss ? { loss: loss.condition.replaceAll('-', ' ') } : {}),
    },
    evidence: [
      ...course.evidence,
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...egfr.evidence,
      ...wasting.map((item) => exposureEvidence('wasting-drug', item)),
      ...(loss ? conditionEvidence('loss', loss) : []),
    ],
    missing: [...course.missing, ...egfr.missing],
    notes: course.notes,
  };
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

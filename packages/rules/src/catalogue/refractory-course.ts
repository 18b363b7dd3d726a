import { assert } from '@magwatch/base';
import { when } from '../answer.ts';
import { digoxinDrugs } from '../blocks/drugs.ts';
import { refractoryPotassium } from '../blocks/refractory-potassium.ts';
import type { RefractoryPotassium } from '../blocks/refractory-verdict.ts';
import { rhythm } from '../blocks/rhythm.ts';
import type { Chart } from '../chart.ts';
import type { Answer, Figures, Present, SeverityStep } from '../contract.ts';
import { exposureEvidence, resultEvidence } from '../evidence.ts';
import { figure, potassiumText } from '../figures.ts';
import { isCanonicalBelow } from '../thresholds.ts';
import {
  concentrationText,
  figureText,
  figureTextOf,
  hasFigure,
  numberText,
  resultText,
  seriesLine,
} from '../words.ts';

/** What the three rules on refractory hypokalemia share: urgency, heart, and the words for doses and response. */
type Refractory = Extract<RefractoryPotassium, { is: 'yes' }>;

/** The course, once the conditions hold. */
export function getRefractory(chart: Chart): Refractory {
  const course = chart.read(refractoryPotassium);
  assert(course.is === 'yes', 'the conditions hold');
  return course;
}

/** K below 2.5, or below 3.0 with a QTc of 500 ms and more or with digoxin. */
export const urgentPotassiumSteps: readonly SeverityStep[] = [
  { severity: 'critical', says: 'Potassium is severely low', check: isPotassiumSevere },
  {
    severity: 'critical',
    says: 'Potassium is moderately low, with a QTc of 500 ms and more or with digoxin',
    check: isPotassiumModerateWithHeart,
  },
];

function isPotassiumSevere(chart: Chart): Answer {
  const { latest } = getRefractory(chart);
  return when(isCanonicalBelow(latest, chart.parameters.thresholds['k.severe']), resultText(latest));
}

function isPotassiumModerateWithHeart(chart: Chart): Answer {
  const { latest } = getRefractory(chart);
  const { isCritical, result } = chart.read(rhythm);
  const isAtRisk = isCritical || chart.read(digoxinDrugs).length > 0;
  const isModerate = isCanonicalBelow(latest, chart.parameters.thresholds['k.moderate']);
  return when(isModerate && isAtRisk, resultText(latest), isModerate && !result ? ['qtc'] : []);
}

/** The heart as figures, evidence and missing values. */
export function heartParts(chart: Chart): Pick<Present, 'figures' | 'evidence' | 'missing'> {
  const heart = chart.read(rhythm);
  const digoxin = chart.read(digoxinDrugs);
  const figures: Figures = {
    ...(heart.qtcMs === undefined ? {} : { qtcMs: figure(heart.qtcMs) }),
    ...(digoxin.length > 0 ? { isOnDigoxin: true } : {}),
  };
  return {
    figures,
    evidence: [
      ...(heart.result ? [resultEvidence('qtc', heart.result)] : []),
      ...digoxin.map((item) => exposureEvidence('digoxin', item)),
    ],
    missing: heart.result ? [] : ['qtc'],
  };
}

/** "K 2.9 after 80 mEq in 20 h", "K 2.9 after 4 doses on 2 days", or for a lasting order "K 2.9 on 40 mEq/day for 9 d". */
export function courseText(figures: Figures): string {
  const k = potassiumText(figures);
  const hours = Number(figures['intervalHours']);
  if (figures['definition'] === 'C')
    return `${k} on ${figureTextOf(figures, 'dailyDoseMEq')} mEq/day for ${Math.round(hours / 24)} d`;
  if (figures['definition'] === 'B')
    return `${k} after ${figureTextOf(figures, 'doses')} doses on ${figureTextOf(figures, 'doseDays')} days`;
  return `${k} after ${Math.round(Number(figures['doseMEq']))} mEq in ${Math.round(hours)} h`;
}

/** The potassium series, what was given, and the response against what was expected. */
export function courseLines(finding: Present): readonly string[] {
  const lines = [
    ...seriesLine(finding, 'Potassium', ['potassium-baseline', 'potassium-series', 'potassium']),
    ...seriesLine(finding, 'Potassium given', ['potassium-dose']),
    ...seriesLine(finding, 'Potassium ordered', ['potassium-order']),
  ];
  if (hasFigure(finding, 'expectedMmolPerL'))
    lines.push(
      `Rise ${concentrationText(Number(finding.figures['riseMmolPerL']))} mmol/L after ${figureText(finding, 'doseMEq')} mEq; about ${expectedText(finding)} mmol/L would be expected.`,
    );
  if (hasFigure(finding, 'qtcMs')) lines.push(`QTc ${figureText(finding, 'qtcMs')} ms.`);
  if (hasFigure(finding, 'isOnDigoxin')) lines.push('The patient is on digoxin.');
  return lines;
}

/** In two decimals, as potassium itself is measured: the expectation is no more exact than that. */
const expectedText = ({ figures }: Present): string =>
  numberText(Math.round(100 * Number(figures['expectedMmolPerL'])) / 100);

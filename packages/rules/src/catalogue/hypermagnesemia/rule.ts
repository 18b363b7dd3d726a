import { assert } from '@magwatch/base';
import { cannotTell, doesNotApply, holds, when, yes } from '../../answer.ts';
import { drugNames } from '../../blocks/drugs.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { type MeasuredMagnesium, measuredMagnesium } from '../../blocks/magnesium.ts';
import { isMagnesiumAboveRange } from '../../blocks/magnesium-limits.ts';
import { magnesiumSources } from '../../blocks/magnesium-sources.ts';
import { isObstetricMagnesium } from '../../blocks/obstetric.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import { declare, dose, drugOrder, guardInputs, hours, magnesiumInputs, optional } from '../../inputs.ts';
import { isResultAtLeast } from '../../thresholds.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, resultText, seriesLine } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';

/**
 * Magnesium above its upper limit; levels of obstetric magnesium are judged by limits of their own.
 * Source: clinical catalogue §4 rule 16. Owner: pharmacy and nephrology.
 */
export const hypermagnesemia: Rule = {
  id: 'hypermagnesemia',
  version: '1.1.0',
  family: 'safety',
  title: 'High magnesium',
  inputs: declare(magnesiumInputs, guardInputs, [
    optional(dose('mg-load-other'), hours.day),
    optional(drugOrder('mg-load-other'), hours.now),
  ]),
  conditions: [
    { says: 'Magnesium is above its upper limit', check: isHigh },
    { says: 'It is no level that obstetric magnesium is meant to reach', check: isAboveTreatment },
  ],
  explanations: [],
  severity: {
    steps: [
      { severity: 'critical', says: 'Magnesium is at or above the critical limit', check: isCritical },
      { severity: 'warning', says: 'Magnesium is at or above the warning limit', check: isWarning },
      { severity: 'warning', says: 'The kidneys are impaired and magnesium is being given', check: isAccumulating },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG11', 'SG4', 'SG17', 'SG14'],
    overrideReasons: ['OR2', 'OR3', 'OR9', 'OR10'],
    citations: ['Clin Kidney J 2012 (PMC4455825), table of signs by level', 'MSD Manual, Hypermagnesemia'],
  },
};

function isHigh(chart: Chart): Answer {
  const measured = chart.read(measuredMagnesium);
  if (!measured) return cannotTell(['magnesium']);
  const { result } = measured;
  const is = isMagnesiumAboveRange(chart, result);
  return holds(is, 'magnesium-not-high', resultText(result), [resultEvidence('magnesium', result)]);
}

/** Below the obstetric limits a high level is what the treatment is meant to reach. */
function isAboveTreatment(chart: Chart): Answer {
  const measured = chart.read(measuredMagnesium);
  if (!measured || !chart.read(isObstetricMagnesium)) return yes();
  const is = isResultAtLeast(measured.result, chart.parameters.thresholds['mg.obWarn']);
  return is ? yes(resultText(measured.result)) : doesNotApply('obstetric-magnesium', resultText(measured.result));
}

function isCritical(chart: Chart): Answer {
  return reaches(chart, chart.read(isObstetricMagnesium) ? 'mg.obCritical' : 'mg.highCritical');
}

function isWarning(chart: Chart): Answer {
  return reaches(chart, chart.read(isObstetricMagnesium) ? 'mg.obWarn' : 'mg.highWarn');
}

function reaches(chart: Chart, name: 'mg.obCritical' | 'mg.highCritical' | 'mg.obWarn' | 'mg.highWarn'): Answer {
  const { result } = getMeasured(chart);
  return when(isResultAtLeast(result, chart.parameters.thresholds[name]), resultText(result));
}

function isAccumulating(chart: Chart): Answer {
  const { isImpaired, egfr } = chart.read(kidneys);
  const sources = chart.read(magnesiumSources);
  return when(isImpaired && sources.length > 0, drugNames(sources) || undefined, egfr || isImpaired ? [] : ['egfr']);
}

/** The value, once the conditions hold. */
function getMeasured(chart: Chart): MeasuredMagnesium {
  const measured = chart.read(measuredMagnesium);
  assert(measured, 'the conditions hold');
  return measured;
}

function describe(chart: Chart): Found {
  const measured = getMeasured(chart);
  const { result } = measured;
  const { isImpaired, isInjured } = chart.read(kidneys);
  const egfr = egfrParts(chart);
  const sources = chart.read(magnesiumSources);
  return {
    figures: {
      magnesium: resultText(result),
      magnesiumMmolPerL: figure(result.canonical),
      ...egfr.figures,
      ...(isImpaired ? { isRenalImpaired: true } : {}),
      ...(isInjured ? { isAcuteKidneyInjury: true } : {}),
      ...(chart.read(isObstetricMagnesium) ? { isObstetricMagnesium: true } : {}),
      ...(sources.length > 0 ? { magnesiumSources: drugNames(sources) } : {}),
    },
    evidence: [
      resultEvidence('magnesium', result),
      ...egfr.evidence,
      ...sources.map((item) => exposureEvidence('magnesium-source', item)),
    ],
    missing: egfr.missing,
    notes: [...(measured.isHemolyzed ? ['hemolyzed'] : []), ...(measured.isEarly ? ['early-sample'] : [])],
  };
}

function summary(finding: Present): string {
  const kidney = hasFigure(finding, 'egfr') ? ` with eGFR ${Math.round(Number(finding.figures['egfr']))}` : '';
  return fitting(
    `Magnesium ${figureText(finding, 'magnesium')} is high${kidney} – stop Mg sources, check reflexes/ECG`,
  );
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Magnesium', ['magnesium']),
    ...(hasFigure(finding, 'isObstetricMagnesium') ? ['Judged by the limits for obstetric magnesium.'] : []),
    ...(hasFigure(finding, 'magnesiumSources')
      ? [`Sources of magnesium on the chart: ${figureText(finding, 'magnesiumSources')}.`]
      : []),
    ...egfrLine(finding),
    ...(hasFigure(finding, 'isAcuteKidneyInjury') ? ['Acute kidney injury: the eGFR is not reliable.'] : []),
    'Signs by level: weak reflexes from about 3.5–5 mmol/L, weak breathing from about 5–7 mmol/L, arrest above 7.5 mmol/L.',
    'Consider repeating magnesium, with creatinine. Intravenous calcium and dialysis are decided by the local protocol.',
    ...noteLines(finding),
  ];
}

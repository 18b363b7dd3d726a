import { drugNames } from '../../blocks/drugs.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { measuredMagnesium } from '../../blocks/magnesium.ts';
import { magnesiumSources } from '../../blocks/magnesium-sources.ts';
import { isObstetricMagnesium } from '../../blocks/obstetric.ts';
import type { Result } from '../../blocks/results.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule, Severity } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  declare,
  dose,
  drugOrder,
  hours,
  kidneyInputs,
  magnesiumInputs,
  optional,
  specimenInputs,
} from '../../inputs.ts';
import { isResultAbove, isResultAtLeast } from '../../thresholds.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, resultText, seriesLine } from '../../words.ts';

/**
 * Magnesium above its upper limit; levels of obstetric magnesium are judged by limits of their own.
 * Source: clinical catalogue §4 rule 16. Owner: pharmacy and nephrology.
 */
export const hypermagnesemia: Rule = {
  id: 'hypermagnesemia',
  version: '1.0.0',
  family: 'safety',
  title: 'High magnesium',
  inputs: declare(magnesiumInputs, specimenInputs, kidneyInputs, [
    optional(dose('mg-load-other'), hours.day),
    optional(drugOrder('mg-load-other'), hours.now),
  ]),
  evaluate,
  card: {
    summary,
    detail,
    suggestions: ['SG11', 'SG4'],
    overrideReasons: ['OR2', 'OR3', 'OR9', 'OR10'],
    citations: ['Clin Kidney J 2012 (PMC4455825), table of signs by level', 'MSD Manual, Hypermagnesemia'],
  },
};

function evaluate(chart: Chart): Finding {
  const measured = chart.read(measuredMagnesium);
  if (!measured) return unknown(['magnesium']);
  const { result } = measured;
  const isObstetric = chart.read(isObstetricMagnesium);
  if (!isResultAbove(result, chart.parameters.thresholds['mg.high'])) return absent('magnesium-not-high');
  const severity = isObstetric ? obstetricSeverity(chart, result) : severityOf(chart, result);
  if (!severity) return notApplicable('obstetric-magnesium');
  const { egfr, isImpaired, isInjured } = chart.read(kidneys);
  const sources = chart.read(magnesiumSources);
  return present({
    severity,
    figures: {
      magnesium: resultText(result),
      magnesiumMmolPerL: figure(result.canonical),
      ...(egfr ? { egfr: figure(egfr.value) } : {}),
      ...(isImpaired ? { isRenalImpaired: true } : {}),
      ...(isInjured ? { isAcuteKidneyInjury: true } : {}),
      ...(isObstetric ? { isObstetricMagnesium: true } : {}),
      ...(sources.length > 0 ? { magnesiumSources: drugNames(sources) } : {}),
    },
    evidence: [
      resultEvidence('magnesium', result),
      ...(egfr ? [resultEvidence(egfr.source === 'reported' ? 'egfr' : 'creatinine', egfr.result)] : []),
      ...sources.map((item) => exposureEvidence('magnesium-source', item)),
    ],
    missing: egfr ? [] : ['egfr'],
    notes: [...(measured.isHemolyzed ? ['hemolyzed'] : []), ...(measured.isEarly ? ['early-sample'] : [])],
  });
}

function severityOf(chart: Chart, result: Result): Severity {
  const { thresholds } = chart.parameters;
  if (isResultAtLeast(result, thresholds['mg.highCritical'])) return 'critical';
  if (isResultAtLeast(result, thresholds['mg.highWarn'])) return 'warning';
  return chart.read(kidneys).isImpaired && chart.read(magnesiumSources).length > 0 ? 'warning' : 'info';
}

/** Below the obstetric limits a high level is what the treatment is meant to reach. */
function obstetricSeverity(chart: Chart, result: Result): Severity | undefined {
  const { thresholds } = chart.parameters;
  if (isResultAtLeast(result, thresholds['mg.obCritical'])) return 'critical';
  return isResultAtLeast(result, thresholds['mg.obWarn']) ? 'warning' : undefined;
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

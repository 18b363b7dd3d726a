import { calcium, calciumGiven, parathyroid } from '../../blocks/calcium.ts';
import { isOnDialysis } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { lookBackHours } from '../../blocks/setting.ts';
import { magnesiumPending } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule, Severity } from '../../contract.ts';
import { calciumText } from '../../figures.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  calciumInputs,
  declare,
  dialysisInputs,
  dose,
  hours,
  magnesiumInputs,
  optional,
  required,
  result,
  specimenInputs,
  testOrder,
} from '../../inputs.ts';
import { figureText, fitting, noteLines } from '../../words.ts';
import { calciumLines, calciumParts } from '../calcium-course.ts';

/**
 * Calcium is low and nobody measured magnesium. It fires on absence, so the look-back of magnesium must be
 * covered. Source: clinical catalogue §4 rule 7. Owner: pharmacy.
 */
export const hypocalcemiaMgUnknown: Rule = {
  id: 'hypocalcemia-mg-unknown',
  version: '1.0.0',
  family: 'mg-ca',
  title: 'Low calcium, and magnesium was not measured',
  inputs: declare(
    calciumInputs('required'),
    magnesiumInputs,
    [required(result('magnesium-ionized'), hours.mg), optional(testOrder('magnesium'), hours.day)],
    specimenInputs,
    dialysisInputs,
    [optional(result('pth'), hours.pth), optional(dose('ca-replacement'), hours.caDose)],
  ),
  evaluate,
  card: {
    summary,
    detail,
    suggestions: ['SG1', 'SG8'],
    overrideReasons: ['OR1', 'OR5', 'OR7', 'OR8', 'OR10'],
    citations: ['Whang R. Arch Intern Med 1984;144:1794-1796', 'Wong ET. Am J Clin Pathol 1983'],
  },
};

function evaluate(chart: Chart): Finding {
  if (chart.read(isOnDialysis)) return notApplicable('dialysis');
  const ca = chart.read(calcium);
  if (ca.state === 'ok') return absent('calcium-not-low');
  const mg = chart.read(magnesium);
  if (mg.grade !== 'unknown') return absent('magnesium-known');
  if (mg.ignoredEarly) return absent('magnesium-measured-early');
  if (ca.state === 'unknown') return unknown([ca.missing ?? 'calcium']);
  const parts = calciumParts(chart);
  const pending = chart.read(magnesiumPending);
  return present({
    severity: severityOf(chart),
    figures: { ...parts.figures, lookBackHours: lookBackHours(chart, 'mg') },
    evidence: parts.evidence,
    missing: parts.missing,
    ...(pending ? { explainedBy: pending } : {}),
  });
}

function severityOf(chart: Chart): Severity {
  const { state } = chart.read(calcium);
  if (state === 'critical') return 'critical';
  const isPthLow = chart.read(parathyroid)?.isNotRaised ?? false;
  return state === 'severe' || isPthLow || chart.read(calciumGiven).isEnough ? 'warning' : 'info';
}

function summary(finding: Present): string {
  const pth = finding.missing.includes('pth') ? ', PTH' : '';
  return fitting(
    `${calciumText(finding.figures)} is low and magnesium has not been measured in ${figureText(finding, 'lookBackHours')} h – check Mg${pth}`,
  );
}

function detail(finding: Present): readonly string[] {
  return [
    ...calciumLines(finding),
    `No usable magnesium level in the last ${figureText(finding, 'lookBackHours')} h.`,
    'In two series 22 and 23 % of hypocalcemic patients had low magnesium.',
    'Treat symptomatic hypocalcemia now, whatever the level will show.',
    ...noteLines(finding),
  ];
}

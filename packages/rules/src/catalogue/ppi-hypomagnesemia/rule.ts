import { assert, formatInstant, HOUR_MS } from '@magwatch/base';
import { no, yes } from '../../answer.ts';
import { digoxinDrugs, drugNames, ppis, wastingDiuretics } from '../../blocks/drugs.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { ppiExposure } from '../../blocks/ppi-exposure.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule } from '../../contract.ts';
import { exposureEvidence } from '../../evidence.ts';
import { magnesiumText } from '../../figures.ts';
import {
  declare,
  digoxinInputs,
  diureticInputs,
  guardInputs,
  magnesiumInputs,
  ppiInputs,
  ppiStartInputs,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { areActive, isOnDigoxin } from '../active-drugs.ts';
import { isMagnesiumModerate, magnesiumLines, magnesiumParts } from '../low-electrolytes.ts';
import { magnesiumIsLow } from '../shared-conditions.ts';

const isOnPpi = areActive({ drugs: [ppis], inputs: ppiInputs, role: 'ppi', reason: 'no-ppi' });

/**
 * Low magnesium on a PPI that has been taken for months: often nothing helps until it is stopped. Replacement does not
 * silence it, since it does not take the cause away.
 * Source: clinical catalogue §4 rule 14. Owner: pharmacy.
 */
export const ppiHypomagnesemia: Rule = {
  id: 'ppi-hypomagnesemia',
  version: '1.0.0',
  family: 'etiology',
  title: 'Low magnesium on a long-term PPI',
  inputs: declare(
    magnesiumInputs,
    specimenInputs,
    guardInputs,
    ppiInputs,
    ppiStartInputs,
    digoxinInputs,
    diureticInputs,
  ),
  conditions: [
    magnesiumIsLow,
    { says: 'A PPI is ordered or was given in 72 h', check: isOnPpi },
    { says: 'PPIs are known to have been taken for 90 days and more', check: isLongTaken },
  ],
  explanations: [],
  severity: {
    steps: [
      { severity: 'warning', says: 'Magnesium is moderately or severely low', check: isMagnesiumModerate },
      { severity: 'warning', says: 'Digoxin is active', check: isOnDigoxin },
      {
        severity: 'warning',
        says: 'A loop or thiazide diuretic is active',
        check: areActive({ drugs: [wastingDiuretics], inputs: diureticInputs, role: 'wasting-drug' }),
      },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG9', 'SG3', 'SG7'],
    overrideReasons: ['OR2', 'OR9', 'OR10'],
    citations: [
      'FDA Drug Safety Communication, proton pump inhibitors, 2 March 2011',
      'Hess MW. Aliment Pharmacol Ther 2012;36:405-413',
      'Cheungpasitporn W. Ren Fail 2015;37:1237-1241',
    ],
  },
};

function isLongTaken(chart: Chart): Answer {
  const active = chart.read(isOnPpi);
  if (active.is !== 'yes') return active;
  const exposure = chart.read(ppiExposure);
  if (!exposure?.start) return no('ppi-not-taken-yet');
  const { start, isLong, isStartUnknown } = exposure;
  const since = `since ${formatInstant(start.at)}`;
  if (isLong) return yes(since, [start.evidence]);
  if (isStartUnknown) return no('ppi-start-unknown', `${since}, what was before is not known`, [start.evidence]);
  return no('ppi-not-long-enough', since, [start.evidence]);
}

function describe(chart: Chart): Found {
  const parts = magnesiumParts(chart);
  const exposure = chart.read(ppiExposure);
  assert(exposure?.start, 'the conditions hold');
  const others = [...chart.read(digoxinDrugs), ...chart.read(wastingDiuretics)];
  return {
    figures: {
      ...parts.figures,
      ppi: drugNames(exposure.drugs),
      ...durationFigures(chart, exposure.start.at),
      ...(others.length > 0 ? { drugsBesidePpi: drugNames(others) } : {}),
    },
    evidence: [
      ...parts.evidence,
      exposure.start.evidence,
      ...exposure.drugs.map((item) => exposureEvidence('ppi', item)),
      ...chart.read(digoxinDrugs).map((item) => exposureEvidence('digoxin', item)),
      ...chart.read(wastingDiuretics).map((item) => exposureEvidence('wasting-drug', item)),
    ],
    missing: parts.missing,
    notes: parts.notes,
  };
}

const DAY_MS = 24 * HOUR_MS;
const DAYS_PER_MONTH = 365.25 / 12;

/** From the start to the sample of the low value, so that the figure does not move with now. */
function durationFigures(chart: Chart, start: number): Figures {
  const { result } = chart.read(magnesium);
  assert(result, 'the conditions hold');
  const days = Math.max(0, result.at - start) / DAY_MS;
  return { ppiDays: Math.round(days), ppiMonths: Math.round(days / DAYS_PER_MONTH) };
}

function summary(finding: Present): string {
  const { ppi, ppiDays, ppiMonths } = finding.figures;
  const duration = Number(ppiMonths) < 2 ? `${ppiDays} days` : `${ppiMonths} months`;
  const wording = (drug: string): string =>
    `${magnesiumText(finding.figures)} on ${drug} for ${duration} – review PPI need`;
  return fitting(wording(String(ppi)), wording('PPIs'));
}

function detail(finding: Present): readonly string[] {
  return [
    ...magnesiumLines(finding),
    ...seriesLine(finding, `Taken (${figureText(finding, 'ppi')}) since`, ['ppi-start']),
    ...(hasFigure(finding, 'drugsBesidePpi')
      ? [`It matters more beside: ${figureText(finding, 'drugsBesidePpi')}.`]
      : []),
    'FDA 2011: most cases came after more than a year; in about one quarter magnesium did not help until the PPI was stopped.',
    'Urinary magnesium (FEMg) is usually low: the loss is in the gut.',
    'Consider whether the PPI is still needed; an H2 blocker may take its place. With a high risk of gastrointestinal bleeding, do not stop it without a plan.',
    ...noteLines(finding),
  ];
}

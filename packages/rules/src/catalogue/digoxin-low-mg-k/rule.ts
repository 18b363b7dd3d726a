import { when } from '../../answer.ts';
import { digoxinDrugs, drugNames } from '../../blocks/drugs.ts';
import { findLatest, noteLeaving, type Result } from '../../blocks/results.ts';
import { findValidResults } from '../../blocks/specimens.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  declare,
  digoxinInputs,
  electrolyteInputs,
  guardInputs,
  hours,
  optional,
  result,
  specimenInputs,
} from '../../inputs.ts';
import { isCanonicalAtLeast } from '../../thresholds.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, resultText, seriesLine } from '../../words.ts';
import { areActive } from '../active-drugs.ts';
import { egfrParts } from '../kidney-parts.ts';
import {
  electrolyteLines,
  electrolyteParts,
  electrolyteText,
  isAnyLow,
  isMagnesiumModerate,
  isPotassiumModerate,
} from '../low-electrolytes.ts';

/**
 * Low magnesium or potassium makes a usual level of digoxin toxic. Magnesium that is being replaced is said and does not
 * silence it.
 * Source: clinical catalogue §4 rule 13. Owner: pharmacy and cardiology.
 */
export const digoxinLowMgK: Rule = {
  id: 'digoxin-low-mg-k',
  version: '1.0.0',
  family: 'rhythm',
  title: 'Digoxin with low magnesium or potassium',
  inputs: declare(electrolyteInputs, specimenInputs, guardInputs, digoxinInputs, [
    optional(result('digoxin-level'), hours.digoxinLevel),
    optional(result('digitoxin-level'), hours.digoxinLevel),
  ]),
  conditions: [
    {
      says: 'Digoxin or digitoxin is ordered, drafted or was given in 48 h',
      check: areActive({ drugs: [digoxinDrugs], inputs: digoxinInputs, role: 'digoxin', reason: 'no-digoxin' }),
    },
    { says: 'Magnesium or potassium is low', check: isSomethingLow },
  ],
  explanations: [],
  severity: {
    steps: [
      { severity: 'critical', says: 'Potassium is below 3.0', check: isPotassiumModerate },
      { severity: 'critical', says: 'Magnesium is moderately or severely low', check: isMagnesiumModerate },
      { severity: 'critical', says: 'The digoxin level is toxic', check: isLevelToxic },
    ],
    otherwise: 'warning',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG2', 'SG3', 'SG5', 'SG4', 'SG13', 'SG14'],
    overrideReasons: ['OR1', 'OR2', 'OR4', 'OR5', 'OR10'],
    citations: ['Galanter WL. J Am Med Inform Assoc 2004;11:270-277', 'Young IS. Br J Clin Pharmacol 1991;32:717-721'],
  },
};

function isSomethingLow(chart: Chart): Answer {
  const answer = chart.read(isAnyLow);
  return answer.is === 'no' ? { ...answer, reason: 'magnesium-and-potassium-not-low' } : answer;
}

/** Digitoxin has a range of its own: its level is shown and never compared with the limit of digoxin. */
function isLevelToxic(chart: Chart): Answer {
  const level = chart.read(digoxinLevel);
  if (!level) return when(false, undefined, ['digoxin-level']);
  return when(isCanonicalAtLeast(level, chart.parameters.thresholds['digoxin.toxic_ngmL']), resultText(level));
}

const digoxinLevel = (chart: Chart): Result | undefined => findLevel(chart, 'digoxin-level');
const digitoxinLevel = (chart: Chart): Result | undefined => findLevel(chart, 'digitoxin-level');

function findLevel(chart: Chart, analyte: 'digoxin-level' | 'digitoxin-level'): Result | undefined {
  const hoursBack = chart.parameters.lookback_h.digoxinLevel;
  const level = findLatest(findValidResults(chart, analyte, hoursBack));
  if (level) noteLeaving(chart, level, hoursBack);
  return level;
}

function describe(chart: Chart): Found {
  const parts = electrolyteParts(chart);
  const drugs = chart.read(digoxinDrugs);
  const digoxin = chart.read(digoxinLevel);
  const digitoxin = chart.read(digitoxinLevel);
  const egfr = egfrParts(chart);
  return {
    figures: {
      ...parts.figures,
      digoxinDrugs: drugNames(drugs),
      ...(digoxin ? { digoxinLevel: resultText(digoxin), digoxinNgPerMl: figure(digoxin.canonical) } : {}),
      ...(chart.read(isLevelToxic).is === 'yes' ? { isDigoxinToxic: true } : {}),
      ...(digitoxin ? { digitoxinLevel: resultText(digitoxin) } : {}),
      ...egfr.figures,
    },
    evidence: [
      ...drugs.map((item) => exposureEvidence('digoxin', item)),
      ...(digoxin ? [resultEvidence('digoxin-level', digoxin)] : []),
      ...(digitoxin ? [resultEvidence('digitoxin-level', digitoxin)] : []),
      ...parts.evidence,
      ...egfr.evidence,
    ],
    missing: [
      ...parts.missing,
      ...drugs.flatMap(({ drug }) => {
        if (drug === 'digoxin') return digoxin ? [] : ['digoxin-level'];
        return digitoxin ? [] : ['digitoxin-level'];
      }),
      ...egfr.missing,
    ],
    notes: parts.notes,
  };
}

/** Only what is low is to be corrected: with a normal or high potassium "both" would be wrong. */
function summary(finding: Present): string {
  const { isPotassiumLow, isMagnesiumLow } = finding.figures;
  const low = isPotassiumLow === true ? (isMagnesiumLow === true ? 'both' : 'potassium') : 'magnesium';
  return fitting(
    `On ${figureText(finding, 'digoxinDrugs')} with ${electrolyteText(finding.figures)}: arrhythmia risk rises – correct ${low}`,
  );
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Digoxin or digitoxin given or ordered', ['digoxin']),
    ...electrolyteLines(finding),
    ...seriesLine(finding, 'Digoxin level', ['digoxin-level']),
    ...(hasFigure(finding, 'isDigoxinToxic') ? ['This level is in the toxic range.'] : []),
    ...seriesLine(finding, 'Digitoxin level', ['digitoxin-level']),
    ...(hasFigure(finding, 'digitoxinLevel')
      ? ['The range of digitoxin is its own: the level is not graded here.']
      : []),
    ...egfrLine(finding),
    'Low potassium and low magnesium make digoxin toxic at usual levels.',
    'Consider replacement by renal function, an ECG, creatinine, and a digoxin level 6 hours or more after a dose: an earlier one reads too high.',
    ...noteLines(finding),
  ];
}

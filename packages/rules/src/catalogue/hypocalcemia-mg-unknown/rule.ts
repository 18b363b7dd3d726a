import { lookBackHours } from '../../blocks/setting.ts';
import type { Chart } from '../../chart.ts';
import type { Found, Present, Rule } from '../../contract.ts';
import { calciumText } from '../../figures.ts';
import {
  calciumInputs,
  declare,
  dialysisInputs,
  dose,
  hours,
  magnesiumInputs,
  optional,
  pendingMagnesiumInputs,
  required,
  result,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, noteLines } from '../../words.ts';
import { calciumLines, hypocalcemiaParts, hypocalcemiaWarningSteps, isCalciumCritical } from '../calcium-course.ts';
import { calciumIsLow, magnesiumIsUnmeasured, notOnDialysis, pendingTestExplains } from '../shared-conditions.ts';

/**
 * Calcium is low and nobody measured magnesium. It fires on absence, so the look-back of magnesium must be
 * covered. Source: clinical catalogue §4 rule 7. Owner: pharmacy.
 */
export const hypocalcemiaMgUnknown: Rule = {
  id: 'hypocalcemia-mg-unknown',
  version: '1.1.1',
  family: 'mg-ca',
  title: 'Low calcium, and magnesium was not measured',
  inputs: declare(
    calciumInputs('required'),
    magnesiumInputs,
    [required(result('magnesium-ionized'), hours.mg), ...pendingMagnesiumInputs],
    specimenInputs,
    dialysisInputs,
    [optional(result('pth'), hours.pth), optional(dose('ca-replacement'), hours.caDose)],
  ),
  conditions: [notOnDialysis, calciumIsLow, magnesiumIsUnmeasured],
  explanations: [pendingTestExplains],
  severity: {
    steps: [
      { severity: 'critical', says: 'Calcium is critically low', check: isCalciumCritical },
      ...hypocalcemiaWarningSteps,
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG1', 'SG8'],
    overrideReasons: ['OR1', 'OR5', 'OR7', 'OR8', 'OR10'],
    citations: ['Whang R. Arch Intern Med 1984;144:1794-1796', 'Wong ET. Am J Clin Pathol 1983'],
  },
};

function describe(chart: Chart): Found {
  const { figures, evidence, missing } = hypocalcemiaParts(chart);
  return { figures: { ...figures, lookBackHours: lookBackHours(chart, 'mg') }, evidence, missing };
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

import { lookBackHours } from '../../blocks/setting.ts';
import type { Chart } from '../../chart.ts';
import type { Found, Present, Rule } from '../../contract.ts';
import {
  declare,
  dialysisInputs,
  digoxinInputs,
  hours,
  magnesiumInputs,
  pendingMagnesiumInputs,
  refractoryInputs,
  required,
  result,
  rhythmInputs,
  specimenInputs,
} from '../../inputs.ts';
import { ecgIfPotassiumBelow3 } from '../../suggested.ts';
import { figureText, fitting, noteLines } from '../../words.ts';
import { courseLines, courseText, getRefractory, heartParts, urgentPotassiumSteps } from '../refractory-course.ts';
import {
  magnesiumIsUnmeasured,
  notOnDialysis,
  pendingTestExplains,
  potassiumIsRefractory,
} from '../shared-conditions.ts';

/**
 * Potassium does not answer to replacement and nobody measured magnesium. It fires on absence, so the
 * look-back of magnesium must be covered. Source: clinical catalogue §4 rule 4. Owner: pharmacy.
 */
export const refractoryHypokalemiaMgUnknown: Rule = {
  id: 'refractory-hypokalemia-mg-unknown',
  version: '1.1.2',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium was not measured',
  inputs: declare(
    refractoryInputs,
    magnesiumInputs,
    [required(result('magnesium-ionized'), hours.mg), ...pendingMagnesiumInputs],
    specimenInputs,
    dialysisInputs,
    rhythmInputs,
    digoxinInputs,
  ),
  conditions: [notOnDialysis, potassiumIsRefractory, magnesiumIsUnmeasured],
  explanations: [pendingTestExplains],
  severity: { steps: urgentPotassiumSteps, otherwise: 'warning' },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `${courseText(finding.figures)}; no magnesium level in ${figureText(finding, 'lookBackHours')} h – check Mg`,
      ),
    detail,
    suggestions: ['SG1', ecgIfPotassiumBelow3],
    overrideReasons: ['OR1', 'OR5', 'OR6', 'OR7', 'OR8', 'OR10'],
    citations: ['Whang R. Arch Intern Med 1984;144:1794-1796', 'Whang R, Ryder KW. JAMA 1990;263:3063-3064'],
  },
};

function describe(chart: Chart): Found {
  const course = getRefractory(chart);
  const heart = heartParts(chart);
  return {
    figures: { ...course.figures, ...heart.figures, lookBackHours: lookBackHours(chart, 'mg') },
    evidence: [...course.evidence, ...heart.evidence],
    missing: [...course.missing, ...heart.missing],
    notes: course.notes,
  };
}

function detail(finding: Present): readonly string[] {
  return [
    ...courseLines(finding),
    `No usable magnesium level in the last ${figureText(finding, 'lookBackHours')} h.`,
    'In one series 42 % of hypokalemic inpatients had low magnesium; in another it was requested for 10 % of those who had it.',
    'Urinary potassium and the acid-base state help to find other causes.',
    'Go on replacing potassium meanwhile.',
    ...noteLines(finding),
  ];
}

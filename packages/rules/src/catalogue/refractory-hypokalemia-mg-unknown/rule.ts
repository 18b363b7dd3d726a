import { isOnDialysis } from '../../blocks/kidneys.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { refractoryPotassium } from '../../blocks/refractory-potassium.ts';
import { lookBackHours } from '../../blocks/setting.ts';
import { magnesiumPending } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Finding, Present, Rule } from '../../contract.ts';
import { absent, notApplicable, present, unknown } from '../../finding.ts';
import {
  declare,
  dialysisInputs,
  digoxinInputs,
  hours,
  magnesiumInputs,
  optional,
  refractoryInputs,
  required,
  result,
  rhythmInputs,
  specimenInputs,
  testOrder,
} from '../../inputs.ts';
import { figureText, fitting, noteLines } from '../../words.ts';
import { courseLines, courseText, heartParts, isPotassiumUrgent } from '../refractory-course.ts';

/**
 * Potassium does not answer to replacement and nobody measured magnesium. It fires on absence, so the
 * look-back of magnesium must be covered. Source: clinical catalogue §4 rule 4. Owner: pharmacy.
 */
export const refractoryHypokalemiaMgUnknown: Rule = {
  id: 'refractory-hypokalemia-mg-unknown',
  version: '1.0.0',
  family: 'mg-k',
  title: 'Potassium stays low despite replacement, and magnesium was not measured',
  inputs: declare(
    refractoryInputs,
    magnesiumInputs,
    [required(result('magnesium-ionized'), hours.mg), optional(testOrder('magnesium'), hours.day)],
    specimenInputs,
    dialysisInputs,
    rhythmInputs,
    digoxinInputs,
  ),
  evaluate,
  card: {
    summary: (finding) =>
      fitting(`${courseText(finding)}; no magnesium level in ${figureText(finding, 'lookBackHours')} h – check Mg`),
    detail,
    suggestions: ['SG1', 'SG4'],
    overrideReasons: ['OR1', 'OR5', 'OR6', 'OR7', 'OR8', 'OR10'],
    citations: ['Whang R. Arch Intern Med 1984;144:1794-1796', 'Whang R, Ryder KW. JAMA 1990;263:3063-3064'],
  },
};

function evaluate(chart: Chart): Finding {
  if (chart.read(isOnDialysis)) return notApplicable('dialysis');
  const course = chart.read(refractoryPotassium);
  if (course.is === 'no') return absent(course.reason);
  const mg = chart.read(magnesium);
  if (mg.grade !== 'unknown') return absent('magnesium-known');
  if (mg.ignoredEarly) return absent('magnesium-measured-early');
  if (course.is === 'unknown') return unknown(course.missing);
  const heart = heartParts(chart);
  const pending = chart.read(magnesiumPending);
  return present({
    severity: isPotassiumUrgent(chart, course.latest) ? 'critical' : 'warning',
    figures: { ...course.figures, ...heart.figures, lookBackHours: lookBackHours(chart, 'mg') },
    evidence: [...course.evidence, ...heart.evidence],
    missing: [...course.missing, ...heart.missing],
    notes: course.notes,
    ...(pending ? { explainedBy: pending } : {}),
  });
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

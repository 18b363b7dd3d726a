import type { DrugClass, DrugOrder, Sourced } from '@magwatch/timeline';
import { holds } from '../answer.ts';
import { drugNames } from '../blocks/drugs.ts';
import { isGrade, magnesium } from '../blocks/magnesium.ts';
import { findDrafts, isReplacement } from '../blocks/replacement.ts';
import { lookBackHours } from '../blocks/setting.ts';
import { magnesiumPending } from '../blocks/treatment.ts';
import type { Block, Chart } from '../chart.ts';
import type { Condition, Explaining, Figures, Found, Present, RuleInput, SeverityStep } from '../contract.ts';
import { orderEvidence, resultEvidence } from '../evidence.ts';
import { magnesiumFigures } from '../figures.ts';
import { hours, pendingMagnesiumInputs, required, result } from '../inputs.ts';
import { figureText, hasFigure, seriesLine } from '../words.ts';
import { magnesiumIsLow, magnesiumIsUnmeasured } from './shared-conditions.ts';

/** What the two rules on drafted orders of potassium and calcium share: the draft, and what is known of magnesium. */
export const unmeasuredInputs: readonly RuleInput[] = [
  // They fire on absence too, so both kinds of magnesium must have been looked for.
  required(result('magnesium'), hours.mg),
  required(result('magnesium-ionized'), hours.mg),
  ...pendingMagnesiumInputs,
];

/** Replacement that is being ordered in this call (B12: systemic, not in maintenance fluid); none outside of an order hook. */
export function findDraftedReplacement(chart: Chart, drugClass: DrugClass): readonly Sourced<DrugOrder>[] {
  if (chart.hook !== 'order-select' && chart.hook !== 'order-sign') return [];
  return findDrafts(chart, drugClass).filter(isReplacement);
}

export const noMagnesiumDrafted: Condition = {
  says: 'No magnesium is ordered in the same call',
  check: (chart) => {
    const drafts = findDraftedReplacement(chart, 'mg-replacement');
    const evidence = drafts.map((draft) => orderEvidence('magnesium-draft', draft));
    return holds(drafts.length === 0, 'magnesium-drafted', drugNames(drafts) || undefined, evidence);
  },
};

export const magnesiumIsLowOrUnmeasured: Condition = {
  says: 'Magnesium is low, or there is no usable one in the look-back',
  check: (chart) => chart.read((chart.read(magnesium).result ? magnesiumIsLow : magnesiumIsUnmeasured).check),
};

/** B5 explains only that a level is missing: one on its way does not treat a low one. */
export const pendingTestExplainsAbsence: Explaining = {
  says: 'The missing magnesium level is ordered or in the laboratory',
  find: (chart) => (chart.read(magnesium).result ? undefined : chart.read(magnesiumPending)),
};

/** A low magnesium is a warning, a severely low one critical; where it is unmeasured the rule has steps of its own. */
export const lowMagnesiumSteps: readonly SeverityStep[] = [
  { severity: 'critical', says: 'Magnesium is severely low', check: isGrade('severe') },
  { severity: 'warning', ...magnesiumIsLow },
];

/** The magnesium that is known, or how far back none is; the drafts by name. */
export const orderParts =
  (role: 'potassium-draft' | 'calcium-draft', find: Block<readonly Sourced<DrugOrder>[]>): Block<Found> =>
  (chart) => {
    const mg = chart.read(magnesium);
    const drafts = find(chart);
    const known: Figures = mg.result ? magnesiumFigures(mg) : { lookBackHours: lookBackHours(chart, 'mg') };
    return {
      figures: { drafted: drugNames(drafts), ...known },
      evidence: [
        ...drafts.map((draft) => orderEvidence(role, draft)),
        ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ],
      notes: mg.result && mg.ignoredEarly && mg.ignoredEarly.at > mg.result.at ? ['early-level-ignored'] : [],
    };
  };

export const isUnmeasured = (finding: Present): boolean => !hasFigure(finding, 'magnesium');

export function magnesiumLines(finding: Present): readonly string[] {
  return isUnmeasured(finding)
    ? [`No usable magnesium level in the last ${figureText(finding, 'lookBackHours')} h.`]
    : seriesLine(finding, 'Magnesium', ['magnesium']);
}

export const draftedLine = (finding: Present): string => `Being ordered now: ${figureText(finding, 'drafted')}.`;

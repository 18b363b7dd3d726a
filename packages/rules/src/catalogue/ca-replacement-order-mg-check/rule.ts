import type { ConditionFact, DrugOrder, Sourced } from '@magwatch/timeline';
import { doesNotApply, holds, no, yes } from '../../answer.ts';
import { findCardiacArrest } from '../../blocks/cardiac-arrest.ts';
import { findActiveCondition } from '../../blocks/conditions.ts';
import { drugNames } from '../../blocks/drugs.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { noteLeaving, type Result } from '../../blocks/results.ts';
import { findValidResults } from '../../blocks/specimens.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { conditionEvidence, orderEvidence, resultEvidence } from '../../evidence.ts';
import { magnesiumText } from '../../figures.ts';
import {
  calciumInputs,
  condition,
  declare,
  dose,
  guardInputs,
  hours,
  magnesiumInputs,
  optional,
  result,
  specimenInputs,
} from '../../inputs.ts';
import { ifMagnesiumIsLow, ifMagnesiumIsUnknown } from '../../suggested.ts';
import { isCanonicalAtLeast } from '../../thresholds.ts';
import { figureText, fitting, noteLines, resultText } from '../../words.ts';
import { calciumLines, calciumParts, calciumWarningSteps } from '../calcium-course.ts';
import {
  draftedLine,
  findDraftedReplacement,
  isUnmeasured,
  lowMagnesiumSteps,
  magnesiumIsLowOrUnmeasured,
  magnesiumLines,
  noMagnesiumDrafted,
  orderParts,
  pendingTestExplainsAbsence,
  unmeasuredInputs,
} from '../order-time.ts';
import { calciumIsLow, notOnDialysis, treatmentExplains } from '../shared-conditions.ts';

const KIDNEY_DISEASES = ['ckd', 'ckd-3', 'ckd-4', 'ckd-5'] as const;

/**
 * Calcium is being ordered for a low calcium while magnesium is low, or nobody knows it.
 * Source: clinical catalogue §4 rule 8. Owner: pharmacy.
 */
export const caReplacementOrderMgCheck: Rule = {
  id: 'ca-replacement-order-mg-check',
  version: '1.0.1',
  family: 'mg-ca',
  title: 'Calcium is ordered while magnesium is low or unknown',
  inputs: declare(calciumInputs('required'), magnesiumInputs, unmeasuredInputs, specimenInputs, guardInputs, [
    optional(result('potassium'), ({ lookback_h }) => lookback_h.hyperkForCalcium),
    optional(dose('ca-replacement'), hours.caDose),
    ...KIDNEY_DISEASES.map((name) => optional(condition(name), hours.now)),
    optional(condition('hyperkalemia'), hours.now),
    optional(condition('calcium-channel-blocker-overdose'), hours.now),
    optional(condition('hypermagnesemia'), hours.now),
    optional(condition('cardiac-arrest'), hours.day),
  ]),
  conditions: [
    { says: 'Calcium is being ordered', check: isCalciumDrafted },
    notOnDialysis,
    { says: 'It replaces calcium and does not bind phosphate', check: isReplacing },
    { says: 'No high potassium and no diagnosis of it that the calcium may be meant for', check: hasNoHyperkalemia },
    { says: 'No overdose of a calcium-channel blocker', check: hasNoOverdose },
    { says: 'Magnesium is neither high nor diagnosed as high', check: hasNoMagnesiumToxicity },
    { says: 'No cardiac arrest in 24 h', check: hasNoArrest },
    calciumIsLow,
    noMagnesiumDrafted,
    magnesiumIsLowOrUnmeasured,
  ],
  explanations: [treatmentExplains, pendingTestExplainsAbsence],
  severity: {
    steps: [...lowMagnesiumSteps, ...calciumWarningSteps],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: [...['SG2', 'SG6'].map(ifMagnesiumIsLow), ...['SG1', 'SG8'].map(ifMagnesiumIsUnknown)],
    overrideReasons: ['OR1', 'OR4', 'OR7', 'OR9', 'OR10'],
    citations: ['Agus ZS. J Am Soc Nephrol 1999;10:1616-1622', 'Whang R. Arch Intern Med 1984;144:1794-1796'],
  },
};

const draftedCalcium = (chart: Chart): readonly Sourced<DrugOrder>[] => findDraftedReplacement(chart, 'ca-replacement');

function isCalciumDrafted(chart: Chart): Answer {
  const drafts = draftedCalcium(chart);
  if (drafts.length === 0) return doesNotApply('no-draft-order');
  return yes(
    drugNames(drafts),
    drafts.map((draft) => orderEvidence('calcium-draft', draft)),
  );
}

function isReplacing(chart: Chart): Answer {
  const disease = findActiveCondition(chart, KIDNEY_DISEASES);
  const evidence = disease ? conditionEvidence('kidney-disease', disease) : [];
  return holds(draftsThatReplace(chart).length > 0, 'phosphate-binder', drugNames(draftedCalcium(chart)), evidence);
}

/** Acetate binds phosphate always; carbonate by mouth does in chronic kidney disease, whatever else it may do. */
function draftsThatReplace(chart: Chart): readonly Sourced<DrugOrder>[] {
  const hasKidneyDisease = findActiveCondition(chart, KIDNEY_DISEASES) !== undefined;
  const isBinder = ({ drug, route }: DrugOrder): boolean =>
    drug === 'calcium-acetate' || (drug === 'calcium-carbonate' && route !== 'intravenous' && hasKidneyDisease);
  return draftedCalcium(chart).filter((draft) => !isBinder(draft));
}

function hasNoHyperkalemia(chart: Chart): Answer {
  const high = chart
    .read(recentPotassium)
    .find((one) => isCanonicalAtLeast(one, chart.parameters.thresholds['k.hyperForCalcium']));
  if (high) return no('hyperkalemia', resultText(high), [resultEvidence('potassium', high)]);
  return isNotDiagnosed('hyperkalemia', findActiveCondition(chart, ['hyperkalemia']));
}

/** A diagnosis for which calcium is given whatever magnesium is; its reason is its name. */
const isNotDiagnosed = (reason: string, found: Sourced<ConditionFact> | undefined): Answer =>
  found ? no(reason, 'diagnosed', conditionEvidence(found.condition, found)) : yes();

/** Any of them may be what the calcium is given for, not only the latest. */
function recentPotassium(chart: Chart): readonly Result[] {
  const lookBack = chart.parameters.lookback_h.hyperkForCalcium;
  const recent = findValidResults(chart, 'potassium', lookBack);
  for (const one of recent) noteLeaving(chart, one, lookBack);
  return recent;
}

function hasNoOverdose(chart: Chart): Answer {
  const reason = 'calcium-channel-blocker-overdose';
  return isNotDiagnosed(reason, findActiveCondition(chart, [reason]));
}

/** Calcium is the antidote then. The diagnosis excludes whatever the level is by now. */
function hasNoMagnesiumToxicity(chart: Chart): Answer {
  const { grade, result: measured } = chart.read(magnesium);
  const reason = 'magnesium-toxicity';
  if (grade === 'high' && measured) return no(reason, resultText(measured), [resultEvidence('magnesium', measured)]);
  return isNotDiagnosed(reason, findActiveCondition(chart, ['hypermagnesemia']));
}

function hasNoArrest(chart: Chart): Answer {
  return isNotDiagnosed('cardiac-arrest', findCardiacArrest(chart));
}

const partsOfOrder = orderParts('calcium-draft', draftsThatReplace);

function describe(chart: Chart): Found {
  const ca = calciumParts(chart);
  const order = chart.read(partsOfOrder);
  return {
    figures: { ...order.figures, ...ca.figures },
    evidence: [...order.evidence, ...ca.evidence],
    missing: [...ca.missing, ...(chart.read(recentPotassium).length === 0 ? ['potassium'] : [])],
    notes: order.notes ?? [],
  };
}

function summary(finding: Present): string {
  return fitting(
    isUnmeasured(finding)
      ? `Ordering calcium: no Mg level in ${figureText(finding, 'lookBackHours')} h – add a Mg level?`
      : `Ordering calcium with ${magnesiumText(finding.figures)}: add magnesium or Ca may not hold`,
  );
}

function detail(finding: Present): readonly string[] {
  return [
    draftedLine(finding),
    'Do not delay calcium for tetany, seizure, long QT or hyperkalemia.',
    ...calciumLines(finding),
    ...magnesiumLines(finding),
    isUnmeasured(finding)
      ? 'In one series 22 % of hypocalcemic patients had low magnesium.'
      : 'Low magnesium can keep calcium low, above all when it is moderate or severe. Consider magnesium together with calcium, by renal function.',
    'Not meant for calcium in cardiac arrest or in an overdose of a calcium-channel blocker: neither is diagnosed here.',
    ...noteLines(finding),
  ];
}

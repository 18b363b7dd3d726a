import type { DrugOrder, Sourced } from '@magwatch/timeline';
import { doesNotApply, no, yes } from '../../answer.ts';
import { drugNames } from '../../blocks/drugs.ts';
import { potassium } from '../../blocks/potassium.ts';
import { isQtcProlonged } from '../../blocks/rhythm.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { orderEvidence, resultEvidence } from '../../evidence.ts';
import { figure, potassiumText } from '../../figures.ts';
import {
  declare,
  digoxinInputs,
  guardInputs,
  hours,
  magnesiumInputs,
  required,
  result,
  rhythmInputs,
  specimenInputs,
} from '../../inputs.ts';
import { ifMagnesiumIsLow, ifMagnesiumIsUnknown } from '../../suggested.ts';
import { egfrLine, figureText, fitting, noteLines } from '../../words.ts';
import { isOnDigoxin } from '../active-drugs.ts';
import { egfrParts } from '../kidney-parts.ts';
import { isPotassiumModerate } from '../low-electrolytes.ts';
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
import { courseLines, heartParts } from '../refractory-course.ts';
import { potassiumIsLow, treatmentExplains } from '../shared-conditions.ts';

/**
 * Potassium is being ordered for a low potassium while magnesium is low, or nobody knows it.
 * Source: clinical catalogue §4 rule 9. Owner: pharmacy.
 */
export const kReplacementOrderMgCheck: Rule = {
  id: 'k-replacement-order-mg-check',
  version: '1.0.1',
  family: 'mg-k',
  title: 'Potassium is ordered while magnesium is low or unknown',
  inputs: declare(
    [required(result('potassium'), hours.latestK)],
    magnesiumInputs,
    unmeasuredInputs,
    specimenInputs,
    guardInputs,
    rhythmInputs,
    digoxinInputs,
  ),
  conditions: [
    { says: 'Potassium is being ordered, not as maintenance', check: isPotassiumDrafted },
    { says: 'Potassium is low', check: isPotassiumLow },
    noMagnesiumDrafted,
    magnesiumIsLowOrUnmeasured,
  ],
  explanations: [treatmentExplains, pendingTestExplainsAbsence],
  severity: {
    steps: [
      ...lowMagnesiumSteps,
      { severity: 'warning', says: 'Potassium is moderately low', check: isPotassiumModerate },
      { severity: 'warning', says: 'The patient is on digoxin', check: isOnDigoxin },
      { severity: 'warning', says: 'QTc is prolonged', check: isQtcProlonged },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: [...['SG2', 'SG3', 'SG5'].map(ifMagnesiumIsLow), ifMagnesiumIsUnknown('SG1')],
    overrideReasons: ['OR1', 'OR2', 'OR4', 'OR7', 'OR10'],
    citations: [
      'Whang R, Whang DD, Ryan MP. Arch Intern Med 1992;152:40-45',
      'Galanter WL. J Am Med Inform Assoc 2004;11:270-277',
    ],
  },
};

const draftedPotassium = (chart: Chart): readonly Sourced<DrugOrder>[] =>
  findDraftedReplacement(chart, 'k-replacement');

function isPotassiumDrafted(chart: Chart): Answer {
  const drafts = draftedPotassium(chart);
  if (drafts.length === 0) return doesNotApply('no-draft-order');
  return yes(
    drugNames(drafts),
    drafts.map((draft) => orderEvidence('potassium-draft', draft)),
  );
}

/** Without a potassium nobody says that the order is for a low one: that is an exclusion, not an open question. */
function isPotassiumLow(chart: Chart): Answer {
  return chart.read(potassium) ? chart.read(potassiumIsLow.check) : no('no-potassium');
}

const partsOfOrder = orderParts('potassium-draft', draftedPotassium);

function describe(chart: Chart): Found {
  const k = chart.read(potassium);
  const egfr = egfrParts(chart);
  const heart = heartParts(chart);
  const order = chart.read(partsOfOrder);
  return {
    figures: {
      ...order.figures,
      ...(k ? { potassiumMmolPerL: figure(k.result.canonical) } : {}),
      ...heart.figures,
      ...egfr.figures,
    },
    evidence: [
      ...order.evidence,
      ...(k ? [resultEvidence('potassium', k.result)] : []),
      ...heart.evidence,
      ...egfr.evidence,
    ],
    missing: [...heart.missing, ...egfr.missing],
    notes: order.notes ?? [],
  };
}

function summary(finding: Present): string {
  const { figures } = finding;
  const start = `Ordering K for ${potassiumText(figures)}`;
  if (isUnmeasured(finding))
    return fitting(`${start}; no Mg level in ${figureText(finding, 'lookBackHours')} h – add a Mg level?`);
  const mg = figures['magnesiumKind'] === 'ionized' ? 'iMg' : 'Mg';
  return fitting(`${start}; ${mg} is ${figureText(finding, 'magnesium')} – replace Mg as well`);
}

function detail(finding: Present): readonly string[] {
  return [
    draftedLine(finding),
    ...courseLines(finding),
    ...magnesiumLines(finding),
    ...(isUnmeasured(finding)
      ? [
          'In one hospital a prompt while ordering raised the share of unknown magnesium levels that were checked within an hour from 12 to 40 %.',
          'Go on replacing potassium meanwhile.',
        ]
      : [
          ...egfrLine(finding),
          'Low magnesium can make hypokalemia refractory.',
          'Replace Mg together with K – do not hold urgent K.',
        ]),
    ...noteLines(finding),
  ];
}

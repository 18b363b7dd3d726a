import { findActiveCondition } from '../../blocks/conditions.ts';
import { drugNames, loopDiuretics, tierADrugs, tierBDrugs } from '../../blocks/drugs.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import { findTorsades } from '../../blocks/risk-modifiers.ts';
import { magnesiumPending } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Explanation, Figures, Found, Present, Rule } from '../../contract.ts';
import { conditionEvidence, exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  condition,
  declare,
  electrolyteInputs,
  guardInputs,
  hours,
  loopInputs,
  optional,
  pendingMagnesiumInputs,
  rhythmInputs,
  specimenInputs,
  tierAInputs,
  tierBInputs,
} from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';
import { electrolyteLines, electrolyteParts, electrolyteText } from '../low-electrolytes.ts';
import { findStep, LADDER, matchesAny, unmeasuredStep } from './ladder.ts';
import { tisdaleFigures } from './tisdale.ts';

/**
 * A long QTc or drugs that prolong it meet low magnesium or potassium. Magnesium that is being replaced is said and does not
 * silence it: the risk is there until the values are back.
 * Source: clinical catalogue §4 rule 12. Owner: pharmacy and cardiology.
 */
export const torsadesRiskLowMgK: Rule = {
  id: 'torsades-risk-low-mg-k',
  version: '1.0.1',
  family: 'rhythm',
  title: 'Risk of torsades: long QTc or QT drugs with low magnesium or potassium',
  inputs: declare(electrolyteInputs, specimenInputs, guardInputs, rhythmInputs, tierAInputs, tierBInputs, loopInputs, [
    optional(condition('torsades'), hours.day),
    ...pendingMagnesiumInputs,
  ]),
  conditions: [{ says: 'A step of the ladder from QTc, drugs, magnesium and potassium matches', check: matchesAny }],
  explanations: [
    {
      says: 'A magnesium level is ordered or in the laboratory, where it is all that is asked for',
      find: findPendingLevel,
    },
  ],
  severity: { steps: LADDER, otherwise: 'info' },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG4', 'SG2', 'SG5', 'SG9'],
    overrideReasons: ['OR1', 'OR2', 'OR4', 'OR5', 'OR9', 'OR10'],
    citations: [
      'Drew BJ. Circulation 2010;121:1047-1060',
      'Tisdale JE. Circ Cardiovasc Qual Outcomes 2013;6:479-487',
      'Tisdale JE. Circ Cardiovasc Qual Outcomes 2014;7:381-390',
      'Gallo. J Am Heart Assoc 2022;11:e024338',
    ],
  },
};

function findPendingLevel(chart: Chart): Explanation | undefined {
  return chart.read(findStep) === unmeasuredStep ? chart.read(magnesiumPending) : undefined;
}

function describe(chart: Chart): Found {
  const parts = electrolyteParts(chart);
  const heart = chart.read(rhythm);
  const torsades = findTorsades(chart);
  const pacemaker = findActiveCondition(chart, ['pacemaker']);
  return {
    figures: { ...parts.figures, ...heartFigures(chart), ...tisdaleFigures(chart) },
    evidence: [
      ...(heart.result ? [resultEvidence('qtc', heart.result)] : []),
      ...(torsades ? conditionEvidence('torsades', torsades) : []),
      ...[...chart.read(tierADrugs), ...chart.read(tierBDrugs)].map((item) => exposureEvidence('qt-drug', item)),
      ...parts.evidence,
      ...chart.read(loopDiuretics).map((item) => exposureEvidence('loop-diuretic', item)),
      ...(pacemaker ? conditionEvidence('pacemaker', pacemaker) : []),
    ],
    missing: [...parts.missing, ...(heart.result ? [] : ['qtc'])],
    notes: [...parts.notes, ...(pacemaker && heart.result ? ['paced-rhythm'] : [])],
  };
}

function heartFigures(chart: Chart): Figures {
  const { qtcMs } = chart.read(rhythm);
  const tierA = chart.read(tierADrugs);
  const tierB = chart.read(tierBDrugs);
  const drugs = [...tierA, ...tierB];
  return {
    ...(qtcMs === undefined ? {} : { qtcMs: figure(qtcMs) }),
    ...(findTorsades(chart) ? { isTorsades: true } : {}),
    ...(drugs.length > 0 ? { qtDrugs: drugNames(drugs), qtDrugCount: drugs.length } : {}),
    ...(tierA.length > 0 ? { qtDrugsHighRisk: drugNames(tierA) } : {}),
    ...(tierB.length > 0 ? { qtDrugsLesserRisk: drugNames(tierB) } : {}),
    ...(chart.read(findStep) === unmeasuredStep ? { isMagnesiumUnmeasured: true } : {}),
  };
}

function summary(finding: Present): string {
  const { qtDrugs, qtDrugCount } = finding.figures;
  const wording = (drugs: string | undefined): string => {
    const risks = [
      ...(hasFigure(finding, 'isTorsades') ? ['Torsades'] : []),
      ...(hasFigure(finding, 'qtcMs') ? [`QTc ${figureText(finding, 'qtcMs')} ms`] : []),
      ...(drugs === undefined ? [] : [drugs]),
    ];
    return `${risks.join(' / ')} with ${electrolyteText(finding.figures)}: raised torsades risk`;
  };
  if (qtDrugs === undefined) return fitting(wording(undefined));
  return fitting(wording(String(qtDrugs)), wording(`${qtDrugCount} QT drugs`));
}

function detail(finding: Present): readonly string[] {
  return [
    ...(hasFigure(finding, 'isTorsades') ? ['Torsades de pointes is on the chart of the last day.'] : []),
    'If torsades is occurring: Follow the local emergency protocol.',
    ...seriesLine(finding, 'QTc', ['qtc']),
    ...drugLines(finding),
    ...electrolyteLines(finding),
    ...(hasFigure(finding, 'isMagnesiumUnmeasured') ? ['No magnesium counts in the look-back: measure it now.'] : []),
    ...tisdaleLines(finding),
    'Customary targets are a potassium of 4.0 mmol/L and more and a magnesium of 2.0 mg/dL (0.82 mmol/L) and more.',
    'Consider an ECG and telemetry, replacement by renal function, and another drug in place of one that prolongs QT.',
    ...noteLines(finding),
  ];
}

function drugLines(finding: Present): readonly string[] {
  const line = (label: string, name: string): readonly string[] =>
    hasFigure(finding, name) ? [`${label}: ${figureText(finding, name)}.`] : [];
  return [
    ...line('Drugs of high torsades risk', 'qtDrugsHighRisk'),
    ...line('Drugs of lesser torsades risk', 'qtDrugsLesserRisk'),
  ];
}

function tisdaleLines(finding: Present): readonly string[] {
  const from = hasFigure(finding, 'tisdaleComponents') ? ` (${figureText(finding, 'tisdaleComponents')})` : '';
  return [
    `Tisdale score: at least ${figureText(finding, 'tisdaleScore')}${from}; 11 and more is high.`,
    `Not available for the score: ${figureText(finding, 'tisdaleNotAvailable')}.`,
  ];
}

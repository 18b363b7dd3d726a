import { holds, when } from '../../answer.ts';
import { correctedMagnesium, isExplainedByAlbumin } from '../../blocks/corrected-magnesium.ts';
import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { isGrade, magnesium } from '../../blocks/magnesium.ts';
import { ppiExposure } from '../../blocks/ppi-exposure.ts';
import { activeOrders, isReplacement } from '../../blocks/replacement.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import { hasTorsades, riskModifiers } from '../../blocks/risk-modifiers.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule, SuggestedWhen } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures } from '../../figures.ts';
import {
  calciumInputs,
  condition,
  declare,
  digoxinInputs,
  guardInputs,
  hours,
  magnesiumInputs,
  optional,
  ppiStartInputs,
  rhythmInputs,
  specimenInputs,
  tierAInputs,
  wastingInputs,
} from '../../inputs.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, numberText, seriesLine } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';
import { magnesiumIsLow, treatmentExplains } from '../shared-conditions.ts';

/** Clinical catalogue, rule 1: an ECG if it is severe or with a QT drug; the cause is looked for where no drug shows it. */
const ECG: SuggestedWhen = {
  id: 'SG4',
  says: 'magnesium is severely low, or a QT-prolonging drug is taken',
  when: ({ figures, evidence }) =>
    figures['magnesiumGrade'] === 'severe' || evidence.some(({ role }) => role === 'qt-drug'),
};
const FIND_CAUSE: SuggestedWhen = {
  id: 'SG7',
  says: 'no drug that wastes magnesium is known',
  when: (finding) => !hasFigure(finding, 'wastingDrugs'),
};

/**
 * A low magnesium is seen, graded, and treated or explained.
 * Source: clinical catalogue §4 rule 1. Owner: pharmacy. Changing an answer raises the version.
 */
export const mgLow: Rule = {
  id: 'mg-low',
  version: '1.1.0',
  family: 'level',
  title: 'Low magnesium',
  inputs: declare(
    magnesiumInputs,
    specimenInputs,
    calciumInputs('optional'),
    guardInputs,
    rhythmInputs,
    digoxinInputs,
    wastingInputs,
    ppiStartInputs,
    tierAInputs,
    [optional(condition('torsades'), hours.day)],
  ),
  conditions: [magnesiumIsLow, { says: 'Low albumin alone does not explain it', check: isNotExplainedByAlbumin }],
  explanations: [treatmentExplains],
  severity: {
    steps: [
      { severity: 'critical', says: 'Magnesium is severely low', check: isGrade('severe') },
      {
        severity: 'critical',
        says: 'Moderately low, with a QTc of 500 ms and more or torsades',
        check: isModerateWithHeart,
      },
      { severity: 'warning', says: 'Magnesium is moderately low', check: isGrade('moderate') },
      { severity: 'warning', says: 'Something makes it matter more', check: hasModifier },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG2', 'SG3', 'SG5', 'SG6', ECG, FIND_CAUSE],
    overrideReasons: ['OR1', 'OR2', 'OR3', 'OR4', 'OR5', 'OR7', 'OR10'],
    citations: [
      'Agus ZS. J Am Soc Nephrol 1999;10:1616-1622',
      'Ayuk J, Gittoes NJL. Ann Clin Biochem 2014;51:179-188',
      'Kost GJ. JAMA 1990;263:704-707',
    ],
  },
};

function isNotExplainedByAlbumin(chart: Chart): Answer {
  return holds(!chart.read(isExplainedByAlbumin), 'explained-by-albumin');
}

function isModerateWithHeart(chart: Chart): Answer {
  const { isCritical, qtcMs } = chart.read(rhythm);
  const isModerate = chart.read(magnesium).grade === 'moderate';
  return when(
    isModerate && (isCritical || hasTorsades(chart)),
    qtcMs === undefined ? undefined : `QTc ${numberText(qtcMs)} ms`,
  );
}

function hasModifier(chart: Chart): Answer {
  const { words, missing } = chart.read(riskModifiers);
  return when(words.length > 0, words.join(', ') || undefined, missing);
}

function describe(chart: Chart): Found {
  const mg = chart.read(magnesium);
  const modifiers = chart.read(riskModifiers);
  return {
    figures: figuresOf(chart),
    evidence: [
      ...(mg.result ? [resultEvidence('magnesium', mg.result)] : []),
      ...mg.earlier.map((one) => resultEvidence('magnesium-earlier', one)),
      ...modifiers.evidence,
      ...backgroundEvidence(chart),
    ],
    missing: [...modifiers.missing, ...missingOf(chart)],
    notes: mg.result && mg.ignoredEarly && mg.ignoredEarly.at > mg.result.at ? ['early-level-ignored'] : [],
  };
}

function figuresOf(chart: Chart): Figures {
  const { words } = chart.read(riskModifiers);
  const wasting = chart.read(wastingDrugs);
  const corrected = chart.read(correctedMagnesium);
  const { qtcMs } = chart.read(rhythm);
  const ppi = chart.read(ppiExposure);
  const isOrdered = chart.read(activeOrders('mg-replacement')).some(isReplacement);
  return {
    ...magnesiumFigures(chart.read(magnesium)),
    ...(isOrdered ? { isMagnesiumOrdered: true } : {}),
    ...(words.length > 0 ? { riskModifiers: words.join(', ') } : {}),
    ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
    ...(ppi?.isStartUnknown ? { ppiOfUnknownStart: drugNames(ppi.drugs) } : {}),
    ...egfrParts(chart).figures,
    ...(qtcMs === undefined ? {} : { qtcMs: figure(qtcMs) }),
    ...(corrected?.isAlbuminLow
      ? {
          albuminGPerL: figure(corrected.albumin.canonical),
          magnesiumCorrectedMmolPerL: figure(corrected.mmolPerL),
          magnesiumCorrectedMgPerDl: figure(corrected.mgPerDl),
        }
      : {}),
  };
}

function backgroundEvidence(chart: Chart): Present['evidence'] {
  const corrected = chart.read(correctedMagnesium);
  return [
    ...egfrParts(chart).evidence,
    ...(corrected?.isAlbuminLow ? [resultEvidence('albumin', corrected.albumin)] : []),
    ...chart.read(wastingDrugs).map((item) => exposureEvidence('wasting-drug', item)),
  ];
}

function missingOf(chart: Chart): readonly string[] {
  return [
    ...egfrParts(chart).missing,
    ...(chart.read(correctedMagnesium) || chart.read(magnesium).result?.analyte !== 'magnesium' ? [] : ['albumin']),
  ];
}

function summary(finding: Present): string {
  const { magnesium: value, magnesiumKind, magnesiumGrade } = finding.figures;
  const what = magnesiumKind === 'ionized' ? 'Low ionized magnesium' : 'Low magnesium';
  return fitting(`${what} ${value} (${magnesiumGrade}) – ${courseText(finding)}`);
}

/** An order that was written before the result does not answer it, but the reader should know of it. */
function courseText(finding: Present): string {
  if (finding.explainedBy) return 'replacement is under way';
  const before = hasFigure(finding, 'isMagnesiumOrdered') ? 'ordered before, ' : '';
  return `${before}no replacement since the result`;
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Magnesium', ['magnesium', 'magnesium-earlier']),
    ...(hasFigure(finding, 'riskModifiers') ? [`It matters more here: ${figureText(finding, 'riskModifiers')}.`] : []),
    ...(hasFigure(finding, 'wastingDrugs')
      ? [`Drugs on the chart that waste magnesium: ${figureText(finding, 'wastingDrugs')}.`]
      : []),
    ...(hasFigure(finding, 'ppiOfUnknownStart')
      ? [`On ${figureText(finding, 'ppiOfUnknownStart')}; its start is not known.`]
      : []),
    ...egfrLine(finding),
    ...(hasFigure(finding, 'magnesiumCorrectedMmolPerL')
      ? [
          `Albumin ${figureText(finding, 'albuminGPerL')} g/L: magnesium corrected for it is ${figureText(finding, 'magnesiumCorrectedMmolPerL')} mmol/L (a weakly validated estimate).`,
        ]
      : []),
    'Consider magnesium replacement by renal function, and a level 6 hours or more after its end.',
    ...noteLines(finding),
  ];
}

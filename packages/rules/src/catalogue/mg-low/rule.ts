import { correctedMagnesium, isExplainedByAlbumin } from '../../blocks/corrected-magnesium.ts';
import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { type MagnesiumGrade, magnesium } from '../../blocks/magnesium.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import { hasTorsades, riskModifiers } from '../../blocks/risk-modifiers.ts';
import { magnesiumTreated } from '../../blocks/treatment.ts';
import type { Chart } from '../../chart.ts';
import type { Figures, Finding, Present, Rule, Severity } from '../../contract.ts';
import { exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure, magnesiumFigures } from '../../figures.ts';
import { absent, present, unknown } from '../../finding.ts';
import {
  calciumInputs,
  condition,
  declare,
  digoxinInputs,
  dose,
  drugOrder,
  hours,
  kidneyInputs,
  magnesiumInputs,
  optional,
  rhythmInputs,
  specimenInputs,
  wastingInputs,
} from '../../inputs.ts';
import { egfrLine, figureText, fitting, hasFigure, noteLines, seriesLine } from '../../words.ts';

/**
 * A low magnesium is seen, graded, and treated or explained.
 * Source: clinical catalogue §4 rule 1. Owner: pharmacy. Changing an answer raises the version.
 */
export const mgLow: Rule = {
  id: 'mg-low',
  version: '1.0.0',
  family: 'level',
  title: 'Low magnesium',
  inputs: declare(
    magnesiumInputs,
    specimenInputs,
    calciumInputs('optional'),
    kidneyInputs,
    rhythmInputs,
    digoxinInputs,
    wastingInputs,
    [
      optional(dose('qt-a'), hours.drug),
      optional(drugOrder('qt-a'), hours.now),
      optional(condition('torsades'), hours.day),
    ],
  ),
  evaluate,
  card: {
    summary,
    detail,
    suggestions: ['SG2', 'SG3', 'SG5', 'SG6', 'SG4', 'SG7'],
    overrideReasons: ['OR1', 'OR2', 'OR3', 'OR4', 'OR5', 'OR7', 'OR10'],
    citations: [
      'Agus ZS. J Am Soc Nephrol 1999;10:1616-1622',
      'Ayuk J, Gittoes NJL. Ann Clin Biochem 2014;51:179-188',
      'Kost GJ. JAMA 1990;263:704-707',
    ],
  },
};

function evaluate(chart: Chart): Finding {
  const mg = chart.read(magnesium);
  if (mg.grade === 'unknown' || !mg.result) return unknown(['magnesium']);
  if (!mg.isLow) return absent('magnesium-not-low');
  if (chart.read(isExplainedByAlbumin)) return absent('explained-by-albumin');
  const modifiers = chart.read(riskModifiers);
  const treated = chart.read(magnesiumTreated);
  return present({
    severity: severityOf(chart, mg.grade, modifiers.words.length > 0),
    figures: figuresOf(chart),
    evidence: [
      resultEvidence('magnesium', mg.result),
      ...mg.earlier.map((one) => resultEvidence('magnesium-earlier', one)),
      ...modifiers.evidence,
      ...backgroundEvidence(chart),
    ],
    missing: [...modifiers.missing, ...missingOf(chart)],
    notes: mg.ignoredEarly && mg.ignoredEarly.at > mg.result.at ? ['early-level-ignored'] : [],
    ...(treated ? { explainedBy: treated } : {}),
  });
}

function severityOf(chart: Chart, grade: MagnesiumGrade, hasModifier: boolean): Severity {
  if (grade === 'severe') return 'critical';
  if (grade === 'moderate') return chart.read(rhythm).isCritical || hasTorsades(chart) ? 'critical' : 'warning';
  return hasModifier ? 'warning' : 'info';
}

function figuresOf(chart: Chart): Figures {
  const { words } = chart.read(riskModifiers);
  const wasting = chart.read(wastingDrugs);
  const { egfr } = chart.read(kidneys);
  const corrected = chart.read(correctedMagnesium);
  const { qtcMs } = chart.read(rhythm);
  return {
    ...magnesiumFigures(chart.read(magnesium)),
    ...(words.length > 0 ? { riskModifiers: words.join(', ') } : {}),
    ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
    ...(egfr ? { egfr: figure(egfr.value) } : {}),
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
  const { egfr } = chart.read(kidneys);
  const corrected = chart.read(correctedMagnesium);
  return [
    ...(egfr ? [resultEvidence(egfr.source === 'reported' ? 'egfr' : 'creatinine', egfr.result)] : []),
    ...(corrected?.isAlbuminLow ? [resultEvidence('albumin', corrected.albumin)] : []),
    ...chart.read(wastingDrugs).map((item) => exposureEvidence('wasting-drug', item)),
  ];
}

function missingOf(chart: Chart): readonly string[] {
  return [
    ...(chart.read(kidneys).egfr ? [] : ['egfr']),
    ...(chart.read(correctedMagnesium) || chart.read(magnesium).result?.analyte !== 'magnesium' ? [] : ['albumin']),
  ];
}

function summary(finding: Present): string {
  const { magnesium: value, magnesiumKind, magnesiumGrade } = finding.figures;
  const what = magnesiumKind === 'ionized' ? 'Low ionized magnesium' : 'Low magnesium';
  const course = finding.explainedBy ? 'replacement is under way' : 'no replacement since the result';
  return fitting(`${what} ${value} (${magnesiumGrade}) – ${course}`);
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Magnesium', ['magnesium', 'magnesium-earlier']),
    ...(hasFigure(finding, 'riskModifiers') ? [`It matters more here: ${figureText(finding, 'riskModifiers')}.`] : []),
    ...(hasFigure(finding, 'wastingDrugs')
      ? [`Drugs on the chart that waste magnesium: ${figureText(finding, 'wastingDrugs')}.`]
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

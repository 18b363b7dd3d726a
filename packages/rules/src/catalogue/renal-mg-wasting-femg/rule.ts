import { addHours, assert, isAbove, roundToSignificant } from '@magwatch/base';
import type { Dose, Sourced } from '@magwatch/timeline';
import { cannotTell, holds, no, yes } from '../../answer.ts';
import { drugNames, wastingDrugs } from '../../blocks/drugs.ts';
import { isOnDialysis, kidneys } from '../../blocks/kidneys.ts';
import { isMagnesiumBelowRange } from '../../blocks/magnesium-limits.ts';
import { findLatest, noteLeaving, type Result } from '../../blocks/results.ts';
import { setting } from '../../blocks/setting.ts';
import { findValidResults } from '../../blocks/specimens.ts';
import { type Filtration, urineFiltration } from '../../blocks/urine-filtration.ts';
import {
  type FemgCategory,
  findGivenBetween,
  findMagnesiumOrders,
  serumHours,
  type UrinePair,
  urinePair,
} from '../../blocks/urine-magnesium.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule } from '../../contract.ts';
import { doseEvidence, exposureEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  declare,
  dose,
  kidneyInputs,
  magnesiumInputs,
  optional,
  required,
  result,
  specimenInputs,
  wastingInputs,
} from '../../inputs.ts';
import type { Parameters } from '../../parameters.ts';
import { isOpenBelow } from '../../thresholds.ts';
import {
  egfrLine,
  figureText,
  fitting,
  hasFigure,
  noteLines,
  quantityText,
  resultText,
  seriesLine,
} from '../../words.ts';
import { magnesiumIsLow } from '../shared-conditions.ts';

const LOOP_BEFORE_HOURS = 6;
/** In hypomagnesemia more than this in a day's urine is renal wasting as well (§1.5). */
const DAILY_WASTING_MMOL = 1;

const urineHours = ({ lookback_h }: Parameters): number => lookback_h.urine;

/**
 * Whether the kidneys lose the magnesium that is low, or the gut: fractional excretion from one spot urine.
 * Source: clinical catalogue §4 rule 11, §1.5. Owner: nephrology.
 */
export const renalMgWastingFemg: Rule = {
  id: 'renal-mg-wasting-femg',
  version: '1.1.0',
  family: 'etiology',
  title: 'Low magnesium: renal or other loss, by fractional excretion',
  inputs: declare(magnesiumInputs, specimenInputs, kidneyInputs, wastingInputs, [
    required(result('magnesium'), serumHours),
    required(result('urine-magnesium'), urineHours),
    required(result('urine-creatinine'), urineHours),
    required(result('creatinine'), serumHours),
    required(dose('mg-replacement'), ({ lookback_h, femg }) => lookback_h.urine + femg.noMgBefore_h),
    optional(dose('loop'), ({ lookback_h }) => lookback_h.urine + LOOP_BEFORE_HOURS),
    optional(result('urine-magnesium-24h'), urineHours),
  ]),
  conditions: [
    magnesiumIsLow,
    { says: 'A spot urine has magnesium and creatinine, with both in serum near it', check: isPaired },
    { says: 'Magnesium was low then', check: wasLow },
    { says: 'No magnesium was given in the 24 h before the urine', check: wasNotGiven },
    { says: 'The kidneys filter well enough for it: eGFR 60 or more, no acute injury', check: isInterpretable },
  ],
  explanations: [],
  severity: { steps: [], otherwise: 'info' },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG9'],
    overrideReasons: ['OR2', 'OR10'],
    citations: ['Elisaf M. Magnes Res 1997;10:315-320', 'Tucker BM. JAMA 2020'],
  },
};

function isPaired(chart: Chart): Answer {
  const found = chart.read(urinePair);
  if (found.is === 'incomplete') return cannotTell(found.missing);
  const { pair } = found;
  return yes(`FEMg ${quantityText(shownPercent(pair.femg), '%')}`, pairEvidence(pair));
}

/** Its categories are those of hypomagnesemia: repleted kidneys rightly let magnesium go. */
function wasLow(chart: Chart): Answer {
  const found = chart.read(urinePair);
  if (found.is === 'incomplete') return cannotTell(found.missing);
  const { magnesium } = found.pair;
  const isLow = isMagnesiumBelowRange(chart, magnesium);
  return holds(isLow, 'magnesium-not-low-at-urine', resultText(magnesium), [resultEvidence('magnesium', magnesium)]);
}

function wasNotGiven(chart: Chart): Answer {
  const found = chart.read(urinePair);
  if (found.is === 'incomplete') return cannotTell(found.missing);
  const { doses, urineMagnesium } = found.pair;
  if (doses.length > 0)
    return no(
      'magnesium-given',
      drugNames(doses),
      doses.map((one) => doseEvidence('magnesium-dose', one)),
    );
  const orders = chart.read(setting) === 'outpatient' ? findMagnesiumOrders(chart, urineMagnesium) : [];
  return orders.length > 0 ? cannotTell(['magnesium-dose'], drugNames(orders)) : yes();
}

function isInterpretable(chart: Chart): Answer {
  if (chart.read(kidneys).isInjured) return no('not-interpretable', 'acute kidney injury');
  if (chart.read(isOnDialysis)) return no('not-interpretable', 'dialysis');
  const found = chart.read(urinePair);
  if (found.is === 'incomplete') return cannotTell(found.missing);
  const egfr = chart.read(urineFiltration);
  return egfr ? holds(egfr.isEnough, 'not-interpretable', egfrText(egfr)) : no('not-interpretable', 'eGFR unknown');
}

const egfrText = ({ value, result: reported }: Filtration): string =>
  `eGFR ${reported?.comparator ?? ''}${Math.round(value)}`;

/** The pair, once the conditions hold. */
function getPair(chart: Chart): UrinePair {
  const found = chart.read(urinePair);
  assert(found.is === 'found', 'the conditions hold');
  return found.pair;
}

function describe(chart: Chart): Found {
  const pair = getPair(chart);
  const egfr = chart.read(urineFiltration);
  const wasting = chart.read(wastingDrugs);
  const loop = findLoopBefore(chart, pair);
  const daily = findDaily(chart);
  return {
    figures: {
      ...pairFigures(chart, pair),
      ...(egfr ? { egfr: figure(egfr.value) } : {}),
      ...(loop.length > 0 ? { isAfterLoopDiuretic: true } : {}),
      ...(wasting.length > 0 ? { wastingDrugs: drugNames(wasting) } : {}),
      ...(daily ? dailyFigures(daily) : {}),
    },
    evidence: [
      ...pairEvidence(pair),
      ...(egfr?.result ? [resultEvidence('egfr', egfr.result)] : []),
      ...loop.map((one) => exposureEvidence('loop-diuretic', one)),
      ...wasting.map((item) => exposureEvidence('wasting-drug', item)),
      ...(daily ? [resultEvidence('urine-magnesium-24h', daily)] : []),
    ],
  };
}

function pairFigures({ parameters: { femg } }: Chart, pair: UrinePair): Figures {
  return {
    femg: shownPercent(pair.femg),
    category: pair.category,
    urineMagnesium: resultText(pair.urineMagnesium),
    urineCreatinine: resultText(pair.urineCreatinine),
    magnesium: resultText(pair.magnesium),
    creatinine: resultText(pair.creatinine),
    urineMagnesiumMmolPerL: figure(pair.urineMagnesium.canonical),
    urineCreatinineUmolPerL: figure(pair.urineCreatinine.canonical),
    magnesiumMmolPerL: figure(pair.magnesium.canonical),
    creatinineUmolPerL: figure(pair.creatinine.canonical),
    filteredPart: femg.factor,
    renalFromPct: femg.renalMin_pct,
    extraRenalBelowPct: femg.extraRenalBelow_pct,
  };
}

const pairEvidence = (pair: UrinePair): Present['evidence'] => [
  resultEvidence('urine-magnesium', pair.urineMagnesium),
  resultEvidence('urine-creatinine', pair.urineCreatinine),
  resultEvidence('magnesium', pair.magnesium),
  resultEvidence('creatinine', pair.creatinine),
];

/** Cut, not rounded, so that 3.996 does not read as the 4 that it is below. */
const shownPercent = (percent: number): number => Math.floor(roundToSignificant(100 * percent)) / 100;

const findLoopBefore = (chart: Chart, { urineMagnesium: { at } }: UrinePair): readonly Sourced<Dose>[] =>
  findGivenBetween(chart, 'loop', { from: addHours(at, -LOOP_BEFORE_HOURS), until: at });

/** Magnesium in the urine of a whole day, where somebody collected it. */
function findDaily(chart: Chart): Result | undefined {
  const { urine } = chart.parameters.lookback_h;
  const daily = findLatest(findValidResults(chart, 'urine-magnesium-24h', urine));
  if (daily) noteLeaving(chart, daily, urine);
  return daily;
}

function dailyFigures(daily: Result): Figures {
  return {
    urineMagnesiumPerDay: resultText(daily),
    isDailyWasting: !isOpenBelow(daily) && isAbove(daily.canonical, DAILY_WASTING_MMOL),
  };
}

const LIKELY: Readonly<Record<FemgCategory, string>> = {
  renal: 'renal loss likely',
  indeterminate: 'indeterminate',
  'extra-renal': 'GI/intake loss likely',
};

const categoryOf = ({ figures }: Present): FemgCategory => figures['category'] as FemgCategory;

function summary(finding: Present): string {
  const loop = hasFigure(finding, 'isAfterLoopDiuretic') ? ' (recent diuretic raises FEMg)' : '';
  return fitting(`FEMg ${figureText(finding, 'femg')} % with low Mg: ${LIKELY[categoryOf(finding)]}${loop}`);
}

function detail(finding: Present): readonly string[] {
  const [uMg, sCr, sMg, uCr] = [
    'urineMagnesiumMmolPerL',
    'creatinineUmolPerL',
    'magnesiumMmolPerL',
    'urineCreatinineUmolPerL',
  ].map((name) => figureText(finding, name));
  return [
    `FEMg = 100 × (urine Mg ${uMg} mmol/L × serum creatinine ${sCr} µmol/L) / (${figureText(finding, 'filteredPart')} × serum Mg ${sMg} mmol/L × urine creatinine ${uCr} µmol/L) = ${figureText(finding, 'femg')} %.`,
    `In low magnesium ${figureText(finding, 'renalFromPct')} % and more is renal loss, below ${figureText(finding, 'extraRenalBelowPct')} % is loss through the gut, low intake or shift, between them nothing is proven.`,
    ...seriesLine(finding, 'Urine magnesium', ['urine-magnesium']),
    ...seriesLine(finding, 'Serum magnesium', ['magnesium']),
    ...egfrLine(finding),
    ...(hasFigure(finding, 'isAfterLoopDiuretic')
      ? ['A loop diuretic was given in the 6 hours before the urine: recent diuretic raises FEMg.']
      : []),
    ...dailyLine(finding),
    ...(hasFigure(finding, 'wastingDrugs')
      ? [`Drugs on the chart that waste magnesium: ${figureText(finding, 'wastingDrugs')}.`]
      : []),
    ...causeLines(categoryOf(finding)),
    ...noteLines(finding),
  ];
}

function dailyLine(finding: Present): readonly string[] {
  if (!hasFigure(finding, 'urineMagnesiumPerDay')) return [];
  const says = finding.figures['isDailyWasting']
    ? 'more than 1 mmol a day with low magnesium also means renal wasting'
    : 'not above the 1 mmol a day that means renal wasting';
  return [`Magnesium in a day's urine ${figureText(finding, 'urineMagnesiumPerDay')}: ${says}.`];
}

function causeLines(category: FemgCategory): readonly string[] {
  const renal = [
    'Renal causes: cisplatin, calcineurin inhibitors, amphotericin, aminoglycosides, EGFR antibodies, diuretics, alcohol, hypercalcemia, Gitelman and Bartter syndrome.',
  ];
  const gut = ['Causes outside of the kidney: PPI, diarrhea, short bowel, low intake.'];
  if (category === 'extra-renal') return gut;
  return category === 'renal'
    ? [...renal, 'Consider amiloride, which spares magnesium, and a genetic work-up where no cause is found.']
    : [...renal, ...gut];
}

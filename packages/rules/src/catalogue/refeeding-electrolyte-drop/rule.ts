import { addHours, assert, formatInstant, hoursBetween, type Instant } from '@magwatch/base';
import type { ConditionFact, Sourced } from '@magwatch/timeline';
import { cannotTell, doesNotApply, holds, no, when, yes } from '../../answer.ts';
import { findUnseen } from '../../blocks/coverage.ts';
import { FEEDINGS, feedingStart } from '../../blocks/feeding.ts';
import { isOnDialysis, wasDialyzedWithin } from '../../blocks/kidneys.ts';
import {
  type Fall,
  REFED,
  type RefedAnalyte,
  reachesPercent,
  refeedingFalls,
  refeedingHours,
} from '../../blocks/refeeding-falls.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule } from '../../contract.ts';
import { conditionEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  condition,
  declare,
  electrolyteInputs,
  guardInputs,
  oneOf,
  optional,
  result,
  specimenInputs,
} from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, resultText, seriesLine } from '../../words.ts';

const feedingInputs = FEEDINGS.map((name) => optional(condition(name), refeedingHours));

/**
 * Phosphate, potassium and magnesium fall after artificial feeding began: refeeding.
 * Source: clinical catalogue §4 rule 15. Owner: nutrition and pharmacy.
 */
export const refeedingElectrolyteDrop: Rule = {
  id: 'refeeding-electrolyte-drop',
  version: '1.0.1',
  family: 'etiology',
  title: 'Phosphate, potassium or magnesium falls after feeding began',
  inputs: declare(
    electrolyteInputs,
    REFED.map((analyte) => oneOf(result(analyte), refeedingHours)),
    feedingInputs,
    specimenInputs,
    guardInputs,
    [optional(condition('dialysis'), refeedingHours)],
  ),
  conditions: [
    { says: 'No dialysis since the values before feeding', check: isNotDialyzed },
    { says: 'Parenteral or enteral feeding began in the last 120 h', check: hasFeedingBegun },
    { says: 'Phosphate, potassium or magnesium fell by 20 %, or two of them by 10 %', check: hasFallen },
    { says: 'A value since then is below its lower limit', check: isAnyLow },
    { says: 'Not all three have been back in range for a day', check: isNotOver },
  ],
  explanations: [],
  severity: {
    steps: [
      { severity: 'critical', says: 'A fall of 30 % and more, with a severely low value', check: isSevere },
      { severity: 'warning', says: 'A fall of 20 % and more', check: isMarked },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary,
    detail,
    suggestions: ['SG10', 'SG1', 'SG2'],
    overrideReasons: ['OR1', 'OR2', 'OR6', 'OR10'],
    citations: ['da Silva JSV (ASPEN). Nutr Clin Pract 2020;35:178-195'],
  },
};

/** Dialysis moves all three by itself. */
function isNotDialyzed(chart: Chart): Answer {
  const start = chart.read(feedingStart);
  const isDialyzed =
    start.is === 'known'
      ? wasDialyzedWithin(chart, hoursBetween(addHours(start.at, -chart.parameters.refeeding.baseline_h), chart.now))
      : chart.read(isOnDialysis);
  return isDialyzed ? doesNotApply('dialysis') : yes();
}

function hasFeedingBegun(chart: Chart): Answer {
  const start = chart.read(feedingStart);
  if (start.is === 'known') return yes(formatInstant(start.at), conditionEvidence('feeding-start', start.shownBy));
  if (start.is === 'undated') return cannotTell(['feeding-start']);
  const unseen = findUnseen(chart, feedingInputs);
  return unseen.length > 0 ? cannotTell(unseen) : no('no-feeding-start');
}

function hasFallen(chart: Chart): Answer {
  const { single_pct, dual_pct } = chart.parameters.refeeding;
  const falls = chart.read(refeedingFalls);
  const isOne = falls.some((fall) => reachesPercent(fall, single_pct));
  const isTwo = falls.filter((fall) => reachesPercent(fall, dual_pct)).length >= 2;
  const missing = falls.flatMap((fall) => fall.missing.drop);
  if (!isOne && !isTwo && (missing.length > 0 || falls.length === 0)) return cannotTell(missing, changesText(falls));
  return holds(isOne || isTwo, 'no-fall', changesText(falls), falls.flatMap(evidenceOf));
}

function isAnyLow(chart: Chart): Answer {
  const falls = chart.read(refeedingFalls);
  const lows = falls.filter(({ low }) => low);
  if (lows.length > 0) return yes(lows.map(({ analyte }) => analyte).join(', '));
  const missing = falls.flatMap((fall) => fall.missing.low);
  return missing.length > 0 || falls.length === 0 ? cannotTell(missing) : no('no-value-low');
}

function isNotOver(chart: Chart): Answer {
  const falls = chart.read(refeedingFalls);
  const isOver = falls.length > 0 && falls.every(({ isBackForADay }) => isBackForADay);
  return holds(!isOver, 'back-in-range');
}

function isSevere(chart: Chart): Answer {
  const falls = chart.read(refeedingFalls);
  const hasSevereFall = falls.some((fall) => reachesPercent(fall, chart.parameters.refeeding.severe_pct));
  const severe = falls.filter((fall) => fall.isSevere);
  return when(hasSevereFall && severe.length > 0, severe.map(({ analyte }) => analyte).join(', ') || undefined);
}

function isMarked(chart: Chart): Answer {
  const falls = chart.read(refeedingFalls);
  return when(
    falls.some((fall) => reachesPercent(fall, chart.parameters.refeeding.single_pct)),
    changesText(falls),
  );
}

/** The start, once the conditions hold. */
function getStart(chart: Chart): { readonly at: Instant; readonly shownBy: Sourced<ConditionFact> } {
  const start = chart.read(feedingStart);
  assert(start.is === 'known', 'the conditions hold');
  return start;
}

function describe(chart: Chart): Found {
  const start = getStart(chart);
  const falls = chart.read(refeedingFalls);
  return {
    figures: figuresOf(start, falls),
    evidence: [...falls.flatMap(evidenceOf), ...conditionEvidence('feeding-start', start.shownBy)],
    missing: falls.flatMap(({ missing }) => missing.drop),
  };
}

const DROP_FIGURES: Readonly<Record<RefedAnalyte, string>> = {
  phosphate: 'dropPhosphatePct',
  potassium: 'dropPotassiumPct',
  magnesium: 'dropMagnesiumPct',
};

/** Intervals from the start of feeding, which do not move with time. */
function figuresOf({ at, shownBy }: ReturnType<typeof getStart>, falls: readonly Fall[]): Figures {
  const drops = falls.flatMap(({ analyte, drop }) =>
    drop === undefined ? [] : [[DROP_FIGURES[analyte], figure(100 * drop)] as const],
  );
  const used = falls.flatMap(({ drop, lowest }) => (drop !== undefined && lowest ? [{ drop, at: lowest.at }] : []));
  const [deepest] = [...used].sort((a, b) => b.drop - a.drop);
  const lows = falls.filter(({ low }) => low).map(({ analyte }) => analyte);
  return {
    ...Object.fromEntries(drops),
    feeding: shownBy.condition.replaceAll('-', ' '),
    feedingStart: formatInstant(at),
    intervalHours: figure(Math.max(...used.map((one) => hoursBetween(at, one.at)))),
    ...(deepest ? { hoursToLowest: figure(hoursBetween(at, deepest.at)) } : {}),
    low: lows.join(', '),
  };
}

/** The value before and the lowest since, and a low one of which only a bound is known. */
function evidenceOf({ analyte, base, lowest, low }: Fall): Present['evidence'] {
  return [
    ...(base ? [resultEvidence(`${analyte}-before-feeding`, base)] : []),
    ...(lowest ? [resultEvidence(analyte, lowest)] : []),
    ...(low && low !== lowest ? [resultEvidence(analyte, low)] : []),
  ];
}

const SYMBOLS: Readonly<Record<RefedAnalyte, string>> = { phosphate: 'PO4', potassium: 'K', magnesium: 'Mg' };

function changesText(falls: readonly Fall[]): string | undefined {
  const known = falls.flatMap(({ analyte, drop, base, lowest }) =>
    drop === undefined || !base || !lowest
      ? []
      : [`${SYMBOLS[analyte]} ${changeText(100 * drop)} (${resultText(base)} to ${resultText(lowest)})`],
  );
  return known.join(', ') || undefined;
}

/** "−35 %": a fall is not shown as larger than it was. */
function changeText(dropPercent: number): string {
  const whole = Math.floor(Number(Math.abs(dropPercent).toFixed(6)));
  if (whole === 0) return '0 %';
  return `${dropPercent > 0 ? '−' : '+'}${whole} %`;
}

function summary(finding: Present): string {
  const changes = REFED.map((analyte) => {
    const drop = finding.figures[DROP_FIGURES[analyte]];
    return `${SYMBOLS[analyte]} ${typeof drop === 'number' ? changeText(drop) : 'unknown'}`;
  });
  // To the latest value that is used, so that the text does not change by the hour.
  const hours = Math.floor(Number(finding.figures['intervalHours']));
  return fitting(`Since feeding began ${hours} h ago or more: ${changes.join(', ')} – refeeding pattern`);
}

function detail(finding: Present): readonly string[] {
  return [
    `${upperFirst(figureText(finding, 'feeding'))} began ${figureText(finding, 'feedingStart')}; the largest fall was reached ${figureText(finding, 'hoursToLowest')} h later.`,
    ...REFED.flatMap((analyte) => [
      ...seriesLine(finding, upperFirst(analyte), [`${analyte}-before-feeding`, analyte]),
      ...(hasFigure(finding, DROP_FIGURES[analyte])
        ? [`${SYMBOLS[analyte]} ${changeText(Number(finding.figures[DROP_FIGURES[analyte]]))}.`]
        : []),
    ]),
    `Below the lower limit: ${figureText(finding, 'low')}.`,
    'ASPEN grades the largest fall: 10 to 20 % mild, 20 to 30 % moderate, more than 30 % severe.',
    'Consider thiamine before and with feeding, calories that rise slowly, and replacement of phosphate, potassium and magnesium together; ask the dietitian and the pharmacist.',
    ...noteLines(finding),
  ];
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

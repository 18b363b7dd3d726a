import { assert, hoursBetween } from '@magwatch/base';
import type { Dose, Sourced } from '@magwatch/timeline';
import { doesNotApply, no, yes } from '../../answer.ts';
import { findEarlyDoses, magnesium } from '../../blocks/magnesium.ts';
import { isObstetricMagnesium, wasObstetricMagnesium } from '../../blocks/obstetric.ts';
import { isOpenEnded } from '../../blocks/replacement.ts';
import { findLatest, type Result } from '../../blocks/results.ts';
import type { Chart } from '../../chart.ts';
import type { Answer, Figures, Found, Present, Rule } from '../../contract.ts';
import { doseEvidence, resultEvidence } from '../../evidence.ts';
import { figure, magnesiumText } from '../../figures.ts';
import { declare, dose, hours, magnesiumInputs, obstetricInputs, required, specimenInputs } from '../../inputs.ts';
import { figureText, fitting, hasFigure, noteLines, numberText, resultText, seriesLine } from '../../words.ts';

/**
 * A level that was drawn during or soon after intravenous magnesium says little about repletion.
 * Source: clinical catalogue §4 rule 19. Owner: pharmacy.
 */
export const mgLevelTooEarly: Rule = {
  id: 'mg-level-too-early',
  version: '1.0.1',
  family: 'follow-up',
  title: 'Magnesium drawn too soon after intravenous magnesium',
  inputs: declare(
    magnesiumInputs,
    [required(dose('mg-replacement'), hours.mgDose)],
    obstetricInputs(hours.mgDose),
    specimenInputs,
  ),
  conditions: [
    { says: 'The intravenous magnesium was not for an obstetric reason', check: isNotObstetric },
    {
      says: 'The latest magnesium reads low-normal or normal, and was drawn during or soon after intravenous magnesium',
      check: isLatestEarly,
    },
  ],
  explanations: [],
  severity: { steps: [], otherwise: 'info' },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `${magnesiumText(finding.figures)} was drawn ${drawnText(finding)} – may overestimate; recheck ≥${figureText(finding, 'tooEarlyHours')} h or next morning`,
      ),
    detail,
    suggestions: ['SG6'],
    overrideReasons: ['OR2', 'OR10'],
    citations: ['Design default; magnesium falls for more than 12 h after a dose of 2 g (second-hand)'],
  },
};

interface EarlyLevel {
  readonly result: Result;
  /** The value that counts in its stead. */
  readonly counting?: Result;
  /** The doses that make it early, by their end. */
  readonly doses: readonly Sourced<Dose>[];
}

/** The latest magnesium, when it is one that B2 ignores. */
function earlyLevel(chart: Chart): EarlyLevel | undefined {
  const { ignoredEarly, result: counting } = chart.read(magnesium);
  if (!ignoredEarly) return undefined;
  if (counting && findLatest([counting, ignoredEarly]) === counting) return undefined;
  return {
    result: ignoredEarly,
    doses: findEarlyDoses(chart, ignoredEarly),
    ...(counting ? { counting } : {}),
  };
}

function isNotObstetric(chart: Chart): Answer {
  const early = chart.read(earlyLevel);
  const isObstetric = chart.read(isObstetricMagnesium) || (early && wasObstetricMagnesium(chart, early.doses));
  return isObstetric ? doesNotApply('obstetric-magnesium') : yes();
}

/** Without a level in the look-back none was drawn early. */
function isLatestEarly(chart: Chart): Answer {
  const early = chart.read(earlyLevel);
  if (early) return yes(resultText(early.result), [resultEvidence('magnesium-early', early.result)]);
  const { result } = chart.read(magnesium);
  return result
    ? no('latest-magnesium-counts', resultText(result), [resultEvidence('magnesium', result)])
    : no('no-early-magnesium');
}

function describe(chart: Chart): Found {
  const early = chart.read(earlyLevel);
  assert(early, 'the conditions hold');
  const { result, counting, doses } = early;
  return {
    figures: {
      magnesium: resultText(result),
      ...(result.analyte === 'magnesium-ionized'
        ? { magnesiumKind: 'ionized', magnesiumIonizedMmolPerL: figure(result.canonical) }
        : { magnesiumMmolPerL: figure(result.canonical) }),
      tooEarlyHours: chart.parameters.mg.tooEarly_h,
      ...intervalFigures(result, doses),
    },
    evidence: [
      resultEvidence('magnesium-early', result),
      ...(counting ? [resultEvidence('magnesium-earlier', counting)] : []),
      ...doses.map((one) => doseEvidence('magnesium-dose', one)),
    ],
    missing: doses.some(({ content }) => content === undefined) ? ['magnesium-dose-amount'] : [],
  };
}

/** How the sample lies to the doses: during one, after one whose end is not charted, or so long after the last end. */
function intervalFigures(result: Result, doses: readonly Sourced<Dose>[]): Figures {
  if (doses.some(({ end }) => end > result.at)) return { isDuringDose: true };
  if (doses.some(isOpenEnded)) return { isDoseEndUnknown: true };
  const last = doses.at(-1);
  assert(last, 'a dose makes the level early');
  return { hoursAfterDose: figure(hoursBetween(last.end, result.at)) };
}

function drawnText(finding: Present): string {
  if (hasFigure(finding, 'isDuringDose')) return 'during IV Mg';
  if (hasFigure(finding, 'isDoseEndUnknown')) return 'after the start of IV Mg without a charted end';
  return `${numberText(Math.round(10 * Number(finding.figures['hoursAfterDose'])) / 10)} h after IV Mg`;
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Magnesium, drawn early', ['magnesium-early']),
    ...seriesLine(finding, 'Intravenous magnesium', ['magnesium-dose']),
    ...seriesLine(finding, 'The magnesium that counts until there is a later one', ['magnesium-earlier']),
    'Right after a dose much of the magnesium is still in the blood: the level falls for hours, and does not show repletion.',
    `Consider a level ${figureText(finding, 'tooEarlyHours')} h or more after the end of the dose, or the next morning.`,
    ...noteLines(finding),
  ];
}

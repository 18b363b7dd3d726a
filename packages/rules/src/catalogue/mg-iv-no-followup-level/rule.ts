import { addHours, assert, formatInstant, isAtLeast } from '@magwatch/base';
import { cannotTell, doesNotApply, holds, no, when, yes } from '../../answer.ts';
import { kidneys } from '../../blocks/kidneys.ts';
import { type MagnesiumCourse, magnesiumCourse } from '../../blocks/magnesium-course.ts';
import { isObstetricMagnesium, wasObstetricMagnesium } from '../../blocks/obstetric.ts';
import { findLatest, type Result } from '../../blocks/results.ts';
import { dischargedAt } from '../../blocks/setting.ts';
import { findValidResults } from '../../blocks/specimens.ts';
import type { Block, Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { doseEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  declare,
  dose,
  hours,
  kidneyInputs,
  obstetricInputs,
  optional,
  pendingMagnesiumInputs,
  reachingBack,
  required,
  result,
  specimenInputs,
} from '../../inputs.ts';
import { isResultBelow } from '../../thresholds.ts';
import { hasCome, isAtMostOld } from '../../windows.ts';
import {
  egfrLine,
  figureText,
  fitting,
  hasFigure,
  noteLines,
  numberText,
  resultText,
  seriesLine,
} from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';
import { pendingTestExplains } from '../shared-conditions.ts';

/** mEq of magnesium in a gram of magnesium sulfate heptahydrate (clinical catalogue §2.1). */
const MEQ_PER_GRAM = 8.11;

/**
 * Intravenous magnesium was given and nobody looked what it did. It fires on absence, so magnesium must be covered.
 * Source: clinical catalogue §4 rule 18. Owner: pharmacy.
 */
export const mgIvNoFollowupLevel: Rule = {
  id: 'mg-iv-no-followup-level',
  version: '1.0.0',
  family: 'follow-up',
  title: 'Intravenous magnesium without a follow-up level',
  inputs: declare(
    [
      required(result('magnesium'), hours.mgBeforeCourse),
      required(result('magnesium-ionized'), hours.mgFollowup),
      required(dose('mg-replacement'), hours.mgDoseBeforeCourse),
      ...pendingMagnesiumInputs,
      optional({ kind: 'encounter' }, hours.mgFollowup),
    ],
    obstetricInputs(hours.mgCourse),
    reachingBack(specimenInputs, hours.mgBeforeCourse),
    kidneyInputs,
  ),
  conditions: [
    { says: 'The intravenous magnesium was not for an obstetric reason', check: isNotObstetric },
    {
      says: 'Enough intravenous magnesium sulfate was charted in the 24 h up to its last dose',
      check: ofCourse(isEnough),
    },
    { says: 'The last dose has ended', check: ofCourse(hasEnded) },
    { says: 'A follow-up level is due', check: ofCourse(isDue) },
    { says: 'The last dose did not end too long ago', check: ofCourse(isRecent) },
    { says: 'No usable level was drawn long enough after its end', check: ofCourse(hasNoLevel) },
    { says: 'Not discharged since', check: ofCourse(isNotDischarged) },
  ],
  explanations: [pendingTestExplains],
  severity: {
    steps: [
      { severity: 'warning', says: 'The kidneys are impaired', check: isImpaired },
      { severity: 'warning', says: 'Magnesium was severely low before the dose', check: ofCourse(wasSevere) },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `${figureText(finding, 'doseG')} g IV magnesium ended ${figureText(finding, 'dueHours')} h ago or more – no valid follow-up Mg level`,
      ),
    detail,
    suggestions: ['SG6', 'SG5'],
    overrideReasons: ['OR1', 'OR5', 'OR8', 'OR10'],
    citations: [
      'Local protocols: magnesium again 6 h after the infusion to next morning; the due times are a design default',
    ],
  },
};

function isNotObstetric(chart: Chart): Answer {
  const course = chart.read(magnesiumCourse);
  const isObstetric = chart.read(isObstetricMagnesium) || (course && wasObstetricMagnesium(chart, course.doses));
  return isObstetric ? doesNotApply('obstetric-magnesium') : yes();
}

/** A question to a course; without one there is nothing to follow up. */
function ofCourse(ask: (chart: Chart, course: MagnesiumCourse) => Answer): Block<Answer> {
  return (chart) => {
    const course = chart.read(magnesiumCourse);
    return course ? ask(chart, course) : no('no-intravenous-magnesium');
  };
}

function isEnough({ parameters }: Chart, { mEq, unknownDoses, doses }: MagnesiumCourse): Answer {
  const value = `${numberText(mEq)} mEq`;
  if (isAtLeast(mEq, parameters.mg.followupMin_mEq))
    return yes(
      value,
      doses.map((one) => doseEvidence('magnesium-dose', one)),
    );
  return unknownDoses > 0 ? cannotTell(['magnesium-dose-amount'], value) : no('too-little-magnesium', value);
}

function hasEnded(chart: Chart, { lastEnd }: MagnesiumCourse): Answer {
  return hasCome(chart, lastEnd) ? yes(formatInstant(lastEnd)) : no('magnesium-running');
}

function isDue(chart: Chart, { lastEnd }: MagnesiumCourse): Answer {
  const dueAt = addHours(lastEnd, chart.read(dueHours));
  return holds(hasCome(chart, dueAt), 'follow-up-not-due', `due ${formatInstant(dueAt)}`);
}

/** Impaired kidneys keep the magnesium: the level is due sooner. */
function dueHours(chart: Chart): number {
  const { followupDue_h, followupDueRenal_h } = chart.parameters.mg;
  return chart.read(kidneys).isImpaired ? followupDueRenal_h : followupDue_h;
}

function isRecent(chart: Chart, { lastEnd }: MagnesiumCourse): Answer {
  return holds(isAtMostOld(chart, lastEnd, chart.parameters.mg.followupClose_h), 'follow-up-over');
}

function hasNoLevel(chart: Chart, { lastEnd }: MagnesiumCourse): Answer {
  const countsFrom = addHours(lastEnd, chart.parameters.mg.tooEarly_h);
  const level = findLatest(levelsAfter(chart, lastEnd).filter(({ at }) => at >= countsFrom));
  return level ? no('follow-up-known', resultText(level), [resultEvidence('magnesium', level)]) : yes();
}

/** Ionized magnesium follows a dose up as well as the total. */
function levelsAfter(chart: Chart, lastEnd: number): readonly Result[] {
  return (['magnesium', 'magnesium-ionized'] as const)
    .flatMap((analyte) => findValidResults(chart, analyte, chart.parameters.mg.followupClose_h))
    .filter(({ at }) => at > lastEnd);
}

function isNotDischarged(chart: Chart, { lastEnd }: MagnesiumCourse): Answer {
  const discharged = chart.read(dischargedAt);
  return holds(discharged === undefined || discharged < lastEnd, 'discharged');
}

function isImpaired(chart: Chart): Answer {
  const { isImpaired: is, egfr } = chart.read(kidneys);
  return when(is, egfr && `eGFR ${numberText(egfr.value)}`, egfr ? [] : ['egfr']);
}

function wasSevere({ parameters }: Chart, { before }: MagnesiumCourse): Answer {
  if (!before) return cannotTell(['magnesium-before']);
  return when(isResultBelow(before, parameters.thresholds['mg.severe']), resultText(before));
}

function describe(chart: Chart): Found {
  const course = chart.read(magnesiumCourse);
  assert(course, 'the conditions hold');
  const { mEq, lastEnd, before, doses } = course;
  const egfr = egfrParts(chart);
  const { isImpaired: isRenalImpaired } = chart.read(kidneys);
  return {
    figures: {
      doseMEq: figure(mEq),
      doseG: Math.round((10 * mEq) / MEQ_PER_GRAM) / 10,
      lastDoseEnd: formatInstant(lastEnd),
      dueHours: chart.read(dueHours),
      tooEarlyHours: chart.parameters.mg.tooEarly_h,
      ...(before ? { magnesiumBefore: resultText(before) } : {}),
      ...egfr.figures,
      ...(isRenalImpaired ? { isRenalImpaired } : {}),
    },
    evidence: [
      ...doses.map((one) => doseEvidence('magnesium-dose', one)),
      ...(before ? [resultEvidence('magnesium-before', before)] : []),
      ...levelsAfter(chart, lastEnd).map((one) => resultEvidence('magnesium-early', one)),
      ...egfr.evidence,
    ],
    missing: [...missingOf(course), ...egfr.missing],
  };
}

const missingOf = ({ before, unknownDoses, hasPartialDose }: MagnesiumCourse): readonly string[] => [
  ...(before ? [] : ['magnesium-before']),
  ...(unknownDoses > 0 ? ['magnesium-dose-amount'] : []),
  ...(hasPartialDose ? ['magnesium-dose-partial'] : []),
];

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Intravenous magnesium', ['magnesium-dose']),
    `In all ${figureText(finding, 'doseMEq')} mEq; the last dose ended at ${figureText(finding, 'lastDoseEnd')}.`,
    ...seriesLine(finding, 'Magnesium before it', ['magnesium-before']),
    ...seriesLine(finding, 'Magnesium drawn too early to show what it did', ['magnesium-early']),
    ...egfrLine(finding),
    ...(hasFigure(finding, 'isRenalImpaired') ? ['The kidneys are impaired: magnesium can accumulate.'] : []),
    `Consider a magnesium level, and potassium with it. A level counts ${figureText(finding, 'tooEarlyHours')} h or more after the end of the dose.`,
    ...noteLines(finding),
  ];
}

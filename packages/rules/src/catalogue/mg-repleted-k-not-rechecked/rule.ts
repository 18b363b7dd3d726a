import { addHours, assert, formatInstant, type Instant } from '@magwatch/base';
import { cannotTell, doesNotApply, holds, no, when, yes } from '../../answer.ts';
import { wasDialyzedWithin } from '../../blocks/kidneys.ts';
import { type MagnesiumRepletion, magnesiumRepletion } from '../../blocks/magnesium-repletion.ts';
import { isObstetricMagnesium, wasObstetricMagnesium } from '../../blocks/obstetric.ts';
import { findKnownResults, findLatest, noteLeaving } from '../../blocks/results.ts';
import { isQtcProlonged } from '../../blocks/rhythm.ts';
import { potassiumPending } from '../../blocks/treatment.ts';
import type { Block, Chart } from '../../chart.ts';
import type { Answer, Found, Present, Rule } from '../../contract.ts';
import { doseEvidence, resultEvidence } from '../../evidence.ts';
import { figure } from '../../figures.ts';
import {
  declare,
  dialysisInputs,
  digoxinInputs,
  dose,
  hours,
  obstetricInputs,
  optional,
  reachingBack,
  required,
  result,
  rhythmInputs,
  specimenInputs,
  testOrder,
} from '../../inputs.ts';
import { isCanonicalBelow } from '../../thresholds.ts';
import { hasCome, isAtMostOld } from '../../windows.ts';
import { figureText, fitting, hasFigure, noteLines, numberText, resultText, seriesLine } from '../../words.ts';
import { isOnDigoxin } from '../active-drugs.ts';
import { heartParts } from '../refractory-course.ts';

/**
 * Magnesium was replaced after a low potassium, and nobody looked what potassium did. It fires on absence, so potassium
 * must be covered. Source: clinical catalogue §4 rule 20. Owner: pharmacy.
 */
export const mgRepletedKNotRechecked: Rule = {
  id: 'mg-repleted-k-not-rechecked',
  version: '1.0.0',
  family: 'follow-up',
  title: 'Magnesium was replaced, and potassium was not rechecked',
  inputs: declare(
    [
      required(result('potassium'), hours.lastK),
      required(dose('mg-replacement'), hours.lastK),
      optional(testOrder('potassium'), hours.day),
    ],
    obstetricInputs(hours.lastK),
    reachingBack(specimenInputs, hours.lastK),
    reachingBack(dialysisInputs, hours.lastK),
    rhythmInputs,
    digoxinInputs,
  ),
  conditions: [
    { says: 'No dialysis while potassium is followed', check: isNotDialyzed },
    { says: 'The magnesium was not for an obstetric reason', check: isNotObstetric },
    { says: 'The latest potassium is low', check: ofRepletion(isLow) },
    { says: 'Enough magnesium was charted after that sample', check: ofRepletion(isEnough) },
    { says: 'A recheck of potassium is due', check: ofRepletion(isDue) },
    { says: 'The magnesium was not replaced too long ago', check: ofRepletion(isRecent) },
  ],
  explanations: [{ says: 'A potassium level is ordered or in the laboratory', find: potassiumPending }],
  severity: {
    steps: [
      { severity: 'warning', says: 'Potassium was moderately low', check: ofRepletion(isModerate) },
      { severity: 'warning', says: 'Digoxin is active', check: isOnDigoxin },
      { severity: 'warning', says: 'QTc is prolonged', check: isQtcProlonged },
    ],
    otherwise: 'info',
  },
  describe,
  card: {
    summary: (finding) =>
      fitting(
        `Mg replaced ${figureText(finding, 'dueHours')} h ago or more; K was ${figureText(finding, 'potassiumMmolPerL')} and has not been rechecked`,
      ),
    detail,
    suggestions: ['SG5'],
    overrideReasons: ['OR1', 'OR5', 'OR8', 'OR10'],
    citations: [
      'Whang R, Whang DD, Ryan MP. Arch Intern Med 1992;152:40-45',
      'The amount and the due times are a design default',
    ],
  },
};

function isNotDialyzed(chart: Chart): Answer {
  return wasDialyzedWithin(chart, chart.parameters.k.lastK_h) ? doesNotApply('dialysis') : yes();
}

function isNotObstetric(chart: Chart): Answer {
  const repletion = chart.read(magnesiumRepletion);
  const isObstetric = chart.read(isObstetricMagnesium) || (repletion && wasObstetricMagnesium(chart, repletion.doses));
  return isObstetric ? doesNotApply('obstetric-magnesium') : yes();
}

/** A question about the latest potassium and what followed it. */
function ofRepletion(ask: (chart: Chart, repletion: MagnesiumRepletion) => Answer): Block<Answer> {
  return (chart) => {
    const repletion = chart.read(magnesiumRepletion);
    return repletion ? ask(chart, repletion) : withoutPotassium(chart);
  };
}

/** With no potassium at all none was low; one that does not count may have been. */
function withoutPotassium(chart: Chart): Answer {
  const hours = chart.parameters.k.lastK_h;
  const unusable = findLatest(findKnownResults(chart, 'potassium', hours));
  if (!unusable) return no('no-recent-potassium');
  noteLeaving(chart, unusable, hours);
  return cannotTell(['potassium']);
}

function isLow({ parameters }: Chart, { potassium }: MagnesiumRepletion): Answer {
  const is = isCanonicalBelow(potassium, parameters.thresholds['k.low']);
  return holds(is, 'potassium-not-low', resultText(potassium), [resultEvidence('potassium', potassium)]);
}

function isEnough(_: Chart, { mEq, doses, reachedAt, maybeReachedAt }: MagnesiumRepletion): Answer {
  const value = `${numberText(mEq)} mEq`;
  const evidence = doses.map((one) => doseEvidence('magnesium-dose', one));
  if (reachedAt !== undefined) return yes(value, evidence);
  return maybeReachedAt === undefined
    ? no('magnesium-not-replaced', value, evidence)
    : cannotTell(['magnesium-dose-amount'], value);
}

/** Doses of unknown amount may have been enough before: then the recheck was due sooner. */
function isDue(chart: Chart, { potassium, reachedAt, maybeReachedAt }: MagnesiumRepletion): Answer {
  const due = dueHours(chart, potassium);
  if (maybeReachedAt === undefined || !hasCome(chart, addHours(maybeReachedAt, due))) return no('recheck-not-due');
  if (reachedAt === undefined || !hasCome(chart, addHours(reachedAt, due)))
    return cannotTell(['magnesium-dose-amount']);
  return yes(`due ${formatInstant(addHours(reachedAt, due))}`);
}

function dueHours({ parameters }: Chart, potassium: MagnesiumRepletion['potassium']): number {
  const { recheckDue_h, recheckDueIfBelow3_h } = parameters.k;
  return isCanonicalBelow(potassium, parameters.thresholds['k.moderate']) ? recheckDueIfBelow3_h : recheckDue_h;
}

/** Without enough known magnesium the last dose is the latest that may have made it enough. */
function isRecent(chart: Chart, { reachedAt, doses }: MagnesiumRepletion): Answer {
  const replacedAt: Instant | undefined = reachedAt ?? doses.at(-1)?.end;
  const is = replacedAt !== undefined && isAtMostOld(chart, replacedAt, chart.parameters.k.recheckClose_h);
  return holds(is, 'recheck-over');
}

function isModerate({ parameters }: Chart, { potassium }: MagnesiumRepletion): Answer {
  return when(isCanonicalBelow(potassium, parameters.thresholds['k.moderate']), resultText(potassium));
}

function describe(chart: Chart): Found {
  const repletion = chart.read(magnesiumRepletion);
  assert(repletion?.reachedAt !== undefined, 'the conditions hold');
  const { potassium, doses, mEq, reachedAt } = repletion;
  const heart = heartParts(chart);
  return {
    figures: {
      potassiumMmolPerL: figure(potassium.canonical),
      doseMEq: figure(mEq),
      replacedAt: formatInstant(reachedAt),
      dueHours: dueHours(chart, potassium),
      ...heart.figures,
    },
    evidence: [
      resultEvidence('potassium', potassium),
      ...doses.map((one) => doseEvidence('magnesium-dose', one)),
      ...heart.evidence,
    ],
    missing: [
      ...heart.missing,
      ...(repletion.unknownDoses > 0 ? ['magnesium-dose-amount'] : []),
      ...(repletion.hasPartialDose ? ['magnesium-dose-partial'] : []),
    ],
  };
}

function detail(finding: Present): readonly string[] {
  return [
    ...seriesLine(finding, 'Potassium', ['potassium']),
    ...seriesLine(finding, 'Magnesium given since', ['magnesium-dose']),
    `In all ${figureText(finding, 'doseMEq')} mEq; enough to expect an effect from ${figureText(finding, 'replacedAt')}.`,
    ...(hasFigure(finding, 'qtcMs') ? [`QTc ${figureText(finding, 'qtcMs')} ms.`] : []),
    ...(hasFigure(finding, 'isOnDigoxin') ? ['The patient is on digoxin.'] : []),
    'Low magnesium can make the kidney lose potassium: once it is replaced, the same dose of potassium may raise the level more.',
    'Consider a potassium level now, and go on treating a low potassium meanwhile.',
    ...noteLines(finding),
  ];
}

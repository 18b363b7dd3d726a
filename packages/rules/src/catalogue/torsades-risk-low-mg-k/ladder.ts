import { cannotTell, holds, no, yes } from '../../answer.ts';
import { findUnseen } from '../../blocks/coverage.ts';
import { tierADrugs, tierBDrugs } from '../../blocks/drugs.ts';
import { magnesium } from '../../blocks/magnesium.ts';
import { rhythm } from '../../blocks/rhythm.ts';
import { findTorsades } from '../../blocks/risk-modifiers.ts';
import type { Block, Chart } from '../../chart.ts';
import { both, either, isUnknown, missingOf, valuesOf } from '../../combine.ts';
import type { Answer, RuleInput, SeverityStep } from '../../contract.ts';
import { conditionEvidence, resultEvidence } from '../../evidence.ts';
import { hours, result, rhythmInputs, tierAInputs, tierBInputs } from '../../inputs.ts';
import { numberText } from '../../words.ts';
import { areActive, isOnTierA } from '../active-drugs.ts';
import { isAnyLow, isAnyModerate, isBothLow, magnesiumValue } from '../low-electrolytes.ts';

const isQtcCritical = qtcIs('isCritical');
const isQtcProlonged = qtcIs('isProlonged');
const role = 'qt-drug';
const hasTierB = areActive({ drugs: [tierBDrugs], inputs: tierBInputs, role });
const hasTwo = areActive({
  drugs: [tierADrugs, tierBDrugs],
  inputs: [...tierAInputs, ...tierBInputs],
  role,
  least: 2,
});

/** A long QTc without any magnesium: what is asked for is a level, so that one on its way explains it. */
export const unmeasuredStep: SeverityStep = {
  severity: 'warning',
  says: 'QTc of 500 ms and more, and magnesium is not measured',
  check: both(isQtcCritical, isMagnesiumUnmeasured),
};

/**
 * What makes torsades likely, from the most severe down; the first that matches counts. The rule asks whether any matches,
 * and takes its severity from the same list, so that the two cannot disagree.
 */
export const LADDER: readonly SeverityStep[] = [
  {
    severity: 'critical',
    says: 'QTc of 500 ms and more or torsades, with low magnesium or potassium',
    check: both(either(isQtcCritical, hasTorsadesToday), isAnyLow),
  },
  {
    severity: 'warning',
    says: 'QTc is prolonged, with low magnesium or potassium',
    check: both(isQtcProlonged, isAnyLow),
  },
  {
    severity: 'warning',
    says: 'A drug of high torsades risk, with both low or one of them moderately',
    check: both(isOnTierA, either(isAnyModerate, isBothLow)),
  },
  {
    severity: 'warning',
    says: 'Two drugs of torsades risk, with low magnesium or potassium',
    check: both(hasTwo, isAnyLow),
  },
  unmeasuredStep,
  {
    severity: 'info',
    says: 'A drug of high torsades risk, with low magnesium or potassium',
    check: both(isOnTierA, isAnyLow),
  },
  {
    severity: 'info',
    says: 'A drug of lesser torsades risk, with moderately low magnesium or potassium',
    check: both(hasTierB, isAnyModerate),
  },
];

/** The first step that matches. */
export const findStep = (chart: Chart): SeverityStep | undefined =>
  LADDER.find(({ check }) => chart.read(check).is === 'yes');

/** The answer of that step; unknown while one of the others could match. */
export function matchesAny(chart: Chart): Answer {
  const step = chart.read(findStep);
  if (step) return chart.read(step.check);
  const answers = LADDER.map(({ check }) => chart.read(check));
  if (isUnknown(answers)) return cannotTell(missingOf(answers), valuesOf(answers));
  const isSomethingLow = chart.read(isAnyLow).is !== 'no';
  return no(isSomethingLow ? 'no-torsades-risk' : 'magnesium-and-potassium-not-low', valuesOf(answers));
}

/** Without any QTc the rule goes by the drugs; one that nobody could look for may be long. */
function qtcIs(limit: 'isCritical' | 'isProlonged'): Block<Answer> {
  return (chart) => {
    const heart = chart.read(rhythm);
    if (heart.result && heart.qtcMs !== undefined)
      return holds(heart[limit], 'not-so', `QTc ${numberText(heart.qtcMs)} ms`, [resultEvidence('qtc', heart.result)]);
    const unseen = findUnseen(chart, rhythmInputs);
    return unseen.length > 0 ? cannotTell(['qtc']) : no('not-so', 'no QTc');
  };
}

function hasTorsadesToday(chart: Chart): Answer {
  const torsades = findTorsades(chart);
  return torsades ? yes('torsades', conditionEvidence('torsades', torsades)) : no('not-so');
}

const MAGNESIUM: readonly RuleInput[] = [{ input: result('magnesium'), need: 'one-of', lookBackHours: hours.mg }];

/**
 * Not even an early level is there (4.97.6). Potassium alone lets the rule speak: that there is no magnesium must then be
 * known by itself.
 */
function isMagnesiumUnmeasured(chart: Chart): Answer {
  const mg = chart.read(magnesium);
  if (mg.result) return no('not-so', magnesiumValue(mg.result), [resultEvidence('magnesium', mg.result)]);
  if (mg.ignoredEarly) return no('not-so', `${magnesiumValue(mg.ignoredEarly)}, drawn early`);
  const unseen = findUnseen(chart, MAGNESIUM);
  return unseen.length > 0 ? cannotTell(unseen) : yes('no magnesium');
}

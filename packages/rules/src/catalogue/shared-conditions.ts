import { cannotTell, doesNotApply, holds, no, yes } from '../answer.ts';
import { calcium } from '../blocks/calcium.ts';
import { isOnDialysis } from '../blocks/kidneys.ts';
import { magnesium } from '../blocks/magnesium.ts';
import { potassium } from '../blocks/potassium.ts';
import { refractoryPotassium } from '../blocks/refractory-potassium.ts';
import { magnesiumPending, magnesiumTreated } from '../blocks/treatment.ts';
import type { Condition, Explaining } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { calciumFigures, calciumText } from '../figures.ts';
import { resultText } from '../words.ts';
import { courseText } from './refractory-course.ts';

/** Questions that several rules ask, each written once. */
export const notOnDialysis: Condition = {
  says: 'Not on dialysis',
  check: (chart) => (chart.read(isOnDialysis) ? doesNotApply('dialysis') : yes()),
};

/** B7. */
export const potassiumIsRefractory: Condition = {
  says: 'Potassium stays low although it is being given',
  check: (chart) => {
    const course = chart.read(refractoryPotassium);
    switch (course.is) {
      case 'no':
        return no(course.reason, course.value);
      case 'unknown':
        return cannotTell(course.missing, course.value);
      default:
        return yes(courseText(course.figures), course.evidence);
    }
  },
};

/** B6. */
export const potassiumIsLow: Condition = {
  says: 'Potassium is low',
  check: (chart) => {
    const k = chart.read(potassium);
    if (!k) return cannotTell(['potassium']);
    return holds(k.isLow, 'potassium-not-low', resultText(k.result), [resultEvidence('potassium', k.result)]);
  },
};

/** B3. */
export const magnesiumIsLow: Condition = {
  says: 'Magnesium is low',
  check: (chart) => {
    const mg = chart.read(magnesium);
    if (!mg.result) return cannotTell(['magnesium']);
    const value = `${resultText(mg.result)} (${mg.grade})`;
    return holds(mg.isLow, 'magnesium-not-low', value, [resultEvidence('magnesium', mg.result)]);
  },
};

/** Absence that was looked for: the engine asks coverage of the look-back before. */
export const magnesiumIsUnmeasured: Condition = {
  says: 'No usable magnesium in the look-back',
  check: (chart) => {
    const { result, ignoredEarly } = chart.read(magnesium);
    if (result) return no('magnesium-known', resultText(result), [resultEvidence('magnesium', result)]);
    if (!ignoredEarly) return yes();
    return no('magnesium-measured-early', resultText(ignoredEarly), [resultEvidence('magnesium', ignoredEarly)]);
  },
};

/** B9. */
export const calciumIsLow: Condition = {
  says: 'Calcium is low (ionized, or total corrected for albumin)',
  check: (chart) => {
    const ca = chart.read(calcium);
    if (ca.state === 'unknown' || !ca.result) return cannotTell([ca.missing ?? 'calcium']);
    const value = calciumText(calciumFigures(ca));
    return holds(ca.isLow, 'calcium-not-low', value, [resultEvidence('calcium', ca.result)]);
  },
};

/** B4. */
export const treatmentExplains: Explaining = {
  says: 'Magnesium is being replaced since this value',
  find: magnesiumTreated,
};

/** B5. */
export const pendingTestExplains: Explaining = {
  says: 'A magnesium level is ordered or in the laboratory',
  find: magnesiumPending,
};

import { cannotTell, holds } from '../answer.ts';
import { type Magnesium, magnesium } from '../blocks/magnesium.ts';
import { potassium } from '../blocks/potassium.ts';
import type { Result } from '../blocks/results.ts';
import { magnesiumTreated } from '../blocks/treatment.ts';
import type { Block, Chart } from '../chart.ts';
import { both, either } from '../combine.ts';
import type { Answer, Figures, Found, Present } from '../contract.ts';
import { resultEvidence } from '../evidence.ts';
import { figure, magnesiumFigures, magnesiumText, potassiumText } from '../figures.ts';
import { isCanonicalBelow } from '../thresholds.ts';
import { resultText, seriesLine } from '../words.ts';

/** What the rules on the heart share: magnesium or potassium is low, and which of them is not known. */
const magnesiumIs =
  (isSo: (mg: Magnesium) => boolean): Block<Answer> =>
  (chart) => {
    const mg = chart.read(magnesium);
    if (!mg.result) return cannotTell(['magnesium']);
    const value = `${magnesiumValue(mg.result)} (${mg.grade})`;
    return holds(isSo(mg), 'not-so', value, [resultEvidence('magnesium', mg.result)]);
  };

/** "Mg 1.4 mg/dL", "iMg 0.4 mmol/L". */
export const magnesiumValue = (result: Result): string =>
  `${result.analyte === 'magnesium' ? 'Mg' : 'iMg'} ${resultText(result)}`;

const potassiumIsBelow =
  (name: 'k.low' | 'k.moderate'): Block<Answer> =>
  (chart) => {
    const k = chart.read(potassium);
    if (!k) return cannotTell(['potassium']);
    const isBelow = isCanonicalBelow(k.result, chart.parameters.thresholds[name]);
    return holds(isBelow, 'not-so', `K ${resultText(k.result)}`, [resultEvidence('potassium', k.result)]);
  };

const isMagnesiumLow = magnesiumIs(({ isLow }) => isLow);
const isPotassiumLow = potassiumIsBelow('k.low');

/** Magnesium moderately or severely low. */
export const isMagnesiumModerate = magnesiumIs(({ grade }) => grade === 'moderate' || grade === 'severe');
/** Potassium below 3.0. */
export const isPotassiumModerate = potassiumIsBelow('k.moderate');
export const isAnyLow = either(isMagnesiumLow, isPotassiumLow);
export const isBothLow = both(isMagnesiumLow, isPotassiumLow);
export const isAnyModerate = either(isMagnesiumModerate, isPotassiumModerate);

/** Both values as figures and evidence, the one that is not known, and whether magnesium is being replaced. */
export function electrolyteParts(chart: Chart): Required<Found> {
  const k = chart.read(potassium);
  const mg = magnesiumParts(chart);
  if (!k) return { ...mg, missing: ['potassium', ...mg.missing] };
  return {
    ...mg,
    figures: { ...mg.figures, potassiumMmolPerL: figure(k.result.canonical), isPotassiumLow: k.isLow },
    evidence: [resultEvidence('potassium', k.result), ...mg.evidence],
  };
}

/** Magnesium alone. Treatment under way is a note: it takes nothing from a risk that is there now. */
export function magnesiumParts(chart: Chart): Required<Found> {
  const mg = chart.read(magnesium);
  if (!mg.result) return { figures: {}, evidence: [], missing: ['magnesium'], notes: [] };
  const treated = chart.read(magnesiumTreated);
  const isLaterEarly = mg.ignoredEarly !== undefined && mg.ignoredEarly.at > mg.result.at;
  return {
    figures: { ...magnesiumFigures(mg), isMagnesiumLow: mg.isLow },
    evidence: [resultEvidence('magnesium', mg.result), ...(treated?.evidence ?? [])],
    missing: [],
    notes: [...(treated ? ['magnesium-being-replaced'] : []), ...(isLaterEarly ? ['early-level-ignored'] : [])],
  };
}

/** "K 3.1, Mg 1.4 mg/dL"; what is not known is said. */
export function electrolyteText(figures: Figures): string {
  const k = figures['potassiumMmolPerL'] === undefined ? 'K unknown' : potassiumText(figures);
  return `${k}, ${figures['magnesium'] === undefined ? 'Mg unknown' : magnesiumText(figures)}`;
}

export const electrolyteLines = (finding: Present): readonly string[] => [
  ...seriesLine(finding, 'Potassium', ['potassium']),
  ...magnesiumLines(finding),
];

export const magnesiumLines = (finding: Present): readonly string[] => [
  ...seriesLine(finding, 'Magnesium', ['magnesium']),
  ...seriesLine(finding, 'Magnesium given since', ['magnesium-dose']),
  ...seriesLine(finding, 'Magnesium ordered', ['magnesium-order']),
];

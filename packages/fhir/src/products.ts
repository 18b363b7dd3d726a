import { roundToSignificant } from '@magwatch/base';
import type { Drug, ElementContent, Quantity } from '@magwatch/timeline';
import type { Strength } from './codes/code-row.ts';
import type { Ingredient } from './ingredient.ts';
import { optional } from './json.ts';
import { convert } from './units/ucum.ts';

/** How much of an element a product holds. Source: clinical catalogue 2.1. */
interface Content {
  readonly element: ElementContent['element'];
  /** mEq of the element in 1 g of the salt as it is sold; absent: grams of it cannot be turned into mEq. */
  readonly perGram?: number;
  /** mEq for 1 mmol as it is ordered; absent: it is not said of what the mmol are. */
  readonly perMmol?: number;
}

const CONTENTS: Partial<Record<Drug, Content>> = {
  'potassium-chloride': { element: 'potassium', perGram: 13.41, perMmol: 1 },
  // Ordered by mmol of phosphate: 3 mmol come with 4.4 mEq of potassium.
  'potassium-phosphate': { element: 'potassium', perMmol: 4.4 / 3 },
  // By molar mass, 136.09 and 174.18 g/mol without water: 500 mg K-Phos hold 3.7 mEq, 1 mL of 224 mg + 236 mg the 4.4 mEq of its label.
  'potassium-phosphate-monobasic': { element: 'potassium', perGram: 1_000 / 136.09, perMmol: 1 },
  'potassium-phosphate-dibasic': { element: 'potassium', perGram: 2_000 / 174.18, perMmol: 2 },
  'potassium-bicarbonate': { element: 'potassium', perGram: 9.99, perMmol: 1 },
  // A mmol of citrate holds three of potassium: which of the two is meant is not said.
  'potassium-citrate': { element: 'potassium', perGram: 9.25 },
  'potassium-gluconate': { element: 'potassium', perGram: 4.27, perMmol: 1 },
  'potassium-acetate': { element: 'potassium', perGram: 10.19, perMmol: 1 },
  'potassium-salt': { element: 'potassium', perMmol: 1 },
  'magnesium-sulfate': { element: 'magnesium', perGram: 8.11, perMmol: 2 },
  'magnesium-oxide': { element: 'magnesium', perGram: 19.8 / 0.4, perMmol: 2 },
  'magnesium-hydroxide': { element: 'magnesium', perGram: (2 * 6.9) / 0.4, perMmol: 2 },
  'magnesium-gluconate': { element: 'magnesium', perGram: (2 * 1.1) / 0.5, perMmol: 2 },
  'magnesium-chloride': { element: 'magnesium', perMmol: 2 },
  'magnesium-lactate': { element: 'magnesium', perMmol: 2 },
  'magnesium-aspartate': { element: 'magnesium', perMmol: 2 },
  'magnesium-carbonate': { element: 'magnesium', perMmol: 2 },
  'magnesium-salt': { element: 'magnesium', perMmol: 2 },
  'magnesium-citrate': { element: 'magnesium' },
  'magnesium-salicylate': { element: 'magnesium' },
  'magnesium-trisilicate': { element: 'magnesium' },
  'calcium-gluconate': { element: 'calcium', perGram: 4.65, perMmol: 2 },
  'calcium-chloride': { element: 'calcium', perGram: 2 * 6.8, perMmol: 2 },
  'calcium-carbonate': { element: 'calcium', perGram: 20, perMmol: 2 },
  'calcium-citrate': { element: 'calcium' },
  'calcium-lactate': { element: 'calcium', perMmol: 2 },
  'calcium-acetate': { element: 'calcium', perMmol: 2 },
  'calcium-glubionate': { element: 'calcium' },
};

/** The element that doses of a drug are added up by; undefined for drugs that bring none. */
export const elementOf = (drug: Drug): ElementContent['element'] | undefined => CONTENTS[drug]?.element;

/** mEq in a dose; undefined where the amount, or a missing strength, does not allow to say. */
export function contentOf(drug: Drug, amount: Quantity, strength?: Strength): ElementContent | undefined {
  const content = CONTENTS[drug];
  if (!content) return undefined;
  const meq = meqOf(content, amount) ?? meqByStrength(content, amount, strength);
  return meq === undefined ? undefined : { element: content.element, meq: roundToSignificant(meq) };
}

function meqOf({ perGram, perMmol }: Content, { value, unit }: Quantity): number | undefined {
  const meq = convert(value, unit, 'meq');
  if (meq !== undefined && unit.endsWith('eq')) return meq;
  const grams = convert(value, unit, 'g');
  if (grams !== undefined) return perGram === undefined ? undefined : grams * perGram;
  const mmol = convert(value, unit, 'mmol');
  return mmol === undefined || perMmol === undefined ? undefined : mmol * perMmol;
}

/** A dose in mL, tablets or bags, by what one of them holds. */
function meqByStrength(content: Content, amount: Quantity, strength: Strength | undefined): number | undefined {
  if (!strength) return undefined;
  const inPer = convert(amount.value, amount.unit, strength.perUnit);
  if (inPer === undefined || !sameKind(amount.unit, strength.perUnit)) return undefined;
  return meqOf(content, { value: (inPer / strength.perValue) * strength.value, unit: strength.unit });
}

/** To UCUM a tablet and a bag are both the number one. */
const sameKind = (a: string, b: string): boolean => a === b || (!a.startsWith('{') && !b.startsWith('{'));

/** mEq of the element in 1 L, where a strength says it. */
export function concentrationOf(drug: Drug, strength: Strength | undefined): number | undefined {
  const content = CONTENTS[drug];
  if (!content || !strength) return undefined;
  const liters = convert(strength.perValue, strength.perUnit, 'L');
  const meq = meqOf(content, { value: strength.value, unit: strength.unit });
  return liters === undefined || meq === undefined || strength.perUnit.startsWith('{') ? undefined : meq / liters;
}

const PHOSPHATES: ReadonlySet<Drug> = new Set<Drug>(['potassium-phosphate-monobasic', 'potassium-phosphate-dibasic']);

/** Monobasic and dibasic potassium phosphate in one product are one injection: a dose of it must not count for each. */
export function joinPhosphates(ingredients: readonly Ingredient[]): readonly Ingredient[] {
  const salts = ingredients.filter(({ drug }) => PHOSPHATES.has(drug));
  if (new Set(salts.map(({ drug }) => drug)).size < 2) return ingredients;
  const others = ingredients.filter(({ drug }) => !PHOSPHATES.has(drug) && drug !== 'potassium-phosphate');
  return [...others, { drug: 'potassium-phosphate', ...optional('strength', sumOfPotassium(salts)) }];
}

/** So are chloride and bicarbonate in one tablet: 25 mEq of it are not 25 of each. It is called by its element. */
export function joinPotassium(ingredients: readonly Ingredient[]): readonly Ingredient[] {
  const isPotassium = ({ drug }: Ingredient): boolean => elementOf(drug) === 'potassium';
  const salts = ingredients.filter(isPotassium);
  if (salts.length < 2) return ingredients;
  const others = ingredients.filter((ingredient) => !isPotassium(ingredient));
  return [...others, { drug: 'potassium-salt', ...optional('strength', sumOfPotassium(salts)) }];
}

/** mEq of potassium of all of them together; undefined where one is not known in the same amount of product. */
function sumOfPotassium(salts: readonly Ingredient[]): Strength | undefined {
  const first = salts[0]?.strength;
  if (!first) return undefined;
  let sum = 0;
  for (const { drug, strength } of salts) {
    const meq = strength && contentOf(drug, { value: strength.value, unit: strength.unit })?.meq;
    if (meq === undefined || strength?.perValue !== first.perValue || strength.perUnit !== first.perUnit)
      return undefined;
    sum += meq;
  }
  return { ...first, value: roundToSignificant(sum), unit: 'meq' };
}

/** A drug that is in a product twice has no single strength. */
export function oncePerDrug(ingredients: readonly Ingredient[]): readonly Ingredient[] {
  const byDrug = new Map<Drug, Ingredient>();
  for (const ingredient of ingredients)
    byDrug.set(ingredient.drug, byDrug.has(ingredient.drug) ? { drug: ingredient.drug } : ingredient);
  return [...byDrug.values()];
}

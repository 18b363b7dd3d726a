import type { Route } from '@magwatch/timeline';
import type { Ingredient } from './ingredient.ts';
import { type Json, objectsOf, wordsOf } from './json.ts';
import { PARENTERAL } from './nutrition.ts';
import { concentrationOf, elementOf } from './products.ts';

/** A fluid with up to so much per litre is maintenance, not replacement (clinical catalogue 2.1). */
const MAINTENANCE_MMOL_PER_L_MAX = 20;

/**
 * Calcium and magnesium of so much per litre were added to a maintenance fluid to replace them: a litre brings the
 * 8 mEq that count as treatment (clinical catalogue 4.0 B4). Balanced fluids hold up to 5.
 */
const ADDED_MEQ_PER_L_MIN = 8;

/** RxNorm names parenteral nutrition by its amino acids. */
const NAMES = /\bmaintenance\b|amino acids?\b|\bleucine\b/i;
/** "20 mEq / 1000 mL", "20 mEq/L", "0.15 % / 1 L" is left to strengths. */
const PER_VOLUME = /([\d.]+)\s*(?:meq|mmol)\s*\/\s*([\d.,]*)\s*(ml|l)\b/i;
const ML_PER_L = 1_000;
/** "20 mEq/15 mL" is an oral solution and "40 mEq/100 mL" a piggyback: fluids come in bags of this and more. */
const FLUID_ML_MIN = 250;

/** Whether a dose runs in maintenance fluid, parenteral nutrition or dialysate: none of them is replacement. */
export function isMaintenance(
  { drug, strength, isInMaintenanceFluid }: Ingredient,
  product: string,
  route: Route,
  categories: unknown,
): boolean {
  if (route === 'dialysis' || drug === 'dialysate') return true;
  if (elementOf(drug) === undefined) return false;
  if (isInMaintenanceFluid) return true;
  if ([product, ...categoryWords(categories)].some((word) => NAMES.test(word) || PARENTERAL.test(word))) return true;
  // A strength was judged with the whole product: `markMaintenanceFluid`.
  if (elementOf(drug) !== 'potassium' || concentrationOf(drug, strength) !== undefined) return false;
  const perLiter = perLiterOfName(product);
  return perLiter !== undefined && isAsInMaintenance(perLiter);
}

/**
 * Says of the ingredients that they are in a maintenance fluid where the potassium of the product is that of one: the
 * calcium and magnesium of a balanced fluid replace nothing either, unless there is more of them.
 */
export function markMaintenanceFluid(ingredients: readonly Ingredient[]): readonly Ingredient[] {
  const isFluid = ingredients.some(({ drug, strength }) => {
    const perLiter = elementOf(drug) === 'potassium' ? concentrationOf(drug, strength) : undefined;
    return perLiter !== undefined && isAsInMaintenance(perLiter);
  });
  if (!isFluid) return ingredients;
  return ingredients.map((ingredient) =>
    isAdded(ingredient) ? ingredient : { ...ingredient, isInMaintenanceFluid: true },
  );
}

/** Cisplatin runs with 20 mmol of potassium and 2 g of magnesium sulfate in a litre: that magnesium is replacement. */
function isAdded({ drug, strength }: Ingredient): boolean {
  const perLiter = concentrationOf(drug, strength);
  return elementOf(drug) !== 'potassium' && perLiter !== undefined && perLiter >= ADDED_MEQ_PER_L_MIN;
}

/** In whole mmol, as labels say it: 1.5 g/L potassium chloride are the 20 mmol/L of a bag, not 20.1. */
const isAsInMaintenance = (perLiter: number): boolean => Math.round(perLiter) <= MAINTENANCE_MMOL_PER_L_MAX;

const categoryWords = (categories: unknown): readonly string[] =>
  objectsOf(categories).flatMap((category: Json) => wordsOf(category));

function perLiterOfName(name: string): number | undefined {
  const match = PER_VOLUME.exec(name);
  if (!match) return undefined;
  const volume = match[2] === '' || match[2] === undefined ? 1 : Number(match[2].replaceAll(',', ''));
  const ml = match[3]?.toLowerCase() === 'l' ? volume * ML_PER_L : volume;
  return ml >= FLUID_ML_MIN ? (Number(match[1]) / ml) * ML_PER_L : undefined;
}

import { drugsOfPack, readClinicalName } from './codes/clinical-name.ts';
import type { Strength } from './codes/code-row.ts';
import { findDrugsByName } from './codes/names.ts';
import type { Ingredient } from './ingredient.ts';
import { joinPhosphates, oncePerDrug } from './products.ts';

/** A product known by name only: the name that was understood, and the drugs in it. */
export interface NamedProduct {
  readonly name: string;
  readonly ingredients: readonly Ingredient[];
}

/** The product that the first telling name is, with the strengths that any of the names gives. */
export function findProductByName(names: readonly string[]): NamedProduct | undefined {
  for (const name of names) {
    const drugs = findDrugsByName(name);
    if (drugs.length > 0) return { name, ingredients: drugs.map((drug) => withNamedStrength({ drug }, names)) };
  }
  return undefined;
}

/** The ingredient with the strength that its product’s names say; without one where they say none or contradict each other. */
export function withNamedStrength({ drug }: Ingredient, names: readonly string[]): Ingredient {
  const said = new Map<string, Strength>();
  for (const name of names)
    for (const ingredient of strongIngredients(name))
      if (ingredient.drug === drug && ingredient.strength)
        said.set(JSON.stringify(ingredient.strength), ingredient.strength);
  const [strength, ...others] = said.values();
  return strength && others.length === 0 ? { drug, strength } : { drug };
}

/** The drugs of a normalised name. What "one" of a pack of different drugs is cannot be said: it has no strengths. */
function strongIngredients(name: string): readonly Ingredient[] {
  const [first = name, ...others] = drugsOfPack(name);
  const parsed = others.length === 0 ? readClinicalName(first) : undefined;
  if (!parsed) return [];
  const ingredients = parsed.parts.flatMap((part): readonly Ingredient[] => {
    const [drug, ...more] = findDrugsByName(part.name);
    if (drug === undefined || more.length > 0) return [];
    return [part.strength ? { drug, strength: part.strength } : { drug }];
  });
  return oncePerDrug(joinPhosphates(ingredients));
}

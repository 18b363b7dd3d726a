import type { Quality } from '@magwatch/timeline';
import type { CodeRow, Strength } from './codes/code-row.ts';
import { mentionsElement } from './codes/names.ts';
import type { Ingredient } from './ingredient.ts';
import { type Json, objectOf, objectsOf, optional, textOf, wordsOf } from './json.ts';
import { markMaintenanceFluid } from './maintenance.ts';
import { findMedication, findMedicationSource, medicationReferenceOf } from './medication-source.ts';
import { findProductByName, withNamedStrength } from './named-product.ts';
import { addNote, findContained, type PassedOver, type Reading, refuse } from './parsing.ts';
import { elementOf, joinPhosphates, joinPotassium } from './products.ts';
import { readDoseQuantity } from './units/dose-units.ts';

export type { Ingredient } from './ingredient.ts';

/** The drugs of a product that rules ask for, or why there are none. */
export type Product =
  | {
      readonly ok: true;
      readonly ingredients: readonly Ingredient[];
      /** The product’s name and dose form, for what only they say: maintenance fluid, eye drops. */
      readonly name: string;
      readonly quality: readonly Quality[];
    }
  | { readonly ok: false; readonly passedOver?: PassedOver };

/**
 * Which drugs a resource is about. Codes come first (the site’s, then RxNorm ingredients and ATC), of the product and then of
 * its ingredients; names only where no code helped, and for the strength of a product whose code does not say it.
 */
export function readProduct(reading: Reading): Product {
  const source = findMedicationSource(reading);
  if (!source) return refuseSource(reading);
  const { concept, medication } = source;
  const match = reading.context.codes.match(concept);
  if (match?.row.kind === 'ignore') return { ok: false, passedOver: 'ignored' };
  if (match?.row.kind === 'drug' && match.disagrees) addNote(reading, 'codes-disagree', 'medication');
  const said: Said = {
    words: wordsOf(concept),
    parts: partsOf(reading, medication),
    forms: [...wordsOf(medication?.['form']), ...wordsOf(medication?.['doseForm'])],
  };
  return fromCode(match?.parts ?? [], said) ?? fromParts(reading, said) ?? fromNames(reading, said);
}

function refuseSource(reading: Reading): Product {
  const reference = medicationReferenceOf(reading);
  const code = reference ? 'medication-unresolved' : 'medication-missing';
  refuse(reading, code, 'medication', textOf(reference?.['reference']));
  return { ok: false };
}

/** What a resource says of its product beside codes. */
interface Said {
  readonly words: readonly string[];
  readonly parts: readonly Part[];
  readonly forms: readonly string[];
}

interface Found {
  readonly ingredients: readonly Ingredient[];
  readonly words: readonly string[];
  readonly quality?: readonly Quality[];
}

const productOf = ({ ingredients, words, quality = [] }: Found): Product => ({
  ok: true,
  ingredients: markMaintenanceFluid(joinPotassium(joinPhosphates(ingredients))),
  name: words.join(' / '),
  quality,
});

/** The rows of a code are the drugs of the product; where no row has a strength the resource or the name may. */
function fromCode(rows: readonly CodeRow[], { words, parts, forms }: Said): Product | undefined {
  const coded = rows.flatMap((row): readonly Ingredient[] =>
    row.kind === 'drug' ? [{ drug: row.concept, ...optional('strength', row.strength) }] : [],
  );
  const [first] = rows;
  if (!first || coded.length === 0) return undefined;
  const charted = coded.length === 1 && parts.length === 1 ? parts[0]?.strength : undefined;
  const known = coded.map((ingredient) => ({ ...optional('strength', charted), ...ingredient }));
  const { ingredients, quality } = nameStrengths(known, words);
  const told = words.length > 0 || first.display === '' ? words : [first.display];
  return productOf({ ingredients, words: [...told, ...forms, ...optionalWord(first.doseForm)], quality });
}

const optionalWord = (word: string | undefined): readonly string[] => (word === undefined ? [] : [word]);

/** Salts without a strength get that of the name; the fact then says that a name was used. */
function nameStrengths(
  known: readonly Ingredient[],
  words: readonly string[],
): { readonly ingredients: readonly Ingredient[]; readonly quality: readonly Quality[] } {
  const ingredients = known.map((ingredient) =>
    ingredient.strength || elementOf(ingredient.drug) === undefined ? ingredient : withNamedStrength(ingredient, words),
  );
  const isNamed = ingredients.some(({ strength }, index) => strength !== known[index]?.strength);
  return { ingredients, quality: isNamed ? ['by-name'] : [] };
}

interface Part {
  readonly concept: Json | undefined;
  readonly strength?: Strength;
}

function partsOf(reading: Reading, medication: Json | undefined): readonly Part[] {
  return objectsOf(medication?.['ingredient'])
    .filter((ingredient) => ingredient['isActive'] !== false)
    .map((ingredient) => {
      const concept = conceptOfItem(reading, medication, ingredient);
      const strength = readStrength(ingredient);
      return { concept, ...optional('strength', strength) };
    });
}

/** R4 itemCodeableConcept or itemReference, R5 item (CodeableReference): the code of the ingredient, wherever it stands. */
function conceptOfItem(reading: Reading, medication: Json | undefined, ingredient: Json): Json | undefined {
  const item = objectOf(ingredient['item']);
  const concept = objectOf(ingredient['itemCodeableConcept']) ?? objectOf(item?.['concept']);
  const reference = objectOf(ingredient['itemReference']) ?? objectOf(item?.['reference']);
  if (concept || !reference) return concept;
  const text = textOf(reference['reference']) ?? '';
  const found = (medication && findContained(medication, text)) ?? findMedication(reading, reference);
  if (found) return objectOf(found['code']);
  const display = textOf(reference['display']);
  return display === undefined ? undefined : { text: display };
}

/**
 * R4 `strength`, R5 `strengthRatio`: so much of the ingredient in so much of the product. An R5 `strengthQuantity` does not say in
 * how much, and is not used.
 */
function readStrength(ingredient: Json): Strength | undefined {
  const ratio = objectOf(ingredient['strength']) ?? objectOf(ingredient['strengthRatio']);
  const numerator = readDoseQuantity(ratio?.['numerator']);
  const denominator = readDoseQuantity(ratio?.['denominator']);
  if (!numerator?.unit || !denominator?.unit || !(denominator.value > 0)) return undefined;
  return { value: numerator.value, unit: numerator.unit, perValue: denominator.value, perUnit: denominator.unit };
}

function fromParts(reading: Reading, { parts, words, forms }: Said): Product | undefined {
  const ingredients: Ingredient[] = [];
  for (const { concept, strength } of parts) {
    const row = reading.context.codes.match(concept)?.row;
    if (row?.kind === 'ignore') return { ok: false, passedOver: 'ignored' };
    if (row?.kind === 'drug') ingredients.push({ drug: row.concept, ...optional('strength', strength) });
  }
  return ingredients.length === 0 ? undefined : productOf({ ingredients, words: [...words, ...forms] });
}

function fromNames(reading: Reading, { words, parts, forms }: Said): Product {
  const all = [...words, ...parts.flatMap((part) => wordsOf(part.concept))];
  if (all.length === 0 && parts.length === 0 && !hasCoding(reading)) {
    refuse(reading, 'medication-missing', 'medication');
    return { ok: false };
  }
  const named = findProductByName(all);
  if (!named) {
    const unclear = all.find(mentionsElement);
    if (unclear !== undefined) addNote(reading, 'drug-not-recognized', 'medication', unclear);
    return { ok: false, passedOver: 'not-watched' };
  }
  addNote(reading, 'drug-by-name', 'medication', named.name);
  const charted = named.ingredients.length === 1 && parts.length === 1 ? parts[0]?.strength : undefined;
  return productOf({
    ingredients: named.ingredients.map((ingredient) => ({ ...ingredient, ...optional('strength', charted) })),
    words: [...(words.length > 0 ? words : [named.name]), ...forms],
    quality: ['by-name'],
  });
}

const hasCoding = ({ resource }: Reading): boolean =>
  [resource['medicationCodeableConcept'], objectOf(resource['medication'])?.['concept']].some(
    (concept) => objectsOf(objectOf(concept)?.['coding']).length > 0,
  ) || resource['medicationReference'] !== undefined;

import type { Drug, Quality } from '@magwatch/timeline';
import type { Strength } from './codes/code-row.ts';
import { findDrugsByName, mentionsElement } from './codes/names.ts';
import { type Json, objectOf, objectsOf, textOf, wordsOf } from './json.ts';
import { addNote, findContained, type PassedOver, type Reading, refuse, resolveReference } from './parsing.ts';
import { readDoseQuantity } from './units/dose-units.ts';

/** One drug of a product. */
export interface Ingredient {
  readonly drug: Drug;
  readonly strength?: Strength;
}

/** The drugs of a product that rules ask for, or why there are none. */
export type Product =
  | {
      readonly ok: true;
      readonly ingredients: readonly Ingredient[];
      /** The product’s name, for what only it says: maintenance fluid, eye drops. */
      readonly name: string;
      readonly quality: readonly Quality[];
    }
  | { readonly ok: false; readonly passedOver?: PassedOver };

/**
 * Which drugs a resource is about. Codes come first (the site’s, then RxNorm ingredients and ATC), of the product and then of
 * its ingredients; names only where no code helped.
 */
export function readProduct(reading: Reading): Product {
  const source = findSource(reading);
  if (!source) return { ok: false };
  const { concept, medication } = source;
  const { codes } = reading.context;
  const match = codes.match(concept);
  if (match?.row.kind === 'ignore') return { ok: false, passedOver: 'ignored' };
  const name = wordsOf(concept).join(' / ');
  const parts = ingredientsOf(medication);
  if (match?.row.kind === 'drug') {
    if (match.disagrees) addNote(reading, 'codes-disagree', 'medication');
    const strength = match.row.strength ?? (parts.length === 1 ? parts[0]?.strength : undefined);
    return {
      ok: true,
      name,
      quality: [],
      ingredients: [{ drug: match.row.concept, ...(strength ? { strength } : {}) }],
    };
  }
  return fromParts(reading, parts, name) ?? fromNames(reading, wordsOf(concept), parts, name);
}

interface Source {
  readonly concept: Json | undefined;
  readonly medication: Json | undefined;
}

/** R4 medication[x], R5 medication (CodeableReference), contained or referenced. */
function findSource(reading: Reading): Source | undefined {
  const { resource } = reading;
  const codeable = objectOf(resource['medication']);
  const concept = objectOf(resource['medicationCodeableConcept']) ?? objectOf(codeable?.['concept']);
  if (concept) return { concept, medication: undefined };
  const reference = objectOf(resource['medicationReference']) ?? objectOf(codeable?.['reference']);
  if (!reference) {
    refuse(reading, 'medication-missing', 'medication');
    return undefined;
  }
  const medication = findMedication(reading, reference);
  if (medication) return { concept: objectOf(medication['code']), medication };
  const display = textOf(reference['display']);
  if (display !== undefined) return { concept: { text: display }, medication: undefined };
  refuse(reading, 'medication-unresolved', 'medication', textOf(reference['reference']));
  return undefined;
}

function findMedication(reading: Reading, reference: Json): Json | undefined {
  const text = textOf(reference['reference']);
  if (text?.startsWith('#')) return findContained(reading.resource, text);
  const normalized = resolveReference(reference, 'Medication', reading.context);
  return normalized === undefined ? undefined : objectOf(reading.context.medication?.(normalized));
}

interface Part {
  readonly concept: Json | undefined;
  readonly strength?: Strength;
}

function ingredientsOf(medication: Json | undefined): readonly Part[] {
  return objectsOf(medication?.['ingredient'])
    .filter((ingredient) => ingredient['isActive'] !== false)
    .map((ingredient) => {
      const concept =
        objectOf(ingredient['itemCodeableConcept']) ?? objectOf(objectOf(ingredient['item'])?.['concept']);
      const strength = readStrength(ingredient);
      return { concept, ...(strength ? { strength } : {}) };
    });
}

/** R4 `strength`, R5 `strengthRatio`: so much of the ingredient in so much of the product. */
function readStrength(ingredient: Json): Strength | undefined {
  const ratio = objectOf(ingredient['strength']) ?? objectOf(ingredient['strengthRatio']);
  const numerator = readDoseQuantity(ratio?.['numerator']);
  const denominator = readDoseQuantity(ratio?.['denominator']);
  if (!numerator?.unit || !denominator?.unit || !(denominator.value > 0)) return undefined;
  return { value: numerator.value, unit: numerator.unit, perValue: denominator.value, perUnit: denominator.unit };
}

function fromParts(reading: Reading, parts: readonly Part[], name: string): Product | undefined {
  const ingredients: Ingredient[] = [];
  for (const { concept, strength } of parts) {
    const row = reading.context.codes.match(concept)?.row;
    if (row?.kind === 'ignore') return { ok: false, passedOver: 'ignored' };
    if (row?.kind === 'drug') ingredients.push({ drug: row.concept, ...(strength ? { strength } : {}) });
  }
  return ingredients.length === 0 ? undefined : { ok: true, ingredients, name, quality: [] };
}

function fromNames(reading: Reading, names: readonly string[], parts: readonly Part[], name: string): Product {
  const strength = parts.length === 1 ? parts[0]?.strength : undefined;
  const all = [...names, ...parts.flatMap((part) => wordsOf(part.concept))];
  if (all.length === 0 && parts.length === 0 && !hasCoding(reading)) {
    refuse(reading, 'medication-missing', 'medication');
    return { ok: false };
  }
  for (const candidate of all) {
    const drugs = findDrugsByName(candidate);
    if (drugs.length === 0) continue;
    addNote(reading, 'drug-by-name', 'medication', candidate);
    const one = drugs.length === 1 && strength ? { strength } : {};
    return {
      ok: true,
      ingredients: drugs.map((drug) => ({ drug, ...one })),
      name: name || candidate,
      quality: ['by-name'],
    };
  }
  const unclear = all.find(mentionsElement);
  if (unclear !== undefined) addNote(reading, 'drug-not-recognized', 'medication', unclear);
  return { ok: false, passedOver: 'not-watched' };
}

const hasCoding = ({ resource }: Reading): boolean =>
  [resource['medicationCodeableConcept'], objectOf(resource['medication'])?.['concept']].some(
    (concept) => objectsOf(objectOf(concept)?.['coding']).length > 0,
  ) || resource['medicationReference'] !== undefined;

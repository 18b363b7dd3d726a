import { assert } from '@magwatch/base';
import type { Drug } from '@magwatch/timeline';
import type { Ingredient } from '../../ingredient.ts';
import { joinPhosphates, oncePerDrug } from '../../products.ts';
import { countedDrugs } from '../names.ts';
import type { Attribute, Concept } from './lines.ts';
import type { Links } from './links.ts';
import { findStrength } from './strengths.ts';

/** What was kept of a release. */
export interface Release {
  /** Ingredients that we know, by RXCUI. */
  readonly known: ReadonlyMap<number, Drug>;
  readonly links: Links;
  readonly concepts: ReadonlyMap<number, readonly Concept[]>;
  readonly attributes: ReadonlyMap<number, readonly Attribute[]>;
}

/** A product with the drugs in it that we know. */
export interface RxNormProduct {
  readonly rxcui: number;
  readonly name: string;
  readonly ingredients: readonly Ingredient[];
  readonly doseForm: string | undefined;
  readonly isObsolete: boolean;
}

/** The products by RXCUI, and what a person should know of how they were found. */
export interface RxNormMap {
  readonly products: readonly RxNormProduct[];
  /** Ingredients that were known by their name only. */
  readonly byName: readonly { readonly rxcui: number; readonly name: string; readonly drug: Drug }[];
  /** Components whose strength is said in two ways that do not agree: they are written without one. */
  readonly contradicting: readonly number[];
}

const PRODUCT_TYPES = new Set(['SCD', 'SBD', 'GPCK', 'BPCK', 'SCDF', 'SBDF', 'SCDG', 'SBDG', 'PIN']);

export function resolveProducts(release: Release, byName: ReadonlyMap<number, string>): RxNormMap {
  const work: Work = { release, contents: new Map(), contradicting: new Set() };
  const products: RxNormProduct[] = [];
  for (const rxcui of [...release.concepts.keys()].sort((a, b) => a - b)) {
    const concept = conceptOf(release, rxcui);
    if (!concept || !PRODUCT_TYPES.has(concept.type) || release.known.has(rxcui)) continue;
    const { ingredients, doseForm } = contentOf(work, rxcui);
    const counted = countIn(concept.name, ingredients);
    if (counted.length === 0) continue;
    const isObsolete = concept.standing === 'obsolete';
    products.push({ rxcui, name: concept.name, ingredients: counted, doseForm, isObsolete });
  }
  return {
    products,
    byName: [...byName].map(([rxcui, name]) => ({ rxcui, name, drug: drugOf(release, rxcui) })).sort(byRxcui),
    contradicting: [...work.contradicting].sort((a, b) => a - b),
  };
}

const byRxcui = (a: { readonly rxcui: number }, b: { readonly rxcui: number }): number => a.rxcui - b.rxcui;

function drugOf({ known }: Release, rxcui: number): Drug {
  const drug = known.get(rxcui);
  assert(drug !== undefined, `${rxcui} is no known ingredient`);
  return drug;
}

/** The normalised name of a concept, of today rather than of before; none where an editor suppressed it. */
function conceptOf({ concepts }: Release, rxcui: number): Concept | undefined {
  const usable = (concepts.get(rxcui) ?? []).filter(({ standing }) => standing !== 'suppressed');
  return usable.find(({ standing }) => standing === 'current') ?? usable[0];
}

/** By the name of the product: what in it counts, monobasic and dibasic phosphate as one, in a fixed order. */
function countIn(name: string, ingredients: readonly Ingredient[]): readonly Ingredient[] {
  const drugs = countedDrugs(
    name,
    ingredients.map(({ drug }) => drug),
  );
  const counted = drugs.map((drug) => ingredients.find((ingredient) => ingredient.drug === drug) ?? { drug });
  return [...joinPhosphates(counted)].sort((a, b) => (a.drug < b.drug ? -1 : 1));
}

interface Work {
  readonly release: Release;
  readonly contents: Map<number, Content>;
  readonly contradicting: Set<number>;
}

interface Content {
  readonly ingredients: readonly Ingredient[];
  readonly doseForm: string | undefined;
}

const NOTHING: Content = { ingredients: [], doseForm: undefined };

/** What is in a product that we know. Remembered, because a generic is asked for by its brands and packs too. */
function contentOf(work: Work, rxcui: number): Content {
  const known = work.contents.get(rxcui);
  if (known) return known;
  // Stands while it is worked out, so that relations in a circle end.
  work.contents.set(rxcui, NOTHING);
  const content = workOut(work, rxcui);
  work.contents.set(rxcui, content);
  return content;
}

/** A pack is its drugs, a brand its generic, a clinical drug its components; a form without a strength names ingredients. */
function workOut(work: Work, rxcui: number): Content {
  const { links } = work.release;
  const contained = links.targets('contains', rxcui);
  if (contained.length > 0) return packOf(contained.map((drug) => contentOf(work, drug)));
  const doseForm = formOf(work.release, rxcui);
  const [generic, ...others] = links.targets('tradename_of', rxcui);
  if (generic !== undefined && others.length === 0) {
    const content = contentOf(work, generic);
    if (content.ingredients.length > 0) return { ...content, doseForm: doseForm ?? content.doseForm };
  }
  const components = componentsOf(work.release, rxcui);
  if (components.length > 0) {
    const alone = components.length === 1 ? rxcui : undefined;
    const own = components.flatMap((component) => ofComponent(work, component, { form: doseForm ?? '', alone }));
    return { ingredients: oncePerDrug(own), doseForm };
  }
  const named = [...links.targets('has_ingredient', rxcui), ...links.targets('form_of', rxcui)];
  return { ingredients: knownOf(work.release, named).map((drug) => ({ drug })), doseForm };
}

/** "One" of a pack of different drugs is of none of them: only a pack of one drug keeps its strength and form. */
function packOf([first = NOTHING, ...others]: readonly Content[]): Content {
  if (others.length === 0) return first;
  const drugs = [first, ...others].flatMap(({ ingredients }) => ingredients.map(({ drug }) => drug));
  return { ingredients: [...new Set(drugs)].map((drug) => ({ drug })), doseForm: undefined };
}

function formOf(release: Release, rxcui: number): string | undefined {
  const [form] = release.links.targets('has_dose_form', rxcui);
  return form === undefined ? undefined : conceptOf(release, form)?.name;
}

/** A branded drug consists of branded components too, which say nothing new. */
const componentsOf = (release: Release, rxcui: number): readonly number[] =>
  release.links
    .targets('consists_of', rxcui)
    .filter((component) => release.concepts.get(component)?.some(({ type }) => type === 'SCDC'));

const knownOf = ({ known }: Release, rxcuis: readonly number[]): readonly Drug[] => [
  ...new Set(rxcuis.map((rxcui) => known.get(rxcui)).filter((drug) => drug !== undefined)),
];

interface Place {
  readonly form: string;
  /** The drug, where the component is its only one: its own strength is then that of the component. */
  readonly alone: number | undefined;
}

/** The ingredient of a component with its strength; the precise one (monobasic phosphate) says more than the other. */
function ofComponent(work: Work, component: number, { form, alone }: Place): readonly Ingredient[] {
  const { release } = work;
  const precise = knownOf(release, release.links.targets('has_precise_ingredient', component));
  const drugs = precise.length > 0 ? precise : knownOf(release, release.links.targets('has_ingredient', component));
  const [drug, ...others] = drugs;
  if (drug === undefined || others.length > 0) return drugs.map((one) => ({ drug: one }));
  const found = findStrength({
    ofComponent: release.attributes.get(component) ?? [],
    ofDrug: alone === undefined ? [] : (release.attributes.get(alone) ?? []),
    name: conceptOf(release, component)?.name ?? '',
    form,
  });
  if (found === 'contradicts') work.contradicting.add(component);
  return [found === 'contradicts' || found === undefined ? { drug } : { drug, strength: found }];
}

import type { Dose, Drug, Quality, Quantity, Route } from '@magwatch/timeline';
import { measure } from './dosage.ts';
import { objectOf, textOf } from './json.ts';
import { isMaintenance } from './maintenance.ts';
import type { Ingredient, Product } from './medication.ts';
import { addNote, type Reading } from './parsing.ts';
import { elementOf } from './products.ts';
import { readRoute, routeOfProduct } from './routes.ts';
import type { Span } from './times.ts';

/** What is common to all that is given or ordered: the drug, where it goes, how much, and whether it is replacement. */
export interface Administered {
  readonly drug: Drug;
  readonly route: Route;
  readonly amount?: Quantity;
  readonly content?: NonNullable<Dose['content']>;
  readonly isMaintenance: boolean;
}

/** How a dose is said in the resource. */
export interface Said {
  readonly route: unknown;
  readonly amount: Quantity | undefined;
  readonly path: string;
}

export type KnownProduct = Extract<Product, { ok: true }>;

/** One entry per drug of the product. What runs through a dialysis machine is dialysate, whatever is dissolved in it. */
export function administeredOf(reading: Reading, product: KnownProduct, said: Said): readonly Administered[] {
  const route = routeFor(reading, said.route, product.name, `${said.path}.route`);
  return product.ingredients.map((ingredient) => {
    const drug = route === 'dialysis' && elementOf(ingredient.drug) !== undefined ? 'dialysate' : ingredient.drug;
    const own: Ingredient = { ...ingredient, drug };
    return {
      drug,
      route: drug === 'dialysate' ? 'dialysis' : route,
      ...measure(reading, own, said.amount, said.path),
      isMaintenance: isMaintenance(own, product.name, route, reading.resource['category']),
    };
  });
}

/** The doses of one administration, dispense or statement. */
export function dosesOf(
  reading: Reading,
  product: KnownProduct,
  { said, span, standing }: { readonly said: Said; readonly span: Span; readonly standing: Dose['standing'] },
): readonly Dose[] {
  if (span.isDateOnly) addNote(reading, 'date-only');
  const quality: readonly Quality[] = [...product.quality, ...(span.isDateOnly ? (['date-only'] as const) : [])];
  const { start, end } = span;
  return administeredOf(reading, product, said).map((administered) => ({
    kind: 'dose',
    ...administered,
    start,
    end,
    standing,
    quality,
  }));
}

/** The route that is said, else the one that the product’s name gives away. */
function routeFor(reading: Reading, concept: unknown, product: string, path: string): Route {
  const route = readRoute(concept);
  if (route === undefined) addNote(reading, 'route-unknown', path, textOf(objectOf(concept)?.['text']));
  return route === undefined || route === 'unknown' ? routeOfProduct(product) : route;
}

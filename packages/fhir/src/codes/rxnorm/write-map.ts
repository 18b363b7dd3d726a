import { RXNORM } from '../systems.ts';
import type { RxNormMap, RxNormProduct } from './products.ts';

const COLUMNS = 'system,code,display,concept,strength_value,strength_unit,per_value,per_unit,part,dose_form';

const HEAD = [
  '# Clinical drugs of RxNorm (U.S. National Library of Medicine) with the ingredients that Magwatch asks for.',
  '# Written by "magwatch codes import-rxnorm": change the release or the ingredients, not this file.',
];

/** The lines of a site map with these products: one for each ingredient, by RXCUI. */
export function* rxnormMapLines({ products, byName }: RxNormMap): Generator<string> {
  yield* HEAD;
  for (const { rxcui, name, drug } of byName) yield `# Known by its name only: ${rxcui} ${name} is ${drug}.`;
  yield COLUMNS;
  for (const product of products) yield* productLines(product);
}

function* productLines({ rxcui, name, ingredients, doseForm }: RxNormProduct): Generator<string> {
  for (const [index, { drug, strength }] of ingredients.entries()) {
    const measure = strength ? [strength.value, strength.unit, strength.perValue, strength.perUnit] : ['', '', '', ''];
    const part = ingredients.length > 1 ? index + 1 : '';
    yield [RXNORM, rxcui, name, drug, ...measure, part, doseForm ?? ''].map(cell).join(',');
  }
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

import { describe, expect, test } from 'vitest';
import { type RxNormRelease, rxnormRelease } from '../../../../../test/kit/rxnorm-release.ts';
import { createCodes } from '../registry.ts';
import { readSiteMap } from '../site-map.ts';
import type { RxNormMap, RxNormProduct } from './products.ts';
import { createRxNormImport, RXNORM_COLUMNS } from './release.ts';
import { rxnormMapLines } from './write-map.ts';

function importOf(release: RxNormRelease = rxnormRelease()): RxNormMap {
  const { passes, finish } = createRxNormImport(createCodes());
  for (const { file, take } of passes)
    for (const line of release[file].trimEnd().split('\n')) {
      const columns = line.split('|').slice(0, -1);
      expect(columns).toHaveLength(RXNORM_COLUMNS[file]);
      take(columns);
    }
  return finish();
}

const { products, byName, contradicting } = importOf();
const find = (rxcui: number): RxNormProduct | undefined => products.find((product) => product.rxcui === rxcui);
const told = (rxcui: number): readonly string[] =>
  (find(rxcui)?.ingredients ?? []).map(({ drug, strength }) =>
    strength ? `${drug} ${strength.value} ${strength.unit}/${strength.perValue} ${strength.perUnit}` : drug,
  );

describe('what is in a product', () => {
  test.each<[string, number, readonly string[], string | undefined]>([
    ['a clinical drug', 312504, ['potassium-chloride 10 meq/1 {capsule}'], 'Extended Release Oral Capsule'],
    ['a fluid with a salt that no rule asks for', 9300001, ['potassium-chloride 0.02 meq/1 mL'], 'Injection'],
    ['a brand is its generic', 9400001, ['potassium-chloride 10 meq/1 {capsule}'], 'Extended Release Oral Capsule'],
    ['a pack of different drugs has no strengths', 9500001, ['clarithromycin', 'lansoprazole'], undefined],
    [
      'a pack of one drug is that drug',
      9500002,
      ['potassium-chloride 10 meq/1 {capsule}'],
      'Extended Release Oral Capsule',
    ],
    ['a form without a strength', 9600001, ['potassium-chloride'], 'Extended Release Oral Capsule'],
    [
      'a strength in the name of an obsolete component',
      9300007,
      ['potassium-chloride 8 meq/1 {tablet}'],
      'Extended Release Oral Tablet',
    ],
    [
      'the strength of the only component, said of the drug',
      9300012,
      ['potassium-chloride 1.33 meq/1 mL'],
      'Oral Solution',
    ],
    [
      'both phosphates are one injection, in mEq of potassium',
      9300006,
      ['potassium-phosphate 4.35580997395 meq/1 mL'],
      'Injection',
    ],
    ['a strength that contradicts itself is none', 9300009, ['potassium-chloride'], 'Extended Release Oral Tablet'],
    ['an ingredient known by its name', 9300005, ['patiromer 8400 mg/1 {packet}'], 'Powder for Oral Suspension'],
    ['a precise ingredient is its ingredient', 9000003, ['erythromycin'], undefined],
  ])('%s', (_name, rxcui, ingredients, form) => {
    expect(told(rxcui)).toEqual(ingredients);
    expect(find(rxcui)?.doseForm).toBe(form);
  });

  test.each([
    ['a drug without an ingredient of ours', 9300002],
    ['a name that an editor suppressed', 9300008],
    ['penicillin G potassium', 9300010],
    ['its precise ingredient', 9000002],
    ['a bowel preparation', 9300011],
    ['an ingredient that we know anyway', 8591],
    ['a precise ingredient that we know anyway', 55019],
    ['a component', 9200001],
    ['a brand name', 9000004],
  ])('%s is not written', (_name, rxcui) => {
    expect(find(rxcui)).toBeUndefined();
  });

  test('obsolete drugs are marked', () => {
    expect(products.filter(({ isObsolete }) => isObsolete).map(({ rxcui }) => rxcui)).toEqual([9300007]);
  });

  test('what a person should know is said', () => {
    expect(contradicting).toEqual([9200011]);
    expect(byName).toEqual([{ rxcui: 9000001, name: 'patiromer', drug: 'patiromer' }]);
  });
});

describe('the map', () => {
  const reversed = (text: string): string => `${text.trimEnd().split('\n').reverse().join('\n')}\n`;

  test('is the same whatever the order of the lines', () => {
    const { 'RXNCONSO.RRF': concepts, 'RXNREL.RRF': relations, 'RXNSAT.RRF': attributes } = rxnormRelease();
    const other = importOf({
      'RXNCONSO.RRF': reversed(concepts),
      'RXNREL.RRF': reversed(relations),
      'RXNSAT.RRF': reversed(attributes),
    });
    expect([...rxnormMapLines(other)]).toEqual([...rxnormMapLines(importOf())]);
  });

  test('one direction of every relation is enough', () => {
    const release = rxnormRelease();
    const half = release['RXNREL.RRF']
      .trimEnd()
      .split('\n')
      .filter((_line, place) => place % 2 === 1);
    const other = importOf({ ...release, 'RXNREL.RRF': `${half.join('\n')}\n` });
    expect([...rxnormMapLines(other)]).toEqual([...rxnormMapLines(importOf())]);
  });

  test('is read back as a site map, with all that was found', () => {
    const text = [...rxnormMapLines({ products, byName, contradicting })].join('\n');
    const map = readSiteMap(text, 'rxnorm.csv');
    const rows = map.ok ? map.value.rows : [];
    expect(rows.filter(({ code }) => code === '9500001')).toMatchObject([
      { concept: 'clarithromycin', part: 1 },
      { concept: 'lansoprazole', part: 2 },
    ]);
    expect(rows.find(({ code }) => code === '312504')).toMatchObject({
      concept: 'potassium-chloride',
      strength: { value: 10, unit: 'meq', perValue: 1, perUnit: '{capsule}' },
      doseForm: 'Extended Release Oral Capsule',
    });
    expect(rows).toHaveLength(products.reduce((sum, { ingredients }) => sum + ingredients.length, 0));
    expect(rows.find(({ code }) => code === '9300006')?.display).toContain('potassium phosphate, dibasic 236 MG/ML /');
  });
});

describe('lines that do not count', () => {
  test('names and relations of other vocabularies', () => {
    const release = rxnormRelease();
    const concepts = `9300002|ENG||||||1|1|9300002||MTHSPL|SCD|9300002|potassium chloride 10 MEQ Oral Tablet||N||\n`;
    const relations = '8591||CUI|RO|9200004||CUI|has_ingredient|1||MTHSPL|||||4096|\n';
    const map = importOf({
      ...release,
      'RXNCONSO.RRF': release['RXNCONSO.RRF'] + concepts,
      'RXNREL.RRF': release['RXNREL.RRF'] + relations,
    });
    expect(map.products).toEqual(products);
  });

  test('suppressed relations and attributes', () => {
    const release = rxnormRelease();
    const map = importOf({
      ...release,
      'RXNREL.RRF': `${release['RXNREL.RRF']}8591||CUI|RO|9200004||CUI|has_ingredient|1||RXNORM||||E|4096|\n`,
      'RXNSAT.RRF': `${release['RXNSAT.RRF']}9200001|||1|AUI|1|1||RXN_STRENGTH|RXNORM|99 MEQ|E|4096|\n`,
    });
    expect(map.products).toEqual(products);
  });
});

describe('what a release may also hold', () => {
  const concept = (rxcui: number, type: string, name: string, suppress = 'N'): string =>
    `${rxcui}|ENG||||||1|1|${rxcui}||RXNORM|${type}|${rxcui}|${name}||${suppress}|4096|\n`;
  const link = (from: number, relation: string, to: number): string =>
    `${to}||CUI|RO|${from}||CUI|${relation}|1||RXNORM|||||4096|\n`;
  const extended = (concepts: string, links: string): RxNormMap => {
    const release = rxnormRelease();
    return importOf({
      ...release,
      'RXNCONSO.RRF': release['RXNCONSO.RRF'] + concepts,
      'RXNREL.RRF': release['RXNREL.RRF'] + links,
    });
  };

  test('a drug that is in a product twice has no single strength', () => {
    const map = extended(
      concept(9700001, 'SCD', 'potassium chloride 10 MEQ / potassium chloride 8 MEQ Extended Release Oral Tablet'),
      link(9700001, 'consists_of', 9200001) +
        link(9700001, 'consists_of', 9200010) +
        link(9700001, 'has_dose_form', 9100006),
    );
    expect(map.products.find(({ rxcui }) => rxcui === 9700001)?.ingredients).toEqual([{ drug: 'potassium-chloride' }]);
  });

  test('calcium chloride in a prefilled syringe', () => {
    const map = extended(
      concept(1901, 'IN', 'calcium chloride') +
        concept(9700002, 'SCDC', 'calcium chloride 100 MG/ML') +
        concept(9700003, 'SCD', '10 ML calcium chloride 100 MG/ML Prefilled Syringe'),
      link(9700002, 'has_ingredient', 1901) + link(9700003, 'consists_of', 9700002),
    );
    expect(map.products.find(({ rxcui }) => rxcui === 9700003)?.ingredients).toEqual([
      { drug: 'calcium-chloride', strength: { value: 100, unit: 'mg', perValue: 1, perUnit: 'mL' } },
    ]);
  });

  test('an obsolete ingredient, whose name alone proves nothing', () => {
    expect(extended(concept(9700004, 'IN', 'patiromer', 'O'), '').byName).toEqual(byName);
  });
});

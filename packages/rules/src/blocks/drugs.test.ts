import type { Drug, Route } from '@magwatch/timeline';
import { expect, test } from 'vitest';
import { dose, drugOrder, readBlock } from '../testing/index.ts';
import { tierADrugs, wastingDrugs } from './drugs.ts';

test.each<[Drug, Route, boolean]>([
  ['gentamicin', 'intravenous', true],
  ['neomycin', 'enteral', false],
  ['kanamycin', 'enteral', false],
  ['amphotericin-b', 'intravenous', true],
  ['amphotericin-b', 'enteral', false],
  ['pentamidine', 'intravenous', true],
  ['pentamidine', 'enteral', false],
  ['furosemide', 'enteral', true],
  ['cyclosporine', 'enteral', true],
  ['omeprazole', 'enteral', true],
  ['cyclosporine', 'topical', false],
])('%s, %s, wastes magnesium: %s', (drug, route, expected) => {
  expect(readBlock(wastingDrugs, [dose(drug, undefined, 20, { route })]).length > 0).toBe(expected);
  expect(readBlock(wastingDrugs, [drugOrder(drug, 0, { route })]).length > 0).toBe(expected);
});

test('pentamidine that stays in the gut does not reach the heart, methadone does', () => {
  const oral = { route: 'enteral' } as const;
  expect(readBlock(tierADrugs, [dose('pentamidine', undefined, 20, oral)])).toEqual([]);
  expect(readBlock(tierADrugs, [dose('pentamidine', undefined, 20)])).toHaveLength(1);
  expect(readBlock(tierADrugs, [dose('methadone', undefined, 20, oral)])).toHaveLength(1);
});

import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, dose, drugOrder, magnesiumDose, readBlock } from '../testing/index.ts';
import { magnesiumSources } from './magnesium-sources.ts';

const laxative = (hour: number, extra = {}) =>
  dose('magnesium-hydroxide', undefined, hour, { route: 'enteral', ...extra });

describe('what brings magnesium now', () => {
  test.each<[string, readonly ResourceVersion[], readonly string[]]>([
    ['nothing', [], []],
    ['replacement', [magnesiumDose(8, 20)], ['magnesium-sulfate']],
    ['in parenteral nutrition', [magnesiumDose(8, 20, { isMaintenance: true })], ['magnesium-sulfate']],
    ['a laxative', [laxative(20)], ['magnesium-hydroxide']],
    ['an enema', [laxative(20, { route: 'other' })], ['magnesium-hydroxide']],
    ['less than 24 h ago', [laxative(0.1)], ['magnesium-hydroxide']],
    ['24 h ago', [laxative(0)], []],
    ['stopped half-way: some of it was given', [magnesiumDose(8, 20, { standing: 'partial' })], ['magnesium-sulfate']],
    ['dispensed, not seen given', [laxative(20, { standing: 'dispensed' })], []],
    ['stated to be taken', [laxative(20, { standing: 'stated' })], []],
    ['on the skin', [laxative(20, { route: 'topical' })], []],
    ['through the dialysis machine', [magnesiumDose(8, 20, { route: 'dialysis' })], []],
    ['a drug without magnesium', [dose('furosemide', undefined, 20)], []],
    ['a drug of no class', [dose('vonoprazan', undefined, 20, { route: 'enteral' })], []],
    ['an order', [drugOrder('magnesium-oxide', 0)], ['magnesium-oxide']],
    ['an order that is over', [drugOrder('magnesium-oxide', 0, { activeUntil: at(20) })], []],
    ['an order of another drug', [drugOrder('furosemide', 0)], []],
    [
      'a dose and an order',
      [laxative(20), drugOrder('magnesium-oxide', 0)],
      ['magnesium-hydroxide', 'magnesium-oxide'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(readBlock(magnesiumSources, facts).map(({ drug }) => drug)).toEqual(expected);
  });

  test('a drug that is given and ordered is one source, shown by the dose', () => {
    const facts = [drugOrder('magnesium-oxide', 0), dose('magnesium-oxide', undefined, 20, { route: 'enteral' })];
    expect(readBlock(magnesiumSources, facts)).toMatchObject([{ kind: 'dose', drug: 'magnesium-oxide' }]);
  });
});

import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, dose, drugOrder, readBlock } from '../testing/index.ts';
import { monitoredExposures } from './monitored-exposures.ts';

const NOW = 100;
const names = (...facts: readonly ResourceVersion[]) =>
  readBlock(monitoredExposures, facts, { now: NOW }).found.map(({ name }) => name);
const furosemide = (start: number, end: number, extra = {}) =>
  dose('furosemide', undefined, end, { start: at(start), ...extra });

describe('a loop diuretic by vein over two days', () => {
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['doses over 48 h', [furosemide(50, 50.5), furosemide(97, 98)], true],
    ['doses over less', [furosemide(50.1, 50.5), furosemide(97, 98)], false],
    ['the last of them 24 h ago', [furosemide(28, 28.5), furosemide(75, 76)], true],
    ['the last of them longer ago', [furosemide(28, 28.5), furosemide(75, 75.9)], false],
    ['a first dose of 72 h ago is not looked at', [furosemide(27, 28), furosemide(75, 76)], false],
    ['an infusion that has run for 48 h', [furosemide(52, 110, { standing: 'running' })], true],
    ['an infusion that has run for less', [furosemide(52.1, 110, { standing: 'running' })], false],
    ['a dose, then an infusion that runs', [furosemide(50, 51), furosemide(90, 110, { standing: 'running' })], true],
    ['by mouth', [furosemide(50, 50, { route: 'enteral' }), furosemide(98, 98, { route: 'enteral' })], false],
  ])('%s', (_name, facts, expected) => {
    expect(names(...facts).includes('loopIv')).toBe(expected);
  });
});

describe('what nobody looked for', () => {
  const missing = (...facts: readonly ResourceVersion[]) =>
    readBlock(monitoredExposures, facts, { now: NOW, coverage: new Map() }).missing;
  const both = (drugClass: string) => [`dose:${drugClass}`, `drug-order:${drugClass}`];

  test('nothing: each drug may be there', () => {
    expect([...missing()].sort()).toEqual(
      [
        ...['amphotericin', 'foscarnet', 'pentamidine', 'aminoglycoside', 'calcineurin-inhibitor', 'loop', 'thiazide'],
        'ppi',
      ]
        .flatMap(both)
        .concat('dose:platinum', 'dose:egfr-antibody')
        .sort(),
    );
  });

  test('beside a PPI of months digoxin may be there as well', () => {
    const ppi = drugOrder('omeprazole', NOW - 90 * 24);
    expect(missing()).not.toContain('dose:digoxin');
    expect(missing(ppi)).toEqual(expect.arrayContaining(both('digoxin')));
  });
});

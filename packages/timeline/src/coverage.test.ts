import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import {
  ANALYTES,
  CONDITIONS,
  type Coverage,
  classesOf,
  DRUG_CLASSES,
  DRUGS,
  type Input,
  inputKey,
  isCovered,
} from './index.ts';

const at = (hour: number) => instantOf(Date.UTC(2026, 2, 10, hour));
const input: Input = { kind: 'result', analyte: 'magnesium' };
const window = { from: at(2), now: at(10), staleMs: 3_600_000 };
const covered = (from: number, asOf: number): Coverage =>
  new Map([['result:magnesium', { from: at(from), asOf: at(asOf) }]]);

describe('absence is proved', () => {
  test.each<[string, Coverage, boolean]>([
    ['by files that are the whole truth', 'complete', true],
    ['by a search of the whole window', covered(2, 10), true],
    ['by one as old as staleness allows', covered(2, 9), true],
    ['not by an older one', covered(2, 8), false],
    ['not by one that begins later', covered(3, 10), false],
    ['not by a search that failed', new Map(), false],
    ['not by a search for something else', new Map([['result:potassium', { from: at(0), asOf: at(10) }]]), false],
  ])('%s', (_name, coverage, expected) => {
    expect(isCovered(coverage, input, window)).toBe(expected);
  });
});

test.each<[Input, string]>([
  [{ kind: 'result', analyte: 'magnesium' }, 'result:magnesium'],
  [{ kind: 'test-order', analyte: 'magnesium' }, 'test-order:magnesium'],
  [{ kind: 'dose', drugClass: 'k-replacement' }, 'dose:k-replacement'],
  [{ kind: 'drug-order', drugClass: 'loop' }, 'drug-order:loop'],
  [{ kind: 'condition', condition: 'dialysis' }, 'condition:dialysis'],
  [{ kind: 'encounter' }, 'encounter'],
  [{ kind: 'person' }, 'person'],
  [{ kind: 'specimen' }, 'specimen'],
])('the key of %o', (item, key) => {
  expect(inputKey(item)).toBe(key);
});

describe('concepts', () => {
  test('no word means two things', () => {
    const words = [...ANALYTES, ...DRUGS, ...CONDITIONS];
    expect(new Set(words).size).toBe(words.length);
  });

  test('every class has a drug, and dialysate has no class', () => {
    const classes = new Set(DRUGS.flatMap((drug) => classesOf(drug)));
    expect([...classes].sort()).toEqual([...DRUG_CLASSES].sort());
    expect(classesOf('dialysate')).toEqual([]);
  });

  test('laxatives and antacids are a load of magnesium, not replacement', () => {
    for (const drug of ['magnesium-hydroxide', 'magnesium-citrate'] as const)
      expect(classesOf(drug)).toEqual(['mg-load-other']);
  });
});

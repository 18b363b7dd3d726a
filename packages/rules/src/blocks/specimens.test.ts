import type { Analyte, ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { albumin, at, calcium, magnesium, potassium, readBlock, result, version } from '../testing/index.ts';
import { contaminated, findValidResults } from './specimens.ts';

const contaminations = (...facts: readonly ResourceVersion[]) =>
  [...readBlock(contaminated, facts)].map(([{ analyte }, as]) => `${analyte} ${as}`).sort();

const glucose = (value: number, extra = {}, unit = 'mmol/L') => result('glucose', [value, unit], 20, extra);
const before = [potassium(4, 10), magnesium(2, 10), albumin(4, 10)];
const fallen = [potassium(2.8, 20), magnesium(1.4, 20), albumin(2.8, 20)];
const diluted = ['albumin dilution', 'magnesium dilution', 'potassium dilution'];

describe('a sample diluted by an infusion of glucose', () => {
  test.each<[string, readonly ResourceVersion[], readonly string[]]>([
    ['three fell by 30 %, glucose 22 mmol/L', [...before, ...fallen, glucose(22)], diluted],
    ['glucose 21.9', [...before, ...fallen, glucose(21.9)], []],
    ['glucose 400 mg/dL', [...before, ...fallen, glucose(400, {}, 'mg/dL')], diluted],
    ['glucose 399 mg/dL', [...before, ...fallen, glucose(399, {}, 'mg/dL')], []],
    ['glucose "<30" may be anything below', [...before, ...fallen, glucose(30, { comparator: '<' })], []],
    ['glucose "<=30" may be anything below', [...before, ...fallen, glucose(30, { comparator: '<=' })], []],
    ['glucose ">22"', [...before, ...fallen, glucose(22, { comparator: '>' })], diluted],
    ['two fell', [...before, ...fallen.slice(1), potassium(4, 20), glucose(22)], []],
    ['one of them fell by less', [...before, ...fallen.slice(1), potassium(2.9, 20), glucose(22)], []],
    ['no glucose', [...before, ...fallen], []],
    [
      'against values of 24 h before',
      [potassium(4, -4), magnesium(2, -4), albumin(4, -4), ...fallen, glucose(22)],
      diluted,
    ],
    [
      'against older values there is no fall',
      [potassium(4, -4.1), magnesium(2, -4), albumin(4, -4), ...fallen, glucose(22)],
      [],
    ],
    [
      'against later values there is no fall',
      [...fallen, glucose(22), potassium(4, 22), magnesium(2, 22), albumin(4, 22)],
      [],
    ],
    [
      'a fallen value with a comparator gives no ratio',
      [...before, ...fallen.slice(1), potassium(2.8, 20, { comparator: '<' }), glucose(22)],
      [],
    ],
    [
      'an earlier value with a comparator gives no ratio',
      [...before.slice(1), potassium(4, 10, { comparator: '>' }), ...fallen, glucose(22)],
      [],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(contaminations(...facts)).toEqual(expected);
  });
});

describe('potassium EDTA in the tube', () => {
  test.each<[string, readonly ResourceVersion[], readonly string[]]>([
    ['K 6.0 and Ca below 7.6', [potassium(6, 20), calcium(7.5, 20)], ['calcium edta', 'potassium edta']],
    ['K 5.9', [potassium(5.9, 20), calcium(7.5, 20)], []],
    ['Ca 7.6', [potassium(6, 20), calcium(7.6, 20)], []],
    ['another draw', [potassium(6, 20), calcium(7.5, 19)], []],
    [
      'magnesium and phosphate of the draw too, albumin not',
      [potassium(6, 20), calcium(7.5, 20), magnesium(1, 20), result('phosphate', [2, 'mg/dL'], 20), albumin(4, 20)],
      ['calcium edta', 'magnesium edta', 'phosphate edta', 'potassium edta'],
    ],
    [
      'EDTA is said before dilution',
      [
        ...[calcium(11, 10), magnesium(2, 10), albumin(4, 10)],
        ...[potassium(6.5, 20), calcium(7, 20), magnesium(1, 20), albumin(2, 20), glucose(30)],
      ],
      ['albumin dilution', 'calcium edta', 'magnesium edta', 'potassium edta'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(contaminations(...facts)).toEqual(expected);
  });
});

describe('red cells that broke in the tube: only a low value of what they are full of counts', () => {
  const hemolyzed = { quality: ['hemolyzed'] } as const;
  test.each<[Analyte, readonly [number, string], boolean]>([
    ['potassium', [3.5, 'mmol/L'], false],
    ['potassium', [3.4, 'mmol/L'], true],
    ['magnesium', [1.7, 'mg/dL'], false],
    ['magnesium', [1.6, 'mg/dL'], true],
    ['magnesium-ionized', [0.45, 'mmol/L'], false],
    ['magnesium-ionized', [0.44, 'mmol/L'], true],
    ['phosphate', [2.5, 'mg/dL'], false],
    ['phosphate', [2.4, 'mg/dL'], true],
    ['calcium', [9, 'mg/dL'], true],
  ])('%s %j', (analyte, value, expected) => {
    expect(isValid(analyte, result(analyte, value, 20, hemolyzed))).toBe(expected);
  });

  const k = potassium(4, 20, { specimen: 'Specimen/s' });
  test.each<[string, readonly ResourceVersion[], boolean]>([
    ['nothing says so', [k], true],
    ['its specimen', [k, specimen('Specimen/s', true)], false],
    ['its specimen is sound', [k, specimen('Specimen/s', false)], true],
    ['another specimen', [k, specimen('Specimen/t', true)], true],
    ['an index of the specimen', [k, index({ specimen: 'Specimen/s' })], false],
    ['an index of the draw', [k, index()], false],
    ['an index that is negative', [k, index({ isPositive: false })], true],
    ['an index of another draw', [k, index({ at: at(19) })], true],
    ['an index of another specimen', [k, index({ specimen: 'Specimen/t' })], true],
    ['an index that is not known yet', [k, index({ knownAt: at(25) })], true],
  ])('%s', (_name, facts, expected) => {
    expect(isValid('potassium', ...facts)).toBe(expected);
  });

  function isValid(analyte: Analyte, ...facts: readonly ResourceVersion[]): boolean {
    return readBlock((chart) => findValidResults(chart, analyte, 48), facts).length > 0;
  }
  function specimen(reference: string, isHemolyzed: boolean) {
    return version(reference, { kind: 'specimen', isHemolyzed });
  }
  function index(extra = {}) {
    return version('Observation/index', {
      kind: 'qualitative',
      analyte: 'hemolysis',
      isPositive: true,
      at: at(20),
      knownAt: at(20),
      ...extra,
    });
  }
});

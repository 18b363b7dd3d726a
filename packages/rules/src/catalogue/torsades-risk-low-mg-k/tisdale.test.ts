import { instantOf } from '@magwatch/base';
import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../../chart.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { at, dose, drugOrder, person, potassium, result, situation } from '../../testing/index.ts';
import { tisdaleFigures } from './tisdale.ts';

const tisdale = (facts: readonly ResourceVersion[], uncovered: readonly string[] = []) => {
  const keys = ['dose:loop', 'drug-order:loop', 'dose:qt-a', 'drug-order:qt-a', 'dose:qt-b', 'drug-order:qt-b'];
  const seen = keys.filter((key) => !uncovered.includes(key));
  const coverage = new Map(seen.map((key) => [key, { from: at(-9999), asOf: at(24) }]));
  return openChart(situation(facts, { now: 24, coverage }), DEFAULT_PARAMETERS).track(tisdaleFigures);
};
const qtc = (value: number, comparator?: '<' | '<=') =>
  result('qtc', [value, 'ms'], 20, comparator ? { comparator } : {});
const born = (month: number, day: number) => person({ bornFrom: instantOf(Date.UTC(1958, month - 1, day)) });
const NEVER = 'acute myocardial infarction, sepsis, heart failure';

describe('the Tisdale score', () => {
  test.each<[string, readonly ResourceVersion[], string | undefined]>([
    ['the 68th birthday is today', [born(3, 11)], 'age 68 and over 1'],
    ['the 68th birthday is tomorrow', [born(3, 12)], undefined],
    ['a woman', [person({ sex: 'female' })], 'female 1'],
    ['a man', [person({ sex: 'male' })], undefined],
    ['a loop diuretic given today', [dose('furosemide', undefined, 20)], 'loop diuretic 1'],
    ['a loop diuretic ordered', [drugOrder('torsemide', 0)], 'loop diuretic 1'],
    ['a loop diuretic of yesterday', [dose('furosemide', undefined, 0)], undefined],
    ['a thiazide', [drugOrder('indapamide', 0)], undefined],
    ['a potassium of 3.5', [potassium(3.5, 20)], 'potassium 3.5 and below 2'],
    ['a potassium of 3.51', [potassium(3.51, 20)], undefined],
    ['a potassium above 3.4, by how much is not said', [potassium(3.4, 20, { comparator: '>' })], undefined],
    ['a potassium of 3.4 or more', [potassium(3.4, 20, { comparator: '>=' })], undefined],
    ['a QTc of 450', [qtc(450)], 'QTc 450 ms and over 2'],
    ['a QTc of 449', [qtc(449)], undefined],
    ['a QTc below 460, by how much is not said', [qtc(460, '<')], undefined],
    ['a QTc of 460 or less', [qtc(460, '<=')], undefined],
    ['one drug', [drugOrder('sotalol', 0)], 'one QT drug 3'],
    ['one drug of tier B', [drugOrder('ondansetron', 0)], 'one QT drug 3'],
    ['two drugs', [drugOrder('sotalol', 0), drugOrder('ondansetron', 0)], 'one QT drug 3, a second QT drug 3'],
  ])('%s', (_name, facts, components) => {
    const { value } = tisdale(facts);
    expect(value['tisdaleComponents']).toBe(components);
    const points = [...(components ?? '').matchAll(/ (\d)(?=,|$)/g)].map(([, point]) => Number(point));
    expect(value['tisdaleScore']).toBe(points.reduce((sum, point) => sum + point, 0));
  });

  test('all components add up', () => {
    const facts = [
      person({ sex: 'female', bornFrom: instantOf(Date.UTC(1940, 0, 1)) }),
      drugOrder('furosemide', 0),
      drugOrder('sotalol', 0),
      drugOrder('haloperidol', 0),
      potassium(3.0, 20),
      qtc(510),
    ];
    expect(tisdale(facts).value).toMatchObject({ tisdaleScore: 13, tisdaleNotAvailable: NEVER });
  });

  test('what is not known is no point, and is said', () => {
    expect(tisdale([]).value).toEqual({
      tisdaleScore: 0,
      tisdaleNotAvailable: `age, sex, potassium, QTc, ${NEVER}`,
    });
    const known = [person({ sex: 'male', bornFrom: at(0) }), potassium(4, 20), qtc(430)];
    expect(tisdale(known).value['tisdaleNotAvailable']).toBe(NEVER);
    expect(tisdale(known, ['dose:loop']).value['tisdaleNotAvailable']).toBe(`loop diuretics, ${NEVER}`);
    expect(tisdale(known, ['drug-order:qt-a']).value['tisdaleNotAvailable']).toBe(`QT drugs, ${NEVER}`);
    const drug = [...known, drugOrder('sotalol', 0), drugOrder('furosemide', 0)];
    expect(tisdale(drug, ['dose:loop', 'dose:qt-b']).value).toMatchObject({
      tisdaleScore: 4,
      tisdaleNotAvailable: `QT drugs, ${NEVER}`,
    });
  });

  test('a birthday is a reason to look again', () => {
    expect(tisdale([born(3, 12)]).reviewAt).toBe(Date.UTC(2026, 2, 12));
  });
});

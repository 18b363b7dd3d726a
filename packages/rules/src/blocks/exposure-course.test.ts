import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, dose, drugOrder, readBlock } from '../testing/index.ts';
import { type DrugGroup, findCourse, firstAndLast } from './exposure-course.ts';

const INTRAVENOUS: DrugGroup = {
  classes: ['aminoglycoside'],
  takes: ({ drug, route }) => drug === 'gentamicin' && route === 'intravenous',
};
const NOW = 200;
const given = (hour: number, extra = {}) => dose('gentamicin', undefined, hour, extra);

function since(facts: readonly ResourceVersion[], drafts: readonly ResourceVersion[] = []): number | undefined {
  const course = readBlock(
    (chart) => findCourse(chart, INTRAVENOUS, { exposureHours: 72, active: 'drugActive' }),
    facts,
    { now: NOW, drafts },
  );
  return course && (course.since - at(0)) / 3_600_000;
}

const order = (hour: number, extra = {}) => drugOrder('gentamicin', hour, { route: 'intravenous', ...extra });

describe('on a drug for 72 h and now', () => {
  test.each<[string, readonly ResourceVersion[], readonly ResourceVersion[], number | undefined]>([
    ['no dose', [], [], undefined],
    ['from the start of the first dose, gaps ignored', [given(50), given(190)], [], 49],
    ['for exactly 72 h', [given(129), given(190)], [], 128],
    ['for less', [given(129.1), given(190)], [], undefined],
    ['the last dose 24 h ago', [given(50), given(176)], [], undefined],
    ['the last dose just less than that ago', [given(50), given(176.1)], [], 49],
    ['an active order alone', [order(100)], [], 100],
    ['an order that is over', [order(100, { activeUntil: at(190) })], [], undefined],
    ['doses of long ago and a draft of today', [given(50)], [order(NOW)], 49],
    ['doses of long ago and a draft by another route', [given(50)], [order(NOW, { route: 'enteral' })], undefined],
    ['a draft alone', [], [order(NOW)], undefined],
    ['an order by another route', [given(50), order(100, { route: 'enteral' })], [], undefined],
    ['an infusion that runs', [given(NOW + 5, { start: at(100), standing: 'running' })], [], 100],
    ['an infusion of which the end is still to come, not begun', [given(NOW + 5, { start: at(100) })], [], undefined],
  ])('%s', (_name, facts, drafts, expected) => {
    expect(since(facts, drafts)).toBe(expected);
  });
});

test.each<[readonly number[], readonly number[]]>([
  [[], []],
  [[1], [1]],
  [
    [1, 2],
    [1, 2],
  ],
  [
    [1, 2, 3],
    [1, 3],
  ],
])('the first and the last of %j stand for all', (items, expected) => {
  expect(firstAndLast(items)).toEqual(expected);
});

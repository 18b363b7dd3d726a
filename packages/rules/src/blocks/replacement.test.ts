import type { Dose, DrugOrder, Sourced } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, drugOrder, magnesiumDose, readBlock, situation } from '../testing/index.ts';
import { activeOrders, addUp, isRunningNow } from './replacement.ts';

test.each<[string, Partial<Dose>, boolean]>([
  ['an infusion that has begun and not ended', { start: at(20), end: at(30), standing: 'running' }, true],
  ['an infusion that ends now', { start: at(20), end: at(24), standing: 'running' }, false],
  ['an infusion that begins later', { start: at(25), end: at(30), standing: 'running' }, false],
  ['charted, its end still to come', { start: at(20), end: at(30), standing: 'charted' }, false],
  ['stopped', { start: at(20), end: at(30), standing: 'partial' }, false],
  ['without an end, begun less than 24 h ago', { start: at(0.1), end: at(0.1), standing: 'running' }, true],
  ['without an end, begun 24 h ago', { start: at(0), end: at(0), standing: 'running' }, false],
])('runs now: %s', (_name, extra, expected) => {
  const { doses } = situation([magnesiumDose(8, 20, extra)], { now: 24 }).timeline;
  expect(readBlock((chart) => doses.some((one: Sourced<Dose>) => isRunningNow(chart, one)), [])).toBe(expected);
});

test.each<[string, Partial<DrugOrder>, boolean]>([
  ['while its status is active', {}, true],
  ['ended, without an end', { status: 'ended' }, false],
  ['inside its period, whatever its status became', { status: 'ended', activeUntil: at(25) }, true],
  ['until now', { activeUntil: at(24) }, false],
  ['on hold', { status: 'on-hold' }, false],
  ['on hold inside its period', { status: 'on-hold', activeUntil: at(30) }, false],
  ['from later on', { activeFrom: at(25) }, false],
  ['from now', { activeFrom: at(24) }, true],
  ['authored later, dated back', { authoredAt: at(25), activeFrom: at(0) }, false],
])('an order is active: %s (4.97.21)', (_name, extra, expected) => {
  const orders = readBlock(activeOrders('mg-replacement'), [drugOrder('magnesium-oxide', 10, extra)]);
  expect(orders.length > 0).toBe(expected);
});

describe('elemental content', () => {
  test('of one element, with a count of what is unknown', () => {
    const items = [
      { content: { element: 'magnesium', meq: 8 } },
      { content: { element: 'potassium', meq: 20 } },
      { content: { element: 'magnesium', meq: 4.1 } },
      {},
    ] as const;
    expect(addUp(items, 'magnesium')).toEqual({ mEq: 12.1, unknownDoses: 1 });
    expect(addUp(items, 'potassium')).toEqual({ mEq: 20, unknownDoses: 1 });
    expect(addUp([], 'magnesium')).toEqual({ mEq: 0, unknownDoses: 0 });
  });
});

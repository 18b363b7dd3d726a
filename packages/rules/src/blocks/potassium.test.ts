import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { type Block, openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { at, potassium as k, situation } from '../testing/index.ts';
import { findLowRun, potassium } from './potassium.ts';

const NOW = 24;
const track = <Value>(block: Block<Value>, facts: readonly ResourceVersion[]) =>
  openChart(situation(facts, { now: NOW }), DEFAULT_PARAMETERS).track(block);

describe('the latest potassium', () => {
  test.each<[string, readonly ResourceVersion[], { value: number; isLow: boolean } | undefined]>([
    ['none', [], undefined],
    ['3.5 is not low', [k(3.5, 20)], { value: 3.5, isLow: false }],
    ['3.49 is low', [k(3.6, 10), k(3.49, 20)], { value: 3.49, isLow: true }],
    ['"<3.5" counts as 3.5', [k(3.5, 20, { comparator: '<' })], { value: 3.5, isLow: false }],
    ['">3.4" may be 3.5 or more', [k(3.4, 20, { comparator: '>' })], { value: 3.4, isLow: false }],
    ['48 h ago has left the window', [k(3.0, -24)], undefined],
    ['just inside', [k(3.0, -23.9)], { value: 3.0, isLow: true }],
  ])('%s', (_name, facts, expected) => {
    const found = track(potassium, facts).value;
    expect(found && { value: found.result.canonical, isLow: found.isLow }).toEqual(expected);
  });

  test('counts until it is 48 h old', () => {
    expect(track(potassium, [k(3.0, 10), k(3.1, 20)]).reviewAt).toBe(at(68));
    expect(track(potassium, [k(3.1, 20), k(3.2, 23, { knownAt: at(25) })]).reviewAt).toBe(at(25));
  });
});

describe('the unbroken run of low values', () => {
  const runOf = (facts: readonly ResourceVersion[]) => track((chart) => findLowRun(chart, 48), facts);
  const early = (value: number, hour: number) => k(value, hour, { id: 'Observation/a' });
  const late = (value: number, hour: number) => k(value, hour, { id: 'Observation/b', knownAt: at(hour + 1) });
  /** The later issued one sorts first by reference. */
  const lateFirst = (value: number, hour: number) => k(value, hour, { id: 'Observation/0', knownAt: at(hour + 1) });

  test.each<[string, readonly ResourceVersion[], readonly number[]]>([
    ['none', [], []],
    ['all low', [k(3.0, 0), k(3.1, 10), k(3.2, 20)], [3.0, 3.1, 3.2]],
    ['the tail after the last value that is not', [k(3.0, 0), k(3.5, 10), k(3.2, 20), k(3.1, 22)], [3.2, 3.1]],
    ['the latest is not low', [k(3.0, 0), k(3.5, 20)], []],
    ['what has left the window is no part of it', [k(3.0, -24), k(3.1, 10)], [3.1]],
    ['of two at the baseline the later issued, low', [early(3.6, 0), late(3.2, 0), k(3.1, 10)], [3.2, 3.1]],
    ['of two at the baseline the later issued, not low', [early(3.2, 0), late(3.6, 0), k(3.1, 10)], [3.1]],
    ['of two at the baseline, whatever their order', [lateFirst(3.2, 0), early(3.6, 0), k(3.1, 10)], [3.2, 3.1]],
    ['of two in between, low', [k(3.0, 0), early(3.6, 10), late(3.2, 10), k(3.1, 20)], [3.0, 3.2, 3.1]],
    ['of two in between, not low', [k(3.0, 0), early(3.2, 10), late(3.6, 10), k(3.1, 20)], [3.1]],
    ['whatever their order: low', [k(3.0, 0), lateFirst(3.2, 10), early(3.6, 10)], [3.0, 3.2]],
    ['whatever their order: not low', [k(3.0, 0), lateFirst(3.6, 10), early(3.2, 10)], []],
    ['issued at one time: the worse', [k(3.0, 0), early(3.3, 10), k(3.1, 10, { id: 'Observation/b' })], [3.0, 3.1]],
  ])('%s', (_name, facts, expected) => {
    expect(runOf(facts).value.map(({ canonical }) => canonical)).toEqual(expected);
  });

  test('changes when its first value leaves the window', () => {
    expect(runOf([k(3.6, -10), k(3.0, 0), k(3.1, 10)]).reviewAt).toBe(at(48));
    expect(runOf([k(3.6, 0)]).reviewAt).toBeUndefined();
  });
});

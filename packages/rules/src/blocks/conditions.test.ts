import type { ConditionFact } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../chart.ts';
import { at, condition, readBlock } from '../testing/index.ts';
import { findActiveCondition, findActiveOrPastCondition, findRecentCondition } from './conditions.ts';

const HOURS = 12;
type Period = Partial<Omit<ConditionFact, 'kind' | 'condition'>>;

// At hour 24: active now, begun within 12 h, active or over for less than 12 h.
test.each<[string, Period, boolean, boolean, boolean]>([
  ['undated and active', {}, true, true, true],
  ['undated and over', { isActive: false }, false, false, false],
  ['begun and active', { from: at(0) }, true, false, true],
  ['begun, its status over, without an end', { from: at(0), isActive: false }, false, false, false],
  ['begun less than 12 h ago, whatever its status', { from: at(12.1), isActive: false }, false, true, false],
  ['begun 12 h ago', { from: at(12) }, true, false, true],
  ['begins later', { from: at(25) }, false, false, false],
  ['inside its dates, whatever its status became', { from: at(0), until: at(25), isActive: false }, true, false, true],
  ['ends now', { from: at(0), until: at(24) }, false, false, true],
  ['ended less than 12 h ago', { from: at(0), until: at(12.1), isActive: false }, false, false, true],
  ['ended 12 h ago', { from: at(0), until: at(12), isActive: false }, false, false, false],
  ['ended less than 12 h ago, nobody knows since when', { until: at(20), isActive: false }, false, false, true],
  ['ends before it begins', { from: at(25), until: at(20) }, false, false, false],
])('%s', (_name, period, isActive, isRecent, isActiveOrPast) => {
  const facts = [condition('torsades'), condition('dialysis', period)];
  const reads = (find: (chart: Chart) => unknown): boolean => readBlock((chart) => find(chart) !== undefined, facts);
  expect({
    isActive: reads((chart) => findActiveCondition(chart, ['dialysis'])),
    isRecent: reads((chart) => findRecentCondition(chart, 'dialysis', HOURS)),
    isActiveOrPast: reads((chart) => findActiveOrPastCondition(chart, 'dialysis', HOURS)),
  }).toEqual({ isActive, isRecent, isActiveOrPast });
});

describe('of several', () => {
  test('the first that is active, of any of the names', () => {
    const facts = [condition('eclampsia', { isActive: false }), condition('pregnancy', { from: at(0) })];
    const found = readBlock((chart) => findActiveCondition(chart, ['eclampsia', 'pregnancy']), facts);
    expect(found?.condition).toBe('pregnancy');
  });
});

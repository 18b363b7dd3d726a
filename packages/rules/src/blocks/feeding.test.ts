import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { at, condition, readBlock } from '../testing/index.ts';
import { type FeedingStart, feedingStart } from './feeding.ts';

const fed = (from: number | undefined, until?: number, extra = {}) =>
  condition('enteral-nutrition', {
    id: `Procedure/${from}`,
    ...(from === undefined ? {} : { from: at(from) }),
    ...(until === undefined ? {} : { until: at(until) }),
    ...extra,
  });
const parenteral = (from: number) => condition('parenteral-nutrition', { from: at(from) });
const undated = condition('parenteral-nutrition');
const NOW = 200;

function say(start: FeedingStart): string {
  return start.is === 'known' ? `since ${(start.at - at(0)) / 3_600_000}` : start.is;
}

describe('when feeding began, within 120 h', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['never', [], 'none'],
    ['by tube', [fed(150)], 'since 150'],
    ['by vein', [parenteral(150)], 'since 150'],
    ['just less than 120 h ago', [fed(80.5)], 'since 80.5'],
    ['120 h ago', [fed(80)], 'none'],
    ['now', [fed(NOW)], 'since 200'],
    ['planned for later', [fed(NOW + 1)], 'none'],
    ['another condition is no feeding', [condition('malnutrition', { from: at(150) })], 'none'],
    ['another condition does not hide a start', [condition('malnutrition', { from: at(0) }), fed(150)], 'since 150'],
    ['the next product goes on with the first', [fed(150), parenteral(170)], 'since 150'],
    ['the next bag after a pause of less than 48 h', [fed(100, 120), fed(167)], 'since 100'],
    ['anew after 48 h without', [fed(100, 120), fed(168)], 'since 168'],
    [
      'anew after 48 h without an end that was charted',
      [fed(100, undefined, { isActive: false }), fed(148)],
      'since 148',
    ],
    ['going on since long before', [fed(0), parenteral(150)], 'none'],
    ['a short feeding inside a longer one ends nothing', [fed(0, 190), fed(10, 20), fed(100)], 'none'],
  ])('%s', (_name, facts, expected) => {
    expect(say(readBlock(feedingStart, facts, { now: NOW }))).toBe(expected);
  });
});

describe('feeding of which nobody knows since when', () => {
  test.each<[string, readonly ResourceVersion[], string]>([
    ['going on', [undated], 'undated'],
    ['over', [condition('parenteral-nutrition', { isActive: false })], 'none'],
    ['until later', [fed(undefined, NOW + 1)], 'undated'],
    ['until now', [fed(undefined, NOW)], 'none'],
    ['another undated condition', [condition('malnutrition')], 'none'],
    ['beside one that goes on since long before', [undated, fed(0)], 'none'],
    ['beside one that is over', [undated, fed(0, 20)], 'undated'],
    ['beside a start in the window that is over', [undated, fed(150, 170)], 'since 150'],
    ['beside one that is planned for later', [undated, fed(NOW + 1)], 'undated'],
  ])('%s', (_name, facts, expected) => {
    expect(say(readBlock(feedingStart, facts, { now: NOW }))).toBe(expected);
  });
});

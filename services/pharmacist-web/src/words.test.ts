import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { byUrgency, dateTime, duration, figureName, figureValue, inWords, reasonText, ruleTitle } from './words.ts';

const NOON = instantOf(Date.parse('2026-03-10T12:00:00Z'));

describe('how long', () => {
  test.each([
    ['2026-03-10T12:00:00Z', '0 min'],
    ['2026-03-10T11:00:01Z', '59 min'],
    ['2026-03-10T11:00:00Z', '1 h'],
    ['2026-03-08T12:00:01Z', '47 h'],
    ['2026-03-08T12:00:00Z', '2 d'],
    ['2026-03-10T12:05:00Z', '0 min'],
  ])('since %s: %s', (from, text) => {
    expect(duration(instantOf(Date.parse(from)), NOON)).toBe(text);
  });
});

test('times are those of the site, whatever the machine thinks', () => {
  expect(dateTime(NOON, 'Europe/Berlin')).toBe('10 Mar 2026, 13:00');
  expect(dateTime(NOON, 'UTC')).toBe('10 Mar 2026, 12:00');
});

test.each([
  ['doseMEq', ['dose', 'mEq']],
  ['riseMmolPerL', ['rise', 'mmol/L']],
  ['magnesiumCorrectedMgPerDl', ['magnesium corrected', 'mg/dL']],
  ['responseRatio', ['response ratio', '']],
])('the figure %s is %j', (name, words) => {
  expect(figureName(name)).toEqual(words);
});

test.each([
  ['ordered-not-charted', 'ordered not charted'],
  ['in-progress', 'in progress'],
  ['orderedNotCharted', 'ordered not charted'],
])('%s in words', (name, words) => {
  expect(inWords(name)).toBe(words);
});

test.each([
  [2.18062, '2.181'],
  [120, '120'],
  [true, 'yes'],
  [false, 'no'],
  ['1.9 mg/dL', '1.9 mg/dL'],
])('the figure %j is shown as %s', (value, text) => {
  expect(figureValue(value)).toBe(text);
});

test('a reason is a sentence; one that is unknown is shown as it is', () => {
  expect(reasonText('finding-fired')).toBe('the pattern is true and nothing explains it');
  expect(reasonText('toString')).toBe('to string');
});

test('a rule that is no longer installed is called by its id', () => {
  expect(ruleTitle('gone-since')).toBe('gone-since');
  expect(ruleTitle('mg-low')).not.toBe('mg-low');
});

test('the gravest first, then the one that has waited longest', () => {
  const alert = (id: string, severity: 'info' | 'warning' | 'critical', openedAt: number) =>
    ({ id, severity, openedAt }) as unknown as Parameters<typeof byUrgency>[0];
  const sorted = [
    alert('a', 'info', 1),
    alert('b', 'critical', 3),
    alert('c', 'critical', 2),
    alert('d', 'warning', 1),
  ];
  expect(sorted.sort(byUrgency).map(({ id }) => id)).toEqual(['c', 'b', 'd', 'a']);
});

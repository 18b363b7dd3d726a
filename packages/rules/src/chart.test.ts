import { instantOf } from '@magwatch/base';
import { describe, expect, test } from 'vitest';
import { type Block, COVERAGE_STALE_MS, openChart } from './chart.ts';
import { DEFAULT_PARAMETERS } from './default-parameters.ts';
import { result } from './inputs.ts';
import { at, magnesium, potassium, situation, trackBlock } from './testing/index.ts';

const changing =
  (...hours: readonly number[]): Block<string> =>
  (chart) => {
    for (const hour of hours) chart.changesAt(at(hour));
    return `changes at ${hours.join()}`;
  };

describe('when time alone may change an answer', () => {
  test.each<[string, readonly number[], number | undefined]>([
    ['the earliest counts', [30, 26, 28], 26],
    ['what is past does not', [20, 26], 26],
    ['nor what is now', [24], undefined],
    ['nothing', [], undefined],
  ])('%s', (_name, hours, expected) => {
    const { reviewAt } = trackBlock(changing(...hours), []);
    expect(reviewAt).toBe(expected === undefined ? undefined : at(expected));
  });

  test('what a block reads counts for it, also when it is remembered, and for nobody else', () => {
    const { track } = openChart(situation([], { now: 24 }), DEFAULT_PARAMETERS);
    const late = changing(40);
    const early = changing(30);
    const both: Block<string> = (chart) => {
      chart.changesAt(at(35));
      return `${chart.read(early)}, ${chart.read(late)}`;
    };
    expect(track(late).reviewAt).toBe(at(40));
    expect(track(both)).toEqual({ value: 'changes at 30, changes at 40', reviewAt: at(30) });
    expect(track(late).reviewAt).toBe(at(40));
    expect(track(early).reviewAt).toBe(at(30));
  });
});

describe('if nobody had measured some analytes', () => {
  const values: Block<readonly number[]> = (chart) => {
    chart.changesAt(at(30));
    return (['magnesium', 'potassium'] as const).flatMap((analyte) =>
      chart.timeline.results(analyte).map(({ canonical }) => canonical),
    );
  };
  const facts = [magnesium(1, 20, {}, 'mmol/L'), potassium(3, 20)];

  test('their results are left out, the others stay', () => {
    const without = trackBlock((chart) => chart.readWithout(new Set(['magnesium']), values), facts);
    expect(without.value).toEqual([3]);
    expect(trackBlock(values, facts).value).toEqual([1, 3]);
  });

  test('its review time counts, where there is one', () => {
    expect(trackBlock((chart) => chart.readWithout(new Set(), values), facts).reviewAt).toBe(at(30));
    expect(trackBlock((chart) => chart.readWithout(new Set(), () => 1), facts).reviewAt).toBeUndefined();
  });
});

describe('coverage', () => {
  const covered: Block<boolean> = (chart) => chart.isCovered(result('magnesium'), 72);
  const ask = (from: number, asOf: number, now = 24) =>
    trackBlock(covered, [], { now, coverage: new Map([['result:magnesium', { from: at(from), asOf: at(asOf) }]]) });
  const staleAfter = (asOf: number) => instantOf(at(asOf) + COVERAGE_STALE_MS + 1);

  test('of files that are the whole truth nothing has to be proved absent', () => {
    const isComplete: Block<boolean> = (chart) => chart.isComplete;
    expect(trackBlock(isComplete, []).value).toBe(true);
    expect(trackBlock(isComplete, [], { coverage: new Map() }).value).toBe(false);
    expect(trackBlock(covered, [])).toEqual({ value: true, reviewAt: undefined });
  });

  test('nobody looked, and time does not change that', () => {
    expect(trackBlock(covered, [], { coverage: new Map() })).toEqual({ value: false, reviewAt: undefined });
  });

  test('it reaches back far enough, until the news is a day old', () => {
    expect(ask(-48, 20)).toEqual({ value: true, reviewAt: staleAfter(20) });
    expect(ask(-48, 0)).toEqual({ value: true, reviewAt: staleAfter(0) });
  });

  test('it does not yet', () => {
    expect(ask(-47, 20)).toEqual({ value: false, reviewAt: at(25) });
  });

  test('what is stale does not become true by waiting', () => {
    expect(ask(-40, -1)).toEqual({ value: false, reviewAt: undefined });
    const coverage = new Map([['result:magnesium', { from: at(-40), asOf: at(0) }]]);
    const given = { ...situation([], { now: 24, coverage }), now: staleAfter(0) };
    expect(openChart(given, DEFAULT_PARAMETERS).track(covered)).toEqual({ value: false, reviewAt: undefined });
  });
});

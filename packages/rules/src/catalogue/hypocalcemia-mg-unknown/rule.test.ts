import { describe, expect, test } from 'vitest';
import { at, findingOf, getPresent, ionizedCalcium, judge, result, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { hypocalcemiaMgUnknown as rule } from './rule.ts';

describe('hypocalcemia-mg-unknown', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('asks for PTH only where there is none', () => {
    const summary = (facts: Parameters<typeof situation>[0]) =>
      rule.card.summary(getPresent(findingOf(rule, situation(facts, { now: 24 }))));
    const start = 'iCa 1.05 mmol/L is low and magnesium has not been measured in 72 h – check Mg';
    expect(summary([ionizedCalcium(1.05, 20)])).toBe(`${start}, PTH`);
    expect(summary([ionizedCalcium(1.05, 20), result('pth', [30, 'pg/mL'], 10)])).toBe(start);
  });

  test('without coverage of magnesium it cannot tell', () => {
    const keys = ['result:calcium', 'result:calcium-ionized', 'result:albumin', 'result:magnesium-ionized'];
    const coverage = new Map(keys.map((key) => [key, { from: at(-1000), asOf: at(24) }]));
    const finding = findingOf(rule, situation([ionizedCalcium(1.05, 20)], { now: 24, coverage }));
    expect(finding).toEqual({ verdict: 'unknown', missing: ['result:magnesium'] });
  });
});

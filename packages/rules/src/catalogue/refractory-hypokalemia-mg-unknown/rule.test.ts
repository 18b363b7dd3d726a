import { describe, expect, test } from 'vitest';
import { COVERAGE_STALE_MS } from '../../chart.ts';
import { at, findingOf, getPresent, judge, potassium, potassiumDose, say, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { refractoryHypokalemiaMgUnknown as rule } from './rule.ts';

const course = [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.0, 20)];
const NOW = 24;
const LOOK_BACK = 72;

/** Everything covered from long ago, but magnesium as given. */
function covered(magnesium: { readonly from: number; readonly asOf: number } | undefined) {
  const long = { from: at(-5000), asOf: at(NOW) };
  const keys = ['result:potassium', 'dose:k-replacement', 'result:magnesium-ionized'];
  return new Map([
    ...keys.map((key) => [key, long] as const),
    ...(magnesium ? [['result:magnesium', { from: at(magnesium.from), asOf: at(magnesium.asOf) }] as const] : []),
  ]);
}

describe('refractory-hypokalemia-mg-unknown', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  const stale = COVERAGE_STALE_MS / 3_600_000;
  test.each([
    ['the whole look-back is covered', { from: NOW - LOOK_BACK, asOf: NOW }, 'fires warning'],
    ['one hour of it is not', { from: NOW - LOOK_BACK + 1, asOf: NOW }, 'unknown'],
    ['the coverage is as old as it may be', { from: -5000, asOf: NOW - stale }, 'fires warning'],
    ['the coverage is staler', { from: -5000, asOf: NOW - stale - 0.1 }, 'unknown'],
    ['magnesium was never looked for', undefined, 'unknown'],
  ] as const)('absence needs proof: %s', (_name, magnesium, expected) => {
    const given = situation(course, { now: NOW, coverage: covered(magnesium) });
    expect(say(findingOf(rule, given))).toBe(expected);
  });

  test('names the look-back and what was not looked at', () => {
    const given = situation(course, { now: NOW, coverage: covered({ from: -5000, asOf: NOW }) });
    const finding = getPresent(findingOf(rule, given));
    expect(rule.card.summary(finding)).toBe('K 3 after 60 mEq in 20 h; no magnesium level in 72 h – check Mg');
    expect(finding.missing).toContain('test-order:magnesium');
    expect(finding.missing).toContain('qtc');
  });
});

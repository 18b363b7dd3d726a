import { describe, expect, test } from 'vitest';
import { albumin, calcium, findingOf, getPresent, judge, magnesium, result, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { hypocalcemiaLowMg as rule } from './rule.ts';

describe('hypocalcemia-low-mg', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('shows the corrected value, its albumin and PTH', () => {
    const facts = [calcium(7, 20), albumin(3, 18), magnesium(1.1, 20), result('pth', [30, 'pg/mL'], 10)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'Ca 7.8 mg/dL (corrected) and Mg 1.1 mg/dL are both low, PTH not raised: hypocalcemia may not correct without Mg',
    );
    expect(finding.evidence.map(({ role }) => role)).toEqual(['calcium', 'albumin', 'pth', 'magnesium']);
    expect(rule.card.detail(finding)).toContain('Treat symptomatic hypocalcemia now; add Mg.');
  });
});

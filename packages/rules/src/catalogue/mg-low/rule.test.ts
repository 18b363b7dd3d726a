import { describe, expect, test } from 'vitest';
import { findingOf, getPresent, judge, magnesium, potassium, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgLow } from './rule.ts';

describe('mg-low', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(mgLow, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const facts = [magnesium(1.5, 20), magnesium(1.6, 4), potassium(3.1, 20)];
    const finding = getPresent(findingOf(mgLow, situation(facts, { now: 24 })));
    expect(finding.evidence.map(({ role, value, unit }) => [role, value, unit])).toEqual([
      ['magnesium', 1.5, 'mg/dL'],
      ['magnesium-earlier', 1.6, 'mg/dL'],
      ['potassium', 3.1, 'mmol/L'],
    ]);
    expect(finding.missing).toEqual(['albumin', 'calcium', 'egfr', 'qtc']);
    expect(finding.figures).toMatchObject({
      magnesium: '1.5 mg/dL',
      magnesiumGrade: 'mild',
      magnesiumMmolPerL: 0.617157,
    });
    expect(mgLow.card.summary(finding)).toBe('Low magnesium 1.5 mg/dL (mild) – no replacement since the result');
  });
});

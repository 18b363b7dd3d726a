import { describe, expect, test } from 'vitest';
import { findingOf, getPresent, judge, magnesium, result, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { hypermagnesemia as rule } from './rule.ts';

describe('hypermagnesemia', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('names the eGFR where it is known, and says that a hemolyzed value may be falsely high', () => {
    const facts = [magnesium(5.2, 20, { quality: ['hemolyzed'] }), result('egfr', [22, 'mL/min/{1.73_m2}'], 10)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'Magnesium 5.2 mg/dL is high with eGFR 22 – stop Mg sources, check reflexes/ECG',
    );
    expect(rule.card.detail(finding).join('\n')).toContain('falsely high');
  });
});

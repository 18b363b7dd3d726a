import { describe, expect, test } from 'vitest';
import { findingOf, getPresent, judge, magnesium, potassium, potassiumDose, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { refractoryHypokalemiaMgLowNormal as rule } from './rule.ts';

describe('refractory-hypokalemia-mg-low-normal', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says suspicion, not diagnosis, and offers no intravenous draft', () => {
    const facts = [potassium(3.0, 0), potassiumDose(60, 4), potassium(3.1, 20), magnesium(1.9, 2)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'K 3.1 not responding; Mg 1.9 mg/dL is low-normal – Mg depletion is possible, not proven',
    );
    expect(rule.card.suggestions).not.toContain('SG2');
  });
});

import { describe, expect, test } from 'vitest';
import { calcium, findingOf, getPresent, judge, magnesium, potassium, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { specimenSuspectElectrolytes as rule } from './rule.ts';

describe('specimen-suspect-electrolytes', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('names the values and never talks down hyperkalemia', () => {
    const facts = [potassium(7.2, 20), calcium(4.1, 20), magnesium(0.6, 20)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'K 7.2 with Ca 4.1 mg/dL, Mg 0.6 mg/dL in one sample: possible EDTA/line contamination – repeat',
    );
    expect(rule.card.detail(finding)).toContain('If the patient has ECG changes of hyperkalemia, treat first.');
  });
});

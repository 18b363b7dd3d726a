import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import {
  at,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  potassium,
  potassiumDose,
  say,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { refractoryHypokalemiaLowMg as rule } from './rule.ts';

const facts = [potassium(2.9, 0), potassiumDose(40, 4), potassiumDose(40, 10), potassium(3.0, 20), magnesium(1.4, 2)];

describe('refractory-hypokalemia-low-mg', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('gives dose, rise and the full expected rise, and the evidence in roles', () => {
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(finding.figures).toMatchObject({ doseMEq: 80, riseMmolPerL: 0.1, expectedMmolPerL: 0.8, intervalHours: 20 });
    expect(finding.evidence.map(({ role, value, unit, at: time }) => [role, value, unit, time])).toEqual([
      ['potassium', 3.0, 'mmol/L', at(20)],
      ['potassium-baseline', 2.9, 'mmol/L', at(0)],
      ['potassium-dose', 40, 'meq', at(4)],
      ['potassium-dose', 40, 'meq', at(10)],
      ['magnesium', 1.4, 'mg/dL', at(2)],
    ]);
    expect(rule.card.summary(finding)).toBe(
      'K 3 after 80 mEq in 20 h and Mg 1.4 mg/dL: low Mg may be blocking K repletion',
    );
    expect(rule.card.detail(finding)).toContain('Replace Mg together with K – do not hold urgent K.');
  });

  test('a smaller change between two methods is no response', () => {
    const strict = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, responseRatio: 0.3 } };
    const course = (method: string) => [
      potassium(2.9, 0, { method: 'core-lab' }),
      potassiumDose(60, 4),
      potassium(3.1, 20, { method }),
      magnesium(1.4, 2),
    ];
    expect(say(findingOf(rule, situation(course('core-lab'), { now: 24 }), strict))).toBe('absent');
    expect(say(findingOf(rule, situation(course('blood-gas'), { now: 24 }), strict))).toBe('fires warning');
  });

  test('doses without coverage are unknown, not zero', () => {
    const covered = ['result:potassium', 'result:magnesium'].map(
      (key) => [key, { from: at(-1000), asOf: at(24) }] as const,
    );
    const finding = findingOf(rule, situation(facts, { now: 24, coverage: new Map(covered) }));
    expect(finding).toEqual({ verdict: 'unknown', missing: ['dose:k-replacement'] });
  });

  test('an outpatient needs orders, not charted doses', () => {
    const covered = ['result:potassium', 'result:magnesium', 'drug-order:k-replacement'].map(
      (key) => [key, { from: at(-4000), asOf: at(24) }] as const,
    );
    const order = { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 } as const;
    const given = situation(
      [potassium(3.1, -168), potassium(3.2, 0), magnesium(1.4, 2), drugOrder('potassium-chloride', -400, order)],
      { now: 24, coverage: new Map(covered), defaultSetting: 'outpatient' },
    );
    const finding = getPresent(findingOf(rule, given));
    expect(finding.figures).toMatchObject({ definition: 'C', dailyDoseMEq: 40 });
    expect(rule.card.summary(finding)).toBe(
      'K 3.2 on 40 mEq/day for 7 d and Mg 1.4 mg/dL: low Mg may be blocking K repletion',
    );
  });
});

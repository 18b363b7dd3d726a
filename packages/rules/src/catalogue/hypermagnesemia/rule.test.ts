import { describe, expect, test } from 'vitest';
import {
  at,
  condition,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  person,
  result,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
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

  const egfr = (value: number) => result('egfr', [value, 'mL/min/{1.73_m2}'], 10);
  const obstetric = [condition('pre-eclampsia'), drugOrder('magnesium-sulfate', 9, { route: 'intravenous' })];
  const manifold = [
    magnesium(8.6, 20),
    egfr(22.4),
    condition('aki'),
    ...obstetric,
    drugOrder('magnesium-hydroxide', 0),
  ];
  const LAST_LINES = [
    'Signs by level: weak reflexes from about 3.5–5 mmol/L, weak breathing from about 5–7 mmol/L, arrest above 7.5 mmol/L.',
    'Consider repeating magnesium, with creatinine. Intravenous calcium and dialysis are decided by the local protocol.',
  ];

  test('says the sources, the kidneys and by which limits it judged', () => {
    expect(figuresOf(rule, manifold)).toEqual({
      magnesium: '8.6 mg/dL',
      magnesiumMmolPerL: 3.53837,
      egfr: 22.4,
      isRenalImpaired: true,
      isAcuteKidneyInjury: true,
      isObstetricMagnesium: true,
      magnesiumSources: 'magnesium hydroxide, magnesium sulfate',
    });
    const finding = presentOf(rule, manifold);
    expect(finding.evidence.map(({ role, reference }) => [role, reference])).toEqual([
      ['magnesium', 'Observation/magnesium-20-8.6'],
      ['egfr', 'Observation/egfr-10-22.4'],
      ['magnesium-source', 'MedicationRequest/magnesium-hydroxide-0'],
      ['magnesium-source', 'MedicationRequest/magnesium-sulfate-9'],
    ]);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(rule.card.detail(finding)).toEqual([
      'Magnesium: 8.6 mg/dL (2026-03-11T04:00:00Z).',
      'Judged by the limits for obstetric magnesium.',
      'Sources of magnesium on the chart: magnesium hydroxide, magnesium sulfate.',
      'eGFR 22 mL/min/1.73 m².',
      'Acute kidney injury: the eGFR is not reliable.',
      ...LAST_LINES,
    ]);
  });

  test('of a value alone it says little, and asks for the eGFR', () => {
    const facts = [magnesium(2.8, 20)];
    expect(figuresOf(rule, facts)).toEqual({ magnesium: '2.8 mg/dL', magnesiumMmolPerL: 1.15203 });
    const finding = presentOf(rule, facts);
    expect(rolesOf(finding)).toEqual(['magnesium']);
    expect(finding.missing).toEqual(['egfr']);
    expect(finding.notes).toEqual([]);
    expect(rule.card.summary(finding)).toBe('Magnesium 2.8 mg/dL is high – stop Mg sources, check reflexes/ECG');
    expect(rule.card.detail(finding)).toEqual(['Magnesium: 2.8 mg/dL (2026-03-11T04:00:00Z).', ...LAST_LINES]);
  });

  test('a hemolyzed early sample says both; an eGFR from creatinine rests on the creatinine', () => {
    const woman = person({ sex: 'female', bornFrom: at(-60 * 8766) });
    const hemolyzed = magnesium(5, 20, { quality: ['hemolyzed'] });
    const finding = presentOf(rule, [hemolyzed, magnesiumDose(16, 18), result('creatinine', [3, 'mg/dL'], 10), woman]);
    expect(rolesOf(finding)).toEqual(['magnesium', 'creatinine', 'magnesium-source']);
    expect(finding.notes).toEqual(['early-sample', 'hemolyzed']);
    expect(rule.card.summary(finding)).toContain('is high with eGFR 17 –');
    expect(rule.card.detail(finding).slice(-2)).toEqual([
      'The sample was drawn soon after intravenous magnesium.',
      'The specimen was hemolyzed: the value may be falsely high.',
    ]);
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, manifold)).toEqual(['yes: 8.6 mg/dL [magnesium]', 'yes: 8.6 mg/dL']);
    expect(stepsOf(rule, manifold)).toEqual([
      'no not-so: 8.6 mg/dL',
      'yes: 8.6 mg/dL',
      'yes: magnesium hydroxide, magnesium sulfate',
    ]);
    expect(conditionsOf(rule, [])).toEqual(['unknown magnesium', 'yes']);
    expect(conditionsOf(rule, obstetric)).toEqual(['unknown magnesium', 'yes']);
    expect(conditionsOf(rule, [magnesium(2.3, 20)])[0]).toBe('no magnesium-not-high: 2.3 mg/dL [magnesium]');
    expect(conditionsOf(rule, [magnesium(6, 20), ...obstetric])[1]).toBe(
      'not-applicable obstetric-magnesium: 6.0 mg/dL',
    );
  });

  test('an unknown eGFR cannot tell whether magnesium accumulates, unless the kidneys are known to be impaired', () => {
    const accumulates = (...facts: Parameters<typeof situation>[0]) => stepsOf(rule, [magnesium(2.8, 20), ...facts])[2];
    const source = drugOrder('magnesium-hydroxide', 0);
    expect(accumulates()).toBe('unknown egfr');
    expect(accumulates(source)).toBe('unknown egfr: magnesium hydroxide');
    expect(accumulates(condition('aki'))).toBe('no not-so');
    expect(accumulates(egfr(80), source)).toBe('no not-so: magnesium hydroxide');
    expect(accumulates(egfr(20), source)).toBe('yes: magnesium hydroxide');
  });
});

import { describe, expect, test } from 'vitest';
import {
  at,
  condition,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  person,
  potassium,
  potassiumDose,
  result,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import { COURSE_FIGURES, COURSE_LINES, COURSE_ROLES, course } from '../refractory-course.fixture.ts';
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

  const manifold = [
    ...course,
    magnesium(1.9, 2),
    result('egfr', [44.6, 'mL/min/{1.73_m2}'], 10),
    dose('furosemide', undefined, 20),
    condition('short-bowel', { from: at(-90) }),
  ];
  const LOOK_ALSO =
    'Look also for ongoing gastrointestinal or renal potassium loss, hyperaldosteronism, renal tubular acidosis, bicarbonaturia, steroids, amphotericin, and doses that were ordered but not given.';
  const TRIAL =
    'Consider a trial of magnesium if nothing speaks against it. In one trial in intensive care magnesium improved potassium retention without hypomagnesemia.';

  test('shows what makes depletion likelier', () => {
    expect(figuresOf(rule, manifold)).toEqual({
      ...COURSE_FIGURES,
      magnesium: '1.9 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.781732,
      magnesiumGrade: 'low-normal',
      egfr: 44.6,
      wastingDrugs: 'furosemide',
      loss: 'short bowel',
    });
    const finding = presentOf(rule, manifold);
    expect(rolesOf(finding)).toEqual([...COURSE_ROLES, 'magnesium', 'egfr', 'wasting-drug', 'loss']);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(rule.card.detail(finding)).toEqual([
      ...COURSE_LINES,
      'Magnesium: 1.9 mg/dL (2026-03-10T10:00:00Z).',
      'A normal serum magnesium does not exclude depletion.',
      'Drugs on the chart that waste magnesium: furosemide.',
      'On the problem list: short bowel.',
      LOOK_ALSO,
      TRIAL,
    ]);
  });

  test('where little is known it says less, and that doses were only ordered', () => {
    const order = drugOrder('potassium-chloride', 0, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 4 });
    const facts = [potassium(3.0, 0), potassium(3.1, 23), order, magnesium(1.9, 2)];
    const finding = presentOf(rule, facts);
    expect(Object.keys(finding.figures)).not.toContain('wastingDrugs');
    expect(rolesOf(finding)).toEqual(['potassium', 'potassium-baseline', 'potassium-order', 'magnesium']);
    expect(finding.missing).toEqual(['egfr']);
    expect(finding.notes).toEqual(['ordered-not-charted']);
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 3.0 mmol/L (2026-03-10T08:00:00Z); 3.1 mmol/L (2026-03-11T07:00:00Z).',
      'Potassium ordered: 2026-03-10T08:00:00Z.',
      'Rise 0.1 mmol/L after 80 mEq; about 0.8 mmol/L would be expected.',
      'Magnesium: 1.9 mg/dL (2026-03-10T10:00:00Z).',
      'A normal serum magnesium does not exclude depletion.',
      LOOK_ALSO,
      TRIAL,
      'The potassium doses are taken from orders: none was charted.',
    ]);
    expect(conditionsOf(rule, facts)).toEqual([
      'yes',
      'yes: K 3.1 after 80 mEq in 23 h [potassium, potassium-baseline, potassium-order]',
      'yes: 1.9 mg/dL (low-normal) [magnesium]',
      'yes',
      'yes: eGFR unknown',
      'yes',
    ]);
    expect(stepsOf(rule, facts)).toEqual(['no not-so: 3.1 mmol/L', 'no not-so', 'no not-so']);
  });

  test('an eGFR from creatinine rests on the creatinine; an undated loss has no place in time', () => {
    const woman = person({ sex: 'female', bornFrom: at(-60 * 8766) });
    const creatinine = result('creatinine', [1.2, 'mg/dL'], 10);
    const finding = presentOf(rule, [...course, magnesium(1.9, 2), creatinine, woman, condition('alcohol')]);
    expect(rolesOf(finding).slice(5)).toEqual(['magnesium', 'creatinine']);
    expect(finding.figures['loss']).toBe('alcohol');
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, manifold).slice(2)).toEqual([
      'yes: 1.9 mg/dL (low-normal) [magnesium]',
      'yes',
      'yes: eGFR 44.6',
      'yes',
    ]);
    expect(stepsOf(rule, manifold)).toEqual(['yes: 2.9 mmol/L', 'yes: furosemide', 'yes: short bowel']);
    const against = [
      magnesiumDose(16, 1),
      magnesium(2.3, 20),
      result('egfr', [25, 'mL/min/{1.73_m2}'], 10),
      dose('insulin', undefined, 20),
    ];
    expect(conditionsOf(rule, against).slice(2)).toEqual([
      'no magnesium-not-low-normal: 2.3 mg/dL (normal) [magnesium]',
      'no potassium-shift [shift]',
      'no egfr-severely-reduced: eGFR 25',
      'no magnesium-given',
    ]);
    expect(conditionsOf(rule, [])[2]).toBe('unknown magnesium');
  });
});

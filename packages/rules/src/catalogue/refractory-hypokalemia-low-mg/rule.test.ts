import { describe, expect, test } from 'vitest';
import { openChart } from '../../chart.ts';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
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
  say,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import { COURSE_ANSWER, COURSE_FIGURES, COURSE_LINES, COURSE_ROLES, course } from '../refractory-course.fixture.ts';
import { potassiumIsRefractory } from '../shared-conditions.ts';
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
      'K 3.0 after 80 mEq in 20 h and Mg 1.4 mg/dL: low Mg may be blocking K repletion',
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

  test('the expected rise is said in two decimals', () => {
    const finding = presentOf(rule, [potassium(2.9, 0), potassiumDose(67.7, 4), potassium(3.0, 20), magnesium(1.4, 2)]);
    expect(finding.figures['expectedMmolPerL']).toBe(0.677);
    expect(rule.card.detail(finding)).toContain('Rise 0.1 mmol/L after 67.7 mEq; about 0.68 mmol/L would be expected.');
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

  const withHeart = [
    ...course,
    magnesium(0.9, 2),
    result('qtc', [510, 'ms'], 12),
    drugOrder('digoxin', 0),
    result('egfr', [44.6, 'mL/min/{1.73_m2}'], 10),
    dose('furosemide', undefined, 20),
    dose('insulin', undefined, 20),
  ];

  test('shows the course, the heart, the kidneys, what wastes magnesium and what shifts potassium', () => {
    expect(figuresOf(rule, withHeart)).toEqual({
      ...COURSE_FIGURES,
      magnesium: '0.9 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.370294,
      magnesiumGrade: 'severe',
      qtcMs: 510,
      isOnDigoxin: true,
      egfr: 44.6,
      wastingDrugs: 'furosemide',
      hasShift: true,
    });
    const finding = presentOf(rule, withHeart);
    expect(rolesOf(finding)).toEqual([...COURSE_ROLES, 'magnesium', 'qtc', 'digoxin', 'egfr', 'wasting-drug', 'shift']);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(rule.card.summary(finding)).toBe(
      'K 2.9 after 80 mEq in 20 h and Mg 0.9 mg/dL: low Mg may be blocking K repletion',
    );
    expect(rule.card.detail(finding)).toEqual([
      ...COURSE_LINES,
      'QTc 510 ms.',
      'The patient is on digoxin.',
      'Magnesium: 0.9 mg/dL (2026-03-10T10:00:00Z).',
      'Drugs on the chart that waste magnesium: furosemide.',
      'A shift of potassium into cells (insulin, β2-agonist, bicarbonate, periodic paralysis) may add to it.',
      'eGFR 45 mL/min/1.73 m².',
      'Replace Mg together with K – do not hold urgent K.',
    ]);
  });

  test('where little is known it says less, and what is missing', () => {
    const finding = presentOf(rule, [...course, magnesium(1.4, 2)]);
    expect(figuresOf(rule, [...course, magnesium(1.4, 2)])).toEqual({
      ...COURSE_FIGURES,
      magnesium: '1.4 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.576013,
      magnesiumGrade: 'mild',
    });
    expect(rolesOf(finding)).toEqual([...COURSE_ROLES, 'magnesium']);
    expect(finding.missing).toEqual(['egfr', 'qtc']);
    expect(rule.card.detail(finding)).toEqual([
      ...COURSE_LINES,
      'Magnesium: 1.4 mg/dL (2026-03-10T10:00:00Z).',
      'Replace Mg together with K – do not hold urgent K.',
    ]);
  });

  test('an eGFR from creatinine rests on the creatinine; treatment is said last', () => {
    const woman = person({ sex: 'female', bornFrom: at(-60 * 8766) });
    const creatinine = result('creatinine', [1.2, 'mg/dL'], 10);
    const finding = presentOf(rule, [...course, magnesium(1.4, 2), creatinine, woman, magnesiumDose(16, 22)]);
    expect(rolesOf(finding).slice(5)).toEqual(['magnesium', 'creatinine']);
    expect(finding.missing).toEqual(['qtc']);
    expect(rule.card.detail(finding).slice(-3)).toEqual([
      'eGFR 52 mL/min/1.73 m².',
      'Replace Mg together with K – do not hold urgent K.',
      'Magnesium replacement is under way since this value.',
    ]);
  });

  test('a lasting order shows no dose and no expected rise', () => {
    const order = drugOrder('potassium-chloride', -400, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 2 });
    const given = situation([potassium(3.1, -176), potassium(3.2, 0), magnesium(1.4, 2), order], {
      now: 24,
      defaultSetting: 'outpatient',
    });
    const finding = getPresent(findingOf(rule, given));
    expect(rule.card.detail(finding).slice(0, 3)).toEqual([
      'Potassium: 3.1 mmol/L (2026-03-03T00:00:00Z); 3.2 mmol/L (2026-03-10T08:00:00Z).',
      'Potassium ordered: 2026-02-21T16:00:00Z.',
      'Magnesium: 1.4 mg/dL (2026-03-10T10:00:00Z).',
    ]);
    expect(rule.card.summary(finding)).toMatch(/^K 3.2 on 40 mEq\/day for 7 d and/);
    const { chart } = openChart(given, DEFAULT_PARAMETERS);
    expect(chart.read(potassiumIsRefractory.check)).toMatchObject({ is: 'yes', value: 'K 3.2 on 40 mEq/day for 7 d' });
  });

  test('by definition B the doses and their days are counted', () => {
    const parameters = { ...DEFAULT_PARAMETERS, refK: { ...DEFAULT_PARAMETERS.refK, definition: 'B' } } as const;
    const doses = [potassiumDose(10, 2), potassiumDose(10, 10), potassiumDose(10, 18)];
    const given = situation([potassium(3.0, 0), potassium(3.1, 24), ...doses, magnesium(1.4, 2)], { now: 24 });
    expect(rule.card.summary(getPresent(findingOf(rule, given, parameters)))).toBe(
      'K 3.1 after 3 doses on 2 days and Mg 1.4 mg/dL: low Mg may be blocking K repletion',
    );
    const { chart } = openChart(given, parameters);
    expect(chart.read(potassiumIsRefractory.check)).toMatchObject({ value: 'K 3.1 after 3 doses on 2 days' });
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, withHeart)).toEqual(['yes', COURSE_ANSWER, 'yes: 0.9 mg/dL (severe) [magnesium]']);
    expect(conditionsOf(rule, [condition('dialysis')])).toEqual([
      'not-applicable dialysis',
      'unknown potassium',
      'unknown magnesium',
    ]);
    expect(conditionsOf(rule, [potassium(2.9, 20)])[1]).toBe('unknown potassium-baseline: 2.9 mmol/L');
    expect(conditionsOf(rule, [potassium(4, 20), magnesium(1.9, 2)]).slice(1)).toEqual([
      'no potassium-not-low: 4.0 mmol/L',
      'no magnesium-not-low: 1.9 mg/dL (low-normal) [magnesium]',
    ]);
  });

  test('steps of severity: without a QTc nobody can tell, where potassium is moderately low', () => {
    expect(stepsOf(rule, withHeart)).toEqual(['no not-so: 2.9 mmol/L', 'yes: 2.9 mmol/L', 'yes: 0.9 mg/dL']);
    const mild = [potassium(3.0, 0), potassiumDose(60, 4), potassium(3.1, 20), magnesium(1.4, 2)];
    expect(stepsOf(rule, mild)[1]).toBe('no not-so: 3.1 mmol/L');
    expect(stepsOf(rule, [...course, magnesium(1.4, 2)])).toEqual([
      'no not-so: 2.9 mmol/L',
      'unknown qtc: 2.9 mmol/L',
      'no not-so: 1.4 mg/dL',
    ]);
    const shortQtc = [...course, magnesium(1.4, 2), result('qtc', [430, 'ms'], 12)];
    expect(stepsOf(rule, shortQtc)[1]).toBe('no not-so: 2.9 mmol/L');
  });
});

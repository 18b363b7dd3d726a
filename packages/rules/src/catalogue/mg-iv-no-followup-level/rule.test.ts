import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  condition,
  dose,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  person,
  result,
  situation,
  testOrder,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgIvNoFollowupLevel as rule } from './rule.ts';

const find = (facts: Parameters<typeof situation>[0], now = 24) => findingOf(rule, situation(facts, { now }));

describe('mg-iv-no-followup-level', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what was given, what was known before, and what was drawn too early', () => {
    const facts = [
      magnesium(0.9, -3),
      magnesiumDose(8.11, -10, { id: 'MedicationAdministration/first' }),
      magnesiumDose(16.22, 0),
      dose('magnesium-sulfate', undefined, -2),
      magnesiumDose(4, -1, { standing: 'partial' }),
      magnesium(1.9, 2),
      result('egfr', [25, 'mL/min/{1.73_m2}'], -5),
    ];
    const finding = getPresent(find([magnesium(0.95, -20), ...facts]));
    expect(finding.figures).toEqual({
      doseMEq: 24.33,
      doseG: 3,
      lastDoseEnd: '2026-03-10T08:00:00Z',
      dueHours: 12,
      tooEarlyHours: 6,
      magnesiumBefore: '0.95 mg/dL',
      egfr: 25,
      isRenalImpaired: true,
    });
    expect(finding.evidence.map(({ role, value }) => [role, value])).toEqual([
      ['magnesium-dose', 8.11],
      ['magnesium-dose', undefined],
      ['magnesium-dose', 16.22],
      ['magnesium-before', 0.95],
      ['magnesium-early', 1.9],
      ['egfr', 25],
    ]);
    expect(finding.missing).toEqual(['magnesium-dose-amount', 'magnesium-dose-partial']);
    expect(rule.card.summary(finding)).toBe('3 g IV magnesium ended 12 h ago or more – no valid follow-up Mg level');
    expect(rule.card.detail(finding)).toEqual([
      'Intravenous magnesium: 8.11 mEq (2026-03-09T22:00:00Z); 2026-03-10T06:00:00Z; 16.22 mEq (2026-03-10T08:00:00Z).',
      'In all 24.33 mEq; the last dose ended at 2026-03-10T08:00:00Z.',
      'Magnesium before it: 0.95 mg/dL (2026-03-09T12:00:00Z).',
      'Magnesium drawn too early to show what it did: 1.9 mg/dL (2026-03-10T10:00:00Z).',
      'eGFR 25 mL/min/1.73 m².',
      'The kidneys are impaired: magnesium can accumulate.',
      'Consider a magnesium level, and potassium with it. A level counts 6 h or more after the end of the dose.',
    ]);
  });

  test('says what is not known, and that a level is on its way', () => {
    const finding = getPresent(find([magnesiumDose(16, 0), testOrder('magnesium', 20)]));
    expect(finding.missing).toEqual(['egfr', 'magnesium-before']);
    expect(finding.explainedBy?.evidence.map(({ role }) => role)).toEqual(['magnesium-test']);
    expect(rule.card.summary(finding)).toBe('2 g IV magnesium ended 24 h ago or more – no valid follow-up Mg level');
    expect(rule.card.detail(finding)).toEqual([
      'Intravenous magnesium: 16 mEq (2026-03-10T08:00:00Z).',
      'In all 16 mEq; the last dose ended at 2026-03-10T08:00:00Z.',
      'Consider a magnesium level, and potassium with it. A level counts 6 h or more after the end of the dose.',
      'A magnesium level is already ordered or in the laboratory.',
    ]);
  });

  test('the creatinine stands as evidence where the eGFR is estimated from it', () => {
    const creatinine = result('creatinine', [3, 'mg/dL'], -5);
    const facts = [magnesiumDose(16, 0), creatinine, person({ sex: 'male', bornFrom: at(-60 * 8766) })];
    const finding = getPresent(find(facts));
    expect(finding.evidence.map(({ role }) => role)).toEqual(['magnesium-dose', 'creatinine']);
    expect(finding.missing).toEqual(['magnesium-before']);
  });

  test('an unknown eGFR impairs nothing and is said as missing', () => {
    expect(getPresent(find([magnesiumDose(16, 0), condition('aki')])).missing).toEqual(['egfr', 'magnesium-before']);
  });

  test.each([
    ['no dose', [], 24, 'no-intravenous-magnesium'],
    ['too little', [magnesiumDose(8, 0)], 24, 'too-little-magnesium'],
    ['running', [magnesiumDose(16, 30, { standing: 'running', start: at(20) })], 24, 'magnesium-running'],
    ['not due', [magnesiumDose(16, 0)], 20, 'follow-up-not-due'],
    ['over', [magnesiumDose(16, 0)], 80, 'follow-up-over'],
    ['known', [magnesiumDose(16, 0), magnesium(1.9, 8)], 24, 'follow-up-known'],
  ])('%s has its reason', (_name, facts, now, reason) => {
    expect(find(facts, now)).toEqual({ verdict: 'absent', reason });
  });

  test('time alone wakes it: when the level falls due, and when it is asked for no more', () => {
    const reviewAt = (now: number) =>
      evaluate(situation([magnesiumDose(16, 0)], { now }), DEFAULT_PARAMETERS, [rule]).evaluations[0]?.reviewAt;
    expect(reviewAt(1)).toBe(at(24));
    expect(reviewAt(24)).toBe(at(72) + 1);
  });
});

import { describe, expect, test } from 'vitest';
import { COVERAGE_STALE_MS } from '../../chart.ts';
import {
  at,
  condition,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  magnesiumDose,
  potassium,
  potassiumDose,
  result,
  say,
  situation,
  testOrder,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import {
  byDays,
  COURSE_ANSWER,
  COURSE_FIGURES,
  COURSE_LINES,
  COURSE_ROLES,
  course,
  definitionB,
} from '../refractory-course.fixture.ts';
import { cases } from './cases.ts';
import { refractoryHypokalemiaMgUnknown as rule } from './rule.ts';

const brief = [potassium(2.9, 0), potassiumDose(60, 4), potassium(3.0, 20)];
const NOW = 24;
const LOOK_BACK = 72;

/** Everything covered from long ago, but magnesium as given. */
function covered(magnesium: { readonly from: number; readonly asOf: number } | undefined) {
  const long = { from: at(-5000), asOf: at(NOW) };
  const keys = ['result:potassium', 'dose:k-replacement', 'result:magnesium-ionized'];
  return new Map([
    ...keys.map((key) => [key, long] as const),
    ...(magnesium ? [['result:magnesium', { from: at(magnesium.from), asOf: at(magnesium.asOf) }] as const] : []),
  ]);
}

describe('refractory-hypokalemia-mg-unknown', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  const stale = COVERAGE_STALE_MS / 3_600_000;
  test.each([
    ['the whole look-back is covered', { from: NOW - LOOK_BACK, asOf: NOW }, 'fires warning'],
    ['one hour of it is not', { from: NOW - LOOK_BACK + 1, asOf: NOW }, 'unknown'],
    ['the coverage is as old as it may be', { from: -5000, asOf: NOW - stale }, 'fires warning'],
    ['the coverage is staler', { from: -5000, asOf: NOW - stale - 0.1 }, 'unknown'],
    ['magnesium was never looked for', undefined, 'unknown'],
  ] as const)('absence needs proof: %s', (_name, magnesium, expected) => {
    const given = situation(brief, { now: NOW, coverage: covered(magnesium) });
    expect(say(findingOf(rule, given))).toBe(expected);
  });

  test('names the look-back and what was not looked at', () => {
    const given = situation(brief, { now: NOW, coverage: covered({ from: -5000, asOf: NOW }) });
    const finding = getPresent(findingOf(rule, given));
    expect(rule.card.summary(finding)).toBe('K 3.0 after 60 mEq in 20 h; no magnesium level in 72 h – check Mg');
    expect(finding.missing).toContain('test-order:magnesium');
    expect(finding.missing).toContain('qtc');
  });

  const withHeart = [...course, result('qtc', [510, 'ms'], 12), drugOrder('digoxin', 0), testOrder('magnesium', 21)];

  test('shows the course and the heart, and says that a level is under way', () => {
    expect(figuresOf(rule, withHeart)).toEqual({
      ...COURSE_FIGURES,
      qtcMs: 510,
      isOnDigoxin: true,
      lookBackHours: 72,
    });
    const finding = presentOf(rule, withHeart);
    expect(rolesOf(finding)).toEqual([...COURSE_ROLES, 'qtc', 'digoxin']);
    expect(finding.missing).toEqual([]);
    expect(finding.notes).toEqual([]);
    expect(rule.card.detail(finding)).toEqual([
      ...COURSE_LINES,
      'QTc 510 ms.',
      'The patient is on digoxin.',
      'No usable magnesium level in the last 72 h.',
      'In one series 42 % of hypokalemic inpatients had low magnesium; in another it was requested for 10 % of those who had it.',
      'Urinary potassium and the acid-base state help to find other causes.',
      'Go on replacing potassium meanwhile.',
      'A magnesium level is already ordered or in the laboratory.',
    ]);
  });

  test('doses that were only ordered are said to be so', () => {
    const order = drugOrder('potassium-chloride', 0, { content: { element: 'potassium', meq: 20 }, dosesPerDay: 4 });
    const finding = presentOf(rule, [potassium(2.4, 0), potassium(2.45, 23), order]);
    expect(rolesOf(finding)).toEqual(['potassium', 'potassium-baseline', 'potassium-order']);
    expect(finding.missing).toEqual(['qtc']);
    expect(finding.notes).toEqual(['ordered-not-charted']);
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 2.4 mmol/L (2026-03-10T08:00:00Z); 2.45 mmol/L (2026-03-11T07:00:00Z).',
      'Potassium ordered: 2026-03-10T08:00:00Z.',
      'Rise 0.05 mmol/L after 80 mEq; about 0.8 mmol/L would be expected.',
      'No usable magnesium level in the last 72 h.',
      'In one series 42 % of hypokalemic inpatients had low magnesium; in another it was requested for 10 % of those who had it.',
      'Urinary potassium and the acid-base state help to find other causes.',
      'Go on replacing potassium meanwhile.',
      'The potassium doses are taken from orders: none was charted.',
    ]);
  });

  test('by definition B the doses and their days are counted', () => {
    const finding = getPresent(findingOf(rule, situation(byDays, { now: 24 }), definitionB));
    expect(rule.card.summary(finding)).toBe('K 3.0 after 3 doses on 2 days; no magnesium level in 72 h – check Mg');
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, withHeart)).toEqual(['yes', COURSE_ANSWER, 'yes']);
    expect(conditionsOf(rule, [condition('dialysis'), magnesium(1.9, 2)])).toEqual([
      'not-applicable dialysis',
      'unknown potassium',
      'no magnesium-known: 1.9 mg/dL [magnesium]',
    ]);
    expect(conditionsOf(rule, [magnesiumDose(16, 1), magnesium(1.9, 2)])[2]).toBe(
      'no magnesium-measured-early: 1.9 mg/dL [magnesium]',
    );
    expect(stepsOf(rule, withHeart)).toEqual(['no not-so: 2.9 mmol/L', 'yes: 2.9 mmol/L']);
  });
});

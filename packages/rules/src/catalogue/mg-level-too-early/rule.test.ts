import { describe, expect, test } from 'vitest';
import { at, dose, findingOf, getPresent, judge, magnesium, magnesiumDose, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgLevelTooEarly as rule } from './rule.ts';

const find = (facts: Parameters<typeof situation>[0], now = 24) => findingOf(rule, situation(facts, { now }));

describe('mg-level-too-early', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says how long after the last dose it was drawn, and which value counts meanwhile', () => {
    const facts = [magnesium(1.1, 2), magnesiumDose(16, 9), magnesiumDose(8, 10), magnesium(2.2, 12.25)];
    const finding = getPresent(find(facts));
    expect(finding.figures).toEqual({
      magnesium: '2.2 mg/dL',
      magnesiumMmolPerL: 0.905164,
      tooEarlyHours: 6,
      hoursAfterDose: 2.25,
    });
    expect(finding.evidence.map(({ role, value }) => [role, value])).toEqual([
      ['magnesium-early', 2.2],
      ['magnesium-earlier', 1.1],
      ['magnesium-dose', 16],
      ['magnesium-dose', 8],
    ]);
    expect(finding.missing).toEqual([]);
    expect(rule.card.summary(finding)).toBe(
      'Mg 2.2 mg/dL was drawn 2.3 h after IV Mg – may overestimate; recheck ≥6 h or next morning',
    );
    expect(rule.card.detail(finding)).toEqual([
      'Magnesium, drawn early: 2.2 mg/dL (2026-03-10T20:15:00Z).',
      'Intravenous magnesium: 16 mEq (2026-03-10T17:00:00Z); 8 mEq (2026-03-10T18:00:00Z).',
      'The magnesium that counts until there is a later one: 1.1 mg/dL (2026-03-10T10:00:00Z).',
      'Right after a dose much of the magnesium is still in the blood: the level falls for hours, and does not show repletion.',
      'Consider a level 6 h or more after the end of the dose, or the next morning.',
    ]);
  });

  test.each([
    ['as the dose ended', [magnesiumDose(16, 10), magnesium(2.2, 10)], 'was drawn 0 h after IV Mg –'],
    ['a dose that ran', [magnesiumDose(16, 10), magnesium(2.2, 9.5)], 'was drawn during IV Mg –'],
    [
      'one dose was over and another ran',
      [magnesiumDose(16, 8), magnesiumDose(16, 12, { start: at(9) }), magnesium(2.2, 10)],
      'was drawn during IV Mg –',
    ],
    [
      'an infusion without an end',
      [magnesiumDose(16, 10, { standing: 'running', start: at(10) }), magnesium(2.2, 14)],
      'was drawn after the start of IV Mg without a charted end –',
    ],
  ])('%s is said in words', (_name, facts, words) => {
    expect(rule.card.summary(getPresent(find(facts)))).toContain(words);
  });

  test('a dose of unknown amount is said as missing', () => {
    const facts = [dose('magnesium-sulfate', undefined, 10), magnesium(2.2, 12)];
    const finding = getPresent(find(facts));
    expect(finding.missing).toEqual(['magnesium-dose-amount']);
    expect(rule.card.detail(finding)[1]).toBe('Intravenous magnesium: 2026-03-10T18:00:00Z.');
  });

  test('the words do not change with time', () => {
    const facts = [magnesiumDose(16, 10), magnesium(2.2, 12)];
    expect(find(facts, 60)).toEqual(find(facts, 13));
  });

  test.each([
    ['no level', [], 'no-early-magnesium'],
    ['a level that counts', [magnesium(2.2, 12)], 'latest-magnesium-counts'],
  ])('%s has its reason', (_name, facts, reason) => {
    expect(find(facts)).toEqual({ verdict: 'absent', reason });
  });
});

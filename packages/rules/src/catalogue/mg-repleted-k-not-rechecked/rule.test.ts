import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesiumDose,
  potassium,
  result,
  situation,
  testOrder,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgRepletedKNotRechecked as rule } from './rule.ts';

const find = (facts: Parameters<typeof situation>[0], now = 24) => findingOf(rule, situation(facts, { now }));

describe('mg-repleted-k-not-rechecked', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says which potassium, what was given since, and the heart', () => {
    const facts = [
      potassium(2.9, 0),
      magnesiumDose(8, 2),
      magnesiumDose(8, 4),
      magnesiumDose(4, 6, { standing: 'partial' }),
      dose('magnesium-oxide', undefined, 8, { route: 'enteral' }),
      result('qtc', [490, 'ms'], 20),
      drugOrder('digoxin', 1),
    ];
    const finding = getPresent(find(facts));
    expect(finding.severity).toBe('warning');
    expect(finding.figures).toEqual({
      potassiumMmolPerL: 2.9,
      doseMEq: 16,
      replacedAt: '2026-03-10T12:00:00Z',
      dueHours: 6,
      qtcMs: 490,
      isOnDigoxin: true,
    });
    expect(finding.evidence.map(({ role, value }) => [role, value])).toEqual([
      ['potassium', 2.9],
      ['magnesium-dose', 8],
      ['magnesium-dose', 8],
      ['magnesium-dose', undefined],
      ['qtc', 490],
      ['digoxin', undefined],
    ]);
    expect(finding.missing).toEqual(['magnesium-dose-amount', 'magnesium-dose-partial']);
    expect(rule.card.summary(finding)).toBe('Mg replaced 6 h ago or more; K was 2.9 and has not been rechecked');
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 2.9 mmol/L (2026-03-10T08:00:00Z).',
      'Magnesium given since: 8 mEq (2026-03-10T10:00:00Z); 8 mEq (2026-03-10T12:00:00Z); 2026-03-10T16:00:00Z.',
      'In all 16 mEq; enough to expect an effect from 2026-03-10T12:00:00Z.',
      'QTc 490 ms.',
      'The patient is on digoxin.',
      'Low magnesium can make the kidney lose potassium: once it is replaced, the same dose of potassium may raise the level more.',
      'Consider a potassium level now, and go on treating a low potassium meanwhile.',
    ]);
  });

  test('a pending potassium is called by its name', () => {
    const finding = getPresent(find([potassium(3.2, 0), magnesiumDose(16, 4), testOrder('potassium', 20)]));
    expect(finding.missing).toEqual(['qtc']);
    expect(finding.explainedBy?.evidence.map(({ role }) => role)).toEqual(['potassium-test']);
    expect(rule.card.summary(finding)).toBe('Mg replaced 12 h ago or more; K was 3.2 and has not been rechecked');
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 3.2 mmol/L (2026-03-10T08:00:00Z).',
      'Magnesium given since: 16 mEq (2026-03-10T12:00:00Z).',
      'In all 16 mEq; enough to expect an effect from 2026-03-10T12:00:00Z.',
      'Low magnesium can make the kidney lose potassium: once it is replaced, the same dose of potassium may raise the level more.',
      'Consider a potassium level now, and go on treating a low potassium meanwhile.',
      'A potassium level is already ordered or in the laboratory.',
    ]);
  });

  test.each([
    ['no potassium', [magnesiumDose(16, 4)], 24, { verdict: 'absent', reason: 'no-recent-potassium' }],
    [
      'one that does not count',
      [potassium(3.9, 0, { quality: ['hemolyzed'] }), magnesiumDose(16, 4)],
      24,
      { verdict: 'unknown', missing: ['potassium'] },
    ],
    ['not low', [potassium(3.9, 0), magnesiumDose(16, 4)], 24, { verdict: 'absent', reason: 'potassium-not-low' }],
    [
      'not enough',
      [potassium(3.2, 0), magnesiumDose(8, 4)],
      24,
      { verdict: 'absent', reason: 'magnesium-not-replaced' },
    ],
    ['not due', [potassium(3.2, 0), magnesiumDose(16, 20)], 24, { verdict: 'absent', reason: 'recheck-not-due' }],
    ['over', [potassium(3.2, 0), magnesiumDose(16, 4)], 80, { verdict: 'absent', reason: 'recheck-over' }],
    [
      'an unknown amount',
      [potassium(3.2, 0), dose('magnesium-sulfate', undefined, 4)],
      24,
      { verdict: 'unknown', missing: ['magnesium-dose-amount'] },
    ],
  ])('%s has its reason', (_name, facts, now, finding) => {
    expect(find(facts, now)).toEqual(finding);
  });

  test('time alone wakes it: when the recheck falls due, and when it is asked for no more', () => {
    const facts = [potassium(3.2, 0), magnesiumDose(16, 4)];
    const reviewAt = (now: number) =>
      evaluate(situation(facts, { now }), DEFAULT_PARAMETERS, [rule]).evaluations[0]?.reviewAt;
    expect(reviewAt(5)).toBe(at(16));
    expect(reviewAt(24)).toBe(at(76) + 1);
  });

  test('a potassium that does not count wakes it when it leaves the window', () => {
    const given = situation([potassium(3.9, 0, { quality: ['hemolyzed'] })], { now: 24 });
    expect(evaluate(given, DEFAULT_PARAMETERS, [rule]).evaluations[0]?.reviewAt).toBe(at(96));
  });
});

import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import { at, condition, findingOf, getPresent, judge, magnesium, potassium, situation } from '../../testing/index.ts';
import { cases } from './cases.ts';
import { feeding, phosphate, steady } from './falls.fixture.ts';
import { refeedingElectrolyteDrop as rule } from './rule.ts';

const NOW = 24;
const find = (facts: readonly ResourceVersion[]) => findingOf(rule, situation(facts, { now: NOW }));
const whole = [
  feeding(),
  phosphate(3, -10),
  phosphate(1.95, 20.5),
  potassium(4, -10),
  potassium(3.4, 18),
  magnesium(1.8, -10),
  magnesium(1.89, 12),
];

describe('refeeding-electrolyte-drop', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on', () => {
    const finding = getPresent(find(whole));
    expect(finding.figures).toMatchObject({
      dropPhosphatePct: 35,
      dropPotassiumPct: 15,
      dropMagnesiumPct: -5,
      feeding: 'enteral nutrition',
      feedingStart: '2026-03-10T08:00:00Z',
      intervalHours: 20.5,
      hoursToLowest: 20.5,
      low: 'phosphate, potassium',
    });
    expect(finding.evidence.map(({ role, value, at: when }) => [role, value, when])).toEqual([
      ['phosphate-before-feeding', 3, at(-10)],
      ['phosphate', 1.95, at(20.5)],
      ['potassium-before-feeding', 4, at(-10)],
      ['potassium', 3.4, at(18)],
      ['magnesium-before-feeding', 1.8, at(-10)],
      ['magnesium', 1.89, at(12)],
      ['feeding-start', undefined, at(0)],
    ]);
    expect(finding.missing).toEqual([]);
    expect(rule.card.summary(finding)).toBe(
      'Since feeding began 20 h ago or more: PO4 −35 %, K −15 %, Mg +5 % – refeeding pattern',
    );
    const detail = rule.card.detail(finding);
    expect(detail.slice(0, 8)).toEqual([
      'Enteral nutrition began 2026-03-10T08:00:00Z; the largest fall was reached 20.5 h later.',
      'Phosphate: 3.0 mg/dL (2026-03-09T22:00:00Z); 1.95 mg/dL (2026-03-11T04:30:00Z).',
      'PO4 −35 %.',
      'Potassium: 4.0 mmol/L (2026-03-09T22:00:00Z); 3.4 mmol/L (2026-03-11T02:00:00Z).',
      'K −15 %.',
      'Magnesium: 1.8 mg/dL (2026-03-09T22:00:00Z); 1.89 mg/dL (2026-03-10T20:00:00Z).',
      'Mg +5 %.',
      'Below the lower limit: phosphate, potassium.',
    ]);
    expect(detail.join('\n')).toMatch(/ASPEN.*mild.*moderate.*severe/);
    expect(detail.join('\n')).toMatch(/thiamine.*calories.*dietitian/);
  });

  test('says what was not there, and the hours to the largest fall apart from those to the latest value', () => {
    const facts = [feeding(), phosphate(3, -10), phosphate(2, 12), potassium(4, -10), potassium(3.9, 20)];
    const finding = getPresent(find(facts));
    expect(finding.figures).toMatchObject({ intervalHours: 20, hoursToLowest: 12 });
    expect(finding.figures['dropMagnesiumPct']).toBeUndefined();
    expect(finding.missing).toEqual(['magnesium-before-feeding', 'magnesium-since-feeding']);
    expect(rule.card.summary(finding)).toBe(
      'Since feeding began 20 h ago or more: PO4 −33 %, K −2 %, Mg unknown – refeeding pattern',
    );
    expect(rule.card.detail(finding).join('\n')).not.toMatch(/Magnesium:|Mg /);
  });

  test('no change reads 0 %, and a fall is not shown as larger than it was', () => {
    const finding = getPresent(find([feeding(), ...steady, phosphate(3, -10), phosphate(2.11, 20)]));
    expect(rule.card.summary(finding)).toBe(
      'Since feeding began 20 h ago or more: PO4 −29 %, K 0 %, Mg 0 % – refeeding pattern',
    );
  });

  test('a low value of which only a bound is known is evidence too', () => {
    const facts = [feeding(), phosphate(4, -10), phosphate(3, 20), phosphate(2, 22, { comparator: '<' })];
    const finding = getPresent(find(facts));
    expect(finding.evidence.map(({ role, value }) => [role, value])).toEqual([
      ['phosphate-before-feeding', 4],
      ['phosphate', 3],
      ['phosphate', 2],
      ['feeding-start', undefined],
    ]);
    expect(finding.figures['low']).toBe('phosphate');
  });

  test.each<[string, readonly ResourceVersion[], readonly string[]]>([
    [
      'no values',
      [feeding()],
      ['magnesium', 'phosphate', 'potassium'].flatMap((name) => [`${name}-before-feeding`, `${name}-since-feeding`]),
    ],
    ['no phosphate', [feeding(), ...steady], ['phosphate-before-feeding', 'phosphate-since-feeding']],
    ['no start', [condition('enteral-nutrition'), ...steady], ['feeding-start']],
  ])('%s: the missing is named', (_name, facts, missing) => {
    expect(find(facts)).toEqual({ verdict: 'unknown', missing });
  });

  test.each<[string, readonly ResourceVersion[], string]>([
    ['no feeding', [...steady], 'no-feeding-start'],
    ['nothing fell', [feeding(), ...steady, phosphate(2.4, -10), phosphate(2.4, 20)], 'no-fall'],
    ['nothing is low', [feeding(), ...steady, phosphate(4, -10), phosphate(3, 20)], 'no-value-low'],
    [
      'back in range',
      [
        feeding(-60),
        phosphate(4, -70),
        phosphate(2, -50),
        ...[-5, 20].flatMap((hour) => [phosphate(3, hour), potassium(4, hour), magnesium(2, hour)]),
      ],
      'back-in-range',
    ],
  ])('%s: the reason', (_name, facts, reason) => {
    expect(find(facts)).toEqual({ verdict: 'absent', reason });
  });

  describe('what nobody looked for', () => {
    const cover = { from: at(NOW - 168), asOf: at(NOW) };
    const keys = [
      'result:phosphate',
      'result:potassium',
      'result:magnesium',
      'condition:enteral-nutrition',
      'condition:parenteral-nutrition',
    ];
    const judged = (facts: readonly ResourceVersion[], ...without: readonly string[]) => {
      const coverage = new Map(keys.filter((key) => !without.includes(key)).map((key) => [key, cover]));
      return findingOf(rule, situation(facts, { now: NOW, coverage }));
    };
    const calm = [feeding(), ...steady, phosphate(3, -10), phosphate(3, 20)];

    test('feeding of the other kind may have begun', () => {
      expect(judged(steady)).toEqual({ verdict: 'absent', reason: 'no-feeding-start' });
      expect(judged(steady, 'condition:enteral-nutrition')).toEqual({
        verdict: 'unknown',
        missing: ['condition:enteral-nutrition'],
      });
    });
    test('a start that is known needs no proof', () => {
      const finding = getPresent(judged(whole, 'condition:parenteral-nutrition'));
      expect(finding.missing).toContain('condition:parenteral-nutrition');
    });
    test('a lower value may exist', () => {
      expect(judged(calm)).toMatchObject({ verdict: 'absent' });
      expect(judged(calm, 'result:phosphate')).toEqual({ verdict: 'unknown', missing: ['result:phosphate'] });
      expect(judged(whole, 'result:magnesium').verdict).toBe('present');
    });
    test('none of the three was looked for', () => {
      expect(judged(whole, 'result:phosphate', 'result:potassium', 'result:magnesium').verdict).toBe('unknown');
    });
    test('covered for an hour less than the values before feeding need', () => {
      const coverage = new Map(keys.map((key) => [key, { ...cover, from: at(NOW - 167) }]));
      expect(findingOf(rule, situation(calm, { now: NOW, coverage })).verdict).toBe('unknown');
    });
  });

  test('it wakes when the window after the start closes', () => {
    const given = situation(whole, { now: 119 });
    const [evaluation] = evaluate(given, DEFAULT_PARAMETERS, [rule]).evaluations;
    expect(evaluation?.finding.verdict).toBe('present');
    expect(evaluation?.reviewAt).toBe(at(120));
  });
});

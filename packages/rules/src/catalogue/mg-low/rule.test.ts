import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import {
  at,
  dose,
  drugOrder,
  findingOf,
  getPresent,
  judge,
  magnesium,
  potassium,
  situation,
} from '../../testing/index.ts';
import { cases } from './cases.ts';
import { mgLow } from './rule.ts';

describe('mg-low', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(mgLow, vignette)).toBe(vignette.expect);
  });

  test('says what it rests on and what was not there', () => {
    const facts = [magnesium(1.5, 20), magnesium(1.6, 4), potassium(3.1, 20)];
    const finding = getPresent(findingOf(mgLow, situation(facts, { now: 24 })));
    expect(finding.evidence.map(({ role, value, unit }) => [role, value, unit])).toEqual([
      ['magnesium', 1.5, 'mg/dL'],
      ['magnesium-earlier', 1.6, 'mg/dL'],
      ['potassium', 3.1, 'mmol/L'],
    ]);
    expect(finding.missing).toEqual(['albumin', 'calcium', 'egfr', 'qtc']);
    expect(finding.figures).toMatchObject({
      magnesium: '1.5 mg/dL',
      magnesiumGrade: 'mild',
      magnesiumMmolPerL: 0.617157,
    });
    expect(mgLow.card.summary(finding)).toBe('Low magnesium 1.5 mg/dL (mild) – no replacement since the result');
  });

  test('a PPI that is only drafted is not one that is taken', () => {
    const all = { from: at(-10_000), asOf: at(24) };
    const coverage = new Map([['result:magnesium', all]]);
    const drafts = [drugOrder('pantoprazole', 24)];
    const given = situation([magnesium(1.5, 20)], { now: 24, coverage, hook: 'order-sign', drafts });
    expect(getPresent(findingOf(mgLow, given)).figures).not.toHaveProperty('ppiOfUnknownStart');
  });

  test.each<[string, readonly ResourceVersion[], number, string | undefined]>([
    ['a recent order, and doses known for a week', [drugOrder('pantoprazole', -100)], 168, 'pantoprazole'],
    ['a dose, and doses known for a week', [dose('pantoprazole', undefined, 10)], 168, 'pantoprazole'],
    ['doses known for 90 days', [drugOrder('pantoprazole', -100)], 2160, undefined],
    ['doses known for a little less', [drugOrder('pantoprazole', -100)], 2159, 'pantoprazole'],
    ['an order of more than 90 days', [drugOrder('pantoprazole', -2200)], 168, undefined],
    ['an order that has ended', [drugOrder('pantoprazole', -100, { activeUntil: at(20) })], 168, undefined],
    ['no PPI', [drugOrder('furosemide', -100)], 168, undefined],
  ])('names a PPI whose start is not known: %s', (_name, facts, hoursKnown, expected) => {
    const all = { from: at(-10_000), asOf: at(24) };
    const coverage = new Map([
      ['result:magnesium', all],
      ['drug-order:ppi', all],
      ['dose:ppi', { from: at(24 - hoursKnown), asOf: at(24) }],
    ]);
    const finding = getPresent(findingOf(mgLow, situation([magnesium(1.5, 20), ...facts], { now: 24, coverage })));
    expect(finding.figures['ppiOfUnknownStart']).toBe(expected);
    const lines = mgLow.card.detail(finding).filter((line) => line.includes('its start is not known'));
    expect(lines).toEqual(expected === undefined ? [] : [`On ${expected}; its start is not known.`]);
  });

  test('an order from before the result is said: it does not answer it', () => {
    const facts = [magnesium(1.5, 20), drugOrder('magnesium-oxide', 10)];
    const finding = getPresent(findingOf(mgLow, situation(facts, { now: 24 })));
    expect(finding.explainedBy).toBeUndefined();
    expect(mgLow.card.summary(finding)).toBe(
      'Low magnesium 1.5 mg/dL (mild) – ordered before, no replacement since the result',
    );
    const nutrition = drugOrder('magnesium-sulfate', 10, { isMaintenance: true });
    const other = getPresent(findingOf(mgLow, situation([magnesium(1.5, 20), nutrition], { now: 24 })));
    expect(mgLow.card.summary(other)).not.toContain('ordered before');
  });
});

import { describe, expect, test } from 'vitest';
import {
  albumin,
  at,
  calcium,
  dose,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  result,
  situation,
  testOrder,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import { cases } from './cases.ts';
import { hypocalcemiaMgUnknown as rule } from './rule.ts';

describe('hypocalcemia-mg-unknown', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('asks for PTH only where there is none', () => {
    const summary = (facts: Parameters<typeof situation>[0]) =>
      rule.card.summary(getPresent(findingOf(rule, situation(facts, { now: 24 }))));
    const start = 'iCa 1.05 mmol/L is low and magnesium has not been measured in 72 h – check Mg';
    expect(summary([ionizedCalcium(1.05, 20)])).toBe(`${start}, PTH`);
    expect(summary([ionizedCalcium(1.05, 20), result('pth', [30, 'pg/mL'], 10)])).toBe(start);
  });

  test('without coverage of magnesium it cannot tell', () => {
    const keys = ['result:calcium', 'result:calcium-ionized', 'result:albumin', 'result:magnesium-ionized'];
    const coverage = new Map(keys.map((key) => [key, { from: at(-1000), asOf: at(24) }]));
    const finding = findingOf(rule, situation([ionizedCalcium(1.05, 20)], { now: 24, coverage }));
    expect(finding).toEqual({ verdict: 'unknown', missing: ['result:magnesium'] });
  });

  const manifold = [
    calcium(6.5, 20),
    albumin(3, 18),
    result('pth', [90, 'pg/mL'], 10),
    dose('calcium-chloride', { element: 'calcium', meq: 13.6 }, 10),
    testOrder('magnesium', 21),
  ];

  test('says all that is known of calcium, and that a level is under way', () => {
    expect(figuresOf(rule, manifold)).toEqual({
      calcium: '6.5 mg/dL',
      calciumKind: 'corrected',
      calciumState: 'severe',
      calciumMmolPerL: 1.62184,
      calciumCorrected: '7.3 mg/dL',
      calciumCorrectedMmolPerL: 1.82145,
      albuminGPerL: 30,
      pthPgPerMl: 90,
      isPthNotRaised: false,
      calciumGivenMmol: 6.8,
      lookBackHours: 72,
    });
    const finding = presentOf(rule, manifold);
    expect(rolesOf(finding)).toEqual(['calcium', 'albumin', 'calcium-dose', 'pth']);
    expect(finding.missing).toEqual([]);
    expect(rule.card.summary(finding)).toBe(
      'Ca 7.3 mg/dL (corrected) is low and magnesium has not been measured in 72 h – check Mg',
    );
    expect(rule.card.detail(finding)).toEqual([
      'Calcium: 6.5 mg/dL (2026-03-11T04:00:00Z).',
      'Corrected for albumin 30 g/L: 7.3 mg/dL.',
      'PTH 90 pg/mL is raised.',
      'Intravenous calcium before this sample: 13.6 mEq (2026-03-10T18:00:00Z).',
      'No usable magnesium level in the last 72 h.',
      'In two series 22 and 23 % of hypocalcemic patients had low magnesium.',
      'Treat symptomatic hypocalcemia now, whatever the level will show.',
      'A magnesium level is already ordered or in the laboratory.',
    ]);
  });

  test('of an ionized value alone it says little', () => {
    const facts = [ionizedCalcium(1.05, 20)];
    const finding = presentOf(rule, facts);
    expect(figuresOf(rule, facts)).toEqual({
      calcium: '1.05 mmol/L',
      calciumKind: 'ionized',
      calciumState: 'low',
      calciumMmolPerL: 1.05,
      lookBackHours: 72,
    });
    expect(rolesOf(finding)).toEqual(['calcium']);
    expect(finding.missing).toEqual(['pth']);
    expect(rule.card.detail(finding)).toEqual([
      'Calcium: 1.05 mmol/L (2026-03-11T04:00:00Z).',
      'No usable magnesium level in the last 72 h.',
      'In two series 22 and 23 % of hypocalcemic patients had low magnesium.',
      'Treat symptomatic hypocalcemia now, whatever the level will show.',
    ]);
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, manifold)).toEqual(['yes', 'yes: Ca 7.3 mg/dL (corrected) [calcium]', 'yes']);
    expect(stepsOf(rule, manifold)).toEqual([
      'no not-so: Ca 7.3 mg/dL (corrected)',
      'no not-so: 90 pg/mL',
      'yes: 6.8 mmol',
      'yes: Ca 7.3 mg/dL (corrected)',
    ]);
  });
});

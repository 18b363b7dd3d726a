import { describe, expect, test } from 'vitest';
import {
  albumin,
  calcium,
  condition,
  dose,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  magnesium,
  magnesiumDose,
  result,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf, stepsOf } from '../asked.fixture.ts';
import { cases } from './cases.ts';
import { hypocalcemiaLowMg as rule } from './rule.ts';

describe('hypocalcemia-low-mg', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('shows the corrected value, its albumin and PTH', () => {
    const facts = [calcium(7, 20), albumin(3, 18), magnesium(1.1, 20), result('pth', [30, 'pg/mL'], 10)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'Ca 7.8 mg/dL (corrected) and Mg 1.1 mg/dL are both low, PTH not raised: hypocalcemia may not correct without Mg',
    );
    expect(finding.evidence.map(({ role }) => role)).toEqual(['calcium', 'albumin', 'pth', 'magnesium']);
    expect(rule.card.detail(finding)).toContain('Treat symptomatic hypocalcemia now; add Mg.');
  });

  const pth = (value: number) => result('pth', [value, 'pg/mL'], 10);
  const manifold = [
    calcium(6.5, 20),
    albumin(3, 18),
    magnesium(1.1, 20),
    pth(30),
    result('qtc', [510, 'ms'], 12),
    dose('calcium-chloride', { element: 'calcium', meq: 13.6 }, 10),
  ];

  test('says all that is known of calcium, PTH, calcium given and the heart', () => {
    expect(figuresOf(rule, manifold)).toEqual({
      calcium: '6.5 mg/dL',
      calciumKind: 'corrected',
      calciumState: 'severe',
      calciumMmolPerL: 1.62184,
      calciumCorrected: '7.3 mg/dL',
      calciumCorrectedMmolPerL: 1.82145,
      albuminGPerL: 30,
      pthPgPerMl: 30,
      isPthNotRaised: true,
      calciumGivenMmol: 6.8,
      magnesium: '1.1 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.452582,
      magnesiumGrade: 'moderate',
      qtcMs: 510,
    });
    const finding = presentOf(rule, manifold);
    expect(rolesOf(finding)).toEqual(['calcium', 'albumin', 'calcium-dose', 'pth', 'magnesium', 'qtc']);
    expect(finding.missing).toEqual([]);
    expect(rule.card.detail(finding)).toEqual([
      'Calcium: 6.5 mg/dL (2026-03-11T04:00:00Z).',
      'Corrected for albumin 30 g/L: 7.3 mg/dL.',
      'PTH 30 pg/mL is not raised although calcium is low: low magnesium can do that.',
      'Intravenous calcium before this sample: 13.6 mEq (2026-03-10T18:00:00Z).',
      'Magnesium: 1.1 mg/dL (2026-03-11T04:00:00Z).',
      'QTc 510 ms.',
      'Treat symptomatic hypocalcemia now; add Mg.',
      'After magnesium PTH recovers within hours, calcium over days.',
    ]);
  });

  test('a total without albumin is shown as it stands, and what is missing', () => {
    const facts = [calcium(7.4, 20), magnesium(1.5, 20)];
    expect(figuresOf(rule, facts)).toEqual({
      calcium: '7.4 mg/dL',
      calciumKind: 'uncorrected',
      calciumState: 'severe',
      calciumMmolPerL: 1.8464,
      magnesium: '1.5 mg/dL',
      magnesiumKind: 'total',
      magnesiumMmolPerL: 0.617157,
      magnesiumGrade: 'mild',
    });
    const finding = presentOf(rule, facts);
    expect(rolesOf(finding)).toEqual(['calcium', 'magnesium']);
    expect(finding.missing).toEqual(['albumin', 'pth', 'qtc']);
    expect(rule.card.summary(finding)).toBe(
      'Ca 7.4 mg/dL and Mg 1.5 mg/dL are both low: hypocalcemia may not correct without Mg',
    );
    expect(rule.card.detail(finding)).toEqual([
      'Calcium: 7.4 mg/dL (2026-03-11T04:00:00Z).',
      'No albumin near this sample: the total is severe as it stands.',
      'Magnesium: 1.5 mg/dL (2026-03-11T04:00:00Z).',
      'Treat symptomatic hypocalcemia now; add Mg.',
      'After magnesium PTH recovers within hours, calcium over days.',
    ]);
  });

  test('a value that the laboratory corrected, a raised PTH, and treatment under way are said', () => {
    const corrected = result('calcium-albumin-corrected', [8.1, 'mg/dL'], 20);
    const finding = presentOf(rule, [corrected, magnesium(0.9, 20), pth(90), magnesiumDose(16, 22)]);
    expect(finding.missing).toEqual(['qtc']);
    expect(rule.card.summary(finding)).toBe(
      'Ca 8.1 mg/dL (corrected) and Mg 0.9 mg/dL are both low: hypocalcemia may not correct without Mg',
    );
    expect(rule.card.detail(finding)).toEqual([
      'Calcium: 8.1 mg/dL (2026-03-11T04:00:00Z).',
      'The laboratory corrected it for albumin.',
      'PTH 90 pg/mL is raised.',
      'Magnesium: 0.9 mg/dL (2026-03-11T04:00:00Z).',
      'Treat symptomatic hypocalcemia now; add Mg.',
      'After magnesium PTH recovers within hours, calcium over days.',
      'Magnesium replacement is under way since this value.',
    ]);
  });

  test('each question is answered with what it saw', () => {
    expect(conditionsOf(rule, manifold)).toEqual([
      'yes',
      'yes: Ca 7.3 mg/dL (corrected) [calcium]',
      'yes: 1.1 mg/dL (moderate) [magnesium]',
    ]);
    expect(stepsOf(rule, manifold)).toEqual([
      'no not-so: Ca 7.3 mg/dL (corrected)',
      'no not-so: 1.1 mg/dL',
      'yes: QTc 510 ms',
      'yes: 1.1 mg/dL',
      'yes: 30 pg/mL',
      'yes: 6.8 mmol',
      'yes: Ca 7.3 mg/dL (corrected)',
    ]);
    expect(conditionsOf(rule, [condition('dialysis')])).toEqual([
      'not-applicable dialysis',
      'unknown calcium',
      'unknown magnesium',
    ]);
    expect(conditionsOf(rule, [calcium(7.8, 20)])[1]).toBe('unknown albumin');
    expect(conditionsOf(rule, [ionizedCalcium(1.2, 20)])[1]).toBe('no calcium-not-low: iCa 1.2 mmol/L [calcium]');
    expect(stepsOf(rule, [ionizedCalcium(0.7, 20), magnesium(1.5, 20), pth(90)])).toEqual([
      'yes: iCa 0.7 mmol/L',
      'no not-so: 1.5 mg/dL',
      'unknown qtc',
      'no not-so: 1.5 mg/dL',
      'no not-so: 90 pg/mL',
      'no not-so: 0 mmol',
      'yes: iCa 0.7 mmol/L',
    ]);
    expect(stepsOf(rule, [ionizedCalcium(0.7, 20), magnesium(1.5, 20)])[4]).toBe('unknown pth');
  });
});

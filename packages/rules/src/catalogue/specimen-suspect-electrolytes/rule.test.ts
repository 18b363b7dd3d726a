import { describe, expect, test } from 'vitest';
import { DEFAULT_PARAMETERS } from '../../default-parameters.ts';
import { evaluate } from '../../evaluate.ts';
import {
  albumin,
  at,
  calcium,
  findingOf,
  getPresent,
  ionizedCalcium,
  judge,
  magnesium,
  potassium,
  result,
  situation,
} from '../../testing/index.ts';
import { conditionsOf, figuresOf, presentOf, rolesOf } from '../asked.fixture.ts';
import { cases } from './cases.ts';
import { specimenSuspectElectrolytes as rule } from './rule.ts';

describe('specimen-suspect-electrolytes', () => {
  test.each(cases)('$name', (vignette) => {
    expect(judge(rule, vignette)).toBe(vignette.expect);
  });

  test('names the values and never talks down hyperkalemia', () => {
    const facts = [potassium(7.2, 20), calcium(4.1, 20), magnesium(0.6, 20)];
    const finding = getPresent(findingOf(rule, situation(facts, { now: 24 })));
    expect(rule.card.summary(finding)).toBe(
      'K 7.2 with Ca 4.1 mg/dL, Mg 0.6 mg/dL in one sample: possible EDTA/line contamination – repeat',
    );
    expect(rule.card.detail(finding)).toContain('If the patient has ECG changes of hyperkalemia, treat first.');
  });

  const ADVICE = [
    'No other finding uses the affected values of this sample. Repeat it with the right order of tubes, from another arm.',
    'If the patient has ECG changes of hyperkalemia, treat first.',
  ];

  test('shows every value of the draw that makes it suspect', () => {
    const facts = [
      potassium(7.2, 20),
      calcium(4.1, 20),
      ionizedCalcium(0.4, 20),
      magnesium(0.6, 20),
      albumin(4, 20),
      result('creatinine', [1, 'mg/dL'], 20),
      result('glucose', [90, 'mg/dL'], 20),
      calcium(9, 4),
    ];
    expect(figuresOf(rule, facts)).toEqual({
      potassiumMmolPerL: 7.2,
      calcium: '4.1 mg/dL',
      calciumIonized: '0.4 mmol/L',
      magnesium: '0.6 mg/dL',
      contamination: 'edta',
    });
    const finding = presentOf(rule, facts);
    expect(rolesOf(finding)).toEqual([
      'potassium',
      'calcium',
      'calcium-ionized',
      'magnesium',
      'albumin',
      'creatinine',
      'glucose',
    ]);
    expect(finding.missing).toEqual([]);
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 7.2 mmol/L (2026-03-11T04:00:00Z).',
      'Calcium: 4.1 mg/dL (2026-03-11T04:00:00Z).',
      'Ionized calcium: 0.4 mmol/L (2026-03-11T04:00:00Z).',
      'Magnesium: 0.6 mg/dL (2026-03-11T04:00:00Z).',
      'EDTA raises potassium and binds calcium and magnesium in the tube.',
      ...ADVICE,
    ]);
  });

  test.each([
    ['total calcium', [calcium(4.1, 20)], ' with Ca 4.1 mg/dL'],
    ['ionized calcium', [ionizedCalcium(0.4, 20)], ' with iCa 0.4 mmol/L'],
    ['both calciums', [calcium(4.1, 20), ionizedCalcium(0.4, 20)], ' with Ca 4.1 mg/dL'],
  ])('the summary names %s', (_name, beside, text) => {
    const finding = presentOf(rule, [potassium(7.2, 20), ...beside]);
    expect(rule.card.summary(finding)).toBe(`K 7.2${text} in one sample: possible EDTA/line contamination – repeat`);
  });

  const creatinine = (value: number, hour: number) => result('creatinine', [value, 'mg/dL'], hour);
  const diluted = [
    ...[potassium(4, 10), albumin(4, 10), magnesium(2, 10), creatinine(1, 10)],
    ...[potassium(2.8, 20), albumin(2.8, 20), creatinine(0.7, 20), result('glucose', [400, 'mg/dL'], 20)],
  ];

  test('a diluted sample is named so, with or without its magnesium', () => {
    expect(figuresOf(rule, diluted)).toEqual({ potassiumMmolPerL: 2.8, contamination: 'dilution' });
    const finding = presentOf(rule, diluted);
    expect(rolesOf(finding)).toEqual(['potassium', 'albumin', 'creatinine', 'glucose']);
    expect(rule.card.summary(finding)).toBe('K 2.8 in one sample: possible EDTA/line contamination – repeat');
    expect(rule.card.detail(finding)).toEqual([
      'Potassium: 2.8 mmol/L (2026-03-11T04:00:00Z).',
      'Several values fell together while glucose is very high: fluid from a line may have diluted the sample.',
      ...ADVICE,
    ]);
    const withMagnesium = presentOf(rule, [...diluted, magnesium(1.4, 20)]);
    expect(rule.card.summary(withMagnesium)).toBe(
      'K 2.8 with Mg 1.4 mg/dL in one sample: possible EDTA/line contamination – repeat',
    );
  });

  test('the question is answered with what it saw', () => {
    const asked = (...facts: Parameters<typeof situation>[0]) => conditionsOf(rule, facts)[0];
    expect(asked(potassium(7.2, 20), calcium(4.1, 20))).toBe('yes: 7.2 mmol/L [potassium]');
    expect(asked(potassium(7.2, 20))).toBe('unknown calcium: 7.2 mmol/L');
    expect(asked(potassium(7.2, 20), calcium(9, 20))).toBe('no specimen-sound: 7.2 mmol/L [potassium]');
    expect(asked(potassium(7.2, 20), ionizedCalcium(1.2, 20))).toBe('no specimen-sound: 7.2 mmol/L [potassium]');
    expect(asked(potassium(4, 20))).toBe('no specimen-sound: 4.0 mmol/L [potassium]');
    expect(asked(calcium(4.1, 20))).toBe('unknown potassium');
  });

  test('it ends when the sample leaves the look-back', () => {
    const facts = [potassium(7.2, 20), calcium(4.1, 20)];
    const { reviewAt } = evaluate(situation(facts, { now: 24 }), DEFAULT_PARAMETERS, [rule]);
    expect(reviewAt).toBe(at(20 + 48));
    expect(judge(rule, { name: '', facts, when: { now: 67.9 }, expect: '' })).toBe('fires info');
    expect(judge(rule, { name: '', facts, when: { now: 68 }, expect: '' })).toBe('unknown');
  });
});

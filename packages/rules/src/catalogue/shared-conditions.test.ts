import type { ResourceVersion } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import { openChart } from '../chart.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import { at, potassium, situation } from '../testing/index.ts';
import { potassiumIsLow } from './shared-conditions.ts';

const answerTo = (...facts: readonly ResourceVersion[]) =>
  openChart(situation(facts, { now: 24 }), DEFAULT_PARAMETERS).chart.read(potassiumIsLow.check);

describe('potassium is low', () => {
  test.each([
    [3.49, { is: 'yes', value: '3.49 mmol/L' }],
    [3.5, { is: 'no', reason: 'potassium-not-low', value: '3.5 mmol/L' }],
  ])('%d mmol/L', (value, expected) => {
    const evidence = {
      role: 'potassium',
      reference: `Observation/potassium-20-${value}`,
      value,
      unit: 'mmol/L',
      at: at(20),
    };
    expect(answerTo(potassium(value, 20))).toEqual({ ...expected, evidence: [evidence] });
  });

  test('without one it cannot tell', () => {
    expect(answerTo()).toEqual({ is: 'unknown', missing: ['potassium'] });
  });
});

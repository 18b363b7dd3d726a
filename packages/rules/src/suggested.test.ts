import { describe, expect, test } from 'vitest';
import type { Figures, Present } from './contract.ts';
import { RULES } from './registry.ts';
import { suggestedFor } from './suggested.ts';
import { at } from './testing/index.ts';

const finding = (figures: Figures, role?: string): Present => ({
  verdict: 'present',
  severity: 'warning',
  figures,
  missing: [],
  evidence: role === undefined ? [] : [{ role, reference: 'MedicationRequest/1', at: at(0) }],
  notes: [],
});

const suggested = (id: string, figures: Figures, role?: string): readonly string[] => {
  const rule = RULES.find((one) => one.id === id);
  return rule ? suggestedFor(rule.card, finding(figures, role)) : [];
};

describe('an ECG is offered where potassium is below 3.0', () => {
  test.each(['refractory-hypokalemia-low-mg', 'refractory-hypokalemia-mg-unknown'])('%s', (id) => {
    expect(suggested(id, { potassiumMmolPerL: 2.99 })).toContain('SG4');
    expect(suggested(id, { potassiumMmolPerL: 3 })).not.toContain('SG4');
    expect(suggested(id, {})).not.toContain('SG4');
  });
});

describe('order-time checks offer magnesium with a low level, and the level where there is none', () => {
  test.each([
    ['ca-replacement-order-mg-check', ['SG2', 'SG6'], ['SG1', 'SG8']],
    ['k-replacement-order-mg-check', ['SG2', 'SG3', 'SG5'], ['SG1']],
  ])('%s', (id, low, unknown) => {
    expect(suggested(id, { magnesium: '1.4 mg/dL' })).toEqual(low);
    expect(suggested(id, {})).toEqual(unknown);
  });
});

describe('mg-low', () => {
  test('offers an ECG if it is severe or with a QT drug', () => {
    expect(suggested('mg-low', { magnesiumGrade: 'severe' })).toContain('SG4');
    expect(suggested('mg-low', { magnesiumGrade: 'mild' }, 'qt-drug')).toContain('SG4');
    expect(suggested('mg-low', { magnesiumGrade: 'moderate' }, 'digoxin')).not.toContain('SG4');
  });

  test('looks for the cause where no drug shows it', () => {
    expect(suggested('mg-low', {})).toContain('SG7');
    expect(suggested('mg-low', { wastingDrugs: 'furosemide' })).not.toContain('SG7');
  });
});

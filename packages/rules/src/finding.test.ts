import { describe, expect, test } from 'vitest';
import { capSeverity, isMoreSevere, lowerSeverity, present, unknown } from './finding.ts';

test('names are listed once and sorted; lists that are left out are empty', () => {
  const parts = { severity: 'info', figures: {}, evidence: [] } as const;
  expect(present(parts)).toStrictEqual({ verdict: 'present', ...parts, missing: [], notes: [] });
  const named = present({ ...parts, missing: ['qtc', 'egfr', 'qtc'], notes: ['preliminary', 'by-name', 'by-name'] });
  expect(named).toMatchObject({ missing: ['egfr', 'qtc'], notes: ['by-name', 'preliminary'] });
  expect(unknown(['potassium', 'magnesium', 'potassium'])).toEqual({
    verdict: 'unknown',
    missing: ['magnesium', 'potassium'],
  });
});

describe('severity', () => {
  test.each([
    ['critical', 'warning', 'warning', true],
    ['critical', 'info', 'info', true],
    ['warning', 'warning', 'warning', false],
    ['warning', 'info', 'info', true],
    ['info', 'warning', 'info', false],
    ['info', 'critical', 'info', false],
  ] as const)('%s, at most %s: %s', (severity, cap, capped, isMore) => {
    expect(capSeverity(severity, cap)).toBe(capped);
    expect(isMoreSevere(severity, cap)).toBe(isMore);
  });

  test('one step down, and info stays', () => {
    expect((['critical', 'warning', 'info'] as const).map(lowerSeverity)).toEqual(['warning', 'info', 'info']);
  });
});

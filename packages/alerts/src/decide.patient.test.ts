import { describe, expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { decide } from './decide.ts';
import { alertIn, assessOne, at, closedBy, MILD, only, sampleInput } from './sample.ts';

describe('the alerts of a patient', () => {
  const FIRST = closedBy('finding');
  const SECOND = alertIn('open', { id: 'mg-low#2', episode: 2 });

  test('the latest episode counts, wherever it stands', () => {
    for (const alerts of [
      [FIRST, SECOND],
      [SECOND, FIRST],
    ])
      expect(only(decide(sampleInput({ 'mg-low': MILD }, { alerts, hours: 2 }))).before?.id).toBe('mg-low#2');
  });

  test('a closed one whose rule did not answer asks for no decision', () => {
    expect(decide(sampleInput({}, { alerts: [FIRST] }))).toEqual([]);
  });

  test.each<[string, Partial<Alert>]>([
    ['of another patient', { patient: 'Patient/p2' }],
    ['of another source', { source: 'clinic' }],
  ])('one %s stops the program', (_name, change) => {
    expect(() => assessOne(alertIn('open', change), MILD)).toThrow('alerts are of the patient decided on');
  });

  test('a held one that destinations know stops the program', () => {
    const told = alertIn('held', { heldUntil: at(9), toldSeverity: 'warning' });
    expect(() => assessOne(told, MILD)).toThrow('no transition held');
  });
});

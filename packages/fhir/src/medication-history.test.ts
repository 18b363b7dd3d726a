import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { noteCodes, parse, quantity, rxnorm } from './resources.test-kit.ts';

const dispense = (more: Json = {}): Json => ({
  resourceType: 'MedicationDispense',
  id: 'd1',
  status: 'completed',
  medicationCodeableConcept: rxnorm('8591'),
  subject: { reference: 'Patient/p1' },
  whenHandedOver: '2026-03-10T08:00:00Z',
  quantity: quantity(40, 'meq'),
  ...more,
});

describe('what the pharmacy handed over', () => {
  test('ranks below charting', () => {
    expect(parse(dispense()).version.facts).toMatchObject([
      {
        kind: 'dose',
        standing: 'dispensed',
        content: { meq: 40 },
        start: Date.UTC(2026, 2, 10, 8),
        end: Date.UTC(2026, 2, 10, 8),
      },
    ]);
  });

  test.each<[string, Json, number, readonly string[]]>([
    [
      'prepared, if nothing says that it was handed over',
      { whenHandedOver: undefined, whenPrepared: '2026-03-10T08:00:00Z' },
      1,
      [],
    ],
    ['still being prepared', { status: 'in-progress' }, 0, []],
    ['declined', { status: 'declined' }, 0, []],
    ['status unknown', { status: 'unknown' }, 0, ['status-unusable']],
    ['no time', { whenHandedOver: undefined }, 0, ['time-missing']],
    ['a bad time', { whenHandedOver: 'noon' }, 0, ['time-unusable']],
    ['tablets of unknown strength', { quantity: quantity(30, 'TAB') }, 1, ['dose-unresolved']],
    ['an unknown unit', { quantity: { value: 1, unit: 'box' } }, 1, ['dose-unit-unknown']],
    ['no quantity', { quantity: undefined }, 1, ['dose-missing']],
    ['a date', { whenHandedOver: '2026-03-10' }, 1, ['date-only']],
    ['another drug', { medicationCodeableConcept: { text: 'Vancomycin' } }, 0, []],
  ])('%s', (_name, change, count, notes) => {
    const parsed = parse(dispense(change));
    expect(parsed.version.facts).toHaveLength(count);
    expect(noteCodes(parsed)).toEqual(notes);
  });

  test('cancelled is withdrawn', () => {
    expect(parse(dispense({ status: 'cancelled' })).version.state).toBe('withdrawn');
  });
});

const statement = (more: Json = {}): Json => ({
  resourceType: 'MedicationStatement',
  id: 's1',
  status: 'active',
  medicationCodeableConcept: rxnorm('40790'),
  subject: { reference: 'Patient/p1' },
  effectivePeriod: { start: '2025-03-10' },
  dateAsserted: '2026-03-10T08:00:00Z',
  ...more,
});

describe('what somebody says is taken', () => {
  test('from its start to the day on which it was said', () => {
    expect(parse(statement()).version.facts).toMatchObject([
      {
        kind: 'dose',
        drug: 'pantoprazole',
        standing: 'stated',
        start: Date.UTC(2025, 2, 10),
        end: Date.UTC(2026, 2, 10, 8),
        quality: ['date-only'],
      },
    ]);
  });

  test.each<[string, Json, number, readonly string[]]>([
    ['with an end', { effectivePeriod: { start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' } }, 1, []],
    ['only asserted', { effectivePeriod: undefined }, 1, []],
    ['no time', { effectivePeriod: undefined, dateAsserted: undefined }, 0, ['time-missing']],
    ['a bad time', { effectivePeriod: { start: 'last year' } }, 0, ['time-unusable']],
    ['not taken', { status: 'not-taken' }, 0, []],
    ['intended', { status: 'intended' }, 0, []],
    ['R5: recorded', { status: 'recorded', effectivePeriod: { start: '2026-01-01T00:00:00Z' } }, 1, []],
    [
      'R5: recorded that it is not taken',
      { status: 'recorded', adherence: { code: { coding: [{ code: 'not-taken' }] } } },
      0,
      [],
    ],
    ['status unknown', { status: 'unknown' }, 0, ['status-unusable']],
    [
      'several dosages',
      { effectivePeriod: undefined, dosage: [{ text: 'a' }, { text: 'b' }] },
      1,
      ['several-dosages', 'dose-is-text'],
    ],
  ])('%s', (_name, change, count, notes) => {
    const parsed = parse(statement(change));
    expect(parsed.version.facts).toHaveLength(count);
    expect(noteCodes(parsed)).toEqual(notes);
  });
});

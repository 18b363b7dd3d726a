import { formatInstant, instantOf } from '@magwatch/base';
import type { DrugOrder } from '@magwatch/timeline';
import { describe, expect, test } from 'vitest';
import type { Json } from './json.ts';
import { noteCodes, order, parse, quantity, rxnorm } from './resources.test-kit.ts';

const orderOf = (change: Json, context = {}): DrugOrder => {
  const [fact] = parse(order(change), context).version.facts;
  if (fact?.kind !== 'drug-order') throw new Error('no order');
  return fact;
};

const iso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : formatInstant(instantOf(instant));

test('2 g magnesium sulfate', () => {
  const parsed = parse(order());
  expect(parsed.notes).toEqual([]);
  expect(parsed.version.facts).toEqual([
    {
      kind: 'drug-order',
      drug: 'magnesium-sulfate',
      route: 'intravenous',
      amount: { value: 2, unit: 'g' },
      content: { element: 'magnesium', meq: 16.22 },
      isMaintenance: false,
      authoredAt: Date.UTC(2026, 2, 10, 8),
      activeFrom: Date.UTC(2026, 2, 10, 8),
      status: 'active',
      quality: [],
    },
  ]);
});

describe('what is an order', () => {
  test.each<[string, Json, DrugOrder['status'] | undefined, readonly string[]]>([
    ['active', {}, 'active', []],
    ['on hold', { status: 'on-hold' }, 'on-hold', []],
    ['completed', { status: 'completed' }, 'ended', []],
    ['stopped', { status: 'stopped' }, 'ended', []],
    ['a draft', { status: 'draft' }, undefined, ['not-an-order']],
    ['a proposal', { intent: 'proposal' }, undefined, ['not-an-order']],
    ['a plan', { intent: 'plan' }, undefined, ['not-an-order']],
    ['an instance of an order', { intent: 'instance-order' }, 'active', []],
    ['without an intent', { intent: undefined }, 'active', []],
    ['an order not to give it', { doNotPerform: true }, undefined, ['not-an-order']],
    ['status unknown', { status: 'unknown' }, undefined, ['status-unusable']],
    ['no status', { status: undefined }, undefined, ['status-unusable']],
  ])('%s', (_name, change, status, notes) => {
    const parsed = parse(order(change));
    expect(parsed.version.state).toBe('present');
    expect(parsed.version.facts.map((fact) => (fact.kind === 'drug-order' ? fact.status : fact.kind))).toEqual(
      status ? [status] : [],
    );
    expect(noteCodes(parsed)).toEqual(notes);
  });

  test.each(['cancelled', 'entered-in-error'])('%s is withdrawn', (status) => {
    expect(parse(order({ status })).version).toMatchObject({ state: 'withdrawn', facts: [] });
  });
});

describe('from when until when it is active', () => {
  const valid = (start: string | undefined, end?: string): Json => ({
    dispenseRequest: { validityPeriod: { ...(start ? { start } : {}), ...(end ? { end } : {}) } },
  });
  const bounds = (repeat: Json): Json => ({
    dosageInstruction: [{ timing: { repeat }, doseAndRate: [{ doseQuantity: quantity(2, 'g') }] }],
  });
  test.each<[string, Json, string, string, string | undefined]>([
    ['no end', {}, '2026-03-10T08:00:00Z', '2026-03-10T08:00:00Z', undefined],
    [
      'a validity period of days',
      { authoredOn: '2026-03-10', ...valid('2026-03-10', '2026-03-11') },
      '2026-03-10T00:00:00Z',
      '2026-03-10T00:00:00Z',
      '2026-03-12T00:00:00Z',
    ],
    [
      'not before it was written',
      valid('2026-03-10', '2026-03-11'),
      '2026-03-10T08:00:00Z',
      '2026-03-10T08:00:00Z',
      '2026-03-12T00:00:00Z',
    ],
    [
      'written today for tomorrow',
      valid('2026-03-11', '2026-03-11'),
      '2026-03-10T08:00:00Z',
      '2026-03-11T00:00:00Z',
      '2026-03-12T00:00:00Z',
    ],
    [
      'a period of times',
      valid('2026-03-10T10:00:00Z', '2026-03-10T16:00:00Z'),
      '2026-03-10T08:00:00Z',
      '2026-03-10T10:00:00Z',
      '2026-03-10T16:00:00Z',
    ],
    [
      'bounds of the timing',
      bounds({ boundsPeriod: { start: '2026-03-10T09:00:00Z', end: '2026-03-13T09:00:00Z' } }),
      '2026-03-10T08:00:00Z',
      '2026-03-10T09:00:00Z',
      '2026-03-13T09:00:00Z',
    ],
    [
      'a duration',
      bounds({ boundsDuration: { value: 3, unit: 'd', code: 'd' } }),
      '2026-03-10T08:00:00Z',
      '2026-03-10T08:00:00Z',
      '2026-03-13T08:00:00Z',
    ],
    [
      'the earlier of two ends',
      { ...valid(undefined, '2026-03-20'), ...bounds({ boundsPeriod: { end: '2026-03-12T00:00:00Z' } }) },
      '2026-03-10T08:00:00Z',
      '2026-03-10T08:00:00Z',
      '2026-03-12T00:00:00Z',
    ],
    [
      'only a period',
      { authoredOn: undefined, ...valid('2026-03-10', '2026-03-10') },
      '2026-03-10T00:00:00Z',
      '2026-03-10T00:00:00Z',
      '2026-03-11T00:00:00Z',
    ],
    [
      'R5 says when it was stopped',
      { status: 'stopped', statusChanged: '2026-03-10T12:00:00Z' },
      '2026-03-10T08:00:00Z',
      '2026-03-10T08:00:00Z',
      '2026-03-10T12:00:00Z',
    ],
  ])('%s', (_name, change, authoredAt, activeFrom, activeUntil) => {
    const fact = orderOf(change);
    expect([iso(fact.authoredAt), iso(fact.activeFrom), iso(fact.activeUntil)]).toEqual([
      authoredAt,
      activeFrom,
      activeUntil,
    ]);
  });

  test('days are those of the site, also when its clocks change', () => {
    const fact = orderOf(
      { authoredOn: '2026-03-08', ...valid('2026-03-08', '2026-03-08') },
      { timeZone: 'America/New_York' },
    );
    expect([iso(fact.activeFrom), iso(fact.activeUntil)]).toEqual(['2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z']);
    expect(fact.quality).toEqual(['date-only']);
  });

  test.each<[string, Json, readonly string[]]>([
    ['no time at all', { authoredOn: undefined }, ['time-missing']],
    ['a time without an offset', { authoredOn: '2026-03-10T08:00:00' }, ['time-unusable']],
    ['a month', { authoredOn: '2026-03' }, ['time-too-vague']],
  ])('%s is refused', (_name, change, notes) => {
    const parsed = parse(order(change));
    expect(parsed.version.facts).toEqual([]);
    expect(noteCodes(parsed)).toEqual(notes);
  });

  test('a period that ends before it begins ends nothing, and that is said', () => {
    const parsed = parse(order(valid('2026-03-12', '2026-03-10')));
    expect(noteCodes(parsed)).toEqual(['period-reversed']);
    expect(parsed.version.facts[0]).not.toHaveProperty('activeUntil');
  });
});

describe('how much and how often', () => {
  const instruction = (more: Json): Json => ({ dosageInstruction: [more] });
  test.each<[string, Json, Partial<DrugOrder>, readonly string[]]>([
    [
      'a dose outside of doseAndRate',
      instruction({ doseQuantity: quantity(2, 'g') }),
      { content: { element: 'magnesium', meq: 16.22 } },
      [],
    ],
    [
      'gm',
      instruction({ doseAndRate: [{ doseQuantity: { value: 4, unit: 'gm' } }] }),
      { content: { element: 'magnesium', meq: 32.44 } },
      [],
    ],
    [
      'a schedule',
      instruction({
        timing: { repeat: { frequency: 2, period: 1, periodUnit: 'd' } },
        doseAndRate: [{ doseQuantity: quantity(2, 'g') }],
      }),
      { dosesPerDay: 2 },
      [],
    ],
    [
      'a code',
      instruction({ timing: { code: { text: 'Q8H' } }, doseAndRate: [{ doseQuantity: quantity(2, 'g') }] }),
      { dosesPerDay: 3 },
      [],
    ],
    [
      'a range',
      instruction({ doseAndRate: [{ doseRange: { low: quantity(2, 'g'), high: quantity(4, 'g') } }] }),
      {},
      ['dose-is-range'],
    ],
    ['words', instruction({ text: '2-4 gm' }), {}, ['dose-is-text']],
    [
      'an unknown unit',
      instruction({ doseAndRate: [{ doseQuantity: { value: 1, unit: 'amp' } }] }),
      {},
      ['dose-unit-unknown'],
    ],
    ['nothing', { dosageInstruction: undefined }, {}, ['dose-missing']],
  ])('%s', (_name, change, expected, notes) => {
    expect(orderOf(change)).toMatchObject(expected);
    expect(noteCodes(parse(order(change)))).toEqual(notes);
  });

  test.each<[string, Json]>([
    ['R4', { asNeededBoolean: true }],
    ['R5', { asNeeded: true }],
    ['a reason', { asNeededCodeableConcept: { text: 'if K < 3.5' } }],
  ])('as needed is no schedule: %s', (_name, more) => {
    const fact = orderOf(
      instruction({ timing: { code: { text: 'BID' } }, doseAndRate: [{ doseQuantity: quantity(2, 'g') }], ...more }),
    );
    expect(fact).not.toHaveProperty('dosesPerDay');
  });

  test('several instructions: the first was read, and that is said', () => {
    const dose = (grams: number): Json => ({ doseAndRate: [{ doseQuantity: quantity(grams, 'g') }] });
    const parsed = parse(order({ dosageInstruction: [dose(1), dose(2)] }));
    expect(parsed.version.facts).toMatchObject([{ amount: { value: 1 } }]);
    expect(noteCodes(parsed)).toEqual(['several-dosages']);
  });

  test('potassium phosphate by mmol of phosphate', () => {
    const change = {
      medicationCodeableConcept: rxnorm('34322'),
      ...instruction({ doseAndRate: [{ doseQuantity: quantity(15, 'mmol') }] }),
    };
    expect(orderOf(change).content).toEqual({ element: 'potassium', meq: 22 });
  });

  test('by the dialysis route it is dialysate', () => {
    expect(orderOf(instruction({ route: { text: 'DIALYS' } }))).toMatchObject({
      drug: 'dialysate',
      route: 'dialysis',
      isMaintenance: true,
    });
  });
});

describe('drafts of a hook call', () => {
  const draft = { at: instantOf(Date.UTC(2026, 2, 10, 12)) };
  test.each(['draft', 'active', 'completed', 'cancelled', 'entered-in-error', undefined])(
    'count whatever their status: %s',
    (status) => {
      expect(parse(order({ status, intent: 'proposal', authoredOn: undefined }), { draft }).version).toMatchObject({
        state: 'present',
        facts: [{ status: 'active', authoredAt: draft.at, activeFrom: draft.at }],
      });
    },
  );
});

import type { Rule } from '@magwatch/rules';
import { findAssessments, listAsideEvents, listNotes } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { alertsOf, hoursAgo, magnesium, NOW, useWards } from './test-ward.fixture.ts';

const wards = useWards();

describe('what cannot be used', () => {
  test.each([
    ['no JSON', Buffer.from('{"resourceType":'), 'json-unreadable'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'json-unreadable'],
    ['an empty body', Buffer.alloc(0), 'json-unreadable'],
    ['no resource', Buffer.from('[1]'), 'not-a-resource'],
    ['a type that nobody reads', Buffer.from('{"resourceType":"Bundle","id":"b"}'), 'type-not-read'],
  ])('%s is kept aside with its code, and its neighbours flow', async (_name, body, code) => {
    const ward = wards.open();
    await ward.admit();
    await ward.receiveRaw({ body });
    await ward.receive(magnesium('m', '1', 1.1));
    const { aside, events } = await ward.assess();
    expect([aside.map((one) => one.code), events]).toEqual([[code], 2]);
    const kept = (await listAsideEvents(wards.store().db, 1_000)).filter(({ source }) => source === ward.source);
    expect(kept.map(({ reason }) => reason)).toEqual([code]);
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
  });

  test('a deletion of nothing is kept aside', async () => {
    const ward = wards.open();
    await ward.receiveRaw({ interaction: 'delete' });
    expect((await ward.assess()).aside.map(({ code }) => code)).toEqual(['deletion-unnamed']);
  });

  test('without version and time the last of one batch counts', async () => {
    const ward = wards.open();
    await ward.admit();
    const values = [1.9, 1.1, 1.9, 1.1, 1.9];
    await ward.receive(...values.map((value) => magnesium('m', undefined, value)));
    await ward.assess();
    expect(await alertsOf(ward, 'mg-low')).toEqual([]);
    await ward.receive(...values.slice(0, 4).map((value) => magnesium('n', undefined, value)));
    await ward.assess();
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
  });

  test('a value in an unknown unit replaces the one before, which nobody may go on showing, and is listed', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess();
    await ward.receive(magnesium('m', '2', 1.1, { valueQuantity: { value: 1.1, unit: 'glorps' } }));
    await ward.assess();
    const [alert] = await alertsOf(ward, 'mg-low');
    expect(alert?.closed).toMatchObject({ as: 'retracted', reason: 'not-true-then' });
    const codes = (await listNotes(wards.store().db, 10, ward.source)).map(({ code }) => code);
    expect(codes).toContain('unit-unknown');
  });

  test('a result of the future is listed', async () => {
    const ward = wards.open();
    await ward.receive(magnesium('m', '1', 1.1, { effectiveDateTime: hoursAgo(-5) }));
    await ward.assess();
    expect((await listNotes(wards.store().db, 10, ward.source)).map(({ code }) => code)).toContain('time-in-future');
  });

  test('what the database would refuse does not hold up the patient', async () => {
    const ward = wards.open();
    await ward.admit();
    const specimen = {
      resourceType: 'Specimen',
      id: 's',
      subject: { reference: ward.patient },
      type: { text: 'a\0\ud800' },
    };
    await ward.receive(specimen, magnesium('m', '1', 1.1));
    expect((await ward.assess()).events).toBe(2);
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
  });

  test('a rule that fails for one patient hides neither the facts nor the other rules, and keeps its alert', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess();
    const broken: Rule = {
      ...(ward.deps.rules.find(({ id }) => id === 'mg-low') ?? raise()),
      evaluate: () => {
        throw new Error('a mistake');
      },
    };
    const rules = ward.deps.rules.map((rule) => (rule.id === 'mg-low' ? broken : rule));
    await ward.receive(magnesium('high', '1', 9.9, { effectiveDateTime: hoursAgo(1) }));
    const { failures } = await ward.assess({ rules });
    expect(failures.map(({ ruleId }) => ruleId)).toEqual(['mg-low']);
    const active = (await alertsOf(ward)).filter(({ state }) => state !== 'closed');
    expect(active.map(({ ruleId }) => ruleId).toSorted()).toEqual(['hypermagnesemia', 'mg-low']);
    expect(active.find(({ ruleId }) => ruleId === 'mg-low')?.cannotTellSince).toBe(NOW);
    const [assessment] = await findAssessments(wards.store().db, ward.source, ward.patient, 1);
    expect(assessment?.verdicts['mg-low']).toBe('rule-failed');
  });
});

function raise(): never {
  throw new Error('raised');
}

import type { Alert } from '@magwatch/alerts';
import type { Rule } from '@magwatch/rules';
import { findAssessments, inTransaction, listAsideEvents, listNotes, saveAlert } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { alertsOf, deliveriesOf, hoursAgo, magnesium, NOW, useWards } from './test-ward.fixture.ts';

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
      conditions: [{ says: 'this fails', check: raise }],
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

describe('a mistake of this program while it decides', () => {
  test('loses neither facts nor events, is said of every rule, and the next event tries again', async () => {
    const ward = wards.open();
    await ward.admit();
    const broken = ward.deps.rules.map(
      (rule): Rule => (rule.id === 'mg-low' ? { ...rule, card: { ...rule.card, summary: raise } } : rule),
    );
    await ward.receive(magnesium('m', '1', 1.1));
    const { failures, events, decisions, reviewAt } = await ward.assess({ rules: broken });
    expect([events, decisions]).toEqual([1, []]);
    expect(reviewAt).toBeGreaterThan(NOW);
    expect(failures.map(({ ruleId, code }) => [ruleId, code])).toEqual(broken.map(({ id }) => [id, 'assess-failed']));
    const [assessment] = await findAssessments(wards.store().db, ward.source, ward.patient, 1);
    expect(assessment).toMatchObject({
      events: 1,
      changes: 0,
      verdicts: Object.fromEntries(broken.map(({ id }) => [id, 'assess-failed'])),
    });
    expect(await alertsOf(ward)).toEqual([]);

    await ward.receive(magnesium('n', '1', 1.2, { effectiveDateTime: hoursAgo(1) }));
    const { events: later, failures: none } = await ward.assess();
    expect([later, none]).toEqual([1, []]);
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
  });

  test('half a decision is not kept: the card that fails takes its alert along', async () => {
    const ward = wards.open();
    await ward.admit();
    const broken = ward.deps.rules.map(
      (rule): Rule => (rule.id === 'mg-low' ? { ...rule, card: { ...rule.card, detail: raise } } : rule),
    );
    const { deps, lease } = deliveriesOf(ward);
    await ward.receive(magnesium('m', '1', 1.1));
    const { failures } = await ward.assess({ ...deps, rules: broken });
    expect(failures.map(({ code }) => code)).toContain('assess-failed');
    expect([await alertsOf(ward), await lease()]).toEqual([[], []]);
  });

  test('an alert with an impossible state does not hold up the patient', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess();
    const [alert] = await alertsOf(ward, 'mg-low');
    const evidence = [null] as unknown as Alert['evidence'];
    await inTransaction(wards.store(), (tx) => saveAlert(tx, { ...(alert ?? raise()), evidence }));
    await ward.receive(magnesium('n', '1', 2, { effectiveDateTime: hoursAgo(1) }));
    const { failures, events } = await ward.assess();
    expect([events, failures[0]?.code]).toEqual([1, 'assess-failed']);
    expect((await ward.assess()).events).toBe(0);
  });

  test('a database that breaks off is not a mistake of deciding: nothing is committed', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    const away = Object.assign(new Error('the server is shutting down'), { code: '57P01' });
    const rules = ward.deps.rules.map(
      (rule): Rule =>
        rule.id === 'mg-low'
          ? {
              ...rule,
              card: {
                ...rule.card,
                summary: () => {
                  throw away;
                },
              },
            }
          : rule,
    );
    await expect(ward.assess({ rules })).rejects.toBe(away);
    expect((await ward.assess()).events).toBe(1);
  });
});

describe('a subject of another server', () => {
  const baseUrl = 'https://ehr.example/r4';
  const elsewhere = { subject: { reference: 'https://other.example/r4/Patient/p1' } };

  test('brings its result to nobody, and is listed', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receiveRaw({ body: Buffer.from(JSON.stringify(magnesium('m', '1', 1.1, elsewhere))) });
    expect((await ward.assess({ baseUrl })).events).toBe(1);
    expect(await alertsOf(ward)).toEqual([]);
    expect((await listNotes(wards.store().db, 10, ward.source)).map(({ code }) => code)).toContain('subject-elsewhere');
  });

  test('corrects what an earlier version said of our patient', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess({ baseUrl });
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
    await ward.receiveRaw({ body: Buffer.from(JSON.stringify(magnesium('m', '2', 1.1, elsewhere))) });
    await ward.assess({ baseUrl });
    expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(['closed']);
  });

  test('of an absolute reference below our own base URL is our patient', async () => {
    const ward = wards.open();
    await ward.admit();
    const subject = { reference: `${baseUrl}/Patient/p1` };
    await ward.receiveRaw({ body: Buffer.from(JSON.stringify(magnesium('m', '1', 1.1, { subject }))) });
    await ward.assess({ baseUrl });
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
  });
});

function raise(): never {
  throw new Error('raised');
}

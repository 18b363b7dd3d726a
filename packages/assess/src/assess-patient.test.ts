import {
  findAlertChanges,
  findAssessments,
  findPatient,
  findVersions,
  inTransaction,
  lockPatient,
} from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { assessLocked, assessPatient } from './assess-patient.ts';
import { alertsOf, deliveriesOf, hoursAgo, magnesium, NOW, useWards, type Ward } from './test-ward.fixture.ts';

const wards = useWards();

describe('assessing a patient', () => {
  test('a low magnesium opens an alert with its history, its delivery and its assessment', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    const { decisions, events, reviewAt } = await ward.assess(deps);
    expect(events).toBe(1);
    expect(decisions.find(({ ruleId }) => ruleId === 'mg-low')).toMatchObject({ change: 'opened', tell: 'alert' });
    const [alert] = await alertsOf(ward, 'mg-low');
    expect(alert).toMatchObject({ state: 'open', severity: 'warning', revision: 1, decidedAt: NOW });
    const changes = await findAlertChanges(wards.store().db, alert?.id ?? '');
    expect(changes).toMatchObject([{ change: 'opened', actor: 'finding', stateBefore: null, stateAfter: 'open' }]);
    const [delivery] = (await lease()).filter(({ alertId }) => alertId === alert?.id);
    expect(delivery).toMatchObject({ tell: 'alert', revision: 1, payload: { tell: 'alert', rule: 'mg-low' } });
    expect(JSON.stringify(delivery?.payload)).toContain(`https://magwatch.example/here/alerts/${alert?.id}`);
    const [assessment] = await findAssessments(wards.store().db, ward.source, ward.patient, 1);
    expect(assessment).toMatchObject({ events: 1, decidedAt: NOW });
    expect(assessment?.verdicts['mg-low']).toBe('present');
    const row = await findPatient(wards.store().db, ward.source, ward.patient);
    expect(row?.reviewAt).toBe(reviewAt);
    expect(reviewAt).toBeGreaterThan(NOW);
  });

  test('without coverage it cannot tell, and says so of no alert', async () => {
    const ward = wards.open();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess();
    expect(await alertsOf(ward)).toEqual([]);
    const [assessment] = await findAssessments(wards.store().db, ward.source, ward.patient, 1);
    expect(assessment?.verdicts['mg-low']).toBe('unknown');
  });

  test('assessing again without news changes nothing', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess(deps);
    const before = await alertsOf(ward);
    const { decisions } = await ward.assess(deps);
    expect(decisions.filter(({ change }) => change !== 'none')).toEqual([]);
    expect(await alertsOf(ward)).toEqual(before);
    expect(await lease()).toHaveLength(before.filter(({ severity }) => severity !== 'info').length);
  });

  test('the same event three times at once, by two workers at once, is one fact and one alert', async () => {
    const ward = wards.open();
    await ward.admit();
    const event = magnesium('m', '1', 1.1);
    await Promise.all([ward.receive(event), ward.receive(event), ward.receive(event)]);
    const outcomes = await Promise.all([ward.assess(), ward.assess(), ward.assess()]);
    expect(outcomes.map(({ events }) => events).toSorted()).toEqual([0, 0, 1]);
    expect(await alertsOf(ward, 'mg-low')).toHaveLength(1);
    const versions = await findVersions(wards.store().db, ward.source, ward.patient);
    expect(versions.filter(({ version }) => version.reference === 'Observation/m')).toHaveLength(1);
  });

  test.each([
    ['in order', ['1', '2', '3']],
    ['reversed', ['3', '2', '1']],
    ['mixed, with repeats', ['2', '3', '1', '3', '1']],
  ])('versions that arrive %s end alike', async (_name, order) => {
    const ward = wards.open();
    await ward.admit();
    const values = new Map([
      ['1', 1.9],
      ['2', 1.8],
      ['3', 1.1],
    ]);
    for (const version of order) {
      await ward.receive(magnesium('m', version, values.get(version) ?? Number.NaN));
      await ward.assess();
    }
    const active = (await alertsOf(ward)).filter(({ state }) => state !== 'closed');
    expect(active.map(({ ruleId, evidence }) => [ruleId, evidence[0]?.value])).toEqual([['mg-low', 1.1]]);
  });

  test('what is broken off in the middle leaves nothing, and runs again whole', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    const killed = new Error('killed');
    const broken = inTransaction(wards.store(), async (tx) => {
      await lockPatient(tx, ward.source, ward.patient);
      await assessLocked(tx, { ...ward.deps, ...deps }, ward);
      throw killed;
    });
    await expect(broken).rejects.toBe(killed);
    expect(await alertsOf(ward)).toEqual([]);
    expect(await lease()).toEqual([]);
    const { events } = await ward.assess(deps);
    expect(events).toBe(1);
    expect(await lease()).not.toEqual([]);
  });

  test('two patients are assessed side by side', async () => {
    const ward = wards.open();
    const other = { source: ward.source, patient: 'Patient/p2' };
    const free = inTransaction(wards.store(), async (tx) => {
      await lockPatient(tx, ward.source, ward.patient);
      return assessPatient(ward.deps, other);
    });
    expect((await free).events).toBe(0);
  });

  test('a backlog longer than one transaction is read to its end, with one decision', async () => {
    const ward = wards.open();
    await ward.admit();
    const many = Array.from({ length: 1_003 }, (_, index) =>
      magnesium(`m${index}`, '1', index === 1_002 ? 1.1 : 1.9, { effectiveDateTime: hoursAgo(40 - index / 30) }),
    );
    for (let start = 0; start < many.length; start += 500) await ward.receive(...many.slice(start, start + 500));
    const { events, decisions } = await ward.assess();
    expect(events).toBe(1_003);
    expect(decisions.filter(({ change }) => change === 'opened').map(({ ruleId }) => ruleId)).toEqual(['mg-low']);
  });
});

describe('destinations', () => {
  test('one that takes only critical alerts does not hear of a warning', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward, ['critical']);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess(deps);
    expect(await lease()).toEqual([]);
    await ward.receive(magnesium('n', '1', 0.8, { effectiveDateTime: hoursAgo(1) }));
    await ward.assess(deps);
    const [told] = await lease();
    expect(told).toMatchObject({ tell: 'alert', payload: { severity: 'critical' } });
  });
});

describe('any order', () => {
  // 12 results with three versions each; the last version of each says 1.9 but for the two latest, which are low.
  const results = Array.from({ length: 12 }, (_, index) =>
    ['1', '2', '3'].map((version) => {
      const value = version === '3' ? (index < 2 ? 1.1 : 1.9) : 0.8;
      return magnesium(`m${index}`, version, value, { effectiveDateTime: hoursAgo(index + 1) });
    }),
  ).flat();
  const seed = Number(process.env['MAGWATCH_SEED'] ?? 1);

  test.each([0, 1, 2, 3])('tripled, shuffled and assessed by two workers it ends as in order: %i', async (round) => {
    const inOrder = wards.open();
    await inOrder.admit();
    for (const result of results) await inOrder.receive(result);
    await inOrder.assess();

    const ward = wards.open();
    await ward.admit();
    const arrivals = shuffle([...results, ...results, ...results], seed + round);
    const deliver = async (mine: readonly object[]): Promise<void> => {
      for (const [index, result] of mine.entries()) {
        await ward.receive(result);
        if (index % 5 === 0) await ward.assess();
      }
      await ward.assess();
    };
    const half = arrivals.length / 2;
    await Promise.all([deliver(arrivals.slice(0, half)), deliver(arrivals.slice(half))]);
    await ward.assess();
    const activeOf = async (one: Ward) =>
      (await alertsOf(one))
        .filter(({ state }) => state !== 'closed')
        .map(({ ruleId, severity, evidence }) => ({ ruleId, severity, evidence }));
    expect(await activeOf(ward)).toEqual(await activeOf(inOrder));
    expect((await activeOf(ward)).map(({ ruleId }) => ruleId)).toEqual(['mg-low']);
  });
});

/** The same seed gives the same order. */
function shuffle<Item>(items: readonly Item[], start: number): readonly Item[] {
  let state = start;
  const next = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state;
  };
  return items
    .map((item) => ({ item, rank: next() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

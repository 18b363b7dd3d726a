import type { Alert } from '@magwatch/alerts';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { saveAlert } from './alerts.ts';
import {
  adjustTell,
  countDeliveries,
  type DeliveryTell,
  insertDelivery,
  type Knowledge,
  leaseDueDeliveries,
  listDeadDeliveries,
  markDeadIfLeased,
  markRetryIfLeased,
  markSentIfLeased,
  returnDeadDelivery,
} from './deliveries.ts';
import { inTransaction } from './store.ts';
import { sampleAlert, uniqueName, useTestStore } from './test-store.fixture.ts';

const store = useTestStore();
const LEASE_MS = 60_000;

/** One alert and one destination of a test's own. */
async function setUp() {
  const destination = uniqueName('destination');
  const alert: Alert = sampleAlert({ patient: uniqueName('Patient/p') });
  await inTransaction(store(), (tx) => saveAlert(tx, alert));
  const insert = (revision: number, tell: DeliveryTell, isForKnowingOnly = false) =>
    inTransaction(store(), (tx) =>
      insertDelivery(tx, {
        alertId: alert.id,
        revision,
        destination,
        tell,
        isForKnowingOnly,
        render: (told) => ({ told, revision }),
      }),
    );
  const lease = (leaseMs = LEASE_MS) => leaseDueDeliveries(store(), destination, 10, leaseMs);
  const states = async () =>
    (
      await sql<{ revision: number; tell: string; state: string }>`
        SELECT revision, tell, state FROM delivery WHERE alert_id = ${alert.id} ORDER BY revision`.execute(store().db)
    ).rows.map(({ revision, tell, state }) => `${revision} ${tell} ${state}`);
  return { alert, destination, insert, lease, states };
}

async function leaseOne(lease: () => ReturnType<typeof leaseDueDeliveries>) {
  const [first, ...others] = await lease();
  expect(others).toEqual([]);
  if (first === undefined) throw new Error('nothing was leased');
  return first;
}

describe('what is told to a destination', () => {
  test.each<[DeliveryTell, Knowledge, DeliveryTell | undefined]>([
    ['alert', 'nothing', 'alert'],
    ['update', 'nothing', 'alert'],
    ['withdraw', 'nothing', undefined],
    ['alert', 'perhaps-told', 'alert'],
    ['update', 'perhaps-told', 'alert'],
    ['withdraw', 'perhaps-told', 'withdraw'],
    ['alert', 'told', 'alert'],
    ['update', 'told', 'update'],
    ['withdraw', 'told', 'withdraw'],
  ])('%s to one that knows %s: %s', (tell, knowledge, expected) => {
    expect(adjustTell(tell, knowledge)).toBe(expected);
  });

  test('a severity that it does not take reaches it only where it may know the alert', () => {
    expect(adjustTell('alert', 'nothing', true)).toBeUndefined();
    expect(adjustTell('update', 'nothing', true)).toBeUndefined();
    expect(adjustTell('update', 'told', true)).toBe('update');
    expect(adjustTell('withdraw', 'perhaps-told', true)).toBe('withdraw');
  });
});

describe('a new revision', () => {
  test('supersedes one that nobody has taken, and tells all of it', async () => {
    const { insert, lease, states } = await setUp();
    expect(await insert(1, 'alert')).toBe('alert');
    expect(await insert(2, 'update')).toBe('alert');
    expect(await states()).toEqual(['1 alert superseded', '2 alert pending']);
    expect((await leaseOne(lease)).payload).toEqual({ told: 'alert', revision: 2 });
  });

  test('that withdraws what was never sent leaves nothing to send', async () => {
    const { insert, lease, states } = await setUp();
    await insert(1, 'alert');
    expect(await insert(2, 'withdraw')).toBeUndefined();
    expect(await states()).toEqual(['1 alert superseded']);
    expect(await lease()).toEqual([]);
  });

  test('that withdraws what is on its way is sent after it', async () => {
    const { insert, lease, states } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(lease);
    expect(await insert(2, 'withdraw')).toBe('withdraw');
    expect(await lease()).toEqual([]);
    expect(await markSentIfLeased(store().db, first)).toBe(true);
    expect((await leaseOne(lease)).tell).toBe('withdraw');
    expect(await states()).toEqual(['1 alert sent', '2 withdraw pending']);
  });

  test('after one that was sent is an update', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    await markSentIfLeased(store().db, await leaseOne(lease));
    expect(await insert(2, 'update')).toBe('update');
  });

  test('after a withdrawal that was sent tells all of it again, and no second withdrawal', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    await markSentIfLeased(store().db, await leaseOne(lease));
    await insert(2, 'withdraw');
    await markSentIfLeased(store().db, await leaseOne(lease));
    expect(await insert(3, 'withdraw')).toBeUndefined();
    expect(await insert(4, 'update')).toBe('alert');
  });

  test('twice to one destination is refused', async () => {
    const { insert } = await setUp();
    await insert(1, 'alert');
    await expect(insert(1, 'alert')).rejects.toMatchObject({ code: '23505' });
  });
});

describe('leasing', () => {
  test('two notifiers at once never get the same one', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    const leased = await Promise.all([lease(), lease(), lease(), lease()]);
    expect(leased.flat()).toHaveLength(1);
  });

  test('a lease that ended is given again, and the first holder can no longer mark it', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(() => lease(0));
    const second = await leaseOne(lease);
    expect([first.attempt, second.attempt]).toEqual([1, 2]);
    expect(await markSentIfLeased(store().db, first)).toBe(false);
    expect(await markDeadIfLeased(store().db, first, 'gone')).toBe(false);
    expect(await markSentIfLeased(store().db, second)).toBe(true);
    expect(await markSentIfLeased(store().db, second)).toBe(false);
  });

  test('an abandoned revision does not hold up a later one', async () => {
    const { insert, lease, states } = await setUp();
    await insert(1, 'alert');
    await leaseOne(() => lease(200));
    await insert(2, 'update');
    await expect.poll(async () => (await lease()).map(({ revision }) => revision), { timeout: 5_000 }).toEqual([2]);
    expect(await states()).toEqual(['1 alert superseded', '2 alert pending']);
  });

  test('a failed one is not due before its time, unless later news replace it', async () => {
    const { insert, lease, states } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(lease);
    expect(await markRetryIfLeased(store().db, first, { delayMs: LEASE_MS, reason: 'http-503' })).toBe(true);
    expect(await lease()).toEqual([]);
    await insert(2, 'update');
    expect(await states()).toEqual(['1 alert superseded', '2 alert pending']);
    expect((await leaseOne(lease)).revision).toBe(2);
  });

  test('one that fails while later news wait gives way to them', async () => {
    const { insert, lease, states } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(lease);
    await insert(2, 'update');
    await markRetryIfLeased(store().db, first, { delayMs: LEASE_MS, reason: 'http-503' });
    expect(await states()).toEqual(['1 alert superseded', '2 alert pending']);
    expect((await leaseOne(lease)).revision).toBe(2);
  });

  test('one that failed with no time to wait is due at once', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    await markRetryIfLeased(store().db, await leaseOne(lease), { delayMs: 0, reason: 'reset' });
    expect((await leaseOne(lease)).attempt).toBe(2);
  });

  test('a dead one is kept with its reason and may be tried again', async () => {
    const { insert, lease, destination } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(lease);
    expect(await markDeadIfLeased(store().db, first, 'http-400')).toBe(true);
    const dead = (await listDeadDeliveries(store().db, 100)).find(({ id }) => id === first.id);
    expect([dead?.reason, dead?.attempts]).toEqual(['http-400', 1]);
    expect(await countDeliveries(store().db)).toContainEqual({ destination, state: 'dead', count: 1 });
    expect(await returnDeadDelivery(store().db, first.id)).toBe(true);
    expect((await leaseOne(lease)).attempt).toBe(2);
  });

  test('a dead one is not tried again when later news have come', async () => {
    const { insert, lease } = await setUp();
    await insert(1, 'alert');
    const first = await leaseOne(lease);
    await markDeadIfLeased(store().db, first, 'http-400');
    await insert(2, 'withdraw');
    expect(await returnDeadDelivery(store().db, first.id)).toBe(false);
  });

  test('a revision that comes while an earlier one is being leased: whatever is first, both are in order', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { insert, lease } = await setUp();
      await insert(1, 'alert');
      const [leased, told] = await Promise.all([lease(), insert(2, 'withdraw')]);
      const wasTaken = leased.length === 1;
      expect(told).toBe(wasTaken ? 'withdraw' : undefined);
    }
  });
});

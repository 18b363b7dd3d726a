import { expect, test } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import { lowMagnesium, newcomer } from './resources.ts';
import { useWards } from './use-wards.ts';
import { PATIENCE } from './ward.ts';

const wards = useWards();

test('an EHR that asks for patience, fails, then works gets the card once; another destination does not wait for it', async () => {
  const ward = await wards.open('redis', { withPager: true });
  ward.charts(...newcomer('p1'));
  await Promise.all([ward.runs('receiver'), ward.runs('ingest-worker'), ward.runs('notifier')]);
  // More than any wait of our own after a first failure.
  const retryAfterSeconds = 5;
  const answers = [{ status: 429, retryAfterSeconds }, { status: 500 }, { status: 200 }];
  ward.ehr.answer = async () => {
    // The EHR is slow as well: it does not answer before the pager has its card.
    await eventually(() => ward.pager.liveCards().length === 1, PATIENCE);
    return answers.shift() ?? { status: 200 };
  };
  const row = async () => (await ward.query(`SELECT state, retry, reason FROM delivery WHERE destination = 'ehr'`))[0];

  await ward.sends(lowMagnesium('p1'));
  await eventually(async () => (await row())?.['reason'] === 'destination-throttled', PATIENCE);
  expect(await row()).toMatchObject({ state: 'pending', retry: 'later' });
  expect(ward.cards()).toEqual([]);
  // After the 500 it would be tried again within seconds; the test does not wait for them.
  const hurry = `UPDATE delivery SET retry_at = now() WHERE state = 'pending' AND reason = 'destination-unavailable'`;
  await eventually(async () => {
    await ward.query(hurry);
    return ward.cards('p1').length === 1;
  }, PATIENCE);
  await ward.settles();
  expect(ward.ehr.deliveries).toHaveLength(3);
  const [first, second] = ward.ehr.deliveries;
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(retryAfterSeconds * 1_000);
  expect(new Set(ward.ehr.deliveries.map(({ key }) => key)).size).toBe(1);
  expect(ward.pager.deliveries).toHaveLength(1);
  expect(await ward.query('SELECT destination, state, attempts FROM delivery ORDER BY destination')).toEqual([
    { destination: 'ehr', state: 'sent', attempts: 3 },
    { destination: 'pager', state: 'sent', attempts: 1 },
  ]);
});

test('a card that the EHR refuses is kept as a dead letter with its reason, and holds up no other', async () => {
  const ward = await wards.open('redis', { withPager: true });
  ward.charts(...newcomer('p1'), ...newcomer('p2'));
  await Promise.all([ward.runs('receiver'), ward.runs('ingest-worker'), ward.runs('notifier')]);
  ward.ehr.answer = ({ body }) => ({ status: body.patient === 'Patient/p1' ? 400 : 200 });
  await ward.sends(lowMagnesium('p1'), lowMagnesium('p2'));
  await eventually(() => ward.cards('p2').length === 1 && ward.pager.liveCards().length === 2, PATIENCE);
  await ward.settles();
  expect(ward.cards('p1')).toEqual([]);
  const dead = `SELECT patient, destination, delivery.state, retry, reason, attempts, payload->'card' IS NOT NULL AS "hasCard"
    FROM delivery JOIN alert ON alert.id = alert_id WHERE delivery.state <> 'sent'`;
  expect(await ward.query(dead)).toEqual([
    {
      patient: 'Patient/p1',
      destination: 'ehr',
      state: 'dead',
      retry: 'never',
      reason: 'destination-refused (400)',
      attempts: 1,
      hasCard: true,
    },
  ]);
});

import { expect, test } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import { expectOneOfEach, holdAssessments } from './crash.ts';
import { lowMagnesium, newcomer } from './resources.ts';
import { useWards } from './use-wards.ts';
import { PATIENCE } from './ward.ts';

const wards = useWards();

test('the receiver is killed after its row is committed and before the queue heard of it: the worker finds the row', async () => {
  const ward = await wards.open('redis');
  const redis = wards.redis();
  ward.charts(...newcomer('p1'));
  const receiver = await ward.runs('receiver');
  await redis.hold();
  await ward.sends(lowMagnesium('p1'));
  expect(await ward.query('SELECT state FROM inbox')).toEqual([{ state: 'new' }]);
  await receiver.kill();
  // What a dead process had asked for is forgotten with its connections.
  await eventually(async () => (await redis.countConnections()) === 0, PATIENCE);
  await redis.release();
  expect(await redis.countWaiting()).toBe(0);

  await Promise.all([ward.runs('ingest-worker'), ward.runs('notifier')]);
  await eventually(() => ward.cards('p1').length > 0, PATIENCE);
  await expectOneOfEach(ward);
});

test('the notifier is killed after the EHR took a card and before that is marked: sent again under the same key, one card', async () => {
  const ward = await wards.open('redis');
  ward.charts(...newcomer('p1'));
  const [notifier] = await Promise.all([ward.runs('notifier'), ward.runs('receiver'), ward.runs('ingest-worker')]);
  ward.ehr.answer = async () => {
    if (notifier.isRunning()) await notifier.kill();
    return { status: 200 };
  };
  await ward.sends(lowMagnesium('p1'));
  await eventually(() => ward.cards('p1').length > 0, PATIENCE);
  expect(await ward.query('SELECT state, attempts FROM delivery')).toEqual([{ state: 'pending', attempts: 1 }]);

  // Three quarters of a minute later: the lease of the dead notifier has run out.
  await ward.query('UPDATE delivery SET leased_until = now()');
  await ward.runs('notifier');
  await eventually(() => ward.ehr.deliveries.length > 1, PATIENCE);
  await expectOneOfEach(ward);
  expect(ward.ehr.deliveries).toHaveLength(2);
  expect(new Set(ward.ehr.deliveries.map(({ key }) => key)).size).toBe(1);
  expect(await ward.query('SELECT state, attempts FROM delivery')).toEqual([{ state: 'sent', attempts: 2 }]);
});

test('Redis forgets everything while patients wait: each is assessed all the same', async () => {
  const ward = await wards.open('redis');
  const redis = wards.redis();
  const patients = Array.from({ length: 12 }, (_, index) => `p${index}`);
  for (const patient of patients) ward.charts(...newcomer(patient));
  await Promise.all([ward.runs('receiver'), ward.runs('ingest-worker'), ward.runs('notifier')]);
  const hold = await holdAssessments(ward);
  await ward.sends(...patients.map((patient) => lowMagnesium(patient)));
  // Four are being assessed; the others exist in the queue and in the inbox.
  await hold.waitFor(4);
  await eventually(async () => (await redis.countWaiting()) === patients.length - 4, PATIENCE);
  await redis.flushAll();
  await hold.release();

  await eventually(() => ward.cards().length === patients.length, PATIENCE);
  await ward.settles();
  expect(new Set((await ward.activeAlerts()).map(({ patient, rule }) => `${patient} ${rule}`))).toEqual(
    new Set(patients.map((patient) => `Patient/${patient} mg-low`)),
  );
  expect(ward.ehr.deliveries).toHaveLength(patients.length);
});

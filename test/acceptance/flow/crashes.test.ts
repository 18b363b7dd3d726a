import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import { lowMagnesium, newcomer, person } from './resources.ts';
import { QUEUE_PLACES, useWards } from './use-wards.ts';
import { PATIENCE, type Ward } from './ward.ts';

const wards = useWards();

/** Holds every transaction that writes the history of an alert, which an assessment does in its middle. */
async function holdAssessments(
  ward: Ward,
): Promise<{ waitFor: (count: number) => Promise<void>; release: () => Promise<void> }> {
  const holder = new Client({ connectionString: ward.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE alert_change IN ACCESS EXCLUSIVE MODE');
  const waiting = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%alert_change%'`;
  return {
    waitFor: async (count) =>
      void (await eventually(async () => (await ward.query(waiting)).length >= count, PATIENCE)),
    release: async () => {
      await holder.query('ROLLBACK');
      await holder.end();
    },
  };
}

/** Has the patient assessed once, so that his context is known: what comes now comes by its event or not at all. */
async function knows(ward: Ward, patient: string): Promise<void> {
  await ward.sends(person(patient));
  await eventually(async () => (await ward.query('SELECT id FROM assessment')).length > 0, PATIENCE);
  await ward.settles();
}

/** One alert that was opened once and told once; one card. */
async function expectOneOfEach(ward: Ward): Promise<void> {
  await ward.settles();
  expect(await ward.activeAlerts()).toMatchObject([{ patient: 'Patient/p1', rule: 'mg-low', state: 'open' }]);
  expect(await ward.query('SELECT change FROM alert_change')).toEqual([{ change: 'opened' }]);
  expect(await ward.query('SELECT tell FROM delivery')).toEqual([{ tell: 'alert' }]);
  expect(ward.cards()).toMatchObject([{ patient: 'Patient/p1', rule: 'mg-low' }]);
}

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

describe.each(QUEUE_PLACES)('with the queue in %s', (queue) => {
  test('the worker is killed in the middle of an assessment: nothing of it remains, another worker does it whole', async () => {
    const ward = await wards.open(queue);
    ward.charts(...newcomer('p1'));
    const [worker] = await Promise.all([ward.runs('ingest-worker'), ward.runs('receiver'), ward.runs('notifier')]);
    await knows(ward, 'p1');
    const hold = await holdAssessments(ward);
    await ward.sends(lowMagnesium('p1'));
    await hold.waitFor(1);
    await worker.kill();
    expect(await ward.query('SELECT id FROM alert')).toEqual([]);
    expect(await ward.query(`SELECT state FROM inbox WHERE resource_id = 'p1-mg'`)).toEqual([{ state: 'new' }]);
    await hold.release();

    await ward.runs('ingest-worker');
    await eventually(() => ward.cards('p1').length > 0, PATIENCE);
    await expectOneOfEach(ward);
  });
});

test('the worker is killed after an assessment is committed and before the notifier heard of it: delivered, once', async () => {
  const ward = await wards.open('redis');
  const redis = wards.redis();
  ward.charts(...newcomer('p1'));
  const [worker, receiver] = await Promise.all([ward.runs('ingest-worker'), ward.runs('receiver')]);
  await knows(ward, 'p1');
  const hold = await holdAssessments(ward);
  await ward.sends(lowMagnesium('p1'));
  await hold.waitFor(1);
  await redis.hold();
  await hold.release();
  await eventually(async () => (await ward.query('SELECT id FROM delivery')).length > 0, PATIENCE);
  await Promise.all([worker.kill(), receiver.kill()]);
  await eventually(async () => (await redis.countConnections()) === 0, PATIENCE);
  await redis.release();

  await Promise.all([ward.runs('ingest-worker'), ward.runs('notifier')]);
  await eventually(() => ward.cards('p1').length > 0, PATIENCE);
  // The job of the dead worker comes back and finds everything done.
  await eventually(async () => (await ward.query('SELECT id FROM assessment')).length > 2, PATIENCE);
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

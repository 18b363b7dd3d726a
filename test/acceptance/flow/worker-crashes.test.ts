import { describe, expect, test } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import { expectOneOfEach, holdAssessments, knows } from './crash.ts';
import { lowMagnesium, newcomer } from './resources.ts';
import { QUEUE_PLACES, useWards } from './use-wards.ts';
import { PATIENCE } from './ward.ts';

const wards = useWards();

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
  const [worker] = await Promise.all([ward.runs('ingest-worker'), ward.runs('receiver'), ward.runs('notifier')]);
  await knows(ward, 'p1');
  const hold = await holdAssessments(ward);
  await ward.sends(lowMagnesium('p1'));
  await hold.waitFor(1);
  await redis.hold();
  await hold.release();
  await eventually(async () => (await ward.query('SELECT id FROM delivery')).length > 0, PATIENCE);
  await worker.kill();
  // The queue is still silent: the notifier looks for itself.
  await eventually(() => ward.cards('p1').length > 0, PATIENCE);
  await redis.release();

  const countAssessments = async () => (await ward.query('SELECT id FROM assessment')).length;
  const before = await countAssessments();
  await ward.runs('ingest-worker');
  // The job of the dead worker comes back and finds everything done.
  await eventually(async () => (await countAssessments()) > before, PATIENCE);
  await expectOneOfEach(ward);
});

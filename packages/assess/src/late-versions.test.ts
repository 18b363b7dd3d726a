import { inTransaction, markEventsDone, type NewEvent, storeEvents } from '@magwatch/store';
import { expect, test } from 'vitest';
import { alertsOf, hoursAgo, magnesium, useWards, type Ward } from './test-ward.fixture.ts';

const wards = useWards();

const DELETION = {
  interaction: 'delete',
  resourceType: 'Observation',
  resourceId: 'm',
  body: Buffer.alloc(0),
} as const;

/** A deletion that nobody could give a patient: the server was asked, said that it is gone, and it was done with. */
async function deleteUnseen({ source }: Ward, change: Partial<NewEvent> = {}): Promise<void> {
  const [stored] = await storeEvents(wards.store(), [{ source, ...DELETION, ...change }]);
  if (stored?.outcome !== 'stored') throw new Error('the deletion is new');
  await inTransaction(wards.store(), (tx) => markEventsDone(tx, [stored.id]));
}

const meta = (versionId: string, hours: number) => ({ meta: { versionId, lastUpdated: hoursAgo(hours) } });

test.each([
  ['written before it', magnesium('m', '4', 1.1, meta('4', 1)), []],
  ['made anew after it', magnesium('m', '6', 1.1, meta('6', -1)), ['open']],
  ['without a time, too low a number to be made anew', magnesium('m', '2', 1.1), []],
  ['without a time, which may be made anew', magnesium('m', '3', 1.1), ['open']],
])('a deletion that came before anything else of its resource meets a version %s', async (_name, late, expected) => {
  const ward = wards.open();
  await ward.admit();
  await deleteUnseen(ward);
  await ward.receive(late);
  const { decisions } = await ward.assess();
  expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(expected);
  // Nothing was told in between either.
  expect(decisions.filter(({ ruleId, change }) => ruleId === 'mg-low' && change !== 'none')).toHaveLength(
    expected.length,
  );
});

test.each<[string, Partial<NewEvent>]>([
  ['another resource', { resourceId: 'other' }],
  ['another type', { resourceType: 'Specimen' }],
  ['another source', { source: 'elsewhere' }],
  ['a patient already', { patient: 'Patient/p2' }],
  ['no deletion', { interaction: 'upsert' }],
])('a done event of %s ends nothing', async (_name, change) => {
  const ward = wards.open();
  await ward.admit();
  await deleteUnseen(ward, change);
  await ward.receive(magnesium('m', '4', 1.1, meta('4', 1)));
  await ward.assess();
  expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(['open']);
});

test('a deletion that nobody has checked yet ends nothing: it may be forged', async () => {
  const ward = wards.open();
  await ward.admit();
  await storeEvents(wards.store(), [{ source: ward.source, ...DELETION }]);
  await ward.receive(magnesium('m', '4', 1.1, meta('4', 1)));
  await ward.assess();
  expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(['open']);
});

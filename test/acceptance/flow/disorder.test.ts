import { describe, expect, test } from 'vitest';
import { chanceOf } from '../../kit/chance.ts';
import { eventually } from '../../kit/wait.ts';
import { nameOf, writeHistory } from './history.ts';
import { assessInOrder, openAlertOf } from './in-order.ts';
import { newcomer } from './resources.ts';
import { type QueuePlace, useWards } from './use-wards.ts';
import type { Ward } from './ward.ts';

const wards = useWards();
/** MAGWATCH_SEED gives the same histories and the same disorder. */
const SEED = Number(process.env['MAGWATCH_SEED']);
const EVENTS_OF_A_PATIENT = 10;
const TIMES = 3;

/** Every open alert that speaks for itself has one live card; every live card is that of an alert which is still true. */
async function expectOneCardEach(ward: Ward): Promise<void> {
  const active = await ward.activeAlerts();
  const keys = ward.cards().map(({ patient, rule }) => `${patient} ${rule}`);
  expect(new Set(keys).size).toBe(keys.length);
  const speaking = active.filter(({ isInhibited, state }) => state === 'open' && !isInhibited);
  for (const { patient, rule, severity } of speaking)
    if (severity !== 'info') expect(keys).toContain(`${patient} ${rule}`);
  const mayHaveCard = new Set(
    active.filter((one) => !one.isInhibited).map(({ patient, rule }) => `${patient} ${rule}`),
  );
  expect(keys.filter((key) => !mayHaveCard.has(key))).toEqual([]);
}

describe.each<[number, QueuePlace]>([
  [200, 'redis'],
  [40, 'postgres'],
])(`%i events, shuffled and tripled by the seed ${SEED}, sent at once, with the queue in %s`, (events, queue) => {
  test('the open alerts are those of the same events in their order, and each has one live card', async () => {
    const chance = chanceOf(SEED);
    const ward = await wards.open(queue);
    const patients = Array.from({ length: events / EVENTS_OF_A_PATIENT }, (_, index) => `p${index}`);
    const histories = patients.map((patient) => writeHistory(chance, patient, EVENTS_OF_A_PATIENT));
    const all = histories.flat();
    expect(new Set(all.map(nameOf)).size).toBe(events);
    const expected = patients.flatMap((patient, index) => assessInOrder(patient, histories[index] ?? []));
    // Two hundred events in which nothing is found would prove nothing; forty may be unlucky.
    expect(expected.length).toBeGreaterThanOrEqual(Math.floor(events / 50));

    for (const patient of patients) ward.charts(...newcomer(patient));
    await Promise.all([ward.runs('receiver'), ward.runs('ingest-worker'), ward.runs('notifier')]);
    const arrivals = chance.shuffle(Array.from({ length: TIMES }, () => all).flat());
    await Promise.all(arrivals.map(({ resource }) => ward.notifies({ body: resource })));
    await ward.settles();

    const found = (await ward.activeAlerts()).filter(({ state }) => state === 'open').map(openAlertOf);
    const key = ({ patient, rule }: { patient: string; rule: string }): string => `${patient} ${rule}`;
    const sorted = (list: typeof found) => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(found)).toEqual(sorted(expected));
    expect(await ward.query(`SELECT count(*) FROM inbox WHERE interaction = 'upsert'`)).toEqual([
      { count: String(events) },
    ]);
    await eventually(async () => {
      await expectOneCardEach(ward);
      return true;
    });
  });
});

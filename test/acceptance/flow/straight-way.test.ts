import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { eventually } from '../../kit/wait.ts';
import type { DeliveredCard } from './card-inbox.ts';
import { almostRefractory, hoursAgo, lowMagnesium, newcomer, result, stillLow } from './resources.ts';
import { QUEUE_PLACES, useWards } from './use-wards.ts';
import { PATIENCE, type Ward } from './ward.ts';

const wards = useWards();

/** What two cards of one alert have in common; each has a uuid of its own. */
const essence = ({ summary, indicator, links = [] }: DeliveredCard) => ({ summary, indicator, url: links[0]?.url });

async function openChart(baseUrl: string, patientId: string): Promise<readonly DeliveredCard[]> {
  const context = { userId: 'Practitioner/x', patientId };
  const answer = await fetch(`${baseUrl}/cds-services/magwatch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hook: 'patient-view', hookInstance: randomUUID(), context }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { cards: DeliveredCard[] }).cards;
}

async function runsWhole(ward: Ward): Promise<void> {
  await Promise.all([ward.runs('receiver'), ward.runs('ingest-worker'), ward.runs('notifier')]);
}

describe.each(QUEUE_PLACES)('with the queue in %s', (queue) => {
  test('potassium stays low after 80 mEq and magnesium is low: one alert, one card, the same when the chart is opened', async () => {
    const ward = await wards.open(queue);
    ward.charts(...almostRefractory('p1'));
    const [hooks] = await Promise.all([ward.runs('cds-hooks'), runsWhole(ward)]);
    await ward.publishes(stillLow('p1'));
    await eventually(() => ward.cards('p1').length > 0, PATIENCE);
    await ward.settles();

    const shown = (await ward.activeAlerts()).filter(({ isInhibited }) => !isInhibited);
    expect(shown).toMatchObject([
      { patient: 'Patient/p1', rule: 'refractory-hypokalemia-low-mg', state: 'open', severity: 'warning' },
    ]);
    expect(shown[0]?.evidence.map((one) => one['reference']).sort()).toEqual([
      'MedicationAdministration/p1-d1',
      'MedicationAdministration/p1-d2',
      'Observation/p1-k1',
      'Observation/p1-k2',
      'Observation/p1-mg',
    ]);
    expect(ward.ehr.deliveries.map(({ body }) => [body.rule, body.tell])).toEqual([
      ['refractory-hypokalemia-low-mg', 'alert'],
    ]);

    const [delivered] = ward.cards('p1');
    const [, , hooksUrl = ''] = (await hooks.waitForLine(/^ready/)).split(' ');
    const returned = await openChart(hooksUrl, 'p1');
    expect(returned.map(essence)).toEqual([delivered?.card && essence(delivered.card)]);
    expect(delivered?.card?.summary).toContain('K 3.1 after 80 mEq');
    expect(await openChart(hooksUrl, 'p2')).toEqual([]);
  });
});

test('a potassium that is corrected to normal and a magnesium entered in error: retracted, and the EHR is told', async () => {
  const ward = await wards.open('redis');
  ward.charts(...almostRefractory('p1'), ...newcomer('p2'));
  await runsWhole(ward);
  await ward.sends(stillLow('p1', 2.9), lowMagnesium('p2'));
  await eventually(() => ward.cards('p1').length === 1 && ward.cards('p2').length === 1, PATIENCE);

  const now = { issued: hoursAgo(0) };
  await ward.sends(
    { ...stillLow('p1', 3.9), ...now, status: 'corrected' },
    { ...lowMagnesium('p2'), ...now, status: 'entered-in-error' },
  );
  await eventually(
    () => ward.cards('p2').length === 0 && !ward.cards('p1').some(({ rule }) => rule.startsWith('refractory')),
    PATIENCE,
  );
  await ward.settles();
  for (const [patient, rule] of [
    ['Patient/p1', 'refractory-hypokalemia-low-mg'],
    ['Patient/p2', 'mg-low'],
  ] as const)
    expect(ward.ehr.lastWordOn(patient, rule), rule).toMatchObject({
      tell: 'withdraw',
      withdrawn: { as: 'retracted', isError: true },
    });
  expect(
    await ward.query(`SELECT patient, rule_id AS rule, closed_as AS as FROM alert WHERE state = 'closed' ORDER BY 1`),
  ).toEqual([
    { patient: 'Patient/p1', rule: 'refractory-hypokalemia-low-mg', as: 'retracted' },
    { patient: 'Patient/p2', rule: 'mg-low', as: 'retracted' },
  ]);
});

test('an empty notification, an id alone, and a body without its version are read from the EHR and end in cards', async () => {
  const ward = await wards.open('redis');
  for (const patient of ['p1', 'p2', 'p3']) ward.charts(...newcomer(patient));
  await runsWhole(ward);
  // Someone who only says that something happened makes us search for it.
  ward.fhir.interfere = () => undefined;
  ward.fhir.put(lowMagnesium('p1'));
  await ward.notifies();
  await eventually(() => ward.cards('p1').length === 1, PATIENCE);

  ward.fhir.interfere = ({ query }) => (query.has('_lastUpdated') ? 400 : undefined);
  ward.fhir.put(lowMagnesium('p2'));
  await ward.notifies({ method: 'PUT', path: '/Observation/p2-mg' });
  await eventually(() => ward.cards('p2').length === 1, PATIENCE);

  ward.fhir.put(lowMagnesium('p3', 0.9));
  await ward.notifies({
    body: result('magnesium', { patient: 'somebody-else', id: 'mg', hoursAgo: 1 }, 2, { id: 'p3-mg' }),
  });
  await eventually(() => ward.cards('p3').length === 1, PATIENCE);
  await ward.settles();
  expect((await ward.activeAlerts()).map(({ patient, rule, severity }) => [patient, rule, severity])).toEqual([
    ['Patient/p1', 'mg-low', 'warning'],
    ['Patient/p2', 'mg-low', 'warning'],
    ['Patient/p3', 'mg-low', 'critical'],
  ]);
  expect(ward.ehr.deliveries).toHaveLength(3);
});

import { instantOf } from '@magwatch/base';
import { findAlerts, findUndonePatients, findVersions, markSentIfLeased } from '@magwatch/store';
import { describe, expect, test } from 'vitest';
import { assessPatient } from './assess-patient.ts';
import { alertsOf, deliveriesOf, hoursAgo, magnesium, NOW, useWards } from './test-ward.fixture.ts';

const wards = useWards();

describe('corrections', () => {
  test('a corrected value retracts the alert and tells who was told', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess(deps);
    for (const delivery of await lease()) await markSentIfLeased(wards.store().db, delivery);
    await ward.receive(magnesium('m', '2', 1.9, { status: 'corrected' }));
    await ward.assess(deps);
    expect(await alertsOf(ward, 'mg-low')).toMatchObject([{ state: 'closed', closed: { as: 'retracted' } }]);
    expect(await lease()).toMatchObject([{ tell: 'withdraw', payload: { withdrawn: { as: 'retracted' } } }]);
  });

  test('what was never sent is not withdrawn either', async () => {
    const ward = wards.open();
    const { deps, lease } = deliveriesOf(ward);
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess(deps);
    await ward.receive(magnesium('m', '2', 1.9, { status: 'corrected' }));
    await ward.assess(deps);
    expect(await lease()).toEqual([]);
  });

  test.each([
    ['before the deletion', false],
    ['after it, although it was written before', true],
  ])('a deleted result takes its alert along, when a last version arrives %s', async (_name, isLate) => {
    const ward = wards.open();
    await ward.admit();
    const written = (version: string, value: number) =>
      magnesium('m', version, value, { meta: { versionId: version, lastUpdated: hoursAgo(1) } });
    const deletion = () => ward.receiveRaw({ interaction: 'delete', resourceType: 'Observation', resourceId: 'm' });
    await ward.receive(written('1', 1.1));
    await ward.assess();
    expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(['open']);
    if (!isLate) await ward.receive(written('2', 1.0));
    await deletion();
    await ward.assess();
    if (isLate) await ward.receive(written('2', 1.0));
    await ward.assess();
    expect((await alertsOf(ward, 'mg-low')).map(({ state }) => state)).toEqual(['closed']);
  });

  test('a resource that was made anew after its deletion counts', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.receive(magnesium('m', '1', 1.1, { meta: { versionId: '1', lastUpdated: hoursAgo(1) } }));
    await ward.receiveRaw({ interaction: 'delete', resourceType: 'Observation', resourceId: 'm' });
    await ward.assess();
    await ward.receive(magnesium('m', '3', 1.1, { meta: { versionId: '3', lastUpdated: hoursAgo(-1) } }));
    await ward.assess();
    expect((await alertsOf(ward, 'mg-low')).filter(({ state }) => state !== 'closed')).toHaveLength(1);
  });

  test('a result that turns out to be of another patient leaves the wrong one and reaches the right one', async () => {
    const ward = wards.open();
    await ward.admit();
    await ward.admit('Patient/p2');
    await ward.receive(magnesium('m', '1', 1.1));
    await ward.assess();
    await ward.receive(magnesium('m', '2', 1.1, { subject: { reference: 'Patient/p2' } }));
    await assessPatient(ward.deps, { source: ward.source, patient: 'Patient/p2' });
    const waiting = (await findUndonePatients(wards.store(), 0, 1_000)).filter(({ source }) => source === ward.source);
    expect(waiting).toEqual([{ source: ward.source, patient: 'Patient/p1' }]);
    await ward.assess();
    expect(await alertsOf(ward, 'mg-low')).toMatchObject([{ state: 'closed', closed: { as: 'retracted' } }]);
    const right = await findAlerts(wards.store().db, ward.source, 'Patient/p2');
    expect(right.filter(({ ruleId }) => ruleId === 'mg-low')).toMatchObject([{ state: 'open' }]);
  });

  test('an event under the wrong patient goes to its own', async () => {
    const ward = wards.open();
    const body = Buffer.from(JSON.stringify(magnesium('m', '1', 1.1, { subject: { reference: 'Patient/p2' } })));
    await ward.receiveRaw({ body, patient: 'Patient/p1' });
    await ward.assess();
    expect(await findVersions(wards.store().db, ward.source, 'Patient/p1')).toEqual([]);
    await assessPatient(ward.deps, { source: ward.source, patient: 'Patient/p2' });
    expect(await findVersions(wards.store().db, ward.source, 'Patient/p2')).toHaveLength(1);
  });

  test('without version and time the last content counts, also when it was said before', async () => {
    const ward = wards.open();
    await ward.admit();
    let seconds = 0;
    const values = async () => {
      seconds += 60;
      const now = instantOf(NOW + seconds * 1_000);
      await ward.assess({ clock: { now: () => now } });
      return (await alertsOf(ward, 'mg-low')).map(({ state }) => state);
    };
    await ward.receive(magnesium('m', undefined, 1.1));
    expect(await values()).toEqual(['open']);
    await ward.receive(magnesium('m', undefined, 1.9));
    expect(await values()).toEqual(['closed']);
    await ward.receive(magnesium('m', undefined, 1.1), magnesium('m', undefined, 1.1));
    expect((await values()).at(-1)).toBe('open');
    const versions = await findVersions(wards.store().db, ward.source, ward.patient);
    expect(versions.filter(({ version }) => version.reference === 'Observation/m')).toHaveLength(3);
  });
});

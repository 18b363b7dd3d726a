import { type Instant, instantOf } from '@magwatch/base';
import type { Fact } from '@magwatch/timeline';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { findAlertChanges, insertAlertChange } from './alert-changes.ts';
import { findActiveAlerts, findAlert, findAlerts, getAlert, saveAlert } from './alerts.ts';
import { findAssessments, insertAssessment } from './assessments.ts';
import { countNotes, listNotes, recordNotes } from './data-quality.ts';
import { isContentRefused } from './errors.ts';
import { findPatient, findPatientsToReview, saveCoverage, savePatientAssessed } from './patients.ts';
import {
  findLatestUnnumbered,
  findPatientOfResource,
  findVersions,
  insertVersions,
  type NewVersion,
} from './resource-versions.ts';
import { findReturnedCard, insertReturnedCards } from './returned-cards.ts';
import { inSavepoint, inTransaction, lockPatient, type Transaction } from './store.ts';
import { findSubscriptions, saveSubscription } from './subscriptions.ts';
import { NOW, sampleAlert, uniqueName, useTestStore } from './test-store.fixture.ts';

const store = useTestStore();
const inTx = <Value>(work: (tx: Transaction) => Promise<Value>) => inTransaction(store(), work);

const fact: Fact = { kind: 'condition', condition: 'dialysis', isActive: true, from: NOW };
const version = (reference: string, versionId: string, facts: readonly Fact[] = [fact]): NewVersion => ({
  versionKey: `v:${versionId}`,
  version: { reference, versionId, state: 'present', facts },
});

describe('versions of resources', () => {
  test('come back as they were, in the order in which they were recorded, and never twice', async () => {
    const source = uniqueName('source');
    const odd: NewVersion = {
      versionKey: 'h:1',
      version: { reference: 'Observation/b', lastUpdated: NOW, state: 'withdrawn', facts: [] },
    };
    await inTx((tx) => insertVersions(tx, source, 'Patient/p', [version('Observation/a', '1'), odd]));
    const again = await inTx((tx) => insertVersions(tx, source, 'Patient/p', [version('Observation/a', '1', [])]));
    expect(again.inserted).toBe(0);
    const found = await findVersions(store().db, source, 'Patient/p');
    expect(found.map((one) => one.version)).toEqual([version('Observation/a', '1').version, odd.version]);
    const [first, second] = found.map(({ sequence }) => sequence);
    expect(second).toBeGreaterThan(first ?? Number.NaN);
    expect(await findVersions(store().db, source, 'Patient/p', first)).toHaveLength(1);
  });

  test('characters that the database refuses are taken out', async () => {
    const source = uniqueName('source');
    const odd: Fact = { kind: 'specimen', isHemolyzed: false, type: 'a\0b\ud800c😀' };
    await inTx((tx) => insertVersions(tx, source, 'Patient/p', [version('Specimen/s', '1', [odd])]));
    const [found] = await findVersions(store().db, source, 'Patient/p');
    expect(found?.version.facts).toEqual([{ ...odd, type: 'ab\ufffdc😀' }]);
  });

  test.each([
    ['the wrong patient first', ['Patient/wrong', 'Patient/right']],
    ['the right patient first', ['Patient/right', 'Patient/wrong']],
  ])('a result that was moved to another patient is withdrawn from the first: %s', async (_name, order) => {
    const source = uniqueName('source');
    const versions = new Map([
      ['Patient/wrong', version('Observation/o', '1')],
      ['Patient/right', version('Observation/o', '2')],
    ]);
    const told: (readonly string[])[] = [];
    for (const patient of order) {
      const one = versions.get(patient);
      const result = await inTx((tx) => insertVersions(tx, source, patient, one ? [one] : []));
      told.push(result.otherPatients);
    }
    expect(told).toEqual([[], [order[0]]]);
    const wrong = await findVersions(store().db, source, 'Patient/wrong');
    const byNumber = wrong.toSorted((a, b) => Number(a.version.versionId) - Number(b.version.versionId));
    expect(byNumber.map(({ version: { state, facts } }) => [state, facts.length])).toEqual([
      ['present', 1],
      ['withdrawn', 0],
    ]);
    const last = order.at(-1);
    expect(await findPatientOfResource(store().db, source, 'Observation/o')).toBe(last);
  });

  test('the latest version without a number is told by its time', async () => {
    const source = uniqueName('source');
    const unnumbered = (key: string, lastUpdated: Instant): NewVersion => ({
      versionKey: key,
      version: { reference: 'Observation/o', lastUpdated, state: 'present', facts: [] },
    });
    const later = instantOf(NOW + 1);
    await inTx((tx) => insertVersions(tx, source, 'Patient/p', [unnumbered('new', later), unnumbered('old', NOW)]));
    const latest = await findLatestUnnumbered(store().db, source, ['Observation/o', 'Observation/x']);
    expect([...latest]).toEqual([['Observation/o', 'new']]);
  });
});

describe('patients', () => {
  test('coverage grows by what is newer and keeps the rest', async () => {
    const source = uniqueName('source');
    const cover = (asOf: number) => ({ from: NOW, asOf: instantOf(NOW + asOf) });
    await inTx((tx) =>
      saveCoverage(
        tx,
        source,
        'Patient/p',
        new Map([
          ['a', cover(5)],
          ['b', cover(5)],
        ]),
        NOW,
      ),
    );
    await inTx((tx) =>
      saveCoverage(
        tx,
        source,
        'Patient/p',
        new Map([
          ['a', cover(4)],
          ['b', cover(6)],
        ]),
        NOW,
      ),
    );
    const found = await findPatient(store().db, source, 'Patient/p');
    expect(found?.coverage).toEqual(
      new Map([
        ['a', cover(5)],
        ['b', cover(6)],
      ]),
    );
    expect(found?.contextAt).toBe(NOW);
  });

  test('one is due for review when his time has come, not a millisecond before, and once it is gone no more', async () => {
    const source = uniqueName('source');
    const patient = { source, patient: 'Patient/p', now: NOW };
    const reviewAt = instantOf(NOW + 1_001);
    await inTx((tx) => savePatientAssessed(tx, { ...patient, reviewAt }));
    const due = async (at: number) =>
      (await findPatientsToReview(store(), instantOf(at), 1_000)).filter((one) => one.source === source);
    expect(await due(reviewAt - 1)).toEqual([]);
    expect((await due(reviewAt)).map((one) => [one.patient, one.reviewAt, one.assessedAt])).toEqual([
      ['Patient/p', reviewAt, NOW],
    ]);
    await inTx((tx) => savePatientAssessed(tx, { ...patient, reviewAt: undefined }));
    expect(await due(reviewAt)).toEqual([]);
  });

  test('a proof from a clock that was put back since does not stay', async () => {
    const source = uniqueName('source');
    const save = (asOf: number) =>
      inTx((tx) => saveCoverage(tx, source, 'Patient/p', new Map([['a', { from: NOW, asOf: instantOf(asOf) }]]), NOW));
    const kept = async () => (await findPatient(store().db, source, 'Patient/p'))?.coverage.get('a')?.asOf;
    await save(NOW + 600_000);
    await save(NOW);
    expect(await kept()).toBe(NOW + 600_000);
    await save(NOW + 600_001);
    await save(NOW);
    expect(await kept()).toBe(NOW);
  });
});

describe('alerts', () => {
  test('come back as they were', async () => {
    const source = uniqueName('source');
    const alert = sampleAlert({ source, figures: { doseMEq: 40.5 }, heldUntil: instantOf(NOW + 1) });
    await inTx((tx) => saveAlert(tx, alert));
    expect(await findAlert(store().db, alert.id)).toEqual(alert);
    expect(await findAlerts(store().db, source, 'Patient/p1')).toEqual([alert]);
    expect(await findActiveAlerts(store().db, { source, limit: 10 })).toEqual([alert]);
    expect(await findAlert(store().db, crypto.randomUUID())).toBeUndefined();
    expect(await findAlert(store().db, "x' OR true --")).toBeUndefined();
    await expect(getAlert(store().db, crypto.randomUUID())).rejects.toThrow('assertion failed');
  });

  test('a revision never goes back', async () => {
    const alert = sampleAlert({ source: uniqueName('source'), revision: 3 });
    await inTx((tx) => saveAlert(tx, alert));
    await inTx((tx) => saveAlert(tx, alert));
    await expect(inTx((tx) => saveAlert(tx, { ...alert, revision: 2 }))).rejects.toThrow('assertion failed');
  });

  test('a rule has at most one alert of a patient that is not closed', async () => {
    const source = uniqueName('source');
    const first = sampleAlert({ source });
    await inTx((tx) => saveAlert(tx, first));
    const second = sampleAlert({ source, episode: 2 });
    await expect(inTx((tx) => saveAlert(tx, second))).rejects.toMatchObject({ code: '23505' });
    const closed = { as: 'resolved', reason: 'magnesium-normal', at: NOW, by: 'finding' } as const;
    await inTx((tx) => saveAlert(tx, { ...first, state: 'closed', closed, revision: 2 }));
    await inTx((tx) => saveAlert(tx, second));
    expect((await findActiveAlerts(store().db, { source, limit: 10 })).map(({ episode }) => episode)).toEqual([2]);
  });

  test('the history has one change for each revision', async () => {
    const alert = sampleAlert({ source: uniqueName('source') });
    const change = {
      alertId: alert.id,
      revision: 1,
      change: 'opened',
      reason: 'finding-fired',
      actor: 'finding',
      stateBefore: null,
      stateAfter: 'open',
      severity: 'warning',
      decidedAt: NOW,
    } as const;
    await inTx(async (tx) => {
      await saveAlert(tx, alert);
      await insertAlertChange(tx, change);
    });
    expect(await findAlertChanges(store().db, alert.id)).toEqual([change]);
    await expect(inTx((tx) => insertAlertChange(tx, change))).rejects.toMatchObject({ code: '23505' });
    const [early, late] = [instantOf(NOW - 2), instantOf(NOW - 1)];
    const basis = {
      factSequence: 7,
      parametersVersion: 'p-1',
      coverage: new Map([
        ['result:magnesium', { from: early, asOf: late }],
        ['result:potassium', { from: early, asOf: NOW }],
        ['dose:k-replacement', { from: late, asOf: NOW }],
        ['condition:dialysis', { from: early, asOf: late }],
      ]),
      defaultSetting: 'outpatient',
    } as const;
    await inTx((tx) => insertAlertChange(tx, { ...change, revision: 2, basis }));
    expect((await findAlertChanges(store().db, alert.id))[1]).toEqual({ ...change, revision: 2, basis });
  });
});

describe('what the tables refuse', () => {
  test.each([
    [
      'an event aside without a reason',
      sql`INSERT INTO inbox (source, interaction, body, state) VALUES ('s', 'upsert', '', 'aside')`,
    ],
    ['an unknown interaction', sql`INSERT INTO inbox (source, interaction, body) VALUES ('s', 'guess', '')`],
    [
      'an alert that is closed and does not say how',
      sql`INSERT INTO alert (id, source, patient, rule_id, episode, state, severity, revision, opened_at, changed_at, body)
          VALUES (gen_random_uuid(), 's', 'p', 'r', 1, 'closed', 'info', 1, now(), now(), '{}')`,
    ],
    [
      'an alert of episode 0',
      sql`INSERT INTO alert (id, source, patient, rule_id, episode, state, severity, revision, opened_at, changed_at, body)
          VALUES (gen_random_uuid(), 's', 'p', 'r', 0, 'open', 'info', 1, now(), now(), '{}')`,
    ],
    [
      'a delivery of no alert',
      sql`INSERT INTO delivery (alert_id, revision, destination, tell, payload) VALUES (gen_random_uuid(), 1, 'd', 'alert', '{}')`,
    ],
    [
      'a version of unknown state',
      sql`INSERT INTO resource_version (source, patient, reference, version_key, state, facts) VALUES ('s', 'p', 'r', 'k', 'maybe', '[]')`,
    ],
  ])('%s', async (_name, statement) => {
    await expect(statement.execute(store().db)).rejects.toSatisfy(isContentRefused);
  });
});

describe('the small tables', () => {
  test('a note counts how often it was seen, also twice in one batch', async () => {
    const source = uniqueName('source');
    const note = { reference: 'Observation/o', code: 'unit-unknown', kind: 'refusal', path: 'valueQuantity' } as const;
    await recordNotes(store().db, source, [note, { ...note, detail: 'mg\0' }]);
    await recordNotes(store().db, source, [{ ...note, detail: 'mg' }]);
    expect(await listNotes(store().db, 10, source)).toMatchObject([{ ...note, detail: 'mg', count: 3 }]);
    expect(await countNotes(store().db)).toContainEqual({ source, code: 'unit-unknown', kind: 'refusal', count: 1 });
  });

  test('an assessment is one row', async () => {
    const source = uniqueName('source');
    const row = {
      source,
      patient: 'Patient/p',
      decidedAt: NOW,
      factSequence: 9_007_199_254,
      events: 2,
      verdicts: { 'mg-low': 'present' },
      changes: 1,
    };
    await inTx((tx) => insertAssessment(tx, row));
    expect(await findAssessments(store().db, source, 'Patient/p', 10)).toEqual([row]);
  });

  test('a subscription is kept as it was last seen', async () => {
    const source = uniqueName('source');
    const row = { source, key: 'k', remoteId: '7', criteria: 'Observation?code=1', status: 'requested', error: 'no' };
    await saveSubscription(store().db, row);
    await saveSubscription(store().db, { source, key: 'k', criteria: row.criteria, status: 'active' });
    const [found] = await findSubscriptions(store().db, source);
    expect(found).toMatchObject({ key: 'k', status: 'active', remoteId: undefined, error: undefined });
  });

  test('a returned card is found by its uuid', async () => {
    const alert = sampleAlert({ source: uniqueName('source') });
    await inTx((tx) => saveAlert(tx, alert));
    const card = {
      uuid: crypto.randomUUID(),
      source: alert.source,
      patient: alert.patient,
      ruleId: alert.ruleId,
      severity: alert.severity,
      alertId: alert.id,
      revision: 1,
      hook: 'patient-view',
      user: 'Practitioner/x',
    };
    await insertReturnedCards(store().db, [card]);
    expect(await findReturnedCard(store().db, card.uuid)).toMatchObject({ ...card, client: undefined });
    expect(await findReturnedCard(store().db, 'no-uuid')).toBeUndefined();
    const odd = { ...card, uuid: crypto.randomUUID(), user: 'Practitioner/\0x' };
    await insertReturnedCards(store().db, [odd]);
    expect((await findReturnedCard(store().db, odd.uuid))?.user).toBe('Practitioner/x');
    const ofDraft = { ...card, uuid: crypto.randomUUID(), alertId: undefined, revision: 0, hook: 'order-sign' };
    await insertReturnedCards(store().db, [ofDraft]);
    expect(await findReturnedCard(store().db, ofDraft.uuid)).toMatchObject(ofDraft);
  });
});

describe('transactions', () => {
  test('what was done before a failure is undone', async () => {
    const source = uniqueName('source');
    const failure = new Error('killed in the middle');
    await expect(
      inTx(async (tx) => {
        await saveCoverage(tx, source, 'Patient/p', new Map(), NOW);
        throw failure;
      }),
    ).rejects.toBe(failure);
    expect(await findPatient(store().db, source, 'Patient/p')).toBeUndefined();
  });

  test('a part that fails alone is undone alone', async () => {
    const source = uniqueName('source');
    await inTx(async (tx) => {
      await saveCoverage(tx, source, 'Patient/a', new Map(), NOW);
      const part = inSavepoint(tx, async () => {
        await saveCoverage(tx, source, 'Patient/b', new Map(), NOW);
        await sql`SELECT 1 / 0`.execute(tx);
      });
      await expect(part).rejects.toMatchObject({ code: '22012' });
    });
    expect(await findPatient(store().db, source, 'Patient/a')).toBeDefined();
    expect(await findPatient(store().db, source, 'Patient/b')).toBeUndefined();
  });

  test('a patient is held by one transaction at a time, and the next one sees what it did', async () => {
    const source = uniqueName('source');
    const order: string[] = [];
    let enter: () => void = () => undefined;
    const entered = new Promise<void>((resolve) => {
      enter = resolve;
    });
    const first = inTx(async (tx) => {
      await lockPatient(tx, source, 'Patient/p');
      enter();
      await saveCoverage(tx, source, 'Patient/p', new Map(), NOW);
      await expect.poll(() => countWaiting(), { timeout: 5_000 }).toBeGreaterThan(0);
      order.push('first');
    });
    await entered;
    const second = inTx(async (tx) => {
      await lockPatient(tx, source, 'Patient/p');
      order.push('second');
      return findPatient(tx, source, 'Patient/p');
    });
    await first;
    expect(await second).toBeDefined();
    expect(order).toEqual(['first', 'second']);
  });

  test('a deadlock is tried again', async () => {
    const source = uniqueName('source');
    let runs = 0;
    let arrived = 0;
    const both = async (a: string, b: string): Promise<void> => {
      await inTx(async (tx) => {
        runs += 1;
        await lockPatient(tx, source, a);
        arrived += 1;
        // Both hold their first lock before either asks for its second one.
        await expect.poll(() => arrived, { timeout: 5_000 }).toBeGreaterThanOrEqual(2);
        await lockPatient(tx, source, b);
      });
    };
    await Promise.all([both('Patient/a', 'Patient/b'), both('Patient/b', 'Patient/a')]);
    expect(runs).toBe(3);
  });
});

async function countWaiting(): Promise<number> {
  const found = await sql<{ count: string }>`
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`.execute(store().db);
  return Number(found.rows[0]?.count);
}

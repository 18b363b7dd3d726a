import { describe, expect, test } from 'vitest';
import {
  claimDeletions,
  countInbox,
  delayEvent,
  findUndoneEvent,
  findUndoneEvents,
  findUndonePatients,
  findUnresolvedEvents,
  findWaiting,
  insertEvents,
  isResourceUndone,
  listAsideEvents,
  lockUndoneEvent,
  markEventsDone,
  type NewEvent,
  requestRecheck,
  returnAsideEvents,
  setDeletionUnclaimed,
  setEventAside,
  setEventPatient,
  storeEvents,
} from './inbox.ts';
import { inTransaction } from './store.ts';
import { uniqueName, useTestStore } from './test-store.fixture.ts';

const store = useTestStore();

function event(change: Partial<NewEvent> = {}): NewEvent {
  return {
    source: 'ward',
    eventKey: uniqueName('Observation/o|1|upsert'),
    interaction: 'upsert',
    resourceType: 'Observation',
    resourceId: 'o',
    versionId: '1',
    patient: 'Patient/p1',
    contentType: 'application/fhir+json',
    body: Buffer.from('{}'),
    ...change,
  };
}

const undoneOf = (source: string, patient = 'Patient/p1') =>
  inTransaction(store(), (tx) => findUndoneEvents(tx, source, patient, 100));

describe('storing events', () => {
  test('says of each row whether it is new, in the order given', async () => {
    const known = event();
    await insertEvents(store(), [known]);
    const fresh = event();
    expect(await insertEvents(store(), [fresh, known, fresh, event({ eventKey: undefined })])).toEqual([
      'stored',
      'duplicate',
      'duplicate',
      'stored',
    ]);
  });

  test('the same event three times at once is one row', async () => {
    const source = uniqueName('source');
    const same = event({ source });
    const answers = await Promise.all([1, 2, 3].map(() => insertEvents(store(), [same])));
    expect(answers.flat().toSorted()).toEqual(['duplicate', 'duplicate', 'stored']);
    expect(await undoneOf(source)).toHaveLength(1);
  });

  test('an event without a key is never a duplicate', async () => {
    const keyless = event({ eventKey: undefined });
    expect(await insertEvents(store(), [keyless, keyless])).toEqual(['stored', 'stored']);
  });

  test('the same key of another source is another event', async () => {
    const one = event();
    expect(await insertEvents(store(), [one, { ...one, source: 'elsewhere' }])).toEqual(['stored', 'stored']);
  });

  test('no events are no statement', async () => {
    expect(await insertEvents(store(), [])).toEqual([]);
  });

  test('the bytes come back as they came', async () => {
    const source = uniqueName('source');
    const body = Buffer.from([0, 1, 92, 34, 39, 44, 123, 125, 255]);
    await insertEvents(store(), [
      event({ source, body }),
      event({ source, body: Buffer.from('Grüße, {"a":"\\\\x"}') }),
    ]);
    const [first, second] = await undoneOf(source);
    expect(first?.body.equals(body)).toBe(true);
    expect(second?.body.toString()).toBe('Grüße, {"a":"\\\\x"}');
  });

  test('batches with the same keys in opposite orders do not block each other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const events = Array.from({ length: 1_000 }, () => event({ source: `opposite-${round}` }));
      const batches = [events, events.toReversed(), events, events.toReversed()];
      const answers = await Promise.all(batches.map((batch) => insertEvents(store(), batch)));
      expect(answers.flat().filter((outcome) => outcome === 'stored')).toHaveLength(1_000);
    }
  });

  test('one row that the database refuses makes the statement fail, and none is stored', async () => {
    const source = uniqueName('source');
    await expect(insertEvents(store(), [event({ source }), event({ source, resourceId: 'a\0b' })])).rejects.toThrow();
    expect(await undoneOf(source)).toEqual([]);
  });

  test('one row that the database refuses fails alone', async () => {
    const source = uniqueName('source');
    const duplicate = event({ source });
    await storeEvents(store(), [duplicate]);
    const outcomes = await storeEvents(store(), [event({ source }), event({ source, resourceId: 'a\0b' }), duplicate]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['stored', 'refused', 'duplicate']);
  });

  test('says the id of each stored row', async () => {
    const source = uniqueName('source');
    const outcomes = await storeEvents(store(), [
      event({ source, resourceId: 'a' }),
      event({ source, resourceId: 'b' }),
    ]);
    const ids = outcomes.map((one) => (one.outcome === 'stored' ? one.id : 'none'));
    const found = await Promise.all(ids.map((id) => findUndoneEvent(store().db, id)));
    expect(found.map((one) => one?.resourceId)).toEqual(['a', 'b']);
  });
});

describe('reading events', () => {
  test('in the order of their arrival, undone ones of the patient only, no more than asked for', async () => {
    const source = uniqueName('source');
    const row = (resourceId: string, patient = 'Patient/p1') => event({ source, resourceId, patient });
    await insertEvents(store(), [row('c'), row('a'), row('x', 'Patient/p2'), row('b'), row('d')]);
    const [first] = await undoneOf(source);
    await inTransaction(store(), (tx) => markEventsDone(tx, [first?.id ?? '']));
    const found = await inTransaction(store(), (tx) => findUndoneEvents(tx, source, 'Patient/p1', 2));
    expect(found.map(({ resourceId }) => resourceId)).toEqual(['a', 'b']);
  });

  test('what is set aside is not read again until it is returned', async () => {
    const source = uniqueName('source');
    const [stored] = await storeEvents(store(), [event({ source })]);
    const id = stored?.outcome === 'stored' ? stored.id : '';
    await setEventAside(store().db, id, 'json-unreadable');
    expect(await undoneOf(source)).toEqual([]);
    expect((await listAsideEvents(store().db, 10)).map((one) => [one.id, one.reason])).toContainEqual([
      id,
      'json-unreadable',
    ]);
    expect((await countInbox(store())).aside).toBeGreaterThanOrEqual(1);
    await returnAsideEvents(store().db, 'json-unreadable', 100);
    expect(await undoneOf(source)).toHaveLength(1);
  });

  test('an event may be kept aside at once', async () => {
    const source = uniqueName('source');
    await insertEvents(store(), [event({ source, asideReason: 'json-unreadable' })]);
    expect(await undoneOf(source)).toEqual([]);
  });

  test('a recheck is an event of its own for each patient', async () => {
    const source = uniqueName('source');
    await inTransaction(store(), (tx) => requestRecheck(tx, source, ['Patient/p1', 'Patient/p2']));
    expect((await undoneOf(source, 'Patient/p2')).map(({ interaction }) => interaction)).toEqual(['recheck']);
  });
});

describe('the reconciler', () => {
  test('finds each patient with waiting events once, the longest waiting first', async () => {
    const source = uniqueName('source');
    const of = (patient: string) => event({ source, patient });
    await insertEvents(store(), [of('Patient/b'), of('Patient/a'), of('Patient/b')]);
    const found = (await findUndonePatients(store(), 0, 1_000)).filter((one) => one.source === source);
    expect(found.map(({ patient }) => patient)).toEqual(['Patient/b', 'Patient/a']);
  });

  test('patients of a source that nobody follows any more do not hold up the others', async () => {
    const [gone, followed] = [uniqueName('source'), uniqueName('source')];
    await insertEvents(store(), [event({ source: gone }), event({ source: followed, patient: 'Patient/b' })]);
    expect(await findUndonePatients(store(), 0, 1, [followed])).toEqual([{ source: followed, patient: 'Patient/b' }]);
    expect(await findUndonePatients(store(), 0, 1, [])).toEqual([]);
  });

  test('a resource is undone while an event of it waits, and a deletion of it is no such event', async () => {
    const source = uniqueName('source');
    const isUndone = () => isResourceUndone(store().db, { source, type: 'Observation', id: 'o' });
    // A hint is no resource.
    await insertEvents(store(), [event({ source, patient: undefined, versionId: undefined, eventKey: undefined })]);
    await insertEvents(store(), [event({ source, interaction: 'delete', patient: undefined })]);
    expect(await isUndone()).toBe(false);
    await insertEvents(store(), [event({ source })]);
    expect(await isUndone()).toBe(true);
    const [, second] = [...(await undoneOf(source)), ...(await undoneOf(source))];
    await inTransaction(store(), (tx) => markEventsDone(tx, [second?.id ?? '']));
    expect(await isUndone()).toBe(false);
  });

  test('leaves events alone that came just now', async () => {
    const source = uniqueName('source');
    await insertEvents(store(), [event({ source })]);
    expect((await findUndonePatients(store(), 60_000, 1_000)).filter((one) => one.source === source)).toEqual([]);
  });

  test('an event without a patient is resolved, with what was read for it', async () => {
    const source = uniqueName('source');
    await insertEvents(store(), [event({ source, patient: undefined, versionId: undefined, body: Buffer.alloc(0) })]);
    const unresolved = async () =>
      (await findUnresolvedEvents(store(), 0, 1_000)).filter((one) => one.source === source);
    const [found] = await unresolved();
    const id = found?.id ?? '';
    expect(await delayEvent(store().db, id, 60_000)).toBe(1);
    expect(await unresolved()).toEqual([]);
    expect(await delayEvent(store().db, id, 0)).toBe(2);
    expect(await unresolved()).toHaveLength(1);
    const readBack = { body: Buffer.from('{"a":1}'), versionId: '7', interaction: 'upsert' } as const;
    await setEventPatient(store().db, id, 'Patient/p9', readBack);
    expect(await unresolved()).toEqual([]);
    const [resolved] = await undoneOf(source, 'Patient/p9');
    expect([resolved?.body.toString(), resolved?.versionId]).toEqual(['{"a":1}', '7']);
  });
});

test('what waits without a patient is told with its age, and whether it names one', async () => {
  const source = uniqueName('source');
  const waiting = () => findWaiting(store().db, source, 'Patient/p1');
  expect(await waiting()).toEqual({ oldestMs: undefined, ofPatient: [] });
  const common = { source, eventKey: undefined, patient: undefined } as const;
  await insertEvents(store(), [
    event({ source }),
    event({
      ...common,
      resourceType: 'Specimen',
      body: Buffer.from('{"subject":{"reference":"http://e/Patient/p1"}}'),
    }),
    event({ ...common, body: Buffer.from('{"subject":{"reference":"Patient/p11"}}') }),
    event({ ...common, body: Buffer.from([0, 255]), asideReason: 'json-unreadable' }),
  ]);
  const found = await waiting();
  expect(found.oldestMs).toBeGreaterThanOrEqual(0);
  expect(found.ofPatient.map(({ resourceType }) => resourceType)).toEqual(['Specimen']);
});

test('whoever claims a deletion waits for the one who is done with it at this moment', async () => {
  const source = uniqueName('source');
  const [stored] = await storeEvents(store(), [
    event({ source, eventKey: undefined, interaction: 'delete', patient: undefined }),
  ]);
  const id = stored?.outcome === 'stored' ? stored.id : '';
  const claim = () =>
    inTransaction(store(), (tx) => claimDeletions(tx, source, 'Patient/p1', [{ type: 'Observation', id: 'o' }]));
  let isOver = false;
  const claiming = await inTransaction(store(), async (tx) => {
    await lockUndoneEvent(tx, id);
    const claimed = claim().then((events) => {
      expect(isOver).toBe(true);
      return events;
    });
    await waitUntilBlocked();
    await setDeletionUnclaimed(tx, id);
    isOver = true;
    return { claimed };
  });
  expect(await claiming.claimed).toMatchObject([{ id, interaction: 'delete', patient: 'Patient/p1' }]);
  expect(await claim()).toEqual([]);
});

/** Until a statement on this database waits for another transaction. */
async function waitUntilBlocked(): Promise<void> {
  const blocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await store().pool.query(blocked)).rows.length === 0) await new Promise((resolve) => setImmediate(resolve));
}

import { assert, type Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { isContentRefused, isTransactionConflict } from './errors.ts';
import type { Database, Store, Transaction } from './store.ts';

/** `recheck`: not from outside, but a request of our own to look at a patient again. */
export type Interaction = 'upsert' | 'delete' | 'unknown' | 'recheck';

/** An event as it arrived. */
export interface NewEvent {
  readonly source: string;
  /** Type, id, version and interaction where the event names a version; without it an event is never a duplicate. */
  readonly eventKey?: string | undefined;
  readonly interaction: Interaction;
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly versionId?: string | undefined;
  /** `Patient/id`, where the event says it. */
  readonly patient?: string | undefined;
  readonly contentType?: string | undefined;
  readonly body: Buffer;
  /** The code for which it is kept aside at once, when nobody can read it. */
  readonly asideReason?: string | undefined;
}

/** What became of an event. `refused`: the database does not take its content (a NUL in a text, for example). */
export type Stored =
  | { readonly outcome: 'stored'; readonly id: string }
  | { readonly outcome: 'duplicate' }
  | { readonly outcome: 'refused'; readonly code: 'event-not-storable' };

export interface InboxEvent {
  readonly id: string;
  readonly source: string;
  readonly interaction: Interaction;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly versionId: string | null;
  readonly patient: string | null;
  readonly contentType: string | null;
  readonly body: Buffer;
  readonly receivedAt: Instant;
  /** How long ago that was, by the database's clock. */
  readonly ageMs: number;
  readonly attempts: number;
}

export const EVENTS_PER_STATEMENT_MAX = 1_000;

/**
 * Stores many events with one statement and says for each whether it is new, in the order given.
 * One event that the database refuses makes the whole statement fail: see `storeEvents`.
 */
export async function insertEvents(
  store: Store,
  events: readonly NewEvent[],
): Promise<readonly ('stored' | 'duplicate')[]> {
  const ids = await insertAll(store.db, events);
  return ids.map((id) => (id === null ? 'duplicate' : 'stored'));
}

/**
 * Stores many events with one statement; when the database refuses the content of one of them, each alone, so that
 * only that one fails. Throws when the database itself fails: then nothing of the batch may be answered with 2xx
 * (what was stored meets its key again when it is sent again).
 */
export async function storeEvents(store: Store, events: readonly NewEvent[]): Promise<readonly Stored[]> {
  try {
    return (await insertAll(store.db, events)).map(toStored);
  } catch (error) {
    // Two batches with the same keys cannot wait for each other in a circle (see the order below), other writers could.
    if (!isContentRefused(error) && !isTransactionConflict(error)) throw error;
  }
  const outcomes: Stored[] = [];
  for (const event of events) outcomes.push(await storeAlone(store, event));
  return outcomes;
}

async function storeAlone(store: Store, event: NewEvent): Promise<Stored> {
  try {
    const [id] = await insertAll(store.db, [event]);
    return toStored(id ?? null);
  } catch (error) {
    if (isContentRefused(error)) return { outcome: 'refused', code: 'event-not-storable' };
    throw error;
  }
}

const toStored = (id: string | null): Stored => (id === null ? { outcome: 'duplicate' } : { outcome: 'stored', id });

/** The id of each new row in the order given; null where an event with this key is there already. */
async function insertAll(db: Database, events: readonly NewEvent[]): Promise<readonly (string | null)[]> {
  if (events.length === 0) return [];
  assert(events.length <= EVENTS_PER_STATEMENT_MAX, `at most ${EVENTS_PER_STATEMENT_MAX} events at once`);
  const column = (read: (event: NewEvent) => unknown): unknown[] => events.map((event) => read(event) ?? null);
  // Ids are drawn first, to tell which row came of which event. Rows are inserted in the order of their keys, so that
  // two batches with the same keys never wait for each other in a circle.
  const inserted = await sql<{ id: string | null }>`
    WITH incoming AS MATERIALIZED (
      SELECT nextval('inbox_id_seq') AS id, event.*
      FROM unnest(
        ${column((e) => e.source)}::text[], ${column((e) => e.eventKey)}::text[],
        ${column((e) => e.interaction)}::text[], ${column((e) => e.resourceType)}::text[],
        ${column((e) => e.resourceId)}::text[], ${column((e) => e.versionId)}::text[],
        ${column((e) => e.patient)}::text[], ${column((e) => e.contentType)}::text[],
        ${column((e) => e.body)}::bytea[], ${column((e) => e.asideReason)}::text[]
      ) WITH ORDINALITY AS event (
        source, event_key, interaction, resource_type, resource_id, version_id, patient, content_type, body, reason,
        position
      )
    ), stored AS (
      INSERT INTO inbox (
        id, source, event_key, interaction, resource_type, resource_id, version_id, patient, content_type, body,
        reason, state
      ) OVERRIDING SYSTEM VALUE
      SELECT
        id, source, event_key, interaction, resource_type, resource_id, version_id, patient, content_type, body,
        reason, CASE WHEN reason IS NULL THEN 'new' ELSE 'aside' END
      FROM incoming
      ORDER BY source, event_key, position
      ON CONFLICT (source, event_key) WHERE event_key IS NOT NULL DO NOTHING
      RETURNING id
    )
    SELECT stored.id FROM incoming LEFT JOIN stored USING (id) ORDER BY incoming.position`.execute(db);
  return inserted.rows.map(({ id }) => id);
}

const EVENT = sql`
  id, source, interaction, resource_type AS "resourceType", resource_id AS "resourceId", version_id AS "versionId",
  patient, content_type AS "contentType", body, received_at AS "receivedAt", attempts,
  (extract(epoch FROM now() - received_at) * 1000)::float8 AS "ageMs"`;

/** The oldest events of a patient that no assessment has read yet, at most `limit`, in the order of their arrival. */
export async function findUndoneEvents(
  tx: Transaction,
  source: string,
  patient: string,
  limit: number,
): Promise<readonly InboxEvent[]> {
  const found = await sql<InboxEvent>`
    SELECT ${EVENT} FROM inbox
    WHERE source = ${source} AND patient = ${patient} AND state = 'new'
    ORDER BY id LIMIT ${limit}`.execute(tx);
  return found.rows;
}

/**
 * Whether another event than `except` that is no deletion and not done brings this resource: its assessment is still to come. One
 * that has neither patient nor version is only a hint: what it says is read from the server as well.
 */
export async function isResourceUndone(
  db: Database,
  { source, type, id }: { readonly source: string; readonly type: string; readonly id: string },
  except?: string,
): Promise<boolean> {
  const found = await sql`
    SELECT FROM inbox
    WHERE state = 'new' AND source = ${source} AND resource_type = ${type} AND resource_id = ${id}
      AND interaction = 'upsert' AND (patient IS NOT NULL OR version_id IS NOT NULL)
      AND id IS DISTINCT FROM ${except ?? null}::bigint
    LIMIT 1`.execute(db);
  return found.rows.length > 0;
}

/**
 * Holds an event that is not done until the end of the transaction. Assessments that see its resource for the first time wait
 * for it, and it for them: see `claimDeletions`.
 */
export async function lockUndoneEvent(tx: Transaction, id: string): Promise<void> {
  await sql`SELECT FROM inbox WHERE id = ${id} AND state = 'new' FOR UPDATE`.execute(tx);
}

/** Notes that the server has deleted the resource of an event, and that nothing was ever seen of it here: `claimDeletions` finds it. */
export async function setDeletionUnclaimed(tx: Transaction, id: string): Promise<void> {
  await sql`
    UPDATE inbox SET state = 'done', interaction = 'delete', retry_at = NULL, done_at = now()
    WHERE id = ${id} AND state = 'new'`.execute(tx);
}

/**
 * Gives a patient the deletions of these resources that were done with because nobody knew whose they were, and returns them
 * in the order of their arrival. Those that are not done wait until this transaction ends: what it keeps, their resolve job sees.
 */
export async function claimDeletions(
  tx: Transaction,
  source: string,
  patient: string,
  resources: readonly { readonly type: string; readonly id: string }[],
): Promise<readonly InboxEvent[]> {
  if (resources.length === 0) return [];
  // Locked by a statement of its own: the next one sees what they became while this one waited.
  const waiting = await sql<{ id: string; isClaimed: boolean }>`
    SELECT id, state = 'done' AND interaction = 'delete' AS "isClaimed" FROM inbox
    WHERE source = ${source} AND patient IS NULL AND state <> 'aside' AND (resource_type, resource_id) IN (
      SELECT * FROM unnest(${resources.map(({ type }) => type)}::text[], ${resources.map(({ id }) => id)}::text[])
    )
    ORDER BY id FOR UPDATE`.execute(tx);
  const ids = waiting.rows.filter(({ isClaimed }) => isClaimed).map(({ id }) => id);
  if (ids.length === 0) return [];
  await sql`UPDATE inbox SET patient = ${patient} WHERE id = ANY(${ids}::bigint[])`.execute(tx);
  const claimed = await sql<InboxEvent>`
    SELECT ${EVENT} FROM inbox WHERE id = ANY(${ids}::bigint[]) ORDER BY id`.execute(tx);
  return claimed.rows;
}

/** One event that is not done, or undefined. */
export async function findUndoneEvent(db: Database, id: string): Promise<InboxEvent | undefined> {
  const found = await sql<InboxEvent>`SELECT ${EVENT} FROM inbox WHERE id = ${id} AND state = 'new'`.execute(db);
  return found.rows[0];
}

/** Notes that these events are read; they are never read again. */
export async function markEventsDone(tx: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    UPDATE inbox SET state = 'done', done_at = now() WHERE id = ANY(${ids}::bigint[]) AND state = 'new'`.execute(tx);
}

/** Keeps an event aside, with a code of docs/errors.md, for somebody to look at. */
export async function setEventAside(db: Database, id: string, reason: string): Promise<void> {
  await sql`
    UPDATE inbox SET state = 'aside', reason = ${reason}, done_at = now()
    WHERE id = ${id} AND state = 'new'`.execute(db);
}

/** Brings events that were kept aside back, and returns how many: after a fix, an update of the codes. */
export async function returnAsideEvents(db: Database, reason: string, limit: number): Promise<number> {
  const returned = await sql`
    UPDATE inbox SET state = 'new', reason = NULL, done_at = NULL
    WHERE id IN (SELECT id FROM inbox WHERE state = 'aside' AND reason = ${reason} ORDER BY id LIMIT ${limit})`.execute(
    db,
  );
  return Number(returned.numAffectedRows ?? 0);
}

/**
 * Patients with events that wait for longer than `olderThanMs`, those that wait longest first: for the reconciler. Only of
 * `sources` where they are given: those of a source that nobody follows any more would hold up all others for ever.
 */
export async function findUndonePatients(
  store: Store,
  olderThanMs: number,
  limit: number,
  sources?: readonly string[],
): Promise<readonly { readonly source: string; readonly patient: string }[]> {
  const found = await sql<{ source: string; patient: string }>`
    SELECT source, patient FROM inbox
    WHERE state = 'new' AND patient IS NOT NULL
      AND (${sources ?? null}::text[] IS NULL OR source = ANY(${sources ?? null}::text[]))
      AND received_at <= now() - make_interval(secs => ${olderThanMs / 1_000})
    GROUP BY source, patient ORDER BY min(id) LIMIT ${limit}`.execute(store.db);
  return found.rows;
}

/** Events whose patient nobody knows yet and whose time to try has come, oldest first: for the resolve jobs. */
export async function findUnresolvedEvents(
  store: Store,
  olderThanMs: number,
  limit: number,
): Promise<readonly InboxEvent[]> {
  const found = await sql<InboxEvent>`
    SELECT ${EVENT} FROM inbox
    WHERE state = 'new' AND patient IS NULL AND (retry_at IS NULL OR retry_at <= now())
      AND received_at <= now() - make_interval(secs => ${olderThanMs / 1_000})
    ORDER BY id LIMIT ${limit}`.execute(store.db);
  return found.rows;
}

/** An event whose patient is not known yet. */
export interface WaitingEvent {
  readonly resourceType: string | null;
  /** How long ago it came, by the database's clock. */
  readonly ageMs: number;
}

/** The events of a source that nobody could resolve yet: since when the oldest waits, and those whose content names this patient. */
export async function findWaiting(
  db: Database,
  source: string,
  patient: string,
): Promise<{ readonly oldestMs: number | undefined; readonly ofPatient: readonly WaitingEvent[] }> {
  const age = sql`(extract(epoch FROM now() - received_at) * 1000)::float8`;
  const oldest = await sql<{ ageMs: number | null }>`
    SELECT max(${age}) AS "ageMs" FROM inbox WHERE state = 'new' AND patient IS NULL AND source = ${source}`.execute(
    db,
  );
  const oldestMs = oldest.rows[0]?.ageMs ?? undefined;
  if (oldestMs === undefined) return { oldestMs, ofPatient: [] };
  // Bytes, not JSON: a reference ends with its quotation mark. A name that stands there for another reason only costs a search.
  const named = await sql<WaitingEvent>`
    SELECT resource_type AS "resourceType", ${age} AS "ageMs" FROM inbox
    WHERE state = 'new' AND patient IS NULL AND source = ${source}
      AND position(convert_to(${`${patient}"`}, 'UTF8') IN body) > 0`.execute(db);
  return { oldestMs, ofPatient: named.rows };
}

/** What the read of a resource added to an event that came without it. */
export interface ReadBack {
  readonly body: Buffer;
  readonly contentType?: string | undefined;
  readonly versionId?: string | undefined;
  /** `delete` where the server said that the resource is gone. */
  readonly interaction: 'upsert' | 'delete';
}

/** Gives an event its patient, and what was read for it; an event that is done stays as it is. */
export async function setEventPatient(db: Database, id: string, patient: string, readBack?: ReadBack): Promise<void> {
  await sql`
    UPDATE inbox SET
      patient = ${patient}, retry_at = NULL,
      body = coalesce(${readBack?.body ?? null}::bytea, body),
      content_type = coalesce(${readBack?.contentType ?? null}, content_type),
      version_id = coalesce(${readBack?.versionId ?? null}, version_id),
      interaction = coalesce(${readBack?.interaction ?? null}, interaction)
    WHERE id = ${id} AND state = 'new'`.execute(db);
}

/** Notes that an event could not be resolved and when to try again; returns how often it was tried. */
export async function delayEvent(db: Database, id: string, delayMs: number): Promise<number> {
  const delayed = await sql<{ attempts: number }>`
    UPDATE inbox SET attempts = attempts + 1, retry_at = now() + make_interval(secs => ${delayMs / 1_000})
    WHERE id = ${id} AND state = 'new' RETURNING attempts`.execute(db);
  return delayed.rows[0]?.attempts ?? 0;
}

/** Asks for another look at these patients: an event without content, which the reconciler finds like any other. */
export async function requestRecheck(tx: Transaction, source: string, patients: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO inbox (source, interaction, patient, body)
    SELECT ${source}, 'recheck', patient, '' FROM unnest(${patients}::text[]) AS patient`.execute(tx);
}

export interface InboxCounts {
  readonly undone: number;
  readonly aside: number;
  /** How long the oldest event waits. */
  readonly oldestUndoneMs: number;
}

/** How full the inbox is: for metrics. */
export async function countInbox(store: Store): Promise<InboxCounts> {
  const counted = await sql<{ undone: string; aside: string; oldestMs: string }>`
    SELECT undone, (SELECT count(*) FROM inbox WHERE state = 'aside') AS aside, "oldestMs" FROM (
      SELECT count(*) AS undone, coalesce(extract(epoch FROM now() - min(received_at)) * 1000, 0) AS "oldestMs"
      FROM inbox WHERE state = 'new'
    ) AS waiting`.execute(store.db);
  const row = counted.rows[0];
  assert(row, 'a count has a row');
  return { undone: Number(row.undone), aside: Number(row.aside), oldestUndoneMs: Number(row.oldestMs) };
}

export interface AsideEvent {
  readonly id: string;
  readonly source: string;
  readonly resourceType: string | null;
  readonly resourceId: string | null;
  readonly reason: string;
  readonly receivedAt: Instant;
}

/** The newest events that were kept aside. */
export async function listAsideEvents(db: Database, limit: number): Promise<readonly AsideEvent[]> {
  const found = await sql<AsideEvent>`
    SELECT id, source, resource_type AS "resourceType", resource_id AS "resourceId", reason, received_at AS "receivedAt"
    FROM inbox WHERE state = 'aside' ORDER BY id DESC LIMIT ${limit}`.execute(db);
  return found.rows;
}

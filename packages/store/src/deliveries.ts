import { assert, type Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { type Database, json, type Store, type Transaction } from './store.ts';

export type DeliveryTell = 'alert' | 'update' | 'withdraw';

/** What a destination is to hear of one revision of an alert. */
export interface NewDelivery {
  readonly alertId: string;
  readonly revision: number;
  readonly destination: string;
  readonly tell: DeliveryTell;
  /** The destination does not take this severity: it hears of it only where it may have the alert already. */
  readonly isForKnowingOnly?: boolean;
  /** Writes the message for what is told in the end: see `insertDelivery`. */
  readonly render: (tell: DeliveryTell) => unknown;
}

/** What a destination may know of an alert from earlier revisions. */
export type Knowledge =
  /** It was sent the alert, or a change of it. */
  | 'told'
  /** It was tried, and nobody knows whether it arrived. */
  | 'perhaps-told'
  /** Nothing was ever tried, or the last thing that it took was the withdrawal. */
  | 'nothing';

/**
 * What has to be told to a destination that knows this much, or undefined for nothing. A destination that may not
 * have the alert gets the whole of it in place of an update, and a withdrawal unless it surely knows nothing.
 */
export function adjustTell(
  tell: DeliveryTell,
  knowledge: Knowledge,
  isForKnowingOnly = false,
): DeliveryTell | undefined {
  if (knowledge === 'told') return tell;
  if (knowledge === 'nothing' && isForKnowingOnly) return undefined;
  if (tell === 'update') return 'alert';
  return tell === 'withdraw' && knowledge === 'nothing' ? undefined : tell;
}

/**
 * Puts a revision into the outbox and returns what it tells, or undefined when there is nothing to tell.
 * Earlier revisions that nobody has taken yet are superseded: a destination never hears what is no longer so.
 *
 * The caller holds the patient's lock, so that no other revision of the alert comes in between. The order of the
 * statements matters: a delivery that is being leased at this moment makes the first one wait, and the second,
 * with a newer snapshot, then counts it as tried.
 */
export async function insertDelivery(tx: Transaction, delivery: NewDelivery): Promise<DeliveryTell | undefined> {
  await supersedeEarlier(tx, delivery);
  const knowledge = await findKnowledge(tx, delivery.alertId, delivery.destination);
  const tell = adjustTell(delivery.tell, knowledge, delivery.isForKnowingOnly);
  if (tell === undefined) return undefined;
  // No ON CONFLICT: a second delivery of one revision to one destination is a mistake of ours and must not commit.
  await sql`
    INSERT INTO delivery (alert_id, revision, destination, tell, payload)
    VALUES (
      ${delivery.alertId}, ${delivery.revision}, ${delivery.destination}, ${tell},
      ${json(delivery.render(tell))}::jsonb
    )`.execute(tx);
  return tell;
}

async function supersedeEarlier(tx: Transaction, { alertId, revision, destination }: NewDelivery): Promise<void> {
  await sql`
    UPDATE delivery SET state = 'superseded', leased_until = NULL
    WHERE alert_id = ${alertId} AND destination = ${destination} AND revision < ${revision}
      AND state = 'pending' AND (leased_until IS NULL OR leased_until <= now())`.execute(tx);
}

/** A try counts from the lease on: a notifier that died may have sent before. */
async function findKnowledge(tx: Transaction, alertId: string, destination: string): Promise<Knowledge> {
  const found = await sql<{ state: string; tell: DeliveryTell }>`
    SELECT state, tell FROM delivery
    WHERE alert_id = ${alertId} AND destination = ${destination} AND attempts > 0
    ORDER BY revision DESC`.execute(tx);
  const [last] = found.rows;
  if (last === undefined || (last.state === 'sent' && last.tell === 'withdraw')) return 'nothing';
  return found.rows.some(({ state, tell }) => state === 'sent' && tell !== 'withdraw') ? 'told' : 'perhaps-told';
}

/** A delivery that this process may send until its lease ends. */
export interface LeasedDelivery {
  readonly id: string;
  readonly alertId: string;
  readonly revision: number;
  readonly destination: string;
  readonly tell: DeliveryTell;
  readonly payload: unknown;
  /** 1 for the first try. It also shows whose lease it is: the next lease has another number. */
  readonly attempt: number;
  readonly createdAt: Instant;
}

/**
 * Takes due deliveries for `leaseMs`, at most `limit`, those due longest first; several notifiers may ask at once.
 *
 * Invariant: while an earlier revision of an alert is pending or leased for a destination, no later one is leased for
 * it, so that revisions arrive in their order. An earlier one can only be pending beside a later one because it was
 * leased when the later one came; when that lease has ended, it is superseded, or else it would hold up the news.
 */
export async function leaseDueDeliveries(
  store: Store,
  destination: string,
  limit: number,
  leaseMs: number,
): Promise<readonly LeasedDelivery[]> {
  await supersedeAbandoned(store, destination);
  const leased = await sql<LeasedDelivery>`
    UPDATE delivery SET
      leased_until = now() + make_interval(secs => ${leaseMs / 1_000}), attempts = attempts + 1
    WHERE id IN (
      SELECT id FROM delivery AS due
      WHERE destination = ${destination} AND state = 'pending' AND retry_at <= now()
        AND (leased_until IS NULL OR leased_until <= now())
        AND NOT EXISTS (
          SELECT FROM delivery AS earlier
          WHERE earlier.alert_id = due.alert_id AND earlier.destination = due.destination
            AND earlier.state = 'pending' AND earlier.revision < due.revision
        )
      ORDER BY retry_at, id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, alert_id AS "alertId", revision, destination, tell, payload, attempts AS attempt,
      created_at AS "createdAt"`.execute(store.db);
  return leased.rows.toSorted((a, b) => Number(a.id) - Number(b.id));
}

async function supersedeAbandoned(store: Store, destination: string): Promise<void> {
  await sql`
    UPDATE delivery AS abandoned SET state = 'superseded', leased_until = NULL
    WHERE destination = ${destination} AND state = 'pending' AND (leased_until IS NULL OR leased_until <= now())
      AND EXISTS (
        SELECT FROM delivery AS later
        WHERE later.alert_id = abandoned.alert_id AND later.destination = abandoned.destination
          AND later.revision > abandoned.revision
      )`.execute(store.db);
}

/** What names a lease: the delivery and the number of the try. */
export type Lease = Pick<LeasedDelivery, 'id' | 'attempt'>;

/** Notes that a delivery was taken. False when the lease went to another try meanwhile. */
export async function markSentIfLeased(db: Database, { id, attempt }: Lease): Promise<boolean> {
  const marked = await sql`
    UPDATE delivery SET state = 'sent', sent_at = now(), leased_until = NULL, reason = NULL
    WHERE id = ${id} AND attempts = ${attempt} AND state = 'pending'`.execute(db);
  return marked.numAffectedRows === 1n;
}

/**
 * Gives a delivery back, to be tried again after `delayMs` (0: now), with the code of what failed. When a later
 * revision waits behind it, that one is sent in its place. False when the lease went to another try meanwhile.
 */
export async function markRetryIfLeased(
  db: Database,
  { id, attempt }: Lease,
  { delayMs, reason }: { readonly delayMs: number; readonly reason: string },
): Promise<boolean> {
  assert(delayMs >= 0, 'a delay is not negative');
  const marked = await sql`
    UPDATE delivery AS failed SET
      leased_until = NULL, reason = ${reason}, retry = ${delayMs === 0 ? 'now' : 'later'},
      retry_at = now() + make_interval(secs => ${delayMs / 1_000}),
      state = CASE WHEN EXISTS (
        SELECT FROM delivery AS later
        WHERE later.alert_id = failed.alert_id AND later.destination = failed.destination
          AND later.revision > failed.revision
      ) THEN 'superseded' ELSE 'pending' END
    WHERE id = ${id} AND attempts = ${attempt} AND state = 'pending'`.execute(db);
  return marked.numAffectedRows === 1n;
}

/** Ends a delivery for good, kept with its reason. False when the lease went to another try meanwhile. */
export async function markDeadIfLeased(db: Database, { id, attempt }: Lease, reason: string): Promise<boolean> {
  const marked = await sql`
    UPDATE delivery SET state = 'dead', retry = 'never', reason = ${reason}, leased_until = NULL
    WHERE id = ${id} AND attempts = ${attempt} AND state = 'pending'`.execute(db);
  return marked.numAffectedRows === 1n;
}

export interface DeadDelivery {
  readonly id: string;
  readonly alertId: string;
  readonly revision: number;
  readonly destination: string;
  readonly tell: DeliveryTell;
  readonly attempts: number;
  readonly reason: string;
  readonly createdAt: Instant;
}

/** Deliveries that were given up, newest first. */
export async function listDeadDeliveries(db: Database, limit: number): Promise<readonly DeadDelivery[]> {
  const found = await sql<DeadDelivery>`
    SELECT id, alert_id AS "alertId", revision, destination, tell, attempts, reason, created_at AS "createdAt"
    FROM delivery WHERE state = 'dead' ORDER BY id DESC LIMIT ${limit}`.execute(db);
  return found.rows;
}

/** Tries a delivery that was given up again, unless a later revision has gone out since. True when it did. */
export async function returnDeadDelivery(db: Database, id: string): Promise<boolean> {
  const returned = await sql`
    UPDATE delivery AS dead SET state = 'pending', retry = 'now', retry_at = now(), reason = NULL
    WHERE id = ${id} AND state = 'dead' AND NOT EXISTS (
      SELECT FROM delivery AS later
      WHERE later.alert_id = dead.alert_id AND later.destination = dead.destination AND later.revision > dead.revision
    )`.execute(db);
  return returned.numAffectedRows === 1n;
}

/** How many deliveries each destination has in each state: for metrics. */
export async function countDeliveries(
  db: Database,
): Promise<readonly { readonly destination: string; readonly state: string; readonly count: number }[]> {
  const found = await sql<{ destination: string; state: string; count: string }>`
    SELECT destination, state, count(*) AS count FROM delivery GROUP BY destination, state`.execute(db);
  return found.rows.map((row) => ({ ...row, count: Number(row.count) }));
}

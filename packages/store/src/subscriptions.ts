import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import type { Database } from './store.ts';

/** A subscription of ours at a source, as it was last seen there. */
export interface SubscriptionRow {
  readonly source: string;
  /** Our own name for it. */
  readonly key: string;
  /** Its id at the server. */
  readonly remoteId?: string | undefined;
  readonly criteria: string;
  readonly status: string;
  /** A code, or what the server says of it. */
  readonly error?: string | undefined;
}

/** Notes what a subscription was seen to be. */
export async function saveSubscription(db: Database, row: SubscriptionRow): Promise<void> {
  await sql`
    INSERT INTO subscription (source, key, remote_id, criteria, status, error)
    VALUES (
      ${row.source}, ${row.key}, ${row.remoteId ?? null}, ${row.criteria}, ${row.status}, ${row.error ?? null}
    )
    ON CONFLICT (source, key) DO UPDATE SET
      remote_id = excluded.remote_id, criteria = excluded.criteria, status = excluded.status, error = excluded.error,
      checked_at = now()`.execute(db);
}

/** The subscriptions of a source. */
export async function findSubscriptions(
  db: Database,
  source: string,
): Promise<readonly (SubscriptionRow & { readonly checkedAt: Instant })[]> {
  const found = await sql<SubscriptionRow & { readonly checkedAt: Instant }>`
    SELECT source, key, remote_id AS "remoteId", criteria, status, error, checked_at AS "checkedAt"
    FROM subscription WHERE source = ${source} ORDER BY key`.execute(db);
  return found.rows.map((row) => ({ ...row, remoteId: row.remoteId ?? undefined, error: row.error ?? undefined }));
}

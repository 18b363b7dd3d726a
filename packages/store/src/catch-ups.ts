import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { type Database, timestamp, timestampOrNull } from './store.ts';

/** How far a search group of a source has been read. */
export interface CatchUp {
  readonly source: string;
  readonly key: string;
  /** Everything that the source changed since then has been read. */
  readonly since: Instant;
  /** The greatest meta.lastUpdated whose pages are all stored. */
  readonly watermark: Instant;
  /** When the last complete catch-up began. */
  readonly caughtUpAt?: Instant | undefined;
}

/** How far each search group of a source has been read. */
export async function findCatchUps(db: Database, source: string): Promise<readonly CatchUp[]> {
  const found = await sql<CatchUp & { readonly caughtUpAt: Instant | null }>`
    SELECT source, key, since, watermark, caught_up_at AS "caughtUpAt" FROM catch_up
    WHERE source = ${source} ORDER BY key`.execute(db);
  return found.rows.map((row) => ({ ...row, caughtUpAt: row.caughtUpAt ?? undefined }));
}

/** Moves a search group forward, never back; `since` stays what it was at first. */
export async function moveCatchUp(db: Database, { source, key, since, watermark, caughtUpAt }: CatchUp): Promise<void> {
  await sql`
    INSERT INTO catch_up (source, key, since, watermark, caught_up_at)
    VALUES (${source}, ${key}, ${timestamp(since)}, ${timestamp(watermark)}, ${timestampOrNull(caughtUpAt)})
    ON CONFLICT (source, key) DO UPDATE SET
      watermark = greatest(catch_up.watermark, excluded.watermark),
      caught_up_at = greatest(catch_up.caught_up_at, excluded.caught_up_at)`.execute(db);
}

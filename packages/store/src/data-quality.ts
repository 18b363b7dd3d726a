import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { cleanText, type Database } from './store.ts';

/** What could not be used, or only with care. */
export interface QualityNote {
  /** `Type/id`. */
  readonly reference: string;
  readonly code: string;
  readonly kind: 'refusal' | 'note';
  /** Where in the resource. */
  readonly path?: string | undefined;
  /** What it said, without patient data: an unknown unit or code. */
  readonly detail?: string | undefined;
}

export interface QualityRow extends QualityNote {
  readonly source: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly count: number;
}

/** Keeps notes: one row per resource and code, which counts how often it was seen. */
export async function recordNotes(db: Database, source: string, notes: readonly QualityNote[]): Promise<void> {
  if (notes.length === 0) return;
  const column = (read: (note: QualityNote) => string | undefined): (string | null)[] =>
    notes.map((note) => {
      const text = read(note);
      return text === undefined ? null : cleanText(text);
    });
  // Grouped and in the order of the key: a statement may touch a row only once, and two must not wait in a circle.
  await sql`
    INSERT INTO data_quality (source, reference, code, kind, path, detail, count)
    SELECT ${source}, reference, code, min(kind), min(path), min(detail), count(*)
    FROM unnest(
      ${column((n) => n.reference)}::text[], ${column((n) => n.code)}::text[], ${column((n) => n.kind)}::text[],
      ${column((n) => n.path)}::text[], ${column((n) => n.detail)}::text[]
    ) AS note (reference, code, kind, path, detail)
    GROUP BY reference, code ORDER BY reference, code
    ON CONFLICT (source, reference, code) DO UPDATE SET
      kind = excluded.kind, path = excluded.path, detail = excluded.detail, last_at = now(),
      count = data_quality.count + excluded.count`.execute(db);
}

/** The notes seen last, newest first. */
export async function listNotes(db: Database, limit: number, source?: string): Promise<readonly QualityRow[]> {
  const found = await sql<QualityRow>`
    SELECT source, reference, code, kind, path, detail, first_at AS "firstAt", last_at AS "lastAt", count
    FROM data_quality WHERE ${source ?? null}::text IS NULL OR source = ${source ?? null}
    ORDER BY last_at DESC, source, reference, code LIMIT ${limit}`.execute(db);
  return found.rows.map(({ path, detail, ...row }) => ({
    ...row,
    path: path ?? undefined,
    detail: detail ?? undefined,
  }));
}

/** How many resources each code was noted for. */
export async function countNotes(
  db: Database,
): Promise<
  readonly { readonly source: string; readonly code: string; readonly kind: string; readonly count: number }[]
> {
  const found = await sql<{ source: string; code: string; kind: string; count: string }>`
    SELECT source, code, kind, count(*) AS count FROM data_quality GROUP BY source, code, kind
    ORDER BY count(*) DESC, source, code`.execute(db);
  return found.rows.map((row) => ({ ...row, count: Number(row.count) }));
}

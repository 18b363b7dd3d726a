import { type Instant, instantOf } from '@magwatch/base';
import type { Cover } from '@magwatch/timeline';
import { sql } from 'kysely';
import { type Database, json, type Store, type Transaction, timestamp, timestampOrNull } from './store.ts';

export interface PatientRow {
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
  /** Proof of absence by input key. */
  readonly coverage: ReadonlyMap<string, Cover>;
  /** When the context was last searched. */
  readonly contextAt: Instant | undefined;
  readonly reviewAt: Instant | undefined;
  readonly assessedAt: Instant | undefined;
}

interface Row {
  readonly source: string;
  readonly reference: string;
  readonly coverage: Readonly<Record<string, { readonly from: number; readonly asOf: number }>>;
  readonly contextAt: Instant | null;
  readonly reviewAt: Instant | null;
  readonly assessedAt: Instant | null;
}

const PATIENT = sql`
  source, reference, coverage, context_at AS "contextAt", review_at AS "reviewAt", assessed_at AS "assessedAt"`;

/** What is kept about a patient, or undefined for one who was never assessed. */
export async function findPatient(db: Database, source: string, patient: string): Promise<PatientRow | undefined> {
  const found = await sql<Row>`
    SELECT ${PATIENT} FROM patient WHERE source = ${source} AND reference = ${patient}`.execute(db);
  return found.rows[0] && toPatient(found.rows[0]);
}

/** Notes that a patient was assessed and when time alone could change an answer. */
export async function savePatientAssessed(
  tx: Transaction,
  { source, patient, now, reviewAt }: AssessedPatient,
): Promise<void> {
  await sql`
    INSERT INTO patient (source, reference, review_at, assessed_at)
    VALUES (${source}, ${patient}, ${timestampOrNull(reviewAt)}, ${timestamp(now)})
    ON CONFLICT (source, reference) DO UPDATE SET review_at = excluded.review_at, assessed_at = excluded.assessed_at
  `.execute(tx);
}

export interface AssessedPatient {
  readonly source: string;
  readonly patient: string;
  readonly now: Instant;
  readonly reviewAt: Instant | undefined;
}

/** No search takes as long, and no two clocks of one installation differ so much. */
const AHEAD_MAX_MS = 10 * 60_000;

/**
 * Adds the coverage of a context search. What was covered before and was not searched now stays as it is: it grows
 * stale by its own `asOf`. An older search that ends later must not take back what a newer one proved; what lies far ahead of
 * `at` was proved while the clock was wrong, and goes.
 */
export async function saveCoverage(
  ...[tx, source, patient, coverage, at]: [
    tx: Transaction,
    source: string,
    patient: string,
    coverage: ReadonlyMap<string, Cover>,
    at: Instant,
  ]
): Promise<void> {
  const before = await findPatient(tx, source, patient);
  const merged = new Map(before?.coverage);
  for (const [key, cover] of coverage) {
    const known = merged.get(key);
    if (known === undefined || known.asOf <= cover.asOf || known.asOf > at + AHEAD_MAX_MS) merged.set(key, cover);
  }
  await sql`
    INSERT INTO patient (source, reference, coverage, context_at)
    VALUES (${source}, ${patient}, ${json(Object.fromEntries(merged))}::jsonb, ${timestamp(at)})
    ON CONFLICT (source, reference) DO UPDATE SET
      coverage = excluded.coverage, context_at = greatest(patient.context_at, excluded.context_at)`.execute(tx);
}

/**
 * Patients whose answer time alone may have changed by `now`, the most overdue first. Only of `sources` where they are given:
 * those of a source that nobody follows any more stay overdue, and would hold up all others.
 */
export async function findPatientsToReview(
  store: Store,
  now: Instant,
  limit: number,
  sources?: readonly string[],
): Promise<readonly PatientRow[]> {
  const found = await sql<Row>`
    SELECT ${PATIENT} FROM patient
    WHERE review_at <= ${timestamp(now)}
      AND (${sources ?? null}::text[] IS NULL OR source = ANY(${sources ?? null}::text[]))
    ORDER BY review_at LIMIT ${limit}`.execute(store.db);
  return found.rows.map(toPatient);
}

function toPatient(row: Row): PatientRow {
  const coverage = Object.entries(row.coverage).map(
    ([key, { from, asOf }]) => [key, { from: instantOf(from), asOf: instantOf(asOf) }] as const,
  );
  return {
    source: row.source,
    patient: row.reference,
    coverage: new Map(coverage),
    contextAt: row.contextAt ?? undefined,
    reviewAt: row.reviewAt ?? undefined,
    assessedAt: row.assessedAt ?? undefined,
  };
}

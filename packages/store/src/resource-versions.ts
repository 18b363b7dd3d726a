import type { Instant } from '@magwatch/base';
import type { Fact, ResourceVersion } from '@magwatch/timeline';
import { sql } from 'kysely';
import { cleanText, type Database, json, type Transaction, timestampOrNull } from './store.ts';

/** One version of a resource to keep. */
export interface NewVersion {
  /** The version id, or a hash of the content where there is none, or the event of a deletion. */
  readonly versionKey: string;
  readonly version: ResourceVersion;
  readonly inboxId?: string | undefined;
}

/** A version as it is kept. `sequence` rises with the order in which versions were recorded. */
export interface StoredVersion {
  readonly sequence: number;
  readonly version: ResourceVersion;
}

/**
 * Keeps versions; one that is there already stays as it is, so that facts are append-only. Returns the other patients
 * of whom a version of one of these resources is kept: what they knew of it is now another patient's.
 */
export async function insertVersions(
  tx: Transaction,
  source: string,
  patient: string,
  versions: readonly NewVersion[],
): Promise<{ readonly inserted: number; readonly otherPatients: readonly string[] }> {
  if (versions.length === 0) return { inserted: 0, otherPatients: [] };
  const column = (read: (item: NewVersion) => unknown): unknown[] => versions.map((item) => read(item) ?? null);
  const references = column(({ version }) => cleanText(version.reference));
  const inserted = await sql`
    INSERT INTO resource_version (
      source, patient, reference, version_key, version_id, last_updated, state, facts, inbox_id
    )
    SELECT ${source}, ${patient}, new.*
    FROM unnest(
      ${references}::text[], ${column((v) => cleanText(v.versionKey))}::text[],
      ${column((v) => v.version.versionId && cleanText(v.version.versionId))}::text[],
      ${column((v) => timestampOrNull(v.version.lastUpdated))}::timestamptz[], ${column((v) => v.version.state)}::text[],
      ${column((v) => json(v.version.facts))}::jsonb[], ${column((v) => v.inboxId)}::bigint[]
    ) AS new
    ON CONFLICT (source, reference, version_key) DO NOTHING`.execute(tx);
  const others = await sql<{ patient: string }>`
    SELECT DISTINCT patient FROM resource_version
    WHERE source = ${source} AND reference = ANY(${references}::text[]) AND patient <> ${patient}`.execute(tx);
  return {
    inserted: Number(inserted.numAffectedRows ?? 0),
    otherPatients: others.rows.map((row) => row.patient),
  };
}

interface Row {
  readonly sequence: string;
  readonly reference: string;
  readonly versionId: string | null;
  readonly lastUpdated: Instant | null;
  readonly state: ResourceVersion['state'];
  readonly facts: readonly Fact[];
}

/**
 * Everything known of a patient, up to a sequence number where one is given. A version that says another patient
 * of a resource that was this patient's counts as its withdrawal here: a result that was moved to its true owner
 * must not stay with the wrong one, in whichever order the two versions came.
 */
export async function findVersions(
  db: Database,
  source: string,
  patient: string,
  upToSequence: number = Number.MAX_SAFE_INTEGER,
): Promise<readonly StoredVersion[]> {
  const found = await sql<Row>`
    WITH own AS MATERIALIZED (
      SELECT sequence, reference, version_id, last_updated, state, facts FROM resource_version
      WHERE source = ${source} AND patient = ${patient} AND sequence <= ${upToSequence}
    ), moved AS (
      SELECT other.sequence, other.reference, other.version_id, other.last_updated, 'withdrawn' AS state, '[]'::jsonb
      FROM resource_version AS other
      WHERE other.source = ${source} AND other.patient <> ${patient} AND other.sequence <= ${upToSequence}
        AND other.reference IN (SELECT reference FROM own)
    )
    SELECT sequence, reference, version_id AS "versionId", last_updated AS "lastUpdated", state, facts
    FROM (SELECT * FROM own UNION ALL SELECT * FROM moved) AS version
    ORDER BY sequence`.execute(db);
  return found.rows.map(toVersion);
}

/** The patient to whom the last recorded version of a resource belongs: a deletion does not say it. */
export async function findPatientOfResource(
  db: Database,
  source: string,
  reference: string,
): Promise<string | undefined> {
  const found = await sql<{ patient: string }>`
    SELECT patient FROM resource_version WHERE source = ${source} AND reference = ${reference}
    ORDER BY sequence DESC LIMIT 1`.execute(db);
  return found.rows[0]?.patient;
}

/**
 * Of each of these resources the key of the latest version that has no version id, by reference: content that says
 * the same again is no new version, while content that came back after another one is.
 */
export async function findLatestUnnumbered(
  db: Database,
  source: string,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await sql<{ reference: string; versionKey: string }>`
    SELECT DISTINCT ON (reference) reference, version_key AS "versionKey" FROM resource_version
    WHERE source = ${source} AND reference = ANY(${references.map(cleanText)}::text[]) AND version_id IS NULL
    ORDER BY reference, last_updated DESC NULLS LAST, sequence DESC`.execute(db);
  return new Map(found.rows.map(({ reference, versionKey }) => [reference, versionKey]));
}

function toVersion(row: Row): StoredVersion {
  const version: ResourceVersion = {
    reference: row.reference,
    ...(row.versionId !== null && { versionId: row.versionId }),
    ...(row.lastUpdated !== null && { lastUpdated: row.lastUpdated }),
    state: row.state,
    facts: row.facts,
  };
  return { sequence: Number(row.sequence), version };
}

import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { type Database, json, type Transaction, timestamp } from './store.ts';

/** One assessment, compact: what was seen, what every rule said. */
export interface Assessment {
  readonly source: string;
  readonly patient: string;
  readonly decidedAt: Instant;
  /** The highest sequence number of a version that was seen; 0: none. */
  readonly factSequence: number;
  /** How many events it read. */
  readonly events: number;
  /** Rule id → present, in-progress, absent, unknown, not-applicable; a code where the rule failed. */
  readonly verdicts: Readonly<Record<string, string>>;
  /** How many alerts it changed. */
  readonly changes: number;
}

/** Adds the row of one assessment. */
export async function insertAssessment(tx: Transaction, assessment: Assessment): Promise<void> {
  await sql`
    INSERT INTO assessment (source, patient, decided_at, fact_sequence, events, verdicts, changes)
    VALUES (
      ${assessment.source}, ${assessment.patient}, ${timestamp(assessment.decidedAt)}, ${assessment.factSequence},
      ${assessment.events}, ${json(assessment.verdicts)}::jsonb, ${assessment.changes}
    )`.execute(tx);
}

/** The last assessments of a patient, newest first. */
export async function findAssessments(
  db: Database,
  source: string,
  patient: string,
  limit: number,
): Promise<readonly Assessment[]> {
  const found = await sql<Omit<Assessment, 'factSequence'> & { readonly factSequence: string }>`
    SELECT source, patient, decided_at AS "decidedAt", fact_sequence AS "factSequence", events, verdicts, changes
    FROM assessment WHERE source = ${source} AND patient = ${patient} ORDER BY id DESC LIMIT ${limit}`.execute(db);
  return found.rows.map((row) => ({ ...row, factSequence: Number(row.factSequence) }));
}

/** The assessment of a patient at an instant on facts up to a sequence number: what every rule said then. */
export async function findAssessment(
  db: Database,
  { source, patient }: { readonly source: string; readonly patient: string },
  { at, factSequence }: { readonly at: Instant; readonly factSequence: number },
): Promise<Pick<Assessment, 'verdicts'> | undefined> {
  const found = await sql<Pick<Assessment, 'verdicts'>>`
    SELECT verdicts FROM assessment
    WHERE source = ${source} AND patient = ${patient} AND decided_at = ${timestamp(at)}
      AND fact_sequence = ${factSequence}
    ORDER BY id DESC LIMIT 1`.execute(db);
  return found.rows[0];
}

import type { Alert } from '@magwatch/alerts';
import { assert } from '@magwatch/base';
import { sql } from 'kysely';
import { type Database, json, type Transaction, timestamp } from './store.ts';

interface Row {
  readonly body: Alert;
}

/** All alerts of a patient, closed ones too, in the order of their episodes. */
export async function findAlerts(db: Database, source: string, patient: string): Promise<readonly Alert[]> {
  const found = await sql<Row>`
    SELECT body FROM alert WHERE source = ${source} AND patient = ${patient} ORDER BY rule_id, episode`.execute(db);
  return found.rows.map(({ body }) => body);
}

/** The alerts that are not closed, of one source or of all, those that changed last first. */
export async function findActiveAlerts(
  db: Database,
  { source, limit }: { readonly source?: string | undefined; readonly limit: number },
): Promise<readonly Alert[]> {
  const found = await sql<Row>`
    SELECT body FROM alert
    WHERE state <> 'closed' AND (${source ?? null}::text IS NULL OR source = ${source ?? null})
    ORDER BY changed_at DESC, id LIMIT ${limit}`.execute(db);
  return found.rows.map(({ body }) => body);
}

/** An alert, or undefined where there is none with this id (a UUID: anything else is none). */
export async function findAlert(db: Database, id: string): Promise<Alert | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return undefined;
  const found = await sql<Row>`SELECT body FROM alert WHERE id = ${id}`.execute(db);
  return found.rows[0]?.body;
}

/** An alert that must be there. */
export async function getAlert(db: Database, id: string): Promise<Alert> {
  const alert = await findAlert(db, id);
  assert(alert, `alert ${id} exists`);
  return alert;
}

/**
 * Writes an alert as it is now. Only packages/assess calls this, under the patient's lock; a revision never goes
 * back, and the tables hold that a rule has at most one alert that is not closed.
 */
export async function saveAlert(tx: Transaction, alert: Alert): Promise<void> {
  const saved = await sql`
    INSERT INTO alert (
      id, source, patient, rule_id, episode, state, closed_as, severity, revision, opened_at, changed_at, body
    ) VALUES (
      ${alert.id}, ${alert.source}, ${alert.patient}, ${alert.ruleId}, ${alert.episode}, ${alert.state},
      ${alert.closed?.as ?? null}, ${alert.severity}, ${alert.revision}, ${timestamp(alert.openedAt)},
      ${timestamp(alert.decidedAt)}, ${json(alert)}::jsonb
    )
    ON CONFLICT (id) DO UPDATE SET
      state = excluded.state, closed_as = excluded.closed_as, severity = excluded.severity,
      revision = excluded.revision, opened_at = excluded.opened_at, changed_at = excluded.changed_at,
      body = excluded.body
    WHERE alert.revision <= excluded.revision`.execute(tx);
  assert(saved.numAffectedRows === 1n, `revision ${alert.revision} of alert ${alert.id} follows the one kept`);
}

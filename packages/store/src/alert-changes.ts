import type { Change } from '@magwatch/alerts';
import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { type Database, type Transaction, timestamp } from './store.ts';

/** One change of an alert: what, why, by whom. */
export interface AlertChange {
  readonly alertId: string;
  readonly revision: number;
  readonly change: Change;
  readonly reason: string;
  /** `finding`, or the person who did it. */
  readonly actor: string;
  readonly stateBefore: string | null;
  readonly stateAfter: string;
  readonly severity: string;
  readonly decidedAt: Instant;
}

/** Adds to the history of an alert, which is only ever added to. A second change under one revision is refused. */
export async function insertAlertChange(tx: Transaction, change: AlertChange): Promise<void> {
  await sql`
    INSERT INTO alert_change (
      alert_id, revision, change, reason, actor, state_before, state_after, severity, decided_at
    ) VALUES (
      ${change.alertId}, ${change.revision}, ${change.change}, ${change.reason}, ${change.actor},
      ${change.stateBefore}, ${change.stateAfter}, ${change.severity}, ${timestamp(change.decidedAt)}
    )`.execute(tx);
}

/** The history of an alert, oldest first. */
export async function findAlertChanges(db: Database, alertId: string): Promise<readonly AlertChange[]> {
  const found = await sql<AlertChange>`
    SELECT alert_id AS "alertId", revision, change, reason, actor, state_before AS "stateBefore",
      state_after AS "stateAfter", severity, decided_at AS "decidedAt"
    FROM alert_change WHERE alert_id = ${alertId} ORDER BY id`.execute(db);
  return found.rows;
}

import type { Instant } from '@magwatch/base';
import { sql } from 'kysely';
import { cleanText, type Database } from './store.ts';

/** A card that a hook answer returned. Returned is not seen. */
export interface ReturnedCard {
  readonly uuid: string;
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
  readonly ruleId: string;
  readonly severity: string;
  /** Absent for a finding that is no alert. */
  readonly alertId?: string | undefined;
  /** Of the alert; 0 without one. */
  readonly revision: number;
  readonly hook: string;
  readonly client?: string | undefined;
  /** The user as the hook named him: `Practitioner/id`. */
  readonly user?: string | undefined;
}

/** Keeps which alert each returned card stood for: feedback names nothing but the card's uuid. */
export async function insertReturnedCards(db: Database, cards: readonly ReturnedCard[]): Promise<void> {
  if (cards.length === 0) return;
  const column = (read: (card: ReturnedCard) => unknown): unknown[] => cards.map((card) => read(card) ?? null);
  await sql`
    INSERT INTO returned_card (uuid, alert_id, revision, hook, client, user_ref, source, patient, rule_id, severity)
    SELECT * FROM unnest(
      ${column((c) => c.uuid)}::uuid[], ${column((c) => c.alertId)}::uuid[], ${column((c) => c.revision)}::integer[],
      ${column((c) => c.hook)}::text[], ${column((c) => c.client)}::text[], ${column((c) => c.user && cleanText(c.user))}::text[],
      ${column((c) => c.source)}::text[], ${column((c) => c.patient)}::text[], ${column((c) => c.ruleId)}::text[],
      ${column((c) => c.severity)}::text[]
    )
    ON CONFLICT (uuid) DO NOTHING`.execute(db);
}

/** The card that feedback names, or undefined. */
export async function findReturnedCard(
  db: Database,
  uuid: string,
): Promise<(ReturnedCard & { readonly returnedAt: Instant }) | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) return undefined;
  const found = await sql<ReturnedCard & { readonly returnedAt: Instant }>`
    SELECT uuid, alert_id AS "alertId", revision, hook, client, user_ref AS user, source, patient, rule_id AS "ruleId",
      severity, returned_at AS "returnedAt"
    FROM returned_card WHERE uuid = ${uuid}`.execute(db);
  const row = found.rows[0];
  return (
    row && {
      ...row,
      alertId: row.alertId ?? undefined,
      client: row.client ?? undefined,
      user: row.user ?? undefined,
    }
  );
}

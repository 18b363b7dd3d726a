import type { Change } from '@magwatch/alerts';
import { type Instant, instantOf } from '@magwatch/base';
import type { Cover } from '@magwatch/timeline';
import { sql } from 'kysely';
import { type Database, json, type Transaction, timestamp } from './store.ts';

/** What a decision was taken on: enough to take it again. */
export interface DecisionBasis {
  /** The highest sequence number of a version that was seen. */
  readonly factSequence: number;
  readonly parametersVersion: string;
  /** Proof of absence by input key. */
  readonly coverage: ReadonlyMap<string, Cover>;
  /** Stood in where the patient has no Encounter at all. */
  readonly defaultSetting: 'inpatient' | 'outpatient' | undefined;
}

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
  /** Absent for a change by a person. */
  readonly basis?: DecisionBasis;
}

/** Adds to the history of an alert, which is only ever added to. A second change under one revision is refused. */
export async function insertAlertChange(tx: Transaction, change: AlertChange): Promise<void> {
  await sql`
    INSERT INTO alert_change (
      alert_id, revision, change, reason, actor, state_before, state_after, severity, decided_at, basis
    ) VALUES (
      ${change.alertId}, ${change.revision}, ${change.change}, ${change.reason}, ${change.actor},
      ${change.stateBefore}, ${change.stateAfter}, ${change.severity}, ${timestamp(change.decidedAt)},
      ${change.basis === undefined ? null : json(toRow(change.basis))}::jsonb
    )`.execute(tx);
}

/** The history of an alert, oldest first. */
export async function findAlertChanges(db: Database, alertId: string): Promise<readonly AlertChange[]> {
  const found = await sql<Omit<AlertChange, 'basis'> & { readonly basis: BasisRow | null }>`
    SELECT alert_id AS "alertId", revision, change, reason, actor, state_before AS "stateBefore",
      state_after AS "stateAfter", severity, decided_at AS "decidedAt", basis
    FROM alert_change WHERE alert_id = ${alertId} ORDER BY id`.execute(db);
  return found.rows.map(({ basis, ...change }) => (basis === null ? change : { ...change, basis: fromRow(basis) }));
}

/** Inputs that are covered alike are many: each cover is written once, with the names of its inputs. */
interface BasisRow {
  readonly factSequence: number;
  readonly parametersVersion: string;
  readonly defaultSetting: 'inpatient' | 'outpatient' | null;
  readonly covers: readonly { readonly from: number; readonly asOf: number; readonly inputs: readonly string[] }[];
}

function toRow({ factSequence, parametersVersion, coverage, defaultSetting }: DecisionBasis): BasisRow {
  const byCover = new Map<string, { readonly from: number; readonly asOf: number; readonly inputs: string[] }>();
  for (const [input, { from, asOf }] of coverage) {
    const key = `${from} ${asOf}`;
    const known = byCover.get(key);
    if (known) known.inputs.push(input);
    else byCover.set(key, { from, asOf, inputs: [input] });
  }
  return { factSequence, parametersVersion, defaultSetting: defaultSetting ?? null, covers: [...byCover.values()] };
}

function fromRow({ factSequence, parametersVersion, defaultSetting, covers }: BasisRow): DecisionBasis {
  const coverage = covers.flatMap(({ from, asOf, inputs }) =>
    inputs.map((input) => [input, { from: instantOf(from), asOf: instantOf(asOf) }] as const),
  );
  return { factSequence, parametersVersion, defaultSetting: defaultSetting ?? undefined, coverage: new Map(coverage) };
}

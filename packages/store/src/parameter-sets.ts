import { sql } from 'kysely';
import { type Database, json } from './store.ts';

/** Keeps a set of parameters under its version, which is a name of its content: one that is there already is the same. */
export async function keepParameterSet(db: Database, version: string, parameters: object): Promise<void> {
  await sql`
    INSERT INTO parameter_set (version, parameters) VALUES (${version}, ${json(parameters)}::jsonb)
    ON CONFLICT (version) DO NOTHING`.execute(db);
}

/** The parameters of a version, or undefined where no decision was taken with them. */
export async function findParameterSet(db: Database, version: string): Promise<object | undefined> {
  const found = await sql<{ parameters: object }>`
    SELECT parameters FROM parameter_set WHERE version = ${version}`.execute(db);
  return found.rows[0]?.parameters;
}

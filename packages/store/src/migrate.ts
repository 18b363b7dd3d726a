import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { Pool } from 'pg';
import { StoreError, sqlStateOf } from './errors.ts';
import { type Database, listenToBreaks, type NoTables, type Store } from './store.ts';

const FOLDER = new URL('../migrations/', import.meta.url);
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;
const MARK = /^-- breaking: (yes|no)$/;

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly isBreaking: boolean;
  readonly checksum: string;
}

/** A migration as the database remembers it. */
interface Applied {
  readonly name: string;
  readonly isBreaking: boolean;
  readonly checksum: string;
}

/**
 * Brings the tables up to date, forward only, and returns the names of what it applied. Safe when two processes
 * start at once: the second waits for the first. Throws a StoreError and leaves the tables as they were.
 */
export async function migrate(store: Store, folder: URL = FOLDER): Promise<readonly string[]> {
  const files = await readMigrations(folder);
  const missing = await compare(store.db, files);
  if (missing.length === 0) return [];
  // Building an index may take longer than any other statement: no time limit here, and connections of its own.
  const pool = new Pool({ ...store.pool.options, max: 2, statement_timeout: 0, query_timeout: 0 });
  listenToBreaks(pool);
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => toMigrations(files) } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) {
      const failed = results?.find((result) => result.status === 'Error')?.migrationName;
      const detail = `${failed ?? 'before the first migration'} (${sqlStateOf(error) ?? 'no SQL state'})`;
      throw new StoreError('migration-failed', detail, { cause: error });
    }
    return (results ?? []).map((result) => result.migrationName);
  } finally {
    await db.destroy();
  }
}

/**
 * Makes sure that this version can use the tables as they are. A database that a newer version has changed in
 * ways marked as not breaking is fine: during an upgrade old and new run side by side.
 * Throws a StoreError: schema-older, schema-newer or schema-changed.
 */
export async function checkSchema(store: Store, folder: URL = FOLDER): Promise<void> {
  const missing = await compare(store.db, await readMigrations(folder));
  if (missing.length > 0) throw new StoreError('schema-older', `Missing: ${missing.join(', ')}.`);
}

/** The names of the files that the database lacks. */
async function compare(db: Database, files: readonly MigrationFile[]): Promise<readonly string[]> {
  const applied = await findApplied(db);
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, isBreaking, checksum } of applied) {
    const file = known.get(name);
    if (file === undefined && isBreaking) throw new StoreError('schema-newer', `It applied ${name}.`);
    if (file !== undefined && file.checksum !== checksum) throw new StoreError('schema-changed', `It is ${name}.`);
  }
  const names = new Set(applied.map(({ name }) => name));
  return files.filter(({ name }) => !names.has(name)).map(({ name }) => name);
}

async function findApplied(db: Database): Promise<readonly Applied[]> {
  const ledger = await sql<{ isThere: boolean }>`
    SELECT to_regclass('applied_migration') IS NOT NULL AS "isThere"`.execute(db);
  if (!ledger.rows[0]?.isThere) return [];
  const found = await sql<Applied>`
    SELECT name, breaking AS "isBreaking", checksum FROM applied_migration ORDER BY name`.execute(db);
  return found.rows;
}

async function readMigrations(folder: URL): Promise<readonly MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (fileName) => {
      const text = await readFile(new URL(fileName, folder), 'utf8');
      const mark = MARK.exec(text.slice(0, text.indexOf('\n')).trimEnd());
      if (mark === null) throw new StoreError('migration-unmarked', `It is ${fileName}.`);
      const checksum = createHash('sha256').update(text).digest('hex');
      return { name: fileName.replace(/\.sql$/, ''), text, isBreaking: mark[1] === 'yes', checksum };
    }),
  );
}

function toMigrations(files: readonly MigrationFile[]): Record<string, Migration> {
  const migrations: Record<string, Migration> = {};
  for (const file of files) migrations[file.name] = { up: (db: Kysely<NoTables>) => apply(db, file) };
  return migrations;
}

async function apply(db: Kysely<NoTables>, { name, text, isBreaking, checksum }: MigrationFile): Promise<void> {
  await sql.raw(text).execute(db);
  await sql`
    INSERT INTO applied_migration (name, breaking, checksum) VALUES (${name}, ${isBreaking}, ${checksum})`.execute(db);
}

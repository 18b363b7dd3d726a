import { type Instant, instantOf } from '@magwatch/base';
import { Kysely, type Transaction as KyselyTransaction, PostgresDialect, sql } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import { isTransactionConflict, StoreError } from './errors.ts';

/** Statements are written as SQL, one function each in this package: no table is open to a query builder elsewhere. */
export type NoTables = Record<never, never>;

/** What a statement runs on: the store's own connections or one transaction. */
export type Database = Kysely<NoTables>;
export type Transaction = KyselyTransaction<NoTables>;

export interface Store {
  readonly db: Database;
  /** The same connections, for the queue's PostgreSQL backend. */
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}

export interface StoreOptions {
  /** Upper bound of connections. */
  readonly poolSize?: number;
  /** Hears of a connection that broke while idle: its code only. */
  readonly onError?: (code: string) => void;
}

const POOL_SIZE_MAX = 20;
const POOL_LISTENERS_MAX = 50;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** A little longer than the server's own limit: reached only where the server is silent. */
const SILENCE_TIMEOUT_MS = 35_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const TRANSACTION_ATTEMPTS_MAX = 5;

/**
 * Opens the database and makes sure that it answers. Neither creates nor checks tables: see `migrate` and `checkSchema`.
 * Throws a StoreError `database-unreachable`.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const pool = new Pool({
    ...connectionOf(url),
    max: options.poolSize ?? POOL_SIZE_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: SILENCE_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    types: { getTypeParser },
  });
  // Each queue and each worker on this pool listens too.
  pool.setMaxListeners(POOL_LISTENERS_MAX);
  let isClosing = false;
  // A connection that says goodbye may hear of its server's end first: nobody has to be told of that.
  listenToBreaks(pool, (code) => {
    if (!isClosing) options.onError?.(code);
  });
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`SELECT 1`.execute(db);
  } catch (error) {
    await db.destroy();
    throw new StoreError('database-unreachable', `(${codeOf(error)})`, { cause: error });
  }
  const close = (): Promise<void> => {
    isClosing = true;
    return db.destroy();
  };
  return { db, pool, close };
}

/**
 * Hears of every connection of a pool that breaks, its code only. Without a listener it would end the process: the pool listens
 * to connections that are idle, and nobody to one that is in use.
 */
export function listenToBreaks(pool: Pool, onError: (code: string) => void = ignore): void {
  pool.on('connect', (client) => client.on('error', (error) => onError(codeOf(error))));
  // The same once more, of an idle one; the connection itself has said it.
  pool.on('error', ignore);
}

function ignore(): void {
  // Whoever used the connection gets the error himself.
}

/** Whether the database answers now. */
export async function isDatabaseAlive(store: Store): Promise<boolean> {
  return sql`SELECT 1`.execute(store.db).then(
    () => true,
    () => false,
  );
}

/**
 * Runs `work` in one transaction, again when PostgreSQL broke it off for a conflict with another one; `work` must
 * therefore change nothing but the database. READ COMMITTED on purpose: each statement after the patient's lock has
 * to see what the holder before committed, which a snapshot taken before the lock would hide.
 */
export async function inTransaction<Value>(store: Store, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.db.transaction().setIsolationLevel('read committed').execute(work);
    } catch (error) {
      if (attempt >= TRANSACTION_ATTEMPTS_MAX || !isTransactionConflict(error)) throw error;
    }
  }
}

/**
 * Runs a part of a transaction that may fail alone: what it did is undone, the transaction goes on, and the error
 * is thrown to the caller.
 */
export async function inSavepoint<Value>(tx: Transaction, work: () => Promise<Value>): Promise<Value> {
  await sql`SAVEPOINT part`.execute(tx);
  try {
    const value = await work();
    await sql`RELEASE SAVEPOINT part`.execute(tx);
    return value;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT part`.execute(tx);
    throw error;
  }
}

/**
 * Waits for the patient and holds him until the transaction ends: one assessment at a time, whatever the queue does.
 * Two patients whose names meet in the 64-bit hash merely wait for each other.
 */
export async function lockPatient(tx: Transaction, source: string, patient: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${source} || chr(31) || ${patient}, 0))`.execute(tx);
}

const FIRST_TIMESTAMP = Date.parse('0001-01-01T00:00:00Z');
const LAST_TIMESTAMP = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * An instant as a parameter of a timestamptz. PostgreSQL reads years of four figures in this form; an order that ends at
 * `9999-12-31` local time lies beyond, and must not block its patient: it counts as the end of what can be written.
 */
export const timestamp = (instant: Instant): string =>
  new Date(Math.min(Math.max(instant, FIRST_TIMESTAMP), LAST_TIMESTAMP)).toISOString();

/** An instant that may be missing. */
export const timestampOrNull = (instant: Instant | undefined): string | null =>
  instant === undefined ? null : timestamp(instant);

/**
 * A value as a parameter of a jsonb. PostgreSQL refuses NUL and half surrogates in text; one such character
 * in one resource must not block a patient, so the former is dropped and the latter becomes U+FFFD.
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'string' ? cleanText(item) : item));
}

/** Text that PostgreSQL takes. */
export const cleanText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');

/** The code of a connection or SQL error; its message could hold an address or a value. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

type ReadValue = (value: string) => unknown;

const TIMESTAMPTZ: number = types.builtins.TIMESTAMPTZ;
const readDate = types.getTypeParser(TIMESTAMPTZ, 'text') as ReadValue;

/** Times leave the database as instants; everything else as the driver has it (bigint as text). */
function getTypeParser(oid: number): ReadValue {
  if (oid === TIMESTAMPTZ) return (value) => instantOf(Number(readDate(value)));
  return types.getTypeParser(oid, 'text') as ReadValue;
}

/**
 * The queue's tables live in the schema `bullmq` and its statements name them without it, hence the search path.
 * Options in the address itself are kept.
 */
function connectionOf(url: string): PoolConfig {
  const searchPath = '-c search_path=public,bullmq';
  if (!URL.canParse(url)) return { connectionString: url, options: searchPath };
  const address = new URL(url);
  const own = address.searchParams.get('options');
  address.searchParams.delete('options');
  return { connectionString: address.href, options: own === null ? searchPath : `${own} ${searchPath}` };
}

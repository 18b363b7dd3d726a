import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { StoreError, sqlStateOf } from '../errors.ts';
import { type Account, chooseAccount } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { addressOf, type Cluster, hintOf, OWNER, prepareCluster } from './cluster.ts';
import { lockFolder } from './lock.ts';
import { isAlive, readOr, readPostmasterFile, signal, stopOrphan } from './orphan.ts';
import { type Supervised, superviseProgram } from './supervisor.ts';

export interface EmbeddedOptions {
  /** The data folder; the database lives in `postgres` below it. Made where it does not exist. */
  readonly directory: string;
  /** Hears what happens, in sentences for a person. */
  readonly log?: (message: string) => void;
  /** Hears that the database ended although nobody stopped it. */
  readonly onExit?: () => void;
  /**
   * False: faster, and a loss of power can lose the database. For tests only, whose folders are thrown away;
   * a killed process loses nothing in either case.
   */
  readonly isDurable?: boolean;
}

export interface EmbeddedPostgres {
  /** The address, with the password: not for logs. */
  readonly url: string;
  /** Stops it cleanly and gives the folder free. */
  readonly stop: () => Promise<void>;
}

const START_ATTEMPTS_MAX = 5;
/** Shortly after a kill the shared memory of the old server can still be in use for a moment. */
const RETRY_MS = 500;
/** Recovery after a crash reads the whole log since the last checkpoint. */
const READY_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 10;
const LOG_TAIL_MAX = 600;
const DUPLICATE_DATABASE = '42P04';

/**
 * Starts the PostgreSQL of a data folder, and makes it first where there is none. It listens on a free port of
 * 127.0.0.1 only, and stops when this process ends, however that is.
 * Throws a StoreError: embedded-in-use (with the process that holds the folder), embedded-unsupported,
 * embedded-no-user, embedded-initdb-failed, embedded-start-failed.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const directory = await realpath(options.directory);
  const lock = await lockFolder(directory);
  try {
    const account = chooseAccount();
    const cluster = await prepareCluster(directory, binaries, account);
    await stopOrphan(cluster.dataFolder, options.log ?? ignore);
    const { server, port } = await startWithRetries({ cluster, binaries, account, options, directory });
    const url = addressOf(cluster.password, port);
    await createDatabase(cluster, port);
    return { url, stop: stopper(server, cluster, lock.release, options) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function ignore(): void {
  // Nobody wants to hear it.
}

interface Start {
  readonly cluster: Cluster;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly options: EmbeddedOptions;
  readonly directory: string;
}

interface Running {
  readonly server: Supervised;
  readonly port: number;
}

async function startWithRetries(start: Start): Promise<Running> {
  const logFile = join(start.directory, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    // A new port each time: another program may have taken the last one before PostgreSQL did.
    const port = await findFreePort();
    const args = settingsOf(start, port);
    const server = await superviseProgram(start.account, start.binaries.postgres, args, logFile);
    if (await isReady(server, start.cluster.dataFolder, port)) return { server, port };
    server.stop();
    await server.exited;
    if (attempt >= START_ATTEMPTS_MAX) {
      const said = (await readOr(logFile, '')).slice(-LOG_TAIL_MAX).trim();
      throw new StoreError('embedded-start-failed', `${said} ${hintOf(start.account)}`.trim());
    }
    start.options.log?.('PostgreSQL did not start: trying again');
    await pause(RETRY_MS);
  }
}

function settingsOf({ cluster, options }: Start, port: number): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Neither statements nor values into the log: they are patients'.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    // Nobody replicates from it.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    // Short statements only: compiling them costs more than it gains.
    jit: 'off',
    ...(options.isDurable === false && { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return ['-D', cluster.dataFolder, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/**
 * Whether the server came up; false when it ended before, or says nothing in time. The port tells its own file from
 * one that a killed server left behind, which may well say `ready`.
 */
async function isReady(server: Supervised, dataFolder: string, port: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < READY_TIMEOUT_MS; waitedMs += POLL_MS) {
    if (server.hasExited()) return false;
    const file = await readPostmasterFile(dataFolder);
    if (file?.isReady && file.port === port && isAlive(file.pid)) return true;
    await pause(POLL_MS);
  }
  return false;
}

async function createDatabase({ password }: Cluster, port: number): Promise<void> {
  const client = new Client({ host: '127.0.0.1', port, user: OWNER, password, database: 'postgres' });
  // The statement under way says it too; without a listener a server that ends now would end this process.
  client.on('error', ignore);
  await client.connect();
  try {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [OWNER]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${OWNER}`);
  } catch (error) {
    if (sqlStateOf(error) !== DUPLICATE_DATABASE) throw error;
  } finally {
    await client.end();
  }
}

function stopper(
  server: Supervised,
  { dataFolder }: Cluster,
  release: () => Promise<void>,
  { onExit, log }: EmbeddedOptions,
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  void server.exited.then(() => {
    if (stopping === undefined) onExit?.();
  });
  const stop = async (): Promise<void> => {
    server.stop();
    const isStopped = await Promise.race([
      server.exited.then(() => true),
      pause(STOP_TIMEOUT_MS, false, { ref: false }),
    ]);
    if (!isStopped) await stopByForce(server, dataFolder, log);
    await release();
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

/** SIGQUIT ends PostgreSQL at once; it recovers at the next start. */
async function stopByForce(server: Supervised, dataFolder: string, log: EmbeddedOptions['log']): Promise<void> {
  log?.('PostgreSQL does not stop: ending it by force');
  const file = await readPostmasterFile(dataFolder);
  if (file !== undefined) signal(file.pid, 'SIGQUIT');
  await server.exited;
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreError } from '../errors.ts';
import { type Account, POSTGRES_ENVIRONMENT, runAs } from './account.ts';
import type { Binaries } from './binaries.ts';

/** The name of the only database user, and of the database. */
export const OWNER = 'magwatch';

const UNFINISHED = 'postgres.new-';
export const PASSWORD_FILE = 'magwatch.password';
const SAID_MAX = 500;

/** The address of the database, with its password: not for logs. */
export const addressOf = (password: string, port: number): string =>
  `postgres://${OWNER}:${password}@127.0.0.1:${port}/${OWNER}`;

/** A database folder that is ready to be started. */
export interface Cluster {
  readonly dataFolder: string;
  readonly password: string;
}

/**
 * Finds the database below `directory`, or makes it with a random password that only its owner can read. It is made
 * beside its place and moved there when it is complete: a start that was killed leaves nothing that looks finished.
 * The caller holds the folder's lock. Throws a StoreError `embedded-initdb-failed`.
 */
export async function prepareCluster(directory: string, binaries: Binaries, account: Account): Promise<Cluster> {
  const dataFolder = join(directory, 'postgres');
  if (account.kind === 'other') await openFor(directory);
  if (!(await exists(join(dataFolder, 'PG_VERSION')))) await makeCluster(directory, dataFolder, binaries, account);
  return { dataFolder, password: (await readFile(join(dataFolder, PASSWORD_FILE), 'utf8')).trim() };
}

async function makeCluster(directory: string, target: string, binaries: Binaries, account: Account): Promise<void> {
  if (await exists(target)) {
    const found = await readdir(target);
    // Somebody's files that are no database of ours: not ours to delete.
    if (found.length > 0) throw new StoreError('embedded-initdb-failed', `${target} holds something else.`);
    await rm(target, { recursive: true });
  }
  await removeUnfinished(directory);
  // A name of its own each time: an initdb whose parent was killed may still be writing into an earlier one.
  const folder = join(directory, `${UNFINISHED}${randomBytes(6).toString('hex')}`);
  await mkdir(folder, { mode: 0o700 });
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (account.kind === 'other') {
    await chown(folder, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  await initdb(folder, passwordFile, binaries, account);
  await rename(passwordFile, join(folder, PASSWORD_FILE));
  await rename(folder, target);
}

/** Another user has to get through the data folder to his own in it; he cannot list it. */
async function openFor(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  await chmod(directory, (mode & 0o777) | 0o011);
}

async function removeUnfinished(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(UNFINISHED));
  await Promise.all(names.map((name) => rm(join(directory, name), { recursive: true, force: true })));
}

function initdb(folder: string, passwordFile: string, binaries: Binaries, account: Account): Promise<void> {
  const { command, args, ids } = runAs(account, binaries.initdb, [
    `--pgdata=${folder}`,
    `--username=${OWNER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  return new Promise((resolve, reject) => {
    let said = '';
    const child = spawn(command, args, {
      ...ids,
      env: POSTGRES_ENVIRONMENT,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-SAID_MAX);
    });
    child.once('error', (cause) => reject(new StoreError('embedded-initdb-failed', hintOf(account), { cause })));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new StoreError('embedded-initdb-failed', `${said.trim()} ${hintOf(account)}`.trim()));
    });
  });
}

/** What helps where PostgreSQL had to run as another user, who cannot enter root's folders. */
export const hintOf = (account: Account): string =>
  account.kind === 'other'
    ? `(It runs as user ${account.uid} because user namespaces are forbidden here: the data folder and the programs must be open to that user. Start Magwatch as an ordinary user, or give DATABASE_URL.)`
    : '';

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

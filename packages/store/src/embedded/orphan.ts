import { execFileSync } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../errors.ts';

const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/** What PostgreSQL writes about itself into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** Reads postmaster.pid; undefined where there is none, or none that is complete. */
export async function readPostmasterFile(dataFolder: string): Promise<PostmasterFile | undefined> {
  const lines = (await readOr(join(dataFolder, 'postmaster.pid'), '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  // The fourth line is the port, the eighth the state: `starting`, `ready`, `stopping`.
  return { pid, port: Number(lines[3]), isReady: lines[7]?.trim() === 'ready' };
}

/**
 * Stops a PostgreSQL that still runs on the folder although the process that started it is gone: killed together
 * with its supervisor, or just now being stopped by it. The caller holds the folder's lock, so it is nobody else's.
 */
export async function stopOrphan(dataFolder: string, log: (message: string) => void): Promise<void> {
  const file = await readPostmasterFile(dataFolder);
  if (file === undefined || !isAlive(file.pid)) return;
  if (!(await isPostgresOn(file.pid, dataFolder))) {
    // The number was given to some other program since: PostgreSQL would take that one for itself and refuse to start.
    await rm(join(dataFolder, 'postmaster.pid'), { force: true });
    return;
  }
  log(`PostgreSQL still runs from an earlier start (process ${file.pid}): stopping it`);
  // SIGINT is its fast shutdown; a second one does no harm where it is stopping already.
  signal(file.pid, 'SIGINT');
  if (await isGoneWithin(file.pid, STOP_TIMEOUT_MS)) return;
  signal(file.pid, 'SIGQUIT');
  if (await isGoneWithin(file.pid, STOP_TIMEOUT_MS)) return;
  throw new StoreError('embedded-start-failed', `Process ${file.pid} of an earlier start does not stop.`);
}

/** The text of a file, or what stands in for it where it cannot be read. */
export function readOr(path: string, otherwise: string): Promise<string> {
  return readFile(path, 'utf8').then(
    (text) => text,
    () => otherwise,
  );
}

/** Whether a process is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

/** Sends a signal; that the process is gone already is as good. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (isAlive(pid)) throw error;
  }
}

async function isGoneWithin(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
    if (!isAlive(pid)) return true;
    await pause(POLL_MS);
  }
  return !isAlive(pid);
}

/** A postmaster works in its data folder, which Linux shows; elsewhere `ps` shows the command. */
async function isPostgresOn(pid: number, dataFolder: string): Promise<boolean> {
  if (process.platform === 'linux') {
    return readlink(`/proc/${pid}/cwd`).then(
      (where) => where === dataFolder,
      () => false,
    );
  }
  const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return command.includes('postgres') && command.includes(dataFolder);
}

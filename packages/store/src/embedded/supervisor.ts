import { type ChildProcess, spawn } from 'node:child_process';
import { open, stat, truncate } from 'node:fs/promises';
import { Socket } from 'node:net';
import { type Account, POSTGRES_ENVIRONMENT, runAs } from './account.ts';

const LOG_BYTES_MAX = 1_000_000;

/**
 * Runs a server and stops it cleanly when its parent goes away: descriptor 3 is a pipe from the parent, which ends
 * however the parent ends, kill -9 included. SIGINT is PostgreSQL's fast shutdown. The server itself must not hold
 * the pipe. A shell does this in a megabyte; it ends when the server ends, with the server's exit status.
 */
const SUPERVISE = `
"$@" 3<&- &
server=$!
( read -r _ <&3; kill -INT "$server" ) 3<&3 &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
`;

/** A server under its supervisor. */
export interface Supervised {
  readonly exited: Promise<void>;
  readonly hasExited: () => boolean;
  /** Asks it to stop; see `exited`. */
  readonly stop: () => void;
}

/**
 * Starts a program under supervision, in a session of its own: Ctrl-C in a terminal goes to a whole process group
 * and would stop the database before its users.
 */
export async function superviseProgram(
  account: Account,
  program: string,
  args: readonly string[],
  logFile: string,
): Promise<Supervised> {
  await shorten(logFile);
  const log = await open(logFile, 'a', 0o600);
  try {
    const run = runAs(account, '/bin/sh', ['-c', SUPERVISE, 'supervise', program, ...args]);
    const child = spawn(run.command, run.args, {
      ...run.ids,
      env: POSTGRES_ENVIRONMENT,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd, 'pipe'],
    });
    return watch(child);
  } finally {
    await log.close();
  }
}

function watch(child: ChildProcess): Supervised {
  let hasExited = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      hasExited = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const pipe = child.stdio[3];
  // The other end may be gone first.
  pipe?.on('error', () => pipe.destroy());
  // Neither the child nor the pipe keeps the parent alive.
  child.unref();
  if (pipe instanceof Socket) pipe.unref();
  const stop = (): void => {
    // Whoever stops it waits for it, and must not run out of things to wait for.
    if (!hasExited) child.ref();
    pipe?.destroy();
  };
  return { exited, hasExited: () => hasExited, stop };
}

async function shorten(logFile: string): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_BYTES_MAX) await truncate(logFile);
}

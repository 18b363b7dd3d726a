// A lock between processes, without help of the system. The lock is the highest numbered file of a folder: whoever
// creates the next number holds it. A file is never taken away from a living holder, so that two who both find a dead
// holder cannot both win: only one can create the next number.
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 200;
/** A holder on another host cannot be asked whether it lives; after this time it is taken for dead. */
const FOREIGN_HOLDER_MS = 15 * 60_000;

/** Waits until the lock is ours; `onWait(pid)` is called once if somebody else holds it. */
export async function acquireLock(folder, { onWait }) {
  mkdirSync(folder, { recursive: true });
  let hasWaited = false;
  for (;;) {
    const highest = findHighest(folder);
    const holder = highest === 0 ? undefined : readHolder(folder, highest);
    if (holder !== undefined && isAlive(holder)) {
      if (!hasWaited) onWait(holder.pid);
      hasWaited = true;
      await pause(POLL_MS);
      continue;
    }
    const mine = highest + 1;
    if (tryCreate(folder, mine)) {
      removeBelow(folder, mine);
      return { release: () => writeHolder(folder, mine, { released: true }) };
    }
  }
}

function tryCreate(folder, number) {
  const draft = join(folder, `draft-${process.pid}-${number}`);
  const content = { pid: process.pid, host: hostname(), startedAt: startTimeOf(process.pid), at: Date.now() };
  writeFileSync(draft, JSON.stringify(content));
  try {
    // A link appears with its whole content, and fails where the name exists.
    linkSync(draft, join(folder, String(number)));
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
  // Somebody slower than a whole turn of others creates a number that was used and removed: it is not the highest.
  if (findHighest(folder) === number) return true;
  rmSync(join(folder, String(number)), { force: true });
  return false;
}

function findHighest(folder) {
  return Math.max(0, ...numbersIn(folder));
}

function numbersIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function removeBelow(folder, number) {
  for (const other of numbersIn(folder)) if (other < number) rmSync(join(folder, String(other)), { force: true });
}

function readHolder(folder, number) {
  try {
    return JSON.parse(readFileSync(join(folder, String(number)), 'utf8'));
  } catch (error) {
    // Removed between the listing and the reading, or cut short by a full disk: nobody holds it.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function writeHolder(folder, number, content) {
  writeFileSync(join(folder, String(number)), JSON.stringify(content));
}

function isAlive(holder) {
  if (holder.released) return false;
  if (holder.host !== hostname()) return Date.now() - holder.at < FOREIGN_HOLDER_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  // The number may belong to a younger process by now.
  return startTimeOf(holder.pid) === holder.startedAt;
}

/** Linux only: ticks since boot; null elsewhere, where the number of the process has to be enough. */
function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { projectRoot, runToEnd, startProcess } from '../test/kit/processes.ts';
import { acquireLock } from './preparation-lock.mjs';

let folder = '';
let locks = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-lock-'));
  locks = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const neverWaits = (holder: number): never => {
  throw new Error(`waits for ${holder}`);
};

/** A process that takes the lock and then does `body`. */
function scriptThat(body: string): string {
  const file = join(folder, 'holder.mjs');
  const lock = JSON.stringify(join(projectRoot, 'scripts/preparation-lock.mjs'));
  const head = `import { appendFileSync } from 'node:fs'; import { acquireLock } from ${lock};`;
  const take = `const lock = await acquireLock(${JSON.stringify(locks)}, { onWait: () => {} });`;
  writeFileSync(file, `${head}\n${take}\n${body}\n`);
  return relative(projectRoot, file);
}

it('is free again after its release, and leaves one file behind', async () => {
  (await acquireLock(locks, { onWait: neverWaits })).release();
  (await acquireLock(locks, { onWait: neverWaits })).release();
  expect(readdirSync(locks)).toEqual(['2']);
});

it('is waited for while its holder lives', async () => {
  const holder = await startProcess({
    script: scriptThat(`setInterval(() => {}, 1000); process.on('SIGTERM', () => { lock.release(); process.exit(0); });
      console.log('ready');`),
  });
  const waitedFor: number[] = [];
  const wait = acquireLock(locks, {
    onWait: (pid) => {
      waitedFor.push(pid);
      holder.signal('SIGTERM');
    },
  });
  (await wait).release();
  expect(waitedFor).toEqual([holder.pid]);
});

it('is taken over from a holder that was killed', async () => {
  const holder = await startProcess({ script: scriptThat(`setInterval(() => {}, 1000); console.log('ready');`) });
  await holder.kill();
  (await acquireLock(locks, { onWait: neverWaits })).release();
});

it.each([
  ['a younger process got the number of the holder', { pid: process.pid, host: hostname(), startedAt: '1', at: 0 }],
  ['the holder is on another host and long silent', { pid: 1, host: 'elsewhere', startedAt: '1', at: 0 }],
])('is taken over when %s', async (_name, holder) => {
  mkdirSync(locks);
  writeFileSync(join(locks, '7'), JSON.stringify(holder));
  (await acquireLock(locks, { onWait: neverWaits })).release();
  expect(readdirSync(locks)).toEqual(['8']);
});

it('is held by one at a time, although many want it and some die with it', async () => {
  const log = join(folder, 'log');
  const script = scriptThat(`const log = ${JSON.stringify(log)};
    appendFileSync(log, 'in ');
    await new Promise((resolve) => setImmediate(resolve));
    appendFileSync(log, 'out ');
    if (process.argv[2] === 'die') process.kill(process.pid, 'SIGKILL');
    lock.release();`);
  const runs = Array.from({ length: 8 }, (_, index) => runToEnd({ script, args: [index % 3 === 0 ? 'die' : 'live'] }));
  await Promise.all(runs);
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(8));
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { isAlive, readPostmasterFile } from './orphan.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start.ts';

const isRoot = process.getuid?.() === 0;
/** A checkout below /root is closed to every other user, and with it the programs. */
const { postgres } = await findBinaries();
const canOthersRunIt = isRoot && spawnSync('test', ['-x', postgres], { uid: 65_534, gid: 65_534 }).status === 0;

let root: string;
let closed: string;
const running: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'magwatch-embedded-'));
  await chmod(root, 0o755);
  // Below a folder that nobody else can enter, as /root is.
  closed = join(root, 'closed');
  await mkdir(closed, { mode: 0o700 });
  await (await startEmbeddedPostgres({ directory: join(closed, 'made') })).stop();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const one of running.splice(0)) await one.stop();
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A data folder whose database was made before: making one takes longer than all the rest of a test. */
async function copyMade(name: string): Promise<string> {
  const directory = join(closed, name);
  await cp(join(closed, 'made'), directory, { recursive: true });
  return directory;
}

async function start(directory: string): Promise<EmbeddedPostgres> {
  const started = await startEmbeddedPostgres({ directory });
  running.push(started);
  return started;
}

async function query(url: string, text: string): Promise<readonly object[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that holds the folder; resolves with its address when the database runs. */
async function hold(
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const script = fileURLToPath(new URL('hold.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [script, directory], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.trim());
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once('close', () => reject(new Error(`it ended before it said its address: ${said}`)));
  });
  return { child, url };
}

/** The fourth field of /proc/PID/stat; the second, the name, may hold spaces and is in parentheses. */
async function parentOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

async function childrenOf(pid: number): Promise<readonly number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
}

const postmasterOf = (directory: string) => readPostmasterFile(join(directory, 'postgres'));

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  test('keeps its data over a stop, with a password that only its owner can read', async () => {
    const directory = join(closed, 'kept');
    const first = await start(directory);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const pid = (await postmasterOf(directory))?.pid ?? 0;
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await start(directory);
    expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    const password = await stat(join(directory, 'postgres', 'magwatch.password'));
    expect(password.mode & 0o777).toBe(0o600);
    expect((await readdir(directory)).toSorted()).toEqual(['postgres', 'postgres.log']);
  });

  test('wants the password, and listens on this machine only', async () => {
    const { url } = await start(await copyMade('private'));
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect(await query(url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(url, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
  });

  test('refuses a second start on the same folder and says who holds it', async () => {
    const directory = await copyMade('held');
    const { child, url } = await hold(directory);
    const refused = startEmbeddedPostgres({ directory });
    await expect(refused).rejects.toMatchObject({ code: 'embedded-in-use' });
    await expect(refused).rejects.toThrow(`process ${child.pid}`);
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('of two starts at once on an empty folder one succeeds and the other is refused', async () => {
    const directory = join(closed, 'raced');
    const outcomes = await Promise.allSettled([start(directory), start(directory)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'embedded-in-use' } });
  });

  test('stops cleanly when its parent is killed, and a start right after that has every committed row', async () => {
    const directory = await copyMade('killed');
    const { child, url } = await hold(directory);
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const pid = (await postmasterOf(directory))?.pid ?? 0;
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    const again = await start(directory);
    expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('a start at the same moment as the kill comes up', async () => {
    const directory = await copyMade('hasty');
    const { child, url } = await hold(directory);
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const again = await start(directory);
    expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test.runIf(process.platform === 'linux')(
    'an orphan whose supervisor was killed too is stopped, and its data are there',
    async () => {
      const directory = await copyMade('orphaned');
      const { child, url } = await hold(directory);
      await query(url, 'CREATE TABLE kept AS SELECT 1 AS one');
      const orphan = (await postmasterOf(directory))?.pid ?? 0;
      const supervisor = await parentOf(orphan);
      const watchers = (await childrenOf(supervisor)).filter((pid) => pid !== orphan);
      for (const pid of [...watchers, supervisor]) process.kill(pid, 'SIGKILL');
      child.kill('SIGKILL');
      await expect.poll(() => isAlive(child.pid ?? 0), { timeout: 10_000 }).toBe(false);
      expect(isAlive(orphan)).toBe(true);
      const again = await start(directory);
      expect(isAlive(orphan)).toBe(false);
      expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    },
  );

  test('recovers when the server itself was killed', async () => {
    const directory = await copyMade('crashed');
    let exits = 0;
    const first = await startEmbeddedPostgres({ directory, onExit: () => (exits += 1) });
    running.push(first);
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    process.kill((await postmasterOf(directory))?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => exits, { timeout: 10_000 }).toBe(1);
    await first.stop();
    const again = await start(directory);
    expect(await query(again.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  test('a process that was given the number of an old server is left alone', async () => {
    const directory = await copyMade('recycled');
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    children.push(other);
    await writeFile(join(directory, 'postgres', 'postmaster.pid'), `${other.pid}\n/nowhere\n0\n5432\n\n\n\nready\n`);
    await start(directory);
    expect(isAlive(other.pid ?? 0)).toBe(true);
  });

  test.runIf(canOthersRunIt)('runs as another user where root may make no namespaces', async () => {
    const open = join(root, 'open');
    // The program that makes namespaces is not found: as good as forbidden.
    const { url } = await hold(open, { PATH: '/nowhere' });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const { pid } = (await postmasterOf(open)) ?? { pid: 0 };
    expect((await stat(`/proc/${pid}`)).uid).not.toBe(0);
  });

  test.runIf(isRoot)('says so where another user cannot get at the folder', async () => {
    const refused = hold(join(closed, 'shut'), { PATH: '/nowhere' });
    await expect(refused).rejects.toThrow('open to that user');
  });

  test('what an interrupted first start left behind is swept away', async () => {
    const directory = join(closed, 'interrupted');
    await mkdir(join(directory, 'postgres.new-123'), { recursive: true });
    await writeFile(join(directory, 'postgres.new-123', 'PG_VERSION'), '18');
    await start(directory);
    expect((await readdir(directory)).toSorted()).toEqual(['postgres', 'postgres.log']);
  });

  test('a folder that holds something else is not touched', async () => {
    const directory = join(closed, 'foreign');
    await mkdir(join(directory, 'postgres'), { recursive: true });
    await writeFile(join(directory, 'postgres', 'letter.txt'), 'mine');
    await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject({ code: 'embedded-initdb-failed' });
    expect(await readdir(join(directory, 'postgres'))).toEqual(['letter.txt']);
  });

  test.runIf(!isRoot)('a folder that cannot be written is said to be so', async () => {
    const directory = join(closed, 'sealed');
    await mkdir(directory);
    await chmod(directory, 0o500);
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow();
    await chmod(directory, 0o700);
  });
});

// Finds the programs that the tests drive and npm does not carry, and fetches Debian's where they are missing:
// as root with apt-get, else unpacked into .cache/ with an apt state of its own.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { acquireLock } from './preparation-lock.mjs';
import { root, say } from './workspace.mjs';

const toolsFolder = join(root, '.cache', 'test-tools');

/** `packages`: what apt-get installs, with all that they need; without root it is unpacked. `insist`: how to help. */
const redis = {
  program: 'redis-server',
  unpacked: 'usr/bin/redis-server',
  packages: ['redis-server'],
  insist:
    'Install it (version 6.2 or later; Debian, Ubuntu: sudo apt-get install -y redis-server; macOS: brew install ' +
    'redis), or name a Redis that may be emptied: REDIS_URL=redis://127.0.0.1:6379 npm test',
};

const chromium = {
  program: 'chromium',
  // The command of the same name is a script that looks for the program below /usr.
  unpacked: 'usr/lib/chromium/chromium',
  packages: ['chromium'],
  insist:
    'Install it (Debian: sudo apt-get install -y chromium), or name another Chromium: ' +
    'CHROMIUM_PATH=/path/to/chrome npm test',
};

/**
 * Where redis-server is: `{ file, env }`, with what the environment needs for it to start; undefined where there is
 * none. Asks nobody and installs nothing.
 */
export function findRedisServer() {
  return findProgram(redis);
}

/** Where a Chromium is: `{ file, env }`; undefined where there is none. CHROMIUM_PATH wins. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  return given ? { file: given, env: {} } : findProgram(chromium);
}

/** Makes sure that the tests have a Redis. REDIS_URL wins. Throws an Error that says what to install. */
export async function prepareRedis() {
  if (process.env.REDIS_URL) return;
  if (findRedisServer() !== undefined) return;
  await provide(redis);
}

/** Makes sure that the page tests have a Chromium. Throws an Error that says what to install. */
export async function prepareChromium() {
  if (findChromium() === undefined) await provide(chromium);
}

async function provide(tool) {
  const lock = await acquireLock(join(root, '.cache', 'preparing-test-tools'), {
    onWait: (holder) => say(`another command (process ${holder}) is fetching the test tools; waiting for it`),
  });
  try {
    if (findProgram(tool) !== undefined) return;
    if (!hasCommand('apt-get')) throw new Error(missing(tool));
    const isRoot = process.getuid?.() === 0;
    say(`the tests need ${tool.program}; fetching Debian's${isRoot ? '' : ' into .cache/ (without root)'}`);
    if (isRoot) installAsRoot(tool);
    else unpackHere(tool);
    if (findProgram(tool) === undefined) throw new Error(missing(tool));
  } finally {
    lock.release();
  }
}

function installAsRoot(tool) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const isDone =
    runQuietly('apt-get', ['update'], { env }) &&
    runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...tool.packages], { env });
  if (!isDone) throw new Error(missing(tool));
}

function unpackHere(tool) {
  const folder = join(toolsFolder, tool.program);
  const state = join(toolsFolder, 'apt');
  const archives = join(state, 'archives');
  rmSync(archives, { recursive: true, force: true });
  for (const path of [folder, join(state, 'lists', 'partial'), join(archives, 'partial')]) {
    mkdirSync(path, { recursive: true });
  }
  // The system's lists may be empty or old, and this user cannot renew them: a state of its own can be. What is
  // installed here is the system's own list, so that only what is missing is fetched.
  const options = [`Dir::State=${state}`, `Dir::State::lists=${join(state, 'lists')}`, `Dir::Cache=${state}`]
    .concat(['Dir::State::status=/var/lib/dpkg/status', 'Debug::NoLocking=1', 'APT::Sandbox::User='])
    .flatMap((option) => ['-o', option]);
  const install = ['install', '-y', '--download-only', '--no-install-recommends', ...tool.packages];
  const isFetched =
    runQuietly('apt-get', [...options, 'update'], {}) && runQuietly('apt-get', [...options, ...install], {});
  if (!isFetched) throw new Error(missing(tool));
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    if (!runQuietly('dpkg', ['-x', join(archives, file), folder], {})) throw new Error(missing(tool));
  }
  rmSync(archives, { recursive: true, force: true });
}

function findProgram(tool) {
  const onPath = findOnPath(tool.program);
  if (onPath !== undefined && starts(onPath, {})) return { file: onPath, env: {} };
  const folder = join(toolsFolder, tool.program);
  const file = join(folder, tool.unpacked);
  if (!existsSync(file)) return undefined;
  const libraries = join(folder, 'usr', 'lib');
  const folders = [libraries, ...readdirSync(libraries).map((name) => join(libraries, name))];
  const env = { LD_LIBRARY_PATH: [...folders, process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(delimiter) };
  return starts(file, env) ? { file, env } : undefined;
}

function findOnPath(program) {
  // Debian keeps servers in /usr/sbin too, which is not on the PATH of ordinary users.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/usr/sbin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function starts(file, env) {
  return spawnSync(file, ['--version'], { env: { ...process.env, ...env }, stdio: 'ignore' }).status === 0;
}

function hasCommand(name) {
  return findOnPath(name) !== undefined;
}

/** True when the program ended well; what it said is shown only when it did not. */
function runQuietly(program, args, options) {
  const result = spawnSync(program, args, { ...options, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.status === 0) return true;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}\n`);
  say(`${program} ${args.filter((arg) => !arg.includes('=')).join(' ')} did not succeed`);
  return false;
}

function missing(tool) {
  return `the tests need ${tool.program} and it could not be fetched. ${tool.insist}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await prepareRedis();
    say(`redis-server: ${process.env.REDIS_URL ? 'REDIS_URL' : findRedisServer()?.file}`);
    await prepareChromium();
    say(`chromium: ${findChromium()?.file}`);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

// Makes node_modules agree with pnpm-lock.yaml, once, also when several commands start at the same time.
// Plain JavaScript for Node 18 and later: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { acquireLock } from './preparation-lock.mjs';
import { root, say } from './workspace.mjs';

const PNPM = 'pnpm@12.21.0';
const STILL_AT_WORK_MS = 15_000;
const stampFile = join(root, 'node_modules', '.magwatch-prepared');

/** Installs what the lockfile names, unless the stamp says that this has been done. Throws an Error with advice. */
export async function prepareWorkspace() {
  if (isPrepared()) return;
  const lock = await acquireLock(join(root, '.cache', 'preparing'), {
    onWait: (holder) => say(`another command (process ${holder}) is preparing the workspace; waiting for it`),
  });
  try {
    if (isPrepared()) return;
    const started = Date.now();
    say('preparing the workspace: fetching what pnpm-lock.yaml names (about a minute the first time)');
    await install();
    writeFileSync(stampFile, wantedStamp());
    say(`workspace prepared in ${Math.round((Date.now() - started) / 1000)} s`);
  } finally {
    lock.release();
  }
}

/** The Node ≥ 24 that the installation brought, or undefined where the platform has none. */
export function findInstalledNode() {
  const file = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(file) ? file : undefined;
}

function isPrepared() {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wantedStamp()) return false;
  return process.platform !== 'linux' || findInstalledNode() !== undefined;
}

// The platform is part of the stamp: a folder that two machines share holds the binaries of one of them.
function wantedStamp() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')));
  return `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
}

function install() {
  assertWritable(root, 'the project folder');
  // Its own words go to our standard error: standard output belongs to the command that was asked for.
  const child = spawn('npx', ['--yes', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
    cwd: root,
    env: { ...process.env, ...quietNpm(), ...foldersWithoutHome() },
    stdio: ['ignore', 2, 2],
  });
  const started = Date.now();
  const stillAtWork = setInterval(
    () => say(`still preparing (${Math.round((Date.now() - started) / 1000)} s)`),
    STILL_AT_WORK_MS,
  );
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Error(`npx could not be started (${error.message}). ${NPM_NEEDED}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else if (signal !== null) reject(new Error(`the installation was stopped by ${signal}`));
      else reject(new Error(INSTALL_FAILED));
    });
  }).finally(() => clearInterval(stillAtWork));
}

const NPM_NEEDED = 'npm comes with Node; on Debian: apt-get install -y nodejs npm';

const INSTALL_FAILED = [
  'the installation failed; what it said stands above. Usual reasons:',
  '  - the npm registry cannot be reached: check the network, or name a proxy or mirror with',
  '    HTTPS_PROXY=… or `npm config set registry …`, then run the same command again',
  '  - no room on the disk (about 1 GB is needed) or the folder belongs to another user',
  '  Nothing half-done has to be cleaned up: the next call goes on from here.',
].join('\n');

function quietNpm() {
  return {
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    npm_config_loglevel: 'error',
    // Without a terminal pnpm would refuse to replace a node_modules that another version made.
    pnpm_config_confirm_modules_purge: 'false',
  };
}

/** A user without a home of his own (a service account) gets his caches beside the project. */
function foldersWithoutHome() {
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    const cache = join(root, '.cache', 'home');
    mkdirSync(cache, { recursive: true });
    return { HOME: cache, npm_config_cache: join(cache, 'npm') };
  }
}

function assertWritable(folder, name) {
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new Error(`${name} ${folder} cannot be written by this user: clone it as the user who runs it`, { cause });
  }
}

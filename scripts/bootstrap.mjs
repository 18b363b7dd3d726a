// The door of every command: prepares the workspace where that is needed, then runs the real command under Node 24.
// Plain JavaScript for Node 18 and later, without a dependency.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { findInstalledNode, prepareWorkspace } from './prepare-workspace.mjs';
import { root, say } from './workspace.mjs';

const NODE_MAJOR_MIN = 24;
/** One Ctrl-C comes from the terminal and once more from npm. */
const SAME_SIGNAL_MS = 500;

const commands = {
  start: ['services/cli/src/main.ts', 'up'],
  magwatch: ['services/cli/src/main.ts'],
  test: ['scripts/test.ts'],
  check: ['scripts/check.ts'],
  bench: ['test/bench/run.ts'],
  mutation: ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run'],
};

const [name = '', ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;

if (command === undefined) {
  say(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join('|')} [argument…]`);
  process.exitCode = 2;
} else {
  try {
    await prepareWorkspace();
    run(findNode(), [join(root, command[0]), ...command.slice(1), ...rest]);
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR_MIN) return process.execPath;
  const installed = findInstalledNode();
  if (installed !== undefined) return installed;
  throw new Error(
    `Node ${NODE_MAJOR_MIN} or later is needed and this is ${process.version}. On Linux (x64, arm64) it comes with ` +
      `the installation; on ${process.platform}-${process.arch} install it yourself (nodejs.org, or your package ` +
      'manager) and run the same command again.',
  );
}

function run(node, args) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const cache = process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compiled');
  const child = spawn(node, args, {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, NODE_COMPILE_CACHE: cache },
  });
  let forwardedAt = Number.NEGATIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => {
      if (Date.now() - forwardedAt < SAME_SIGNAL_MS) return;
      forwardedAt = Date.now();
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    say(`${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('close', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}

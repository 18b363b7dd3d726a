// The whole suite in one command. Whatever fails, the rest still runs; the last line is the sum of everything:
// `N passed, N failed`. With arguments, vitest alone runs with them: `npm test -- packages/rules`.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCounts } from '../test/kit/count-reporter.ts';
import { describeOutcome, runChecks } from './checks.ts';
import { prepareChromium, prepareRedis } from './prepare-test-tools.mjs';
import { stopTools } from './run-tool.ts';
import { root } from './workspace.mjs';

const args = process.argv.slice(2);
const started = performance.now();
let stoppedBy: NodeJS.Signals | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stoppedBy ??= signal;
    stopTools();
  });
}

const failures: string[] = [];
let passed = 0;
let skipped = 0;

if (args.length === 0) {
  console.log('Checks: types, lint, format, imports, unused code');
  const outcomes = await runChecks((outcome) => console.log(describeOutcome(outcome)));
  passed += outcomes.filter((outcome) => outcome.passed).length;
  failures.push(...outcomes.filter((outcome) => !outcome.passed).map(({ name }) => name));
}

await prepare('a Redis for the tests', prepareRedis);
await prepare('a Chromium for the tests', prepareChromium);

if (stoppedBy === undefined) {
  const counts = await runVitest();
  passed += counts.passed;
  skipped += counts.skipped;
  failures.push(...counts.failures);
}

if (stoppedBy !== undefined) {
  console.log(`stopped by ${stoppedBy}`);
  process.exitCode = 130;
} else {
  conclude();
}

async function prepare(what: string, get: () => Promise<void>): Promise<void> {
  try {
    await get();
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    failures.push(what);
  }
}

function conclude(): void {
  console.log(`\nIn ${Math.round((performance.now() - started) / 1000)} s.`);
  if (skipped > 0) console.log(`${skipped} skipped (in no sum).`);
  if (failures.length > 0) console.log(['Failed:', ...failures.map((name) => `  ${name}`)].join('\n'));
  console.log(`${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

function runVitest(): Promise<TestCounts> {
  const folder = mkdtempSync(join(tmpdir(), 'magwatch-counts-'));
  const file = join(folder, 'counts.json');
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MAGWATCH_TEST_COUNTS: file },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve(completed(readCounts(file), code));
      rmSync(folder, { recursive: true, force: true });
    });
  });
}

function readCounts(file: string): TestCounts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestCounts;
  } catch {
    return { passed: 0, skipped: 0, failures: ['vitest ended without a result'] };
  }
}

/** A run that calls itself failed and names nothing must not pass. */
function completed(counts: TestCounts, code: number | null): TestCounts {
  if (code === 0 || counts.failures.length > 0) return counts;
  return { ...counts, failures: [`vitest ended with status ${code}`] };
}

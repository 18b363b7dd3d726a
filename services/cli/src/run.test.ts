import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot, runToEnd } from '../../../test/kit/processes.ts';
import { asLines, REFRACTORY } from './commands/scan/resources.fixture.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-run-'));
  writeFileSync(join(folder, 'data.ndjson'), asLines(REFRACTORY));
});

afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = 'services/cli/src/main.ts';
// Every call loads the same code: the cache that the real command uses too.
const QUICK = { NODE_COMPILE_CACHE: join(projectRoot, '.cache', 'compiled') };
const magwatch = (...args: string[]) => runToEnd({ script: SCRIPT, args, cwd: folder, env: QUICK });

describe('help', () => {
  test.each([
    [['--help']],
    [['scan', '--help']],
    [['codes', '--help']],
    [['up', '--help']],
    [['migrate', '--help']],
    [['help', 'scan']],
  ])('%j is printed on standard output with examples, status 0', async (args) => {
    const { code, stdout, stderr } = await magwatch(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Examples:');
    expect(stdout).toContain('Usage: magwatch');
  });
});

describe('status 2: the arguments or the input cannot be used', () => {
  test.each([
    ['nothing at all', [], /Usage: magwatch/],
    ['an unknown command', ['skan'], /did you mean scan/i],
    ['an unknown option', ['scan', '--ad', 'x'], /unknown option/],
    ['an unknown hook', ['scan', 'data.ndjson', '--hook', 'order-review'], /order-sign/],
    ['an unknown setting', ['scan', 'data.ndjson', '--setting', 'ward'], /inpatient/],
    ['an unknown format', ['codes', '--format', 'xml'], /ndjson/],
    ['a missing file', ['scan', 'nowhere.ndjson'], /nowhere\.ndjson: there is no such file/],
    ['a file of another kind', ['scan', join(projectRoot, 'package.json'), join(projectRoot, 'LICENSE')], /LICENSE/],
    ['no data', ['scan'], /Name a file or a folder/],
    ['a hook without an instant', ['scan', 'data.ndjson', '--hook', 'patient-view'], /--at/],
    [
      'a draft without an order hook',
      ['scan', 'data.ndjson', '--at', '2026-03-10T08:00:00Z', '--draft', 'd.json'],
      /order-sign/,
    ],
    ['a port that is none', ['up', '--port', '80a'], /whole number/],
    ['no database', ['migrate'], /DATABASE_URL/],
  ])('%s', async (_name, args, text) => {
    const { code, stdout, stderr } = await magwatch(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
    expect(stdout).toBe('');
  });
});

test('status 1: a database that does not answer', async () => {
  const { code, stderr } = await magwatch('migrate', '--database-url', 'postgres://x@127.0.0.1:1/x');
  expect(code).toBe(1);
  expect(stderr).toContain('magwatch:');
});

test('codes lists concepts with their codes, where each comes from, and whether it was verified', async () => {
  const { code, stdout } = await magwatch('codes', '--format', 'ndjson');
  expect(code).toBe(0);
  const rows = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows.find(({ system, code: c }) => system === 'http://loinc.org' && c === '2601-3')).toMatchObject({
    concept: 'magnesium',
  });
  for (const row of rows)
    for (const key of ['concept', 'system', 'code', 'display', 'source', 'verification'])
      expect(row).toHaveProperty(key);
  const table = await magwatch('codes', '--format', 'table');
  expect(table.stdout.split('\n')[0]).toMatch(/CONCEPT/);
});

test('a reader that has had enough ends the command quietly', async () => {
  const child = spawn(process.execPath, [join(projectRoot, SCRIPT), 'codes', '--format', 'ndjson'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

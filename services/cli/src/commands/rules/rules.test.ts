import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_PARAMETERS, parametersVersion, RULES } from '@magwatch/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot, runToEnd } from '../../../../../test/kit/processes.ts';
import type { RuleReport, SharedReport } from './report.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-rules-'));
  writeFileSync(join(folder, 'site.yaml'), 'refK.minDose_mEq: 40\nmode: { default: silent, mg-low: card }\n');
  writeFileSync(join(folder, 'same.yaml'), 'refK.minDose_mEq: 60\n');
  writeFileSync(join(folder, 'bad.yaml'), 'refK.minDose_mEq: 4000\nrefk: {}\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

const QUICK = { NODE_COMPILE_CACHE: join(projectRoot, '.cache', 'compiled') };
const rules = (...args: readonly string[]) =>
  runToEnd({ script: 'services/cli/src/main.ts', args: ['rules', ...args], cwd: folder, env: QUICK });

async function linesOf(...args: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await rules(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trimEnd().split('\n');
}

const reportsOf = async (...args: readonly string[]) =>
  (await linesOf('--format', 'ndjson', ...args)).map((line) => JSON.parse(line) as RuleReport | SharedReport);

const CHARACTERS_MAX = 100;

describe('magwatch rules', () => {
  test('lists every rule and, once, every parameter, in a hundred columns', async () => {
    const lines = await linesOf('--format', 'table');
    for (const { id, title } of RULES) {
      const row = lines.findIndex((line) => line.startsWith(`${id} `));
      expect(lines[row]).toContain('card');
      expect(lines[row + 1]).toBe(`  ${title}`);
    }
    expect(lines[0]).toBe(`parameters ${parametersVersion(DEFAULT_PARAMETERS)} (the defaults)`);
    expect(lines.filter((line) => line.includes(' refK.minDose_mEq '))).toEqual([
      expect.stringMatching(/^ {2}refK\.minDose_mEq +60 +60 +>0 to 1000 mEq$/),
    ]);
    expect(lines.filter((line) => line.includes(' expire_d '))).toHaveLength(1);
    expect(lines.filter((line) => line.length > CHARACTERS_MAX)).toEqual([]);
  });

  test('marks what a site changes, and nothing else', async () => {
    const lines = await linesOf('--format', 'table', '--parameters', 'site.yaml');
    expect(lines[0]).toMatch(/^parameters p-[0-9a-f]{16} \(site\.yaml changes 3 of these, marked with \*\)$/);
    expect(lines[0]).not.toContain(parametersVersion(DEFAULT_PARAMETERS));
    expect(lines.filter((line) => line.startsWith('*')).map((line) => line.split(/ +/).slice(1, 4))).toEqual([
      ['refK.minDose_mEq', '40', '60'],
      ['mode.default', 'silent', 'card'],
      ['mode.mg-low', 'card', 'card'],
    ]);
    expect(lines.find((line) => line.startsWith('hypermagnesemia '))).toContain(' silent* ');
    expect(lines.find((line) => line.startsWith('mg-low '))).toContain(' card ');
  });

  test('a file that says what the defaults say changes nothing', async () => {
    const lines = await linesOf('--format', 'table', '--parameters', 'same.yaml');
    expect(lines[0]).toBe(
      `parameters ${parametersVersion(DEFAULT_PARAMETERS)} (same.yaml changes 0 of these, marked with *)`,
    );
  });

  test('one rule: what it asks, reads, uses and suggests', async () => {
    const lines = await linesOf('mg-low', '--format', 'table');
    const text = lines.join('\n');
    expect(lines[0]).toMatch(/^mg-low \d+\.\d+\.\d+: /);
    expect(text).toMatch(/^result:magnesium +required +72 h +720 h$/m);
    expect(text).toMatch(/^drug-order:mg-replacement +optional +active now +active now$/m);
    expect(text).toMatch(/^ {2}thresholds\.mg\.severe\.meq\/L .*\n {4}low magnesium is severe below it$/m);
    expect(text).toMatch(/^ {2}critical {2}Magnesium is severely low$/m);
    expect(text).toMatch(/^ {2}OR1 +already treated or ordered$/m);
    expect(text).toMatch(/^ {2}SG6 +recheck magnesium/m);
    expect(text).toContain('Agus');
    expect(text).not.toContain('refK.minDose_mEq');
    expect(lines.filter((line) => line.length > CHARACTERS_MAX)).toEqual([]);
  });

  test('an input that is read in one setting only has no look-back in the other', async () => {
    const lines = await linesOf('refractory-hypokalemia-low-mg', '--format', 'table');
    expect(lines.join('\n')).toMatch(/^dose:k-replacement +required +48 h +-$/m);
  });

  test('lines of JSON: every rule, then the parameters that no rule reads', async () => {
    const reports = await reportsOf();
    expect(reports.map((one) => (one.kind === 'rule' ? one.id : one.kind))).toEqual([
      ...RULES.map(({ id }) => id),
      'shared',
    ]);
    const read = new Set(reports.flatMap((one) => (one.kind === 'rule' ? one.parameters.map(({ name }) => name) : [])));
    const shared = reports.at(-1)?.parameters.map(({ name }) => name) ?? [];
    expect(shared).toEqual(expect.arrayContaining(['mode.default', 'expire_d', 'dedup_h.info.reshow']));
    expect(shared.filter((name) => read.has(name))).toEqual([]);
  });

  test('a line of JSON holds figures, not words', async () => {
    const [report, ...others] = await reportsOf('refractory-hypokalemia-low-mg', '--parameters', 'site.yaml');
    expect(others).toEqual([]);
    expect(report).toMatchObject({
      kind: 'rule',
      mode: 'silent',
      isModeChanged: true,
      severities: ['warning', 'critical'],
    });
    expect(report?.parameters.find(({ name }) => name === 'refK.minDose_mEq')).toEqual({
      name: 'refK.minDose_mEq',
      value: 40,
      default: 60,
      unit: 'mEq',
      allowed: '>0 to 1000',
      range: { min: 0, isMinIncluded: false, max: 1000 },
      isChanged: true,
      says: expect.stringContaining('potassium given') as string,
    });
  });

  test.each([
    ['an unknown rule', ['mg-lwo'], ['there is no rule mg-lwo; did you mean mg-low?']],
    ['a rule like no other', ['sodium-low'], ['there is no rule sodium-low (magwatch rules lists them)']],
    [
      'a file with mistakes, all of them named',
      ['--parameters', 'bad.yaml'],
      ['is 4000 mEq, and must be a number, more than 0 and at most 1000 mEq', 'did you mean refK?'],
    ],
    ['a file that is not there', ['--parameters', 'none.yaml'], ['cannot read --parameters none.yaml']],
    ['an unknown format', ['--format', 'xml'], ['ndjson']],
  ])('%s cannot be used: status 2', async (_name, args, words) => {
    const { code, stdout, stderr } = await rules(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const one of words) expect(stderr).toContain(one);
  });

  test('--help has examples and says how it ends', async () => {
    const text = (await linesOf('--help')).join('\n');
    expect(text).toContain('Usage: magwatch rules');
    expect(text).toContain('Examples:');
    expect(text).toContain('Exit status: 0');
  });
});

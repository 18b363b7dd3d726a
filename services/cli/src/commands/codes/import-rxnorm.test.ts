import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot, runToEnd } from '../../../../../test/kit/processes.ts';
import { rxnormRelease } from '../../../../../test/kit/rxnorm-release.ts';
import { asLines, magnesium, person, potassium, type Resource, stay } from '../scan/resources.fixture.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-rxnorm-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

// Every call loads the same code: the cache that the real command uses too.
const QUICK = { NODE_COMPILE_CACHE: join(projectRoot, '.cache', 'compiled') };
const magwatch = (...args: string[]) => runToEnd({ script: 'services/cli/src/main.ts', args, cwd: folder, env: QUICK });

/** Writes files below a folder of this test's own and returns its path. */
function written(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

test('the map goes to standard output, words to standard error', async () => {
  const { code, stdout, stderr } = await magwatch('codes', 'import-rxnorm', written('whole', rxnormRelease()));
  expect(code).toBe(0);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  expect(lines[0]).toBe('system,code,display,concept,strength_value,strength_unit,per_value,per_unit,part,dose_form');
  expect(lines[1]).toBe(
    'http://www.nlm.nih.gov/research/umls/rxnorm,312504,potassium chloride 10 MEQ Extended Release Oral Capsule,' +
      'potassium-chloride,10,meq,1,{capsule},,Extended Release Oral Capsule',
  );
  const codes = lines.slice(1).map((line) => Number(line.split(',')[1]));
  expect(codes).toEqual([...codes].sort((a, b) => a - b));
  expect(stderr).toContain('14 drugs, 1 of them with several ingredients that we know, 1 obsolete.');
  expect(stderr).toContain('Written without a strength');
});

test('--out writes the same bytes, from the rrf of an unpacked release with Windows line ends too', async () => {
  const release = rxnormRelease();
  const windows = Object.fromEntries(
    Object.entries(release).map(([file, text]) => [file, text.replaceAll('\n', '\r\n')]),
  );
  written('unpacked/rrf', windows);
  const { code, stdout } = await magwatch('codes', 'import-rxnorm', 'unpacked', '--out', 'map.csv');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  const direct = await magwatch('codes', 'import-rxnorm', written('plain', release));
  expect(readFileSync(join(folder, 'map.csv'), 'utf8')).toBe(direct.stdout);
});

describe('status 2: the folder cannot be used', () => {
  const release = rxnormRelease();
  const { 'RXNREL.RRF': relations, ...others } = release;
  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['a file is missing', others, /broken-0 has no RXNREL\.RRF/],
    ['all are missing', {}, /has no RXNCONSO\.RRF and no RXNREL\.RRF and no RXNSAT\.RRF/],
    [
      'too few columns',
      { ...others, 'RXNREL.RRF': `${relations}8591||CUI|\n` },
      new RegExp(`RXNREL\\.RRF line ${relations.split('\n').length}: not the 16 columns`),
    ],
    ['too many columns', { ...release, 'RXNSAT.RRF': `||||||||||||||\n` }, /RXNSAT\.RRF line 1: not the 13 columns/],
    ['no end of the last column', { ...release, 'RXNSAT.RRF': `|||||||||||| x\n` }, /RXNSAT\.RRF line 1: not the 13/],
    ['another kind of file', { ...release, 'RXNCONSO.RRF': 'RXCUI,STR\n' }, /RXNCONSO\.RRF line 1: not the 18 columns/],
    ['nothing of ours', { ...release, 'RXNREL.RRF': '' }, /no drug with an ingredient that we know/],
  ])('%s', async (name, files, message) => {
    const path = written(name === 'a file is missing' ? 'broken-0' : name, files);
    const { code, stdout, stderr } = await magwatch('codes', 'import-rxnorm', path);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('no folder, an unknown option, a place that cannot be written', async () => {
    const path = written('good', release);
    expect(await magwatch('codes', 'import-rxnorm')).toMatchObject({ code: 2, stdout: '' });
    const misspelt = await magwatch('codes', 'import-rxnorm', path, '--ot', 'x');
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('magwatch codes import-rxnorm --help');
    const unwritable = await magwatch('codes', 'import-rxnorm', path, '--out', 'nowhere/map.csv');
    expect(unwritable).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot write --out nowhere/map.csv'),
    });
  });
});

test('help names the command, and it has its own', async () => {
  expect((await magwatch('codes', '--help')).stdout).toContain('import-rxnorm');
  const { code, stdout, stderr } = await magwatch('codes', 'import-rxnorm', '--help');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Usage: magwatch codes import-rxnorm [options] <FOLDER>');
  expect(stdout).toContain('Examples:');
});

test('codes still lists concepts, now of the map too', async () => {
  await magwatch('codes', 'import-rxnorm', written('listed', rxnormRelease()), '--out', 'listed.csv');
  const { code, stdout } = await magwatch('codes', '--format', 'table', '--codes', 'listed.csv');
  expect(code).toBe(0);
  expect(stdout.split('\n').find((line) => line.includes(' 312504 '))).toContain('10 meq 1 {capsule}');
});

describe('a scan with the map', () => {
  /** 2 capsules, coded by product, without any word that says what it is. */
  const capsules = (id: string, at: string): Resource => ({
    resourceType: 'MedicationAdministration',
    id,
    status: 'completed',
    medicationCodeableConcept: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '312504' }] },
    subject: { reference: 'Patient/p1' },
    effectiveDateTime: at,
    dosage: { dose: { value: 2, unit: 'capsules' } },
  });
  const RESOURCES: readonly Resource[] = [
    person(),
    stay('e1', { from: '2026-03-08T06:00:00Z' }),
    potassium('k1', 3.0, { at: '2026-03-09T06:00:00Z' }),
    ...['08', '11', '14', '17'].map((hour) => capsules(`d${hour}`, `2026-03-09T${hour}:00:00Z`)),
    magnesium('m1', 1.4, { at: '2026-03-09T18:00:00Z' }),
    potassium('k2', 3.0, { at: '2026-03-10T06:00:00Z' }),
  ];
  const refractory = async (...more: string[]) => {
    const { code, stdout } = await magwatch('scan', 'export', '--at', '2026-03-10T08:00:00Z', ...more);
    expect(code).toBe(0);
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines
      .map((line) => JSON.parse(line) as { readonly rule: string; readonly detail: unknown })
      .find(({ rule }) => rule === 'refractory-hypokalemia-low-mg');
  };

  test('four times two capsules of 10 mEq are 80 mEq; without the map nobody knows what they are', async () => {
    written('export', { 'all.ndjson': asLines(RESOURCES) });
    await magwatch('codes', 'import-rxnorm', written('release', rxnormRelease()), '--out', 'rxnorm.csv');
    expect((await refractory('--codes', 'rxnorm.csv'))?.detail).toMatchObject({ doseMEq: 80 });
    expect(await refractory()).toBeUndefined();
  });
});

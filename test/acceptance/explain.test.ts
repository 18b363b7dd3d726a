import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { startPostgres } from '../kit/postgres.ts';
import { AT, ago, PatientFile } from './scan/patient-files.ts';
import { linesOf, magwatch, temporaryFolder, toNdjson } from './scan/scanning.ts';

const folder = temporaryFolder();

interface Line {
  readonly rule: string;
  readonly state: string;
  readonly severity?: string;
  readonly conditions: readonly { readonly says: string; readonly is: string; readonly value?: string }[];
  readonly exclusions: readonly { readonly says: string; readonly is: string }[];
  readonly keptBackBy?: { readonly says: string; readonly is: string; readonly missing?: readonly string[] };
}

/** The file of one patient, by what is in it. */
async function fileOf(name: string, patients: readonly PatientFile[]): Promise<string> {
  const path = folder.path(name);
  await writeFile(path, toNdjson(patients.flatMap((patient) => patient.resources())));
  return path;
}

test('every question of a rule is there with its live value, and what kept another back', async () => {
  const path = await fileOf('low.ndjson', [new PatientFile('p1').inpatient().lab('mg', 1.1, { at: ago(2) })]);
  const { status, stdout } = await magwatch('explain', path, '--patient', 'p1', '--at', AT, '--format', 'ndjson');
  expect(status).toBe(0);
  const lines = linesOf<Line>(stdout);
  const low = lines.find(({ rule }) => rule === 'mg-low');
  expect(low).toMatchObject({ state: 'fired', severity: 'warning' });
  expect(low?.conditions[0]).toEqual(
    expect.objectContaining({ says: 'Magnesium is low', is: 'yes', value: '1.1 mg/dL (moderate)' }),
  );
  expect(low?.exclusions.every(({ is }) => is === 'yes')).toBe(true);
  const calcium = lines.find(({ rule }) => rule === 'hypocalcemia-low-mg');
  expect(calcium).toMatchObject({ state: 'unknown', keptBackBy: { is: 'unknown', missing: ['calcium'] } });
});

test('the text for a person names facts, what is missing and what nearly fired', async () => {
  const path = await fileOf('text.ndjson', [new PatientFile('p1').inpatient().lab('mg', 1.1, { at: ago(2) })]);
  const { stdout } = await magwatch('explain', path, '--at', AT, '--format', 'table');
  expect(stdout).toMatch(/^Patient\/p1 at 2026-03-10T12:00:00Z, inpatient, parameters p-[0-9a-f]{16}$/m);
  expect(stdout).toMatch(/^mg-low \d+\.\d+\.\d+: fired, warning$/m);
  expect(stdout).toMatch(/^ {4}yes {2}Magnesium is low: 1\.1 mg\/dL \(moderate\)$/m);
  expect(stdout).toMatch(/^ {4}magnesium {2}1\.1 mg\/dL {2}2026-03-10T10:00:00Z {2}Observation\//m);
  expect(stdout).toMatch(/^Nearly fired$[^]*^ {2}hypocalcemia-low-mg: \? .*cannot tell without calcium$/m);
});

test('one rule, in full, when it is named', async () => {
  const path = await fileOf('one.ndjson', [new PatientFile('p1').inpatient().lab('mg', 1.1, { at: ago(2) })]);
  const { stdout } = await magwatch('explain', path, '--at', AT, '--rule', 'hypermagnesemia', '--format', 'table');
  expect(stdout).toMatch(/^hypermagnesemia .*: absent$/m);
  expect(stdout).toMatch(/^ {4}no {3}Magnesium is above its upper limit: 1\.1 mg\/dL$/m);
  expect(stdout).not.toContain('mg-low');
});

test.each([
  ['nothing', [], /Name an alert, or files/],
  ['no instant', ['x.ndjson'], /Add --at/],
  ['the beginning of an id', ['5b6c'], /an alert is named by its whole id or its address/],
  [
    'an alert with options of files',
    ['00000000-0000-4000-8000-000000000000', '--patient', 'p1'],
    /--patient belongs to files/,
  ],
  [
    'the address of an alert with options of files',
    ['http://127.0.0.1:8080/alerts/00000000-0000-4000-8000-000000000000', '--patient', 'p1'],
    /--patient belongs to files/,
  ],
  ['a database that is none', ['00000000-0000-4000-8000-000000000000', '--database-url', 'mysql://x'], /postgres:\/\//],
  [
    'a folder without a database',
    ['00000000-0000-4000-8000-000000000000', '--data-dir', '/nowhere'],
    /there is no database/,
  ],
  ['files of a database', ['x.ndjson', '--at', AT, '--data-dir', '/nowhere'], /x\.ndjson is not the id of one/],
])('%s: status 2 and what to write instead', async (_name, args, says) => {
  const { status, stdout, stderr } = await magwatch('explain', ...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(says);
});

test('a database without what this version needs is said to be one: status 1', async () => {
  const postgres = await startPostgres();
  try {
    const url = await postgres.createDatabase();
    const { status, stderr } = await magwatch('explain', '00000000-0000-4000-8000-000000000000', '--database-url', url);
    expect(stderr).toContain('run `magwatch migrate`');
    expect(status).toBe(1);
  } finally {
    await postgres.stop();
  }
});

test('patients and rules that are not there are named', async () => {
  const two = [new PatientFile('p1').inpatient(), new PatientFile('p2').inpatient()];
  const path = await fileOf('two.ndjson', two);
  const says = async (...args: string[]) => (await magwatch('explain', path, '--at', AT, ...args)).stderr;
  expect(await says()).toMatch(/which of the 2 patients\?/);
  expect(await says('--patient', 'p3')).toMatch(
    /Patient\/p3 is not in these files; in them are Patient\/p1, Patient\/p2/,
  );
  expect(await says('--patient', 'p1', '--rule', 'mg-lwo')).toMatch(/did you mean mg-low\?/);
});

import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { AT, ago, PatientFile } from './patient-files.ts';
import { type Finding, linesOf, magwatch, type Ran, shown, temporaryFolder, toNdjson } from './scanning.ts';

const folder = temporaryFolder();

const FILES: Readonly<Record<string, string>> = {
  'patients.ndjson': toNdjson(new PatientFile('p1').lab('mg', 1.6).resources()),
  'draft.json': JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry: [] }),
  'no-bundle.json': JSON.stringify({ resourceType: 'Patient', id: 'p1' }),
  'broken.json': '{',
  'unknown.yaml': 'refK:\n  minDoze_mEq: 40\n',
  'wrong-type.yaml': 'refK:\n  minDose_mEq: plenty\n',
  'broken.yaml': 'refK: [\n',
  'unknown-concept.csv': 'system,code,display,concept\nurn:lab,MG,Magnesium,magnezium\n',
  'no-concept.csv': 'system,code,display\nurn:lab,MG,Magnesium\n',
};

beforeAll(async () => {
  for (const [name, content] of Object.entries(FILES)) await writeFile(folder.path(name), content);
});

/** Runs it with `@name` standing for the path of a file. */
function run(line: string): Promise<Ran> {
  const args = line.split(' ').map((arg) => (arg.startsWith('@') ? folder.path(arg.slice(1)) : arg));
  return magwatch(...args);
}

describe('refused with status 2, words to standard error, nothing to standard output', () => {
  const at = `--at ${AT}`;
  const refused: readonly (readonly [string, string])[] = [
    ['no path', 'scan'],
    ['a path that is not there', `scan @nowhere.ndjson ${at}`],
    ['an instant that is none', 'scan @patients.ndjson --at yesterday'],
    ['an instant of no calendar', 'scan @patients.ndjson --at 2026-02-30T08:00:00Z'],
    ['an unknown hook', `scan @patients.ndjson ${at} --hook order-dispatch`],
    ['a hook without an instant', 'scan @patients.ndjson --hook patient-view'],
    ['a draft without an instant', 'scan @patients.ndjson --hook order-sign --draft @draft.json'],
    ['a draft without a hook', `scan @patients.ndjson ${at} --draft @draft.json`],
    ['a draft with another hook', `scan @patients.ndjson ${at} --hook patient-view --draft @draft.json`],
    ['a draft that is not there', `scan @patients.ndjson ${at} --hook order-sign --draft @nowhere.json`],
    ['a draft that is no bundle', `scan @patients.ndjson ${at} --hook order-sign --draft @no-bundle.json`],
    ['a draft that is no JSON', `scan @patients.ndjson ${at} --hook order-select --draft @broken.json`],
    ['another setting', `scan @patients.ndjson ${at} --setting home`],
    ['another format', `scan @patients.ndjson ${at} --format xml`],
    ['parameters that are not there', `scan @patients.ndjson ${at} --parameters @nowhere.yaml`],
    ['parameters of unknown names', `scan @patients.ndjson ${at} --parameters @unknown.yaml`],
    ['parameters of another type', `scan @patients.ndjson ${at} --parameters @wrong-type.yaml`],
    ['parameters that cannot be read', `scan @patients.ndjson ${at} --parameters @broken.yaml`],
    ['codes of unknown concepts', `scan @patients.ndjson ${at} --codes @unknown-concept.csv`],
    ['codes without concepts', `scan @patients.ndjson ${at} --codes @no-concept.csv`],
    ['codes that are not there', `scan @patients.ndjson ${at} --codes @nowhere.csv`],
    ['an unknown option', `scan @patients.ndjson ${at} --colour`],
    ['an unknown command', 'scann @patients.ndjson'],
  ];
  test.each(refused)('%s', async (_name, line) => {
    const { status, stdout, stderr } = await run(line);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
  });
});

describe('accepted', () => {
  test.each(['--help', 'scan --help', 'codes --help'])('%s', async (line) => {
    const { status, stdout } = await run(line);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: magwatch/);
  });

  test('no finding is done too', async () => {
    const { status, stdout } = await run('scan @patients.ndjson --at 2020-01-01T00:00:00Z');
    expect([status, stdout]).toEqual([0, '']);
  });

  test.each(['patient-view', 'order-select', 'encounter-discharge'])('hook %s evaluates all rules', async (hook) => {
    const { status, stdout } = await run(`scan @patients.ndjson --at ${AT} --hook ${hook}`);
    expect(status).toBe(0);
    expect(shown(linesOf<Finding>(stdout), 'p1')).toEqual({ 'mg-low': 'info' });
  });
});

describe('parameters change the rules', () => {
  const resources = [
    ...new PatientFile('dose40')
      .inpatient()
      .lab('k', 2.9, { at: ago(9) })
      .lab('k', 2.9, { at: ago(1) })
      .given('kcl', 40, 'mEq', { at: ago(5) })
      .resources(),
    ...new PatientFile('mg18').lab('mg', 1.75).resources(),
    ...new PatientFile('old')
      .inpatient()
      .lab('mg', 1.6, { at: ago(90) })
      .resources(),
  ];
  const changed = {
    refK: { minDose_mEq: 40 },
    thresholds: { 'mg.low': { 'mmol/L': 0.75, 'mg/dL': 1.8, 'meq/L': 1.5 } },
    lookback_h: { inpatient: { mg: 96 } },
  };
  const asYaml = [
    'refK:',
    '  minDose_mEq: 40',
    'thresholds:',
    '  mg.low: { mmol/L: 0.75, mg/dL: 1.8, meq/L: 1.5 }',
    'lookback_h:',
    '  inpatient: { mg: 96 }',
    '',
  ].join('\n');

  test.each([
    ['changed.json', JSON.stringify(changed)],
    ['changed.yaml', asYaml],
  ])('%s', async (name, content) => {
    await writeFile(folder.path('three.ndjson'), toNdjson(resources));
    await writeFile(folder.path(name), content);
    const { status, stdout, stderr } = await run(`scan @three.ndjson --at ${AT} --parameters @${name}`);
    expect(status, stderr).toBe(0);
    const findings = linesOf<Finding>(stdout);
    expect(shown(findings, 'dose40')).toEqual({ 'refractory-hypokalemia-mg-unknown': 'warning' });
    expect(shown(findings, 'mg18')).toEqual({ 'mg-low': 'info' });
    expect(shown(findings, 'old')).toEqual({ 'mg-low': 'info' });
  });
});

describe('a site’s own codes', () => {
  const local = (id: string, code: string): PatientFile =>
    new PatientFile(id).lab('mg', 1.1, { also: { code: { coding: [{ system: 'urn:example:lab', code }] } } });
  const conceptMap = {
    resourceType: 'ConceptMap',
    status: 'active',
    group: [
      {
        source: 'urn:example:lab',
        element: [{ code: 'MG-2', target: [{ code: 'magnesium', equivalence: 'equivalent' }] }],
      },
    ],
  };
  const csv = 'system,code,display,concept\nurn:example:lab,MG-1,"Magnesium, plasma",magnesium\n';

  test('a CSV and a ConceptMap, one after the other', async () => {
    await writeFile(
      folder.path('local.ndjson'),
      toNdjson(['MG-1', 'MG-2', 'MG-3'].flatMap((code) => [...local(code, code).resources()])),
    );
    await writeFile(folder.path('local.csv'), csv);
    await writeFile(folder.path('local.json'), JSON.stringify(conceptMap));
    const { status, stdout, stderr } = await run(`scan @local.ndjson --at ${AT} --codes @local.csv @local.json`);
    expect(status, stderr).toBe(0);
    const findings = linesOf<Finding>(stdout);
    expect(shown(findings, 'MG-1')).toEqual({ 'mg-low': 'warning' });
    expect(shown(findings, 'MG-2')).toEqual({ 'mg-low': 'warning' });
    expect(shown(findings, 'MG-3')).toEqual({});
  });

  test('are listed with the others', async () => {
    await writeFile(folder.path('listed.csv'), csv);
    const { status, stdout } = await run('codes --format ndjson --codes @listed.csv');
    expect(status).toBe(0);
    const lines = linesOf<Readonly<Record<string, unknown>>>(stdout);
    expect(lines).toContainEqual(
      expect.objectContaining({ concept: 'magnesium', system: 'urn:example:lab', code: 'MG-1' }),
    );
  });
});

describe('codes', () => {
  test('every concept with its codes, where they are from, and whether they were verified', async () => {
    const { status, stdout } = await run('codes --format ndjson');
    expect(status).toBe(0);
    const lines = linesOf<Readonly<Record<string, unknown>>>(stdout);
    const of = (code: string): unknown => lines.find((line) => line['code'] === code);
    expect(of('19123-9')).toMatchObject({ concept: 'magnesium', system: 'http://loinc.org', verification: 'verified' });
    expect(of('2600-5')).toMatchObject({ concept: 'magnesium-ionized' });
    expect(of('8591')).toMatchObject({
      concept: 'potassium-chloride',
      source: expect.stringMatching(/NDFRT/) as string,
    });
    expect(of('A02BC08')).toMatchObject({ concept: 'vonoprazan' });
    expect(of('Z99.2')).toMatchObject({ concept: 'dialysis' });
    for (const line of lines) {
      for (const name of ['concept', 'system', 'code', 'source', 'verification'])
        expect(line, JSON.stringify(line)).toHaveProperty(name);
    }
  });

  test('as a table', async () => {
    const { status, stdout } = await run('codes --format table');
    expect(status).toBe(0);
    expect(stdout).toMatch(/magnesium-ionized.*2600-5|2600-5.*magnesium-ionized/);
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot, runToEnd } from '../../../../../test/kit/processes.ts';
import {
  asBundle,
  asGzip,
  asLines,
  magnesium,
  person,
  potassium,
  potassiumDose,
  REFRACTORY,
  stay,
} from './resources.fixture.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-scan-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

// Every call loads the same code: the cache that the real command uses too.
const QUICK = { NODE_COMPILE_CACHE: join(projectRoot, '.cache', 'compiled') };

const scan = (...args: string[]) =>
  runToEnd({ script: 'services/cli/src/main.ts', args: ['scan', ...args], cwd: folder, env: QUICK });

const linesOf = (stdout: string) =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Writes files below a folder of this test's own and returns its path. */
function exported(name: string, files: Readonly<Record<string, string | Buffer>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

const AT = ['--at', '2026-03-10T08:00:00Z'];

describe('one evaluation', () => {
  test('prints each finding with its keys in their order', async () => {
    const { stdout, code } = await scan(exported('one', { 'all.ndjson': asLines(REFRACTORY) }), ...AT);
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    for (const line of lines)
      expect(Object.keys(line)).toEqual([
        'patient',
        'rule',
        'ruleVersion',
        'severity',
        'state',
        'summary',
        'evidence',
        'missing',
        'detail',
      ]);
    const refractory = lines.find(({ rule }) => rule === 'refractory-hypokalemia-low-mg');
    expect(refractory).toMatchObject({ patient: 'Patient/p1', ruleVersion: '1.1.1', state: 'fired' });
    expect(refractory?.['detail']).toMatchObject({ doseMEq: 80 });
    expect(refractory?.['evidence']).toContainEqual({
      role: 'magnesium',
      reference: 'Observation/m1',
      value: 1.4,
      unit: 'mg/dL',
      at: '2026-03-09T18:00:00Z',
    });
    expect(stdout).toContain('{"role":"magnesium","reference":"Observation/m1","value":1.4,"unit":"mg/dL","at":"');
    expect(lines.map(({ rule }) => String(rule))).toEqual(lines.map(({ rule }) => String(rule)).sort());
  });

  test('what lies after the instant is not known yet', async () => {
    const path = exported('before', { 'all.ndjson': asLines(REFRACTORY) });
    const { stdout, stderr } = await scan(path, '--at', '2026-03-09T07:00:00Z');
    expect(linesOf(stdout).map(({ rule }) => rule)).not.toContain('mg-low');
    expect(stderr).toContain('time-in-future');
  });

  test('a treatment under way is said, not hidden', async () => {
    const given = {
      ...potassiumDose('d9', 2, { at: '2026-03-09T20:00:00Z' }),
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '6585' }],
        text: 'magnesium sulfate',
      },
      dosage: { route: { text: 'IV' }, dose: { value: 2, unit: 'g' } },
    };
    const { stdout } = await scan(exported('treated', { 'all.ndjson': asLines([...REFRACTORY, given]) }), ...AT);
    expect(linesOf(stdout).find(({ rule }) => rule === 'mg-low')).toMatchObject({ state: 'in-progress' });
  });

  test('several patients, in the order of their names, whatever the order of the files', async () => {
    const other = REFRACTORY.map((resource) => ({
      ...resource,
      id: resource['resourceType'] === 'Patient' ? 'a0' : `a-${String(resource['id'])}`,
      ...('subject' in resource ? { subject: { reference: 'Patient/a0' } } : {}),
    }));
    const path = exported('two', { '1.ndjson': asLines(REFRACTORY), '2.ndjson': asLines(other) });
    const { stdout, stderr } = await scan(path, ...AT);
    const patients = linesOf(stdout).map(({ patient }) => String(patient));
    expect(new Set(patients)).toEqual(new Set(['Patient/a0', 'Patient/p1']));
    expect(patients).toEqual([...patients].sort());
    expect(stderr).toContain('2 of 2 patients with findings');
  });

  test('--setting stands in where there is no Encounter, and only there', async () => {
    const withoutStay = REFRACTORY.filter(({ resourceType }) => resourceType !== 'Encounter');
    const path = exported('no-stay', { 'all.ndjson': asLines(withoutStay) });
    const fired = async (...more: string[]) =>
      linesOf((await scan(path, ...AT, ...more)).stdout).map(({ rule }) => rule);
    expect(await fired('--setting', 'inpatient')).toContain('refractory-hypokalemia-low-mg');
    expect(await fired('--setting', 'outpatient')).not.toContain('refractory-hypokalemia-low-mg');
    expect(await fired()).toEqual(await fired('--setting', 'outpatient'));
  });
});

describe('files', () => {
  test('lines, compressed lines, a Bundle, a folder of all of them: the same findings', async () => {
    const forms = {
      'plain.ndjson': asLines(REFRACTORY),
      'packed.ndjson.gz': asGzip(REFRACTORY),
      'bundle.json': asBundle(REFRACTORY, 'transaction'),
      'windows.ndjson': `\uFEFF${asLines(REFRACTORY).replaceAll('\n', '\r\n')}\r\n`,
    };
    const path = exported('forms', forms);
    const all = (await scan(path, ...AT)).stdout;
    expect(all).toContain('refractory-hypokalemia-low-mg');
    for (const name of Object.keys(forms)) expect((await scan(join(path, name), ...AT)).stdout).toBe(all);
  });

  test('a drug named by a Medication of another, later file is found', async () => {
    const byReference = REFRACTORY.map((resource) =>
      resource['resourceType'] === 'MedicationAdministration'
        ? { ...resource, medicationCodeableConcept: undefined, medicationReference: { reference: 'Medication/kcl' } }
        : resource,
    );
    const medication = {
      resourceType: 'Medication',
      id: 'kcl',
      code: { coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }] },
    };
    const path = exported('medications', { 'a.ndjson': asLines(byReference), 'z.json': JSON.stringify(medication) });
    expect((await scan(path, ...AT)).stdout).toBe((await scan(join(folder, 'one'), ...AT)).stdout);
  });

  test('references by fullUrl in a Bundle are the same identity', async () => {
    const uuid = 'urn:uuid:5b1cb0a4-93a5-4ea1-a9f6-5d9c2d6c7c10';
    const entry = REFRACTORY.map((resource) =>
      resource['resourceType'] === 'Patient'
        ? { fullUrl: uuid, resource }
        : { resource: { ...resource, subject: { reference: uuid } } },
    );
    const path = exported('urn', {
      'bundle.json': JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }),
    });
    expect((await scan(path, ...AT)).stdout).toBe((await scan(join(folder, 'one'), ...AT)).stdout);
  });

  test('of several versions the highest numeric versionId counts; a deleted one is gone', async () => {
    const version = (value: number, versionId: string) =>
      magnesium('m1', value, { at: '2026-03-09T18:00:00Z', meta: { versionId } });
    const history = {
      resourceType: 'Bundle',
      type: 'history',
      entry: [{ request: { method: 'DELETE', url: 'Observation/m1' }, response: { etag: 'W/"11"' } }],
    };
    const low = exported('v10', { 'a.ndjson': asLines([...REFRACTORY, version(1.3, '10'), version(2.2, '9')]) });
    expect((await scan(low, ...AT)).stdout).toContain('"value":1.3');
    const gone = exported('v11', {
      'a.json': JSON.stringify(history),
      'b.ndjson': asLines([person(), stay('e1', { from: '2026-03-08T06:00:00Z' }), version(1.3, '10')]),
    });
    expect((await scan(gone, ...AT)).stdout).toBe('');
  });

  test('what cannot be read is named with file, line and reason, and the rest goes on', async () => {
    const path = exported('broken', {
      'a.ndjson': `{"resourceType":"Patient","id":"p1"}\n{"resourceType":\n\n[]\n${asLines(REFRACTORY)}`,
      'b.ndjson': Buffer.concat([Buffer.from('{"resourceType":"Patient","id":"\xff"}', 'latin1'), Buffer.from('\n')]),
      'c.json': '{"hello": "SECRET-NAME"',
      'd.ndjson.gz': asGzip(REFRACTORY),
      'e.ndjson.gz': 'not compressed',
      'readme.txt': 'not read',
    });
    truncateSync(join(path, 'd.ndjson.gz'), 200);
    const { code, stdout, stderr } = await scan(path, ...AT);
    expect(code).toBe(0);
    expect(stdout).toContain('refractory-hypokalemia-low-mg');
    expect(stderr).toMatch(/a\.ndjson line 2: not valid JSON/);
    expect(stderr).toMatch(/a\.ndjson line 4: not a FHIR resource/);
    expect(stderr).toMatch(/b\.ndjson line 1: not UTF-8/);
    expect(stderr).toMatch(/c\.json line 1: not valid JSON/);
    expect(stderr).toMatch(/d\.ndjson\.gz line \d+: the compressed file ends too early/);
    expect(stderr).toMatch(/e\.ndjson\.gz line 1: not valid gzip/);
    expect(stderr).toContain('unreadable: 6 lines');
    expect(stderr).not.toContain('SECRET-NAME');
    expect(stderr).not.toContain('readme.txt');
  });

  test('resources with bad content are refused by name, counted and listed; other types are passed over', async () => {
    const path = exported('refused', {
      'a.ndjson': asLines([
        magnesium('no-unit', 1, { at: '2026-03-10T06:00:00Z', valueQuantity: { value: 1.4 } }),
        potassium('text', 3, { at: '2026-03-10T06:00:00Z', valueQuantity: undefined, valueString: 'GREATER THAN 10' }),
        { resourceType: 'Practitioner', id: 'x' },
      ]),
    });
    const { code, stderr } = await scan(path, ...AT);
    expect(code).toBe(0);
    expect(stderr).toContain('refused (not used): 2');
    expect(stderr).toMatch(/unit-missing: 1\n\s+Observation\/no-unit/);
    expect(stderr).toMatch(/value-is-text: 1\n\s+Observation\/text/);
    expect(stderr).toContain('passed over: 1 Practitioner');
  });

  test('a folder that contains itself ends', async () => {
    const path = exported('circle', { 'a.ndjson': asLines(REFRACTORY) });
    symlinkSync(path, join(path, 'again'));
    expect((await scan(path, ...AT)).stdout).toBe((await scan(join(folder, 'one'), ...AT)).stdout);
  });
});

describe('a replay', () => {
  test('prints changes with their keys in their order, patients by name, time in order', async () => {
    const { stdout, stderr, code } = await scan(join(folder, 'two'));
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    const keys = 'at change alert patient rule ruleVersion severity reason summary evidence'.split(' ');
    for (const line of lines) expect(Object.keys(line)).toEqual(keys);
    const order = lines.map(({ patient, at, rule }) => `${String(patient)} ${String(at)} ${String(rule)}`);
    expect(order).toEqual([...order].sort());
    expect(stderr).toContain('2 of 2 patients would have been flagged');
  });

  test('a table for a person', async () => {
    const { stdout } = await scan(join(folder, 'one'), '--format', 'table');
    expect(stdout.split('\n')[0]).toMatch(/^PATIENT +AT +CHANGE +SEVERITY +RULE +REASON +SUMMARY$/);
    expect(stdout).toContain('Patient/p1  2026-03-10T06:00:00Z  opened');
  });
});

describe('drafts and hooks', () => {
  test('a draft Bundle is read at an order hook, whatever the status of its orders', async () => {
    const draft = {
      resourceType: 'MedicationRequest',
      status: 'draft',
      intent: 'order',
      medicationCodeableConcept: {
        coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '8591' }],
        text: 'potassium chloride',
      },
      subject: { reference: 'Patient/p1' },
      dosageInstruction: [{ route: { text: 'PO' }, doseAndRate: [{ doseQuantity: { value: 40, unit: 'mEq' } }] }],
    };
    writeFileSync(join(folder, 'drafts.json'), asBundle([draft, { ...draft, status: 'cancelled' }], 'collection'));
    const { code, stdout, stderr } = await scan(
      ...[join(folder, 'one'), ...AT, '--hook', 'order-sign', '--draft', join(folder, 'drafts.json')],
    );
    expect(stderr).not.toContain('draft MedicationRequest');
    expect(code).toBe(0);
    expect(stdout).toContain('refractory-hypokalemia-low-mg');
  });
});

describe('site files', () => {
  test("a site's codes turn its own words into facts", async () => {
    const local = REFRACTORY.map((resource) =>
      resource['id'] === 'm1' ? { ...resource, code: { coding: [{ system: 'urn:site', code: 'MG' }] } } : resource,
    );
    const path = exported('local', { 'a.ndjson': asLines(local) });
    const map = join(folder, 'map.csv');
    writeFileSync(map, 'system,code,display,concept\nurn:site,MG,Magnesium,magnesium\n');
    expect((await scan(path, ...AT)).stdout).not.toContain('mg-low');
    expect((await scan(path, ...AT, '--codes', map)).stdout).toContain('"rule":"mg-low"');
    expect((await scan(...AT, '--codes', map, path)).stdout).toContain('"rule":"mg-low"');
  });

  test.each([
    [
      'a code map with an unknown concept',
      '--codes',
      'system,code,display,concept\nurn:site,MG,Magnesium,magnesia\n',
      /line 2/,
    ],
    ['parameters with an unknown name', '--parameters', 'refK:\n  minDoze_mEq: 60\n', /minDoze_mEq/],
    ['parameters that are no YAML', '--parameters', ':::\n\t-', /cannot be used/],
  ])('%s are refused', async (name, option, content, text) => {
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}${option === '--codes' ? '.csv' : '.yaml'}`);
    writeFileSync(file, content);
    const { code, stderr, stdout } = await scan(join(folder, 'one'), ...AT, option, file);
    expect(code).toBe(2);
    expect(stderr).toMatch(text);
    expect(stdout).toBe('');
  });

  test('parameters change what is found', async () => {
    const file = join(folder, 'higher.yaml');
    writeFileSync(file, 'refK:\n  minDose_mEq: 100\n');
    const { stdout } = await scan(join(folder, 'one'), ...AT, '--parameters', file);
    expect(stdout).not.toContain('refractory-hypokalemia-low-mg');
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { AT, ago, PatientFile, type Resource } from './patient-files.ts';
import { type Finding, linesOf, magwatch, type Ran, shown, temporaryFolder, toNdjson } from './scanning.ts';

const folder = temporaryFolder();

async function scan(...paths: readonly string[]): Promise<Ran & { readonly findings: readonly Finding[] }> {
  const ran = await magwatch('scan', ...paths.map(folder.path), '--at', AT);
  expect(ran.status, ran.stderr).toBe(0);
  return { ...ran, findings: linesOf<Finding>(ran.stdout) };
}

function low(id: string): PatientFile {
  return new PatientFile(id).lab('mg', 1.6, { id: 'o' });
}

const fired = { 'mg-low': 'info' };

function bundle(type: string, resources: readonly Resource[]): unknown {
  return {
    resourceType: 'Bundle',
    type,
    entry: resources.map((resource) => ({
      fullUrl: `https://ehr.example/fhir/${resource.resourceType}/${resource.id}`,
      resource,
    })),
  };
}

test('a folder of ndjson, compressed ndjson, single resources and bundles of every type', async () => {
  await mkdir(folder.path('mixed'));
  await writeFile(folder.path('mixed/a.ndjson'), toNdjson(low('plain').resources()));
  await writeFile(folder.path('mixed/b.ndjson.gz'), gzipSync(toNdjson(low('packed').resources())));
  const [patient, result] = low('single').resources();
  await writeFile(folder.path('mixed/c.json'), JSON.stringify(patient, null, 2));
  await writeFile(folder.path('mixed/d.json'), JSON.stringify(result));
  const types = [
    'collection',
    'searchset',
    'transaction',
    'batch',
    'document',
    'message',
    'history',
    'transaction-response',
  ];
  for (const type of types) {
    await writeFile(folder.path(`mixed/${type}.json`), JSON.stringify(bundle(type, low(type).resources())));
  }
  await writeFile(folder.path('mixed/read-me.txt'), 'not for reading');
  await writeFile(folder.path('mixed/e.json'), JSON.stringify({ resourceType: 'Bundle', type: 'searchset', total: 0 }));
  const { findings, stderr } = await scan('mixed');
  expect(stderr).not.toMatch(/cannot read/);
  for (const id of ['plain', 'packed', 'single', ...types]) expect(shown(findings, id), id).toEqual(fired);
});

test('an entry of a history that was deleted holds no resource', async () => {
  const history = bundle('history', low('kept').resources()) as { readonly entry: readonly unknown[] };
  const deleted = {
    fullUrl: 'https://ehr.example/fhir/Observation/x',
    request: { method: 'DELETE', url: 'Observation/x' },
  };
  await writeFile(folder.path('history.json'), JSON.stringify({ ...history, entry: [deleted, ...history.entry] }));
  expect(shown((await scan('history.json')).findings, 'kept')).toEqual(fired);
});

test('references that are absolute, versioned, or urn: mean Type/id', async () => {
  const subject = (reference: string): Readonly<Record<string, unknown>> => ({ subject: { reference } });
  const absolute = new PatientFile('absolute').lab('mg', 1.6, {
    also: subject('https://ehr.example/fhir/Patient/absolute'),
  });
  const versioned = new PatientFile('versioned').lab('mg', 1.6, { also: subject('Patient/versioned/_history/3') });
  const line = new PatientFile('8f1c1f0e-6a43-4b7e-9d4e-000000000001').lab('mg', 1.6, {
    also: subject('urn:uuid:8f1c1f0e-6a43-4b7e-9d4e-000000000001'),
  });
  await writeFile(
    folder.path('references.ndjson'),
    toNdjson([...absolute.resources(), ...versioned.resources(), ...line.resources()]),
  );
  const inBundle = (uuid: string, id: string): unknown => {
    const file = new PatientFile(id).lab('mg', 1.6, { id: 'o', also: subject(`urn:uuid:${uuid}`) });
    const [patient, result] = file.resources();
    return {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: `urn:uuid:${uuid}`, resource: patient, request: { method: 'POST', url: 'Patient' } },
        { fullUrl: 'urn:uuid:00000000-6a43-4b7e-9d4e-0000000000aa', resource: result },
      ],
    };
  };
  const same = '8f1c1f0e-6a43-4b7e-9d4e-000000000002';
  await writeFile(folder.path('same.json'), JSON.stringify(inBundle(same, same)));
  await writeFile(folder.path('other.json'), JSON.stringify(inBundle('8f1c1f0e-6a43-4b7e-9d4e-000000000003', 'other')));
  const { findings } = await scan('references.ndjson', 'same.json', 'other.json');
  for (const id of ['absolute', 'versioned', line.id, same, 'other']) expect(shown(findings, id), id).toEqual(fired);
});

test('a bundle whose resources have no id but an urn:uuid', async () => {
  const uuid = '8f1c1f0e-6a43-4b7e-9d4e-000000000004';
  const [patient, result] = new PatientFile('x')
    .lab('mg', 1.6, { also: { subject: { reference: `urn:uuid:${uuid}` } } })
    .resources();
  const entry = [
    { fullUrl: `urn:uuid:${uuid}`, resource: { ...patient, id: undefined } },
    { fullUrl: 'urn:uuid:00000000-6a43-4b7e-9d4e-0000000000bb', resource: { ...result, id: undefined } },
  ];
  await writeFile(folder.path('urn.json'), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
  const { findings } = await scan('urn.json');
  expect(shown(findings, uuid)).toEqual(fired);
});

test('a patient of whom only results are there is an adult', async () => {
  await writeFile(folder.path('only-results.ndjson'), toNdjson(low('nobody').resources().slice(1)));
  expect(shown((await scan('only-results.ndjson')).findings, 'nobody')).toEqual(fired);
});

test('lines that cannot be read are named by file, line and reason, counted, and the rest goes on', async () => {
  const [patient, result] = low('sturdy').resources();
  const lines = [
    JSON.stringify(patient),
    '{"resourceType":"Observation","subject":{"display":"Zebrowski, Ottilie"',
    '',
    'Zebrowski',
    '[1,2,3]',
    'null',
    '{"id":"untyped","note":"Zebrowski"}',
    JSON.stringify(result),
  ];
  await writeFile(folder.path('broken.ndjson'), `\ufeff${lines.join('\r\n')}\r\n`);
  const { findings, stderr, stdout } = await scan('broken.ndjson');
  expect(shown(findings, 'sturdy')).toEqual(fired);
  for (const line of [2, 4, 5, 6, 7]) expect(stderr).toMatch(new RegExp(`broken\\.ndjson\\D+${line}\\b.*\\w`));
  expect(stderr).not.toMatch(/broken\.ndjson\D+[138]\b/);
  expect(stderr).toMatch(/5 lines/);
  expect(stderr + stdout).not.toMatch(/Zebrowski/);
});

test('a file that is no JSON is named, and the other files are read', async () => {
  await mkdir(folder.path('half'));
  await writeFile(folder.path('half/a.json'), '{"resourceType":"Bundle","entry":[{"resource"');
  await writeFile(folder.path('half/b.ndjson'), toNdjson(low('whole').resources()));
  const { findings, stderr } = await scan('half');
  expect(shown(findings, 'whole')).toEqual(fired);
  expect(stderr).toMatch(/a\.json/);
});

test('other types are counted and passed over', async () => {
  const other = ['Organization', 'Organization', 'Organization', 'Coverage'];
  const resources = other.map((resourceType, index) => ({ resourceType, id: `${index}` }));
  await writeFile(folder.path('other.ndjson'), toNdjson([...resources, ...low('known').resources()]));
  const { findings, stderr } = await scan('other.ndjson');
  expect(shown(findings, 'known')).toEqual(fired);
  expect(stderr).toMatch(/3 Organization/);
  expect(stderr).toMatch(/1 Coverage/);
  expect(stderr).not.toMatch(/cannot read/);
});

test('hostile values stop nothing', async () => {
  const base = {
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: 'Patient/odd' },
    effectiveDateTime: ago(4),
  };
  const magnesium = { coding: [{ system: 'http://loinc.org', code: '19123-9' }] };
  const odd: readonly unknown[] = [
    { ...base, id: '1', code: null, valueQuantity: { value: 1.1, unit: 'mg/dL' } },
    { ...base, id: '2', code: magnesium, valueQuantity: 'low' },
    { ...base, id: '3', code: magnesium, valueQuantity: { value: null, unit: 'mg/dL' } },
    { ...base, id: '4', code: magnesium, valueQuantity: { value: 1.1, unit: 7 } },
    { ...base, id: '5', code: magnesium, valueQuantity: { value: 1.1, unit: 'mg/dL' }, effectiveDateTime: 'yesterday' },
    {
      ...base,
      id: '6',
      code: magnesium,
      valueQuantity: { value: 1.1, unit: 'mg/dL' },
      effectiveDateTime: '2026-02-30T08:00:00Z',
    },
    { ...base, id: '7', code: magnesium, valueQuantity: { value: 1.1, unit: 'mg/dL' }, subject: null },
    {
      ...base,
      id: '8',
      code: magnesium,
      valueQuantity: { value: 1.1, unit: 'mg/dL' },
      subject: { reference: 'Group/1' },
    },
    { ...base, id: '9', code: { coding: 'x' }, valueQuantity: [] },
    { resourceType: 'Patient', id: 'odd', birthDate: 'long ago', deceasedBoolean: 'no' },
    { resourceType: 'Encounter', id: '10', subject: { reference: 'Patient/odd' }, class: [], period: 'always' },
    { resourceType: 'MedicationAdministration', id: '11', subject: { reference: 'Patient/odd' }, dosage: [] },
    { resourceType: 'MedicationRequest', id: '12', subject: { reference: 'Patient/odd' }, dosageInstruction: {} },
    { resourceType: 'Condition', id: '13', subject: { reference: 'Patient/odd' }, clinicalStatus: 'active', code: 5 },
    JSON.parse('{"__proto__":{"polluted":true},"resourceType":"Observation","id":"14","constructor":1}') as unknown,
    ...low('well').resources(),
  ];
  await writeFile(folder.path('odd.ndjson'), toNdjson(odd));
  const { findings, stderr } = await scan('odd.ndjson');
  expect(shown(findings, 'well')).toEqual(fired);
  expect(shown(findings, 'odd')).toEqual({});
  expect(stderr).not.toMatch(/\bat .*\.ts:\d+/);
});

test('a folder without anything to read cannot be used', async () => {
  await mkdir(folder.path('empty'));
  const { status, stdout, stderr } = await magwatch('scan', folder.path('empty'), '--at', AT);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).not.toBe('');
});

test('codes that mean nothing here are listed, the most frequent first, and what the site ignores is counted apart', async () => {
  const local = (id: string, code: string, display: string): Resource => ({
    resourceType: 'Observation',
    id,
    status: 'final',
    subject: { reference: 'Patient/local' },
    code: { coding: [{ system: 'urn:lab', code, display }] },
    effectiveDateTime: ago(2),
    valueQuantity: { value: 0.3, code: 'mmol/L', system: 'http://unitsofmeasure.org' },
  });
  const resources = [local('a', 'NA', 'Natrium'), local('b', 'XMG', 'Serum 12'), local('c', 'XMG', 'Serum 12')];
  await writeFile(folder.path('local.ndjson'), toNdjson([...new PatientFile('local').resources(), ...resources]));
  await writeFile(folder.path('local.csv'), 'system,code,display,concept\nurn:lab,NA,Natrium,ignore\n');
  const bare = await scan('local.ndjson');
  expect(bare.stderr).toMatch(/code that means nothing here .*: 3 Observation$/m);
  expect(bare.stderr).toMatch(/^ {2}2 Observation urn:lab XMG "Serum 12"\n {2}1 Observation urn:lab NA "Natrium"$/m);
  const mapped = await magwatch('scan', folder.path('local.ndjson'), '--at', AT, '--codes', folder.path('local.csv'));
  expect(mapped.stderr).toMatch(/ignored by a code map: 1 Observation$/m);
  expect(mapped.stderr).not.toContain('Natrium');
});

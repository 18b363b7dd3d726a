import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AT, ago, PatientFile, type Resource } from './patient-files.ts';
import { type Change, type Finding, linesOf, magwatch, type Ran, temporaryFolder, toNdjson } from './scanning.ts';

const folder = temporaryFolder();
const HOUR_MS = 3_600_000;

/** Patients whose ids do not come in the order of the alphabet, with findings of several rules. */
function ward(): Resource[] {
  return ['p9', 'p10', 'p2', 'a', 'B'].flatMap((id, index) =>
    new PatientFile(id)
      .inpatient()
      .lab('k', 2.9, { at: ago(60 + index) })
      .lab('k', 2.8, { at: ago(30 + index) })
      .lab('k', 2.8, { at: ago(9) })
      .lab('ica', 1.05, { at: ago(9) })
      .lab('mg', 1.1, { at: ago(20 + index) })
      .lab('mg', 0.9, { at: ago(5), id: 'v', also: { meta: { versionId: '1' } } })
      .lab('mg', 1.5, { at: ago(5), id: 'v', also: { meta: { versionId: '2' } } })
      .given('kcl', 40, 'mEq', { at: ago(25) })
      .lab('mg', 1.3, { at: ago(4), id: 'same-time-1' })
      .lab('mg', 1.3, { at: ago(4), id: 'same-time-2' })
      .lab('k', 2.8, { at: ago(3), id: 'same-version' })
      .lab('k', 2.6, { at: ago(3), id: 'same-version' })
      .given('kcl', 40, 'mEq', { at: ago(15) })
      .resources(),
  );
}

/** The same lines in another order: every step divides no length that these tests have. */
function shuffled<Item>(items: readonly Item[], step: number): Item[] {
  return items
    .map((item, index) => [(index * step) % 101, item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

async function written(name: string, resources: readonly Resource[]): Promise<string> {
  await writeFile(folder.path(name), toNdjson(resources));
  return folder.path(name);
}

async function good(...args: readonly string[]): Promise<Ran> {
  const ran = await magwatch('scan', ...args);
  expect(ran.status, ran.stderr).toBe(0);
  expect(ran.stdout).not.toBe('');
  return ran;
}

describe('an evaluation at an instant', () => {
  test('the same bytes in any order of the lines, and over any number of files', async () => {
    const all = ward();
    const straight = await good(await written('a.ndjson', all), '--at', AT);
    const stirred = await good(await written('b.ndjson', shuffled(all, 37)), '--at', AT);
    const halves = [
      await written('c.ndjson', shuffled(all, 13).slice(20)),
      await written('d.ndjson', shuffled(all, 13).slice(0, 20)),
    ];
    const split = await good(...halves, '--at', AT);
    expect(stirred.stdout).toBe(straight.stdout);
    expect(split.stdout).toBe(straight.stdout);
  });

  test('every line has its names in this order, in the order of patient and rule', async () => {
    const { stdout } = await good(await written('e.ndjson', ward()), '--at', AT);
    expect(stdout.endsWith('\n')).toBe(true);
    const findings = linesOf<Finding>(stdout);
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual([
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
      expect(finding.ruleVersion).toMatch(/^\d+\.\d+\.\d+$/);
      expect(['fired', 'in-progress']).toContain(finding.state);
      for (const evidence of finding.evidence) {
        const names = ['role', 'reference', 'value', 'unit', 'at'];
        expect(Object.keys(evidence)).toEqual(names.filter((name) => name in evidence));
        expect(evidence.reference).toMatch(/^[A-Z]\w+\/\S+$/);
        expect(evidence.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      }
    }
    const patients = findings.map(({ patient }) => patient);
    expect(new Set(patients).size).toBe(5);
    expect(patients.filter((patient, index) => patient !== patients[index - 1])).toHaveLength(5);
  });

  test('what came later changes nothing', async () => {
    const then = ago(12);
    const all = ward();
    const known = all.filter(
      ({ effectiveDateTime }) => typeof effectiveDateTime !== 'string' || effectiveDateTime <= then,
    );
    expect(known.length).toBeLessThan(all.length);
    const whole = await good(await written('l.ndjson', all), '--at', then);
    const early = await good(await written('m.ndjson', known), '--at', then);
    expect(early.stdout).toBe(whole.stdout);
  });

  test('a table is for people, and holds the same findings', async () => {
    const path = await written('f.ndjson', new PatientFile('p1').lab('mg', 1.1).resources());
    const { stdout } = await good(path, '--at', AT, '--format', 'table');
    expect(stdout).toMatch(/Patient\/p1/);
    expect(stdout).toMatch(/mg-low/);
    expect(stdout).toMatch(/warning/);
    expect(stdout).not.toMatch(/^\{/);
  });

  test('the instant may be written in another zone', async () => {
    const path = await written('g.ndjson', ward());
    const utc = await good(path, '--at', AT);
    const local = await good(path, '--at', '2026-03-10T08:30:00-03:30');
    expect(local.stdout).toBe(utc.stdout);
  });
});

describe('a replay', () => {
  test('the same bytes in any order of the lines', async () => {
    const all = ward();
    const straight = await good(await written('h.ndjson', all));
    const stirred = await good(await written('i.ndjson', shuffled(all, 53)));
    expect(stirred.stdout).toBe(straight.stdout);
  });

  test('every line has its names in this order, and lines come by patient and time', async () => {
    const { stdout } = await good(await written('j.ndjson', ward()));
    const changes = linesOf<Change>(stdout);
    for (const change of changes) {
      expect(Object.keys(change)).toEqual([
        'at',
        'change',
        'alert',
        'patient',
        'rule',
        'ruleVersion',
        'severity',
        'reason',
        'summary',
        'evidence',
      ]);
      expect(change.reason).not.toBe('');
    }
    const patients = changes.map(({ patient }) => patient);
    expect(patients.filter((patient, index) => patient !== patients[index - 1])).toHaveLength(5);
    for (const [index, change] of changes.entries()) {
      const before = changes[index - 1];
      if (before?.patient !== change.patient) continue;
      expect(Date.parse(change.at)).toBeGreaterThanOrEqual(Date.parse(before.at));
    }
  });

  test('nothing that is said depends on when it is said', async () => {
    const path = await written('k.ndjson', ward());
    const [first, second] = [await good(path), await good(path)];
    expect(second.stdout).toBe(first.stdout);
    expect(Math.max(...linesOf<Change>(first.stdout).map(({ at }) => Date.parse(at)))).toBeLessThan(
      Date.parse(AT) + 720 * HOUR_MS,
    );
  });
});

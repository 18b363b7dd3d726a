import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../kit/processes.ts';
import { AT, ago, PatientFile, type Resource } from './patient-files.ts';

/** All rules, in the order of the catalogue. */
export const RULES = [
  'mg-low',
  'mg-albumin-corrected',
  'refractory-hypokalemia-low-mg',
  'refractory-hypokalemia-mg-unknown',
  'refractory-hypokalemia-mg-low-normal',
  'hypocalcemia-low-mg',
  'hypocalcemia-mg-unknown',
  'ca-replacement-order-mg-check',
  'k-replacement-order-mg-check',
  'mg-wasting-drug-no-mg-monitoring',
  'renal-mg-wasting-femg',
  'torsades-risk-low-mg-k',
  'digoxin-low-mg-k',
  'ppi-hypomagnesemia',
  'refeeding-electrolyte-drop',
  'hypermagnesemia',
  'mg-therapy-renal-guard',
  'mg-iv-no-followup-level',
  'mg-level-too-early',
  'mg-repleted-k-not-rechecked',
  'specimen-suspect-electrolytes',
] as const;

export type Rule = (typeof RULES)[number];

/** What a file judges that names no rules: those that need no more than levels and replacement doses. */
export const LEVEL_RULES: readonly Rule[] = [
  'mg-low',
  'mg-albumin-corrected',
  'refractory-hypokalemia-low-mg',
  'refractory-hypokalemia-mg-unknown',
  'refractory-hypokalemia-mg-low-normal',
  'hypocalcemia-low-mg',
  'hypocalcemia-mg-unknown',
  'hypermagnesemia',
  'specimen-suspect-electrolytes',
];

/** The severity of what fired, or that it is explained; a rule that is not named shows nothing. */
export type Shows = { readonly [rule in Rule]?: 'info' | 'warning' | 'critical' | 'in-progress' };

export interface Evidence {
  readonly role: string;
  readonly reference: string;
  readonly value?: number;
  readonly unit?: string;
  readonly at: string;
}

/** One line of an evaluation at an instant. */
export interface Finding {
  readonly patient: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly severity: string;
  readonly state: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** One line of a replay. */
export interface Change {
  readonly at: string;
  readonly change: string;
  readonly alert: string;
  readonly patient: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly severity: string;
  readonly reason: string;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Name, what the files hold, what the command shows. */
export type Row = readonly [name: string, has: (patient: PatientFile) => PatientFile, shows: Shows];

export type Tables = Readonly<Record<string, readonly Row[]>>;

/** Runs the command as a person would. */
export function magwatch(...args: readonly string[]): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(projectRoot, 'bin/magwatch'), args, {
      cwd: projectRoot,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** A folder for the files of one test file, gone when its tests have ended. */
export function temporaryFolder(): { readonly path: (name: string) => string; readonly root: () => string } {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'magwatch-scan-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return { path: (name) => join(folder, name), root: () => folder };
}

export function toNdjson(resources: readonly unknown[]): string {
  return resources.map((resource) => `${JSON.stringify(resource)}\n`).join('');
}

export function linesOf<Line>(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

/** What the findings of one patient show of these rules. */
export function shown(findings: readonly Finding[], patientId: string, rules = LEVEL_RULES): Shows {
  const shows: Record<string, string> = {};
  for (const { patient, rule, severity, state } of findings) {
    if (patient !== `Patient/${patientId}` || !rules.some((known) => known === rule)) continue;
    expect(shows[rule], `${rule} is said twice`).toBeUndefined();
    shows[rule] = state === 'fired' ? severity : state;
  }
  return shows;
}

/** The finding of a rule for the patient of the row of that name; fails where there is none. */
export type FindingOf = (name: string, rule: Rule) => Finding;

interface Asked {
  /** The rules that the rows judge; a judged rule that a row does not name is silent there. */
  readonly rules?: readonly Rule[];
  /** Asks as this hook would, with the drafts of all patients. */
  readonly hook?: 'order-select' | 'order-sign';
  /** Beside the path and `--at`. */
  readonly args?: readonly string[];
  readonly at?: string;
  /** Files that the arguments name: `@name` in them stands for the path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Writes the patients of all rows into one file, asks once, and judges each row by its own patient. */
export function judge(tables: Tables, { rules, hook, args = [], at = AT, files = {} }: Asked = {}): FindingOf {
  const folder = temporaryFolder();
  const patients = new Map<Row, PatientFile>();
  const resources: Resource[] = [];
  const entry: { readonly resource: Resource }[] = [];
  for (const row of Object.values(tables).flat()) {
    const patient = row[1](new PatientFile(`p${String(patients.size + 1).padStart(3, '0')}`));
    patients.set(row, patient);
    resources.push(...patient.resources());
    entry.push(...patient.drafts().map((resource) => ({ resource })));
  }
  let findings: readonly Finding[] = [];
  beforeAll(async () => {
    await writeFile(folder.path('patients.ndjson'), toNdjson(resources));
    for (const [name, content] of Object.entries(files)) await writeFile(folder.path(name), content);
    await writeFile(folder.path('drafts.json'), JSON.stringify({ resourceType: 'Bundle', type: 'collection', entry }));
    const asHook = hook === undefined ? [] : ['--hook', hook, '--draft', '@drafts.json'];
    const named = [...args, ...asHook].map((arg) => (arg.startsWith('@') ? folder.path(arg.slice(1)) : arg));
    const ran = await magwatch('scan', folder.path('patients.ndjson'), '--at', at, '--format', 'ndjson', ...named);
    expect(ran.status, ran.stderr).toBe(0);
    expect(ran.stderr).not.toMatch(/cannot read/);
    findings = linesOf<Finding>(ran.stdout);
  });
  for (const [title, rows] of Object.entries(tables)) {
    describe(title, () => {
      test.each(rows.map((row) => [row[0], row] as const))('%s', (_name, row) => {
        expect(shown(findings, patients.get(row)?.id ?? '', rules)).toEqual(row[2]);
      });
    });
  }
  test('every summary keeps its length', () => {
    for (const { summary } of findings) {
      expect(summary.length).toBeGreaterThan(0);
      expect(summary.length).toBeLessThanOrEqual(139);
    }
  });
  test('every evidence is of the patient’s own, and of the time before', () => {
    for (const { patient, evidence } of findings) {
      for (const { reference, at: time } of evidence) {
        expect(reference).toContain(`/${patient.slice('Patient/'.length)}-`);
        expect(Date.parse(time)).toBeLessThanOrEqual(Date.parse(at));
      }
    }
  });
  return (name, rule) => {
    const row = [...patients.keys()].find(([known]) => known === name);
    const found = findings.find(
      (one) => row !== undefined && one.patient === `Patient/${patients.get(row)?.id}` && one.rule === rule,
    );
    if (found === undefined) throw new Error(`no finding of ${rule} in: ${name}`);
    return found;
  };
}

/** The value with its unit that a finding rests on, of the resource with this id of the patient. */
export function evidenceOf({ patient, evidence }: Finding, id: string): string | undefined {
  const found = evidence.find(({ reference }) => reference.endsWith(`/${patient.slice('Patient/'.length)}-${id}`));
  return found === undefined ? undefined : `${found.value ?? ''} ${found.unit ?? ''}`.trim();
}

/** The patients of all rows, of whom nothing is said. */
export function silent(tables: Tables): Tables {
  return {
    'every patient': Object.values(tables)
      .flat()
      .map(([name, has]): Row => [name, has, {}]),
  };
}

/** Two rows: a minute inside a limit, and at the limit, which is outside a half-open window. */
export function edge(hours: number, has: (p: PatientFile, at: string) => PatientFile, shows: EdgeShows): Row[] {
  const [within, beyond, what = ''] = shows;
  return [
    [`${what}a minute less than ${hours} h ago`, (p) => has(p, ago(hours, -1)), within],
    [`${what}${hours} h ago`, (p) => has(p, ago(hours)), beyond],
  ];
}

type EdgeShows = readonly [within: Shows, beyond: Shows, what?: string];

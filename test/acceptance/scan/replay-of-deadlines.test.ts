import { writeFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { AT, ago, PatientFile, type Resource } from './patient-files.ts';
import { type Change, linesOf, magwatch, type Rule, temporaryFolder, toNdjson } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const HOUR_MS = 3_600_000;

/** [name, what the files hold, rule, its changes until the instant: hours before it, change, severity]. */
const HISTORIES: readonly (readonly [string, Add, Rule, readonly string[]])[] = [
  [
    'no level after magnesium: from 24 h to 72 h after the dose',
    (p) => p.inpatient().given('mgSulfate', 2, 'g', { at: ago(100) }),
    'mg-iv-no-followup-level',
    ['-76 opened info', '-28 resolved info'],
  ],
  [
    'no level after magnesium: a late level closes it',
    (p) =>
      p
        .inpatient()
        .given('mgSulfate', 2, 'g', { at: ago(100) })
        .lab('mg', 2, { at: ago(60) }),
    'mg-iv-no-followup-level',
    ['-76 opened info', '-60 resolved info'],
  ],
  [
    'no level after magnesium: 12 h where kidneys fail',
    (p) =>
      p
        .inpatient()
        .lab('egfr', 20, { at: ago(110) })
        .given('mgSulfate', 2, 'g', { at: ago(100) })
        .lab('mg', 2, { at: ago(60) }),
    'mg-iv-no-followup-level',
    ['-88 opened warning', '-60 resolved warning'],
  ],
  [
    'potassium not rechecked: from 12 h to 72 h after the dose',
    (p) =>
      p
        .inpatient()
        .lab('k', 3.3, { at: ago(101) })
        .given('mgSulfate', 2, 'g', { at: ago(100) }),
    'mg-repleted-k-not-rechecked',
    ['-88 opened info', '-28 resolved info'],
  ],
  [
    'potassium not rechecked: any potassium closes it',
    (p) =>
      p
        .inpatient()
        .lab('k', 2.9, { at: ago(101) })
        .given('mgSulfate', 2, 'g', { at: ago(100) })
        .lab('k', 3.1, { at: ago(70) }),
    'mg-repleted-k-not-rechecked',
    ['-94 opened warning', '-70 resolved warning'],
  ],
  [
    'amphotericin: after a day, and again 48 h after a level',
    (p) =>
      p
        .inpatient()
        .order('amphotericin', { authored: ago(100) })
        .lab('mg', 2, { at: ago(60) }),
    'mg-wasting-drug-no-mg-monitoring',
    ['-76 opened info', '-60 resolved info', '-12 opened info'],
  ],
  [
    'gentamicin: after three days',
    (p) => p.inpatient().order('gentamicin', { authored: ago(100) }),
    'mg-wasting-drug-no-mg-monitoring',
    ['-28 opened info'],
  ],
  [
    'a wasting drug that is stopped',
    (p) => p.inpatient().order('amphotericin', { authored: ago(100), period: { start: ago(100), end: ago(40) } }),
    'mg-wasting-drug-no-mg-monitoring',
    ['-76 opened info', '-40 resolved info'],
  ],
  [
    'feeding: until 120 h after its start',
    (p) =>
      p
        .inpatient()
        .fed(ago(150))
        .lab('phos', 3, { at: ago(160) })
        .lab('phos', 2, { at: ago(100) }),
    'refeeding-electrolyte-drop',
    ['-100 opened warning', '-30 resolved warning'],
  ],
  [
    'a level too early, then a good one',
    (p) =>
      p
        .inpatient()
        .given('mgSulfate', 2, 'g', { at: ago(100) })
        .lab('mg', 2, { at: ago(97) })
        .lab('mg', 2, { at: ago(80) }),
    'mg-level-too-early',
    ['-97 opened info', '-80 resolved info'],
  ],
  [
    'a PPI becomes 90 days old',
    (p) => p.order('omeprazole', { authored: ago(2400), route: 'PO' }).lab('mg', 1.6, { at: ago(400) }),
    'ppi-hypomagnesemia',
    ['-240 opened info'],
  ],
  [
    'a QT drug is gone after a day',
    (p) =>
      p
        .inpatient()
        .lab('k', 3.4, { at: ago(41) })
        .given('haloperidol', 5, 'mg', { at: ago(40) }),
    'torsades-risk-low-mg-k',
    ['-40 opened info', '-16 resolved info'],
  ],
  [
    'digoxin is gone after two days',
    (p) => p.lab('k', 3.4, { at: ago(101) }).given('digoxin', 0.25, 'mg', { at: ago(100), route: 'PO' }),
    'digoxin-low-mg-k',
    ['-100 opened warning', '-52 resolved warning'],
  ],
  [
    'a worse magnesium on digoxin',
    (p) =>
      p
        .inpatient()
        .order('digoxin', { authored: ago(200), route: 'PO' })
        .lab('mg', 1.6, { at: ago(60) })
        .lab('mg', 1.1, { at: ago(40) })
        .lab('mg', 2, { at: ago(20) })
        .lab('k', 4, { at: ago(20) }),
    'digoxin-low-mg-k',
    ['-60 opened warning', '-40 escalated critical', '-20 resolved critical'],
  ],
  [
    'a magnesium order while kidneys fail and recover',
    (p) =>
      p
        .inpatient()
        .order('mgOxide', { authored: ago(100), route: 'PO' })
        .lab('egfr', 20, { at: ago(60) })
        .lab('egfr', 70, { at: ago(20) }),
    'mg-therapy-renal-guard',
    ['-60 opened warning', '-20 resolved warning'],
  ],
  [
    'a magnesium order that ends',
    (p) =>
      p
        .inpatient()
        .lab('egfr', 20, { at: ago(120) })
        .order('mgOxide', { authored: ago(100), route: 'PO', period: { start: ago(100), end: ago(30) } }),
    'mg-therapy-renal-guard',
    ['-100 opened warning', '-30 resolved warning'],
  ],
  [
    'potassium that was ordered is no draft',
    (p) =>
      p
        .inpatient()
        .lab('k', 3.3, { at: ago(20) })
        .order('kcl', { status: 'draft', authored: ago(10) }),
    'k-replacement-order-mg-check',
    [],
  ],
];

const folder = temporaryFolder();
const patientOf = (index: number): string => `d${String(index + 1).padStart(2, '0')}`;
let changes: readonly Change[] = [];

beforeAll(async () => {
  const resources: Resource[] = HISTORIES.flatMap(([, has], index) => [
    ...has(new PatientFile(patientOf(index))).resources(),
  ]);
  await writeFile(folder.path('histories.ndjson'), toNdjson(resources));
  const ran = await magwatch('scan', folder.path('histories.ndjson'), '--format', 'ndjson');
  expect(ran.status, ran.stderr).toBe(0);
  changes = linesOf<Change>(ran.stdout);
});

/** In whole minutes: what ends a window may be a moment after it. */
function hourOf(at: string): number {
  return Number(((Date.parse(at) - Date.parse(AT)) / HOUR_MS).toFixed(2));
}

test.each(HISTORIES.map(([name, , rule, expected], index) => [name, rule, expected, index] as const))(
  '%s',
  (_name, rule, expected, index) => {
    const said = changes
      .filter((one) => one.patient === `Patient/${patientOf(index)}` && one.rule === rule && hourOf(one.at) <= 0)
      .map(({ at, change, severity }) => `${hourOf(at)} ${change} ${severity}`);
    expect(said).toEqual(expected);
  },
);

test('the order checks open no alert', () => {
  const rules = new Set(changes.map(({ rule }) => rule));
  expect(rules.has('ca-replacement-order-mg-check')).toBe(false);
  expect(rules.has('k-replacement-order-mg-check')).toBe(false);
});

test('every summary keeps its length', () => {
  for (const { summary } of changes) expect(summary.length).toBeLessThanOrEqual(139);
});

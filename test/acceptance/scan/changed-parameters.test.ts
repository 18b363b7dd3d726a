import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { AT, ago, PatientFile } from './patient-files.ts';
import {
  type Finding,
  judge,
  linesOf,
  magwatch,
  type Row,
  type Rule,
  type Shows,
  shown,
  temporaryFolder,
  toNdjson,
} from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;
type Severity = 'info' | 'warning' | 'critical';

/** By the paths of the clinical catalogue §4.98. */
const PARAMETERS = {
  thresholds: {
    'digoxin.toxic_ngmL': 1.5,
    'k.hyperForCalcium': 5.5,
    'qtc.prolonged.female_ms': 460,
    'egfr.failure': 20,
  },
  lookback_h: { hyperkForCalcium: 12, urine: 24, digoxinActive: 24, drugActive: 48, digoxinLevel: 24 },
  mg: { tooEarly_h: 8, followupMin_mEq: 8, followupDue_h: 10, followupDueRenal_h: 8, followupClose_h: 48 },
  k: { recheckDue_h: 4, recheckDueIfBelow3_h: 2, recheckMgMin_mEq: 8, recheckClose_h: 24, lastK_h: 48 },
  femg: { renalMin_pct: 3, extraRenalBelow_pct: 1, pairSerum_h: 12, noMgBefore_h: 12, minEgfr: 50 },
  refeeding: { startWindow_h: 72, baseline_h: 24, single_pct: 15, dual_pct: 5, severe_pct: 25 },
  ppi: { minDays: 30 },
  guard: { singleDoseDialysis_mEq: 4, singleDoseReduced_mEq: 8, nmba_h: 24 },
};

/** What shows with the parameters changed, and what without. */
type Case = readonly [
  name: string,
  has: Add,
  rule: Rule,
  changed: Severity | undefined,
  byDefault: Severity | undefined,
];

const on =
  (days: number): Add =>
  (p) =>
    p.order('omeprazole', { authored: ago(days * 24), route: 'PO' }).lab('mg', 1.6);
const digoxin =
  (also: Add): Add =>
  (p) =>
    also(
      p
        .inpatient()
        .order('digoxin', { authored: ago(90), route: 'PO' })
        .lab('k', 3.4),
    );
const ivMg =
  (grams: number, hours: number, also: Add = (p) => p): Add =>
  (p) =>
    also(p.inpatient().given('mgSulfate', grams, 'g', { at: ago(hours) }));
const order =
  (grams: number, egfr: number): Add =>
  (p) =>
    p
      .inpatient()
      .order('mgSulfate', { dose: [grams, 'g'] })
      .lab('egfr', egfr)
      .lab('mg', 1.5);

/** FEMg is the urine magnesium by 1.25; of a woman of 65. */
function urine(urineMg: number, { urineH = 4, serumH = 4, creat = 0.7, also = (p: PatientFile) => p } = {}): Add {
  return (p) =>
    also(
      p
        .inpatient()
        .lab('mg', 1.25, { at: ago(serumH) })
        .lab('creat', creat, { at: ago(serumH) })
        .lab('urineMg', urineMg, { at: ago(urineH) })
        .lab('urineCreat', 100, { at: ago(urineH) }),
    );
}

function fell(base: number, post: number, { startH = 60, baseH = 65 } = {}): Add {
  return (p) =>
    p
      .inpatient()
      .fed(ago(startH))
      .lab('phos', base, { at: ago(baseH) })
      .lab('phos', post);
}

const CASES: readonly Case[] = [
  ['digoxin of 1.5', digoxin((p) => p.lab('digoxinLevel', 1.5)), 'digoxin-low-mg-k', 'critical', 'warning'],
  ['digoxin of 1.4', digoxin((p) => p.lab('digoxinLevel', 1.4)), 'digoxin-low-mg-k', 'warning', 'warning'],
  [
    'a digoxin level of yesterday',
    digoxin((p) => p.lab('digoxinLevel', 3, { at: ago(30) })),
    'digoxin-low-mg-k',
    'warning',
    'critical',
  ],
  [
    'digoxin given 30 h ago',
    (p) =>
      p
        .inpatient()
        .lab('k', 3.4)
        .given('digoxin', 0.25, 'mg', { at: ago(30) }),
    'digoxin-low-mg-k',
    undefined,
    'warning',
  ],
  [
    'haloperidol given 30 h ago',
    (p) =>
      p
        .inpatient()
        .lab('k', 3.4)
        .given('haloperidol', 5, 'mg', { at: ago(30) }),
    'torsades-risk-low-mg-k',
    'info',
    undefined,
  ],
  ['QTc 460', (p) => p.inpatient().lab('k', 3.4).lab('qtc', 460), 'torsades-risk-low-mg-k', 'warning', undefined],
  ['a PPI since 30 days', on(30), 'ppi-hypomagnesemia', 'info', undefined],
  ['a PPI since 29 days', on(29), 'ppi-hypomagnesemia', undefined, undefined],
  ['FEMg of 3.2', urine(4), 'renal-mg-wasting-femg', 'info', 'info'],
  ['urine of 30 h ago', urine(5, { urineH: 30, serumH: 25 }), 'renal-mg-wasting-femg', undefined, 'info'],
  ['serum 14 h away', urine(5, { serumH: 18 }), 'renal-mg-wasting-femg', undefined, 'info'],
  [
    'magnesium 14 h before the urine',
    urine(5, { also: (p) => p.given('mgSulfate', 1, 'g', { at: ago(18) }) }),
    'renal-mg-wasting-femg',
    'info',
    undefined,
  ],
  ['an eGFR of 55', urine(5, { also: (p) => p.lab('egfr', 55) }), 'renal-mg-wasting-femg', 'info', undefined],
  ['a fall by 17 %', fell(2.9, 2.4), 'refeeding-electrolyte-drop', 'warning', undefined],
  ['a fall by 14 %', fell(2.8, 2.4), 'refeeding-electrolyte-drop', undefined, undefined],
  ['a fall by 25 % to 0.9', fell(1.2, 0.9), 'refeeding-electrolyte-drop', 'critical', 'warning'],
  ['feeding since 80 h', fell(3, 2, { startH: 80, baseH: 85 }), 'refeeding-electrolyte-drop', undefined, 'warning'],
  ['a value 30 h before feeding', fell(3, 2, { baseH: 90 }), 'refeeding-electrolyte-drop', undefined, 'warning'],
  [
    '4.5 mEq at eGFR 14',
    (p) =>
      p
        .inpatient()
        .order('mgSulfate', { dose: [4.5, 'meq'] })
        .lab('egfr', 14)
        .lab('mg', 1.5),
    'mg-therapy-renal-guard',
    'critical',
    'warning',
  ],
  ['2 g at eGFR 19', order(2, 19), 'mg-therapy-renal-guard', 'critical', 'warning'],
  ['1 g at eGFR 45', order(1, 45), 'mg-therapy-renal-guard', 'info', undefined],
  [
    'rocuronium 20 h ago',
    (p) => order(1, 90)(p).given('rocuronium', 50, 'mg', { at: ago(20) }),
    'mg-therapy-renal-guard',
    'info',
    undefined,
  ],
  ['1 g that ended 30 h ago', ivMg(1, 30), 'mg-iv-no-followup-level', 'info', undefined],
  ['2 g that ended 11 h ago', ivMg(2, 11), 'mg-iv-no-followup-level', 'info', undefined],
  ['2 g that ended 9 h ago', ivMg(2, 9), 'mg-iv-no-followup-level', undefined, undefined],
  [
    '2 g that ended 9 h ago at eGFR 20',
    ivMg(2, 9, (p) => p.lab('egfr', 20)),
    'mg-iv-no-followup-level',
    'warning',
    undefined,
  ],
  ['2 g that ended 50 h ago', ivMg(2, 50), 'mg-iv-no-followup-level', undefined, 'info'],
  ['a level seven hours after magnesium', ivMg(2, 11, (p) => p.lab('mg', 2)), 'mg-level-too-early', 'info', undefined],
  [
    'a level nine hours after magnesium',
    ivMg(2, 13, (p) => p.lab('mg', 2)),
    'mg-level-too-early',
    undefined,
    undefined,
  ],
  [
    'potassium, then 2 g five hours ago',
    ivMg(2, 5, (p) => p.lab('k', 3.3, { at: ago(10) })),
    'mg-repleted-k-not-rechecked',
    'info',
    undefined,
  ],
  [
    'potassium of 2.9, then 2 g three hours ago',
    ivMg(2, 3, (p) => p.lab('k', 2.9, { at: ago(10) })),
    'mg-repleted-k-not-rechecked',
    'warning',
    undefined,
  ],
  [
    'potassium, then 1 g fifteen hours ago',
    ivMg(1, 15, (p) => p.lab('k', 3.3, { at: ago(20) })),
    'mg-repleted-k-not-rechecked',
    'info',
    undefined,
  ],
  [
    'potassium, then 2 g thirty hours ago',
    ivMg(2, 30, (p) => p.lab('k', 3.3, { at: ago(35) })),
    'mg-repleted-k-not-rechecked',
    undefined,
    'info',
  ],
  [
    'potassium of 50 h ago, then 2 g',
    ivMg(2, 15, (p) => p.lab('k', 3.3, { at: ago(50) })),
    'mg-repleted-k-not-rechecked',
    undefined,
    'info',
  ],
];

const folder = temporaryFolder();
const patientOf = (index: number): string => `c${String(index + 1).padStart(2, '0')}`;
let changed: readonly Finding[] = [];
let unchanged: readonly Finding[] = [];

async function findings(...args: readonly string[]): Promise<readonly Finding[]> {
  const ran = await magwatch('scan', folder.path('patients.ndjson'), '--at', AT, '--format', 'ndjson', ...args);
  expect(ran.status, ran.stderr).toBe(0);
  return linesOf<Finding>(ran.stdout);
}

beforeAll(async () => {
  const patients = CASES.flatMap(([, has], index) => has(new PatientFile(patientOf(index))).resources());
  await writeFile(folder.path('patients.ndjson'), toNdjson(patients));
  await writeFile(folder.path('site.json'), JSON.stringify(PARAMETERS));
  changed = await findings('--parameters', folder.path('site.json'));
  unchanged = await findings();
});

/** A row judges one rule: what the others say of its patient is another row's. */
test.each(CASES.map(([name, , rule, ...expected], index) => [name, rule, expected, index] as const))(
  '%s: %s',
  (_name, rule, expected, index) => {
    const said = [changed, unchanged].map((found) => shown(found, patientOf(index), [rule])[rule]);
    expect(said).toEqual(expected);
  },
);

test('the limits of FEMg', () => {
  const index = CASES.findIndex(([name]) => name === 'FEMg of 3.2');
  const categories = [changed, unchanged].map(
    (found) =>
      found.find(({ patient, rule }) => patient === `Patient/${patientOf(index)}` && rule === 'renal-mg-wasting-femg')
        ?.detail['category'],
  );
  expect(categories).toEqual(['renal', 'indeterminate']);
});

const calcium =
  (k: number, hours: number): Add =>
  (p) =>
    p
      .inpatient()
      .lab('ica', 1.05)
      .lab('mg', 1.5)
      .lab('k', k, { at: ago(hours) })
      .draft('caGluconate');

const file = { args: ['--parameters', '@site.json'], files: { 'site.json': JSON.stringify(PARAMETERS) } } as const;

describe('calcium orders', () => {
  const rules: readonly Rule[] = ['ca-replacement-order-mg-check'];
  const fires: Shows = { 'ca-replacement-order-mg-check': 'warning' };
  const rows: readonly Row[] = [
    ['potassium 5.5', calcium(5.5, 2), {}],
    ['potassium 5.4', calcium(5.4, 2), fires],
    ['potassium 6.0 ten hours ago', calcium(6, 10), {}],
  ];
  judge({ 'parameters as changed': rows }, { ...file, rules, hook: 'order-sign' });
  judge(
    { 'parameters as they come': rows.map(([name, has]): Row => [name, has, fires]) },
    { rules, hook: 'order-sign' },
  );
});

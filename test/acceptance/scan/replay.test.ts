import { writeFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { AT, ago, ahead, PatientFile, type Resource } from './patient-files.ts';
import { type Change, LEVEL_RULES, linesOf, magwatch, temporaryFolder, toNdjson } from './scanning.ts';

type Add = (p: PatientFile) => PatientFile;

const HOUR_MS = 3_600_000;

/** A magnesium in mg/dL so many hours before the instant zero. */
function mg(...results: readonly (readonly [number, number])[]): Add {
  return (p) => results.reduce((file, [hours, value]) => file.lab('mg', value, { at: ago(hours) }), p);
}

/** A stay that ended ten hours before the instant zero. */
function left(p: PatientFile): PatientFile {
  return p.encounter('IMP', { status: 'finished', period: { start: ago(200), end: ago(10) } });
}

function stay(add: Add): Add {
  return (p) => add(p.inpatient());
}

/** Name, what the files hold, the hour after which the test does not look, the changes: hour, change, rule, severity. */
const HISTORIES: readonly (readonly [string, Add, number, readonly string[]])[] = [
  ['discharge expires', (p) => mg([20, 1.6])(left(p)), 1000, ['-20 opened mg-low info', '-10 expired mg-low info']],
  [
    'a result that was drawn before the discharge and comes after it opens',
    (p) => left(p).lab('mg', 0.8, { at: ago(12), also: { issued: ago(8) } }),
    0,
    ['-8 opened mg-low critical'],
  ],
  [
    'a worse result that was drawn before the discharge and comes after it opens the alert again',
    (p) =>
      left(p)
        .lab('mg', 1.6, { at: ago(30) })
        .lab('mg', 0.8, { at: ago(12), also: { issued: ago(8) } }),
    0,
    ['-30 opened mg-low info', '-10 expired mg-low info', '-8 reopened mg-low critical'],
  ],
  [
    'a result that was drawn after the discharge opens',
    (p) => left(p).lab('mg', 0.8, { at: ago(8) }),
    0,
    ['-8 opened mg-low critical'],
  ],
  [
    'a stay that follows another is no discharge',
    (p) =>
      left(p)
        .encounter('IMP', { period: { start: ago(10) } })
        .lab('mg', 1.6, { at: ago(20) }),
    0,
    ['-20 opened mg-low info'],
  ],
  ['a low result opens', mg([20, 1.6]), 0, ['-20 opened mg-low info']],
  ['a worse grade escalates', mg([20, 1.6], [10, 0.9]), 0, ['-20 opened mg-low info', '-10 escalated mg-low critical']],
  ['a better grade lowers', mg([20, 0.9], [10, 1.6]), 0, ['-20 opened mg-low critical', '-10 lowered mg-low info']],
  ['the same grade updates', mg([20, 1.6], [10, 1.5]), 0, ['-20 opened mg-low info', '-10 updated mg-low info']],
  [
    'a new modifier escalates',
    (p) => mg([20, 1.6])(p).lab('k', 3.2, { at: ago(10) }),
    0,
    ['-20 opened mg-low info', '-10 escalated mg-low warning'],
  ],
  ['a normal result resolves', mg([20, 1.6], [10, 2]), 0, ['-20 opened mg-low info', '-10 resolved mg-low info']],
  [
    'low again within 24 h is the same episode',
    mg([60, 1.6], [40, 2], [16, 1.5]),
    0,
    ['-60 opened mg-low info', '-40 resolved mg-low info', '-16 reopened mg-low info'],
  ],
  [
    'low again later is a new episode',
    mg([60, 1.6], [40, 2], [15.9, 1.5]),
    0,
    ['-60 opened mg-low info', '-40 resolved mg-low info', '-15.9 opened mg-low info'],
  ],
  [
    'a dose explains, and a normal result resolves',
    (p) => mg([40, 1.6], [10, 2])(p).given('mgSulfate', 2, 'g', { at: ago(20) }),
    0,
    ['-40 opened mg-low info', '-20 in-progress mg-low info', '-10 resolved mg-low info'],
  ],
  [
    'an order explains from when it was written',
    (p) => mg([20, 1.6])(p).order('mgSulfate', { authored: ago(18) }),
    0,
    ['-20 opened mg-low info', '-18 in-progress mg-low info'],
  ],
  [
    'an order that nothing followed explains for a day',
    (p) => mg([30, 1.6])(p).order('mgSulfate', { authored: ago(31) }),
    0,
    ['-7 opened mg-low info'],
  ],
  [
    'a stay: seven days without news expire it',
    stay(mg([20, 1.6])),
    1000,
    ['-20 opened mg-low info', '148 expired mg-low info'],
  ],
  [
    'an outpatient: the look-back is longer than seven days',
    mg([20, 1.6]),
    1000,
    ['-20 opened mg-low info', '700 expired mg-low info'],
  ],
  [
    'not knowing for a while changes nothing',
    stay(mg([100, 1.6], [20, 1.5])),
    0,
    ['-100 opened mg-low info', '-20 updated mg-low info'],
  ],
  [
    'death expires',
    (p) => mg([20, 1.6])(p).is({ deceasedDateTime: ago(10) }),
    1000,
    ['-20 opened mg-low info', '-10 expired mg-low info'],
  ],
  [
    'comfort care expires',
    (p) => mg([20, 1.6])(p).condition('comfort', { onsetDateTime: ago(10) }),
    1000,
    ['-20 opened mg-low info', '-10 expired mg-low info'],
  ],
  [
    'issued later is known later',
    (p) => p.lab('mg', 1.6, { at: ago(20), also: { issued: ago(15) } }),
    0,
    ['-15 opened mg-low info'],
  ],
  [
    'recorded later is known all the same',
    (p) => p.lab('mg', 1.6, { at: ago(20), also: { meta: { lastUpdated: ago(1) } } }),
    0,
    ['-20 opened mg-low info'],
  ],
  [
    'a version that was corrected was never there',
    (p) =>
      p
        .lab('mg', 1.1, { at: ago(20), id: 'v', also: { meta: { versionId: '1' } } })
        .lab('mg', 2, { at: ago(20), id: 'v', also: { meta: { versionId: '2' }, status: 'corrected' } }),
    1000,
    [],
  ],
  [
    'what was entered in error was never there',
    (p) => p.lab('mg', 1.1, { also: { status: 'entered-in-error' } }),
    1000,
    [],
  ],
  ['a normal result says nothing', mg([20, 2]), 1000, []],
  [
    'the look-back ends between two facts',
    stay((p) => p.lab('mg', 2, { at: ago(100) }).lab('ica', 1.1, { at: ago(40) })),
    0,
    ['-28 opened hypocalcemia-mg-unknown info'],
  ],
  [
    'a level that was asked for explains, and its result resolves',
    stay((p) =>
      p
        .lab('ica', 1.1, { at: ago(40) })
        .asked('2601-3', { authoredOn: ago(39) })
        .lab('mg', 2, { at: ago(30) }),
    ),
    0,
    [
      '-40 opened hypocalcemia-mg-unknown info',
      '-39 in-progress hypocalcemia-mg-unknown info',
      '-30 resolved hypocalcemia-mg-unknown info',
    ],
  ],
  [
    'from no magnesium to a low one',
    stay((p) =>
      p
        .lab('k', 2.9, { at: ago(40) })
        .given('kcl', 80, 'mEq', { at: ago(36) })
        .lab('k', 2.9, { at: ago(30) })
        .lab('mg', 1.6, { at: ago(20) })
        .lab('k', 3.8, { at: ago(10) }),
    ),
    0,
    [
      '-30 opened refractory-hypokalemia-mg-unknown warning',
      '-20 opened mg-low warning',
      '-20 opened refractory-hypokalemia-low-mg warning',
      '-20 resolved refractory-hypokalemia-mg-unknown warning',
      '-10 lowered mg-low info',
      '-10 resolved refractory-hypokalemia-low-mg warning',
    ],
  ],
  [
    'from explained by albumin to not',
    (p) =>
      p
        .lab('mg', 1.6, { at: ago(20) })
        .lab('alb', 2, { at: ago(20) })
        .lab('k', 3.2, { at: ago(10) }),
    0,
    ['-20 opened mg-albumin-corrected info', '-10 resolved mg-albumin-corrected info', '-10 opened mg-low warning'],
  ],
  [
    'a suspect tube, and its repeat',
    (p) =>
      p
        .lab('k', 7.5, { at: ago(20) })
        .lab('ca', 7, { at: ago(20) })
        .lab('mg', 0.9, { at: ago(20) })
        .lab('k', 4.1, { at: ago(18) }),
    0,
    ['-20 opened specimen-suspect-electrolytes info', '-18 resolved specimen-suspect-electrolytes info'],
  ],
  [
    'high, higher, normal',
    (p) => mg([40, 2.8], [30, 5], [20, 2.2])(p),
    0,
    [
      '-40 opened hypermagnesemia info',
      '-30 escalated hypermagnesemia critical',
      '-20 resolved hypermagnesemia critical',
    ],
  ],
  ['a child is not watched', (p) => mg([20, 0.9])(p).is({ birthDate: '2019-01-01' }), 1000, []],
];

const folder = temporaryFolder();
const patientOf = (index: number): string => `r${String(index + 1).padStart(2, '0')}`;
let changes: readonly Change[] = [];

beforeAll(async () => {
  const resources: Resource[] = HISTORIES.flatMap(([, has], index) => [
    ...has(new PatientFile(patientOf(index))).resources(),
  ]);
  await writeFile(folder.path('histories.ndjson'), toNdjson(resources));
  const ran = await magwatch('scan', folder.path('histories.ndjson'), '--format', 'ndjson');
  expect(ran.status, ran.stderr).toBe(0);
  changes = linesOf<Change>(ran.stdout).filter(({ rule }) => LEVEL_RULES.some((known) => known === rule));
});

function hourOf(at: string): number {
  return (Date.parse(at) - Date.parse(AT)) / HOUR_MS;
}

function changesOf(name: string): readonly Change[] {
  const index = HISTORIES.findIndex(([known]) => known === name);
  expect(index).toBeGreaterThanOrEqual(0);
  return changes.filter(({ patient }) => patient === `Patient/${patientOf(index)}`);
}

test.each(HISTORIES.map(([name, , untilHour, expected]) => [name, untilHour, expected] as const))(
  '%s',
  (name, untilHour, expected) => {
    const said = changesOf(name)
      .filter(({ at }) => hourOf(at) <= untilHour)
      .map(({ at, change, rule, severity }) => `${Number(hourOf(at).toFixed(3))} ${change} ${rule} ${severity}`);
    expect(said).toEqual(expected);
  },
);

test('an alert keeps its name through an episode, and a new episode has a new one', () => {
  const [opened, resolved, again] = changesOf('low again within 24 h is the same episode');
  expect(new Set([opened?.alert, resolved?.alert, again?.alert]).size).toBe(1);
  const [first, , second] = changesOf('low again later is a new episode');
  expect(second?.alert).not.toBe(first?.alert);
});

test('alerts of different patients and rules have different names', () => {
  const keyOf = new Map<string, string>();
  for (const { alert, patient, rule } of changes) {
    expect(keyOf.get(alert) ?? `${patient} ${rule}`).toBe(`${patient} ${rule}`);
    keyOf.set(alert, `${patient} ${rule}`);
  }
});

test('a treatment that did not last opens the same alert again', async () => {
  const file = new PatientFile('again').lab('mg', 1.6, { at: ago(100) }).given('mgSulfate', 2, 'g', { at: ago(90) });
  await writeFile(folder.path('again.ndjson'), toNdjson(file.lab('k', 4, { at: ahead(1) }).resources()));
  const { stdout } = await magwatch('scan', folder.path('again.ndjson'));
  const said = linesOf<Change>(stdout).filter(({ rule, at }) => rule === 'mg-low' && hourOf(at) <= 0);
  expect(said.map(({ change }) => change).slice(0, 2)).toEqual(['opened', 'in-progress']);
  expect(said[2]?.change).toMatch(/^(re)?opened$/);
  expect(Math.abs(hourOf(said[2]?.at ?? AT) + 18)).toBeLessThan(0.001);
  expect(new Set(said.map(({ alert }) => alert)).size).toBe(1);
});

test('--setting stands in for a replay too', async () => {
  await writeFile(folder.path('setting.ndjson'), toNdjson(mg([20, 1.6])(new PatientFile('s')).resources()));
  const { stdout } = await magwatch('scan', folder.path('setting.ndjson'), '--setting', 'inpatient');
  const said = linesOf<Change>(stdout).filter(({ rule }) => rule === 'mg-low');
  expect(said.map(({ at, change }) => `${hourOf(at)} ${change}`)).toEqual(['-20 opened', '148 expired']);
});

test('evidence that turns out to be of a suspect tube closes what it opened', async () => {
  const file = new PatientFile('late')
    .lab('mg', 0.9, { at: ago(20) })
    .lab('k', 7.5, { at: ago(20), also: { issued: ago(19) } })
    .lab('ca', 7, { at: ago(20), also: { issued: ago(19) } });
  await writeFile(folder.path('late.ndjson'), toNdjson(file.resources()));
  const { stdout } = await magwatch('scan', folder.path('late.ndjson'));
  const said = linesOf<Change>(stdout)
    .filter(({ at }) => hourOf(at) <= 0)
    .map(({ at, change, rule }) => `${hourOf(at)} ${rule} ${change}`);
  expect(said[0]).toBe('-20 mg-low opened');
  expect(said).toContain('-19 specimen-suspect-electrolytes opened');
  expect(said.some((one) => /^-19 mg-low (retracted|resolved)$/.test(one))).toBe(true);
});

import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { AT, ago, type Lab, PatientFile } from './patient-files.ts';
import { type Change, type Finding, linesOf, magwatch, RULES, shown, temporaryFolder, toNdjson } from './scanning.ts';

const FACTS = 10_000;
const YEAR_H = 8_760;
const REPLAY_TIMEOUT_MS = 600_000;

const folder = temporaryFolder();

/** What comes one after the other, all through the year; the values run up and down at different paces. */
const LABS: readonly (readonly [Lab, low: number, high: number])[] = [
  ['k', 2.6, 4.6],
  ['mg', 1.1, 2.3],
  ['ica', 0.95, 1.3],
  ['creat', 0.6, 1.6],
  ['phos', 1.8, 4],
  ['qtc', 430, 510],
];

/** A year in hospital with a fact in every hour and more, and a bad end. */
function longStay(): PatientFile {
  const p = new PatientFile('long').encounter('IMP', { period: { start: ago(YEAR_H) } });
  for (let index = 1; index < FACTS - 4; index += 1) {
    const at = ago(YEAR_H - (index * (YEAR_H - 10)) / FACTS);
    const turn = index % (LABS.length + 3);
    const lab = LABS[turn];
    if (lab !== undefined) p.lab(lab[0], between(lab[1], lab[2], index), { at });
    else if (turn === LABS.length) p.given('kcl', 20, 'mEq', { at });
    else if (turn === LABS.length + 1) p.given('mgSulfate', 2, 'g', { at });
    else p.given('furosemide', 40, 'mg', { at });
  }
  return p
    .order('digoxin', { authored: ago(2), route: 'PO' })
    .lab('mg', 0.9, { at: ago(1), id: 'last-mg' })
    .lab('k', 2.4, { at: ago(1), id: 'last-k' })
    .lab('qtc', 505, { at: ago(1) });
}

function between(low: number, high: number, index: number): number {
  return Number((low + ((high - low) * ((index * 37) % 101)) / 100).toFixed(2));
}

beforeAll(async () => {
  const resources = longStay().resources();
  expect(resources.length).toBeGreaterThanOrEqual(FACTS);
  await writeFile(folder.path('long.ndjson'), toNdjson(resources));
});

describe('a patient of ten thousand facts', () => {
  test('is judged at an instant', async () => {
    const ran = await magwatch('scan', folder.path('long.ndjson'), '--at', AT, '--format', 'ndjson');
    expect(ran.status, ran.stderr).toBe(0);
    expect(shown(linesOf<Finding>(ran.stdout), 'long', RULES)).toMatchObject({
      'mg-low': 'critical',
      'digoxin-low-mg-k': 'critical',
      'torsades-risk-low-mg-k': 'critical',
    });
  });

  test('is replayed to the end', { timeout: REPLAY_TIMEOUT_MS }, async () => {
    const ran = await magwatch('scan', folder.path('long.ndjson'), '--format', 'ndjson');
    expect(ran.status, ran.stderr).toBe(0);
    const changes = linesOf<Change>(ran.stdout);
    expect(changes.length).toBeGreaterThan(100);
    const last = changes.filter(({ rule, at }) => rule === 'mg-low' && at <= AT).at(-1);
    expect(last?.severity).toBe('critical');
    expect(changes.some(({ at }) => Date.parse(at) < Date.parse(ago(YEAR_H - 1_000)))).toBe(true);
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCodes } from '@magwatch/fhir';
import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gather } from './gather.ts';
import { findInputFiles } from './input-files.ts';
import type { ChangeLine } from './lines.ts';
import { replayPatient } from './replay.ts';
import {
  asLines,
  magnesium,
  person,
  potassium,
  potassiumDose,
  REFRACTORY,
  type Resource,
  stay,
} from './resources.fixture.ts';

let folder: string;
const codes = createCodes();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-replay-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function replay(resources: readonly Resource[], parameters = DEFAULT_PARAMETERS): Promise<readonly ChangeLine[]> {
  const file = join(folder, 'export.ndjson');
  writeFileSync(file, asLines(resources));
  const files = await findInputFiles([file]);
  if (!files.ok) throw new Error(files.failure);
  const { patients } = await gather(files.value, {
    codes,
    timeZone: 'UTC',
    onUnreadable: () => undefined,
    onProgress: () => undefined,
  });
  return patients.flatMap((record) =>
    replayPatient(record, { setting: undefined, parameters, parametersVersion: 'p' }),
  );
}

const changes = (lines: readonly ChangeLine[]): readonly string[] =>
  lines.map(({ at, change, rule }) => `${at} ${rule} ${change}`);

describe('a history lived again', () => {
  test('the pattern opens when its last piece is there, and ends with the result that shows it', async () => {
    const lines = await replay([...REFRACTORY, potassium('k3', 4.1, { at: '2026-03-10T18:00:00Z' })]);
    expect(changes(lines)).toContain('2026-03-10T06:00:00Z refractory-hypokalemia-low-mg opened');
    expect(changes(lines)).toContain('2026-03-10T18:00:00Z refractory-hypokalemia-low-mg resolved');
  });

  test('an alert that nothing touches any more expires in the end', async () => {
    const lines = await replay(REFRACTORY);
    const last = lines.filter(({ rule }) => rule === 'mg-low').at(-1);
    expect(['expired', 'resolved']).toContain(last?.change);
    expect(Date.parse(last?.at ?? '')).toBeGreaterThan(Date.parse('2026-03-10T06:00:00Z'));
  });

  test('a result that was issued later is not known earlier', async () => {
    const late = magnesium('m1', 1.4, { at: '2026-03-09T18:00:00Z', issued: '2026-03-09T21:00:00Z' });
    const lines = await replay([person(), stay('e1', { from: '2026-03-08T06:00:00Z' }), late]);
    expect(changes(lines)[0]).toBe('2026-03-09T21:00:00Z mg-low opened');
  });

  test('modes and grace intervals of the site do not hide what a rule would say; a rule that is off stays off', async () => {
    const { mode, grace_min, ...others } = DEFAULT_PARAMETERS;
    const silent = {
      ...others,
      mode: { ...mode, default: 'silent' as const },
      grace_min: { ...grace_min, default: 600 },
    };
    expect(await replay(REFRACTORY, silent)).toEqual(await replay(REFRACTORY));
    const off = { ...silent, mode: { default: 'silent' as const, 'mg-low': 'off' as const } };
    expect((await replay(REFRACTORY, off)).filter(({ rule }) => rule === 'mg-low')).toEqual([]);
  });
});

test('any order and any number of copies of the lines give the same bytes', async () => {
  const versions = [
    ...REFRACTORY,
    magnesium('m1', 1.9, { at: '2026-03-09T18:00:00Z', meta: { versionId: '9' } }),
    magnesium('m1', 1.2, { at: '2026-03-09T18:00:00Z', meta: { versionId: '10' } }),
    potassium('k9', 2.4, { at: '2026-03-10T09:00:00Z', meta: { lastUpdated: '2026-03-10T09:00:00Z' } }),
    potassium('k9', 3.4, { at: '2026-03-10T09:00:00Z', meta: { lastUpdated: '2026-03-10T10:00:00Z' } }),
    potassiumDose('d3', 20, { at: '2026-03-10T08:00:00Z', status: 'entered-in-error', meta: { versionId: '2' } }),
    potassiumDose('d3', 20, { at: '2026-03-10T08:00:00Z', meta: { versionId: '1' } }),
    magnesium('m2', 1.0, { at: '2026-03-10T06:00:00Z', patient: 'p2' }),
    person('p2'),
  ];
  const expected = JSON.stringify(await replay(versions));
  const shuffled = fc
    .shuffledSubarray(versions, { minLength: versions.length })
    .chain((all) => fc.subarray(all).map((copies) => [...all, ...copies]));
  await fc.assert(
    fc.asyncProperty(shuffled, async (resources) => {
      expect(JSON.stringify(await replay(resources))).toBe(expected);
    }),
    { numRuns: 60, seed: Number(process.env['MAGWATCH_SEED']) },
  );
});

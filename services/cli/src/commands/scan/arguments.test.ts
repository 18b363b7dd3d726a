import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readScanArguments, type ScanOptions } from './arguments.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'magwatch-arguments-'));
  writeFileSync(join(folder, 'map.json'), '{ "resourceType" : "ConceptMap" }');
  writeFileSync(join(folder, 'bundle.json'), '{"resourceType":"Bundle"}');
});

afterAll(() => rmSync(folder, { recursive: true }));

const read = (paths: readonly string[], options: Partial<ScanOptions>) =>
  readScanArguments(paths, { timeZone: 'UTC', ...options });

const AT = '2026-03-10T08:00:00Z';

describe('arguments that cannot be used say what to write instead', () => {
  test.each([
    ['no data', [], {}, /Name a file or a folder/],
    ['a hook without an instant', ['x'], { hook: 'patient-view' }, /--hook .* add --at/],
    ['a draft without an instant', ['x'], { draft: 'd.json' }, /--draft .* add --at/],
    ['a draft and an order hook without an instant', ['x'], { hook: 'order-sign', draft: 'd.json' }, /add --at/],
    ['a draft without a hook', ['x'], { at: AT, draft: 'd.json' }, /--hook order-select or --hook order-sign/],
    [
      'a draft with a hook without orders',
      ['x'],
      { at: AT, draft: 'd.json', hook: 'patient-view' },
      /--hook order-sign/,
    ],
    ['a day', ['x'], { at: '2026-03-10' }, /no time of day/],
    ['a time without an offset', ['x'], { at: '2026-03-10T08:00:00' }, /no offset/],
    ['a day that no calendar has', ['x'], { at: '2026-02-30T08:00:00Z' }, /not an instant/],
    ['no time at all', ['x'], { at: 'yesterday' }, /not an instant/],
    ['no time zone', ['x'], { timeZone: 'Mars/Phobos' }, /not a time zone/],
  ] as const)('%s', (_name, paths, options, text) => {
    const result = read(paths, options);
    expect(result.ok ? '' : result.failure).toMatch(text);
  });
});

test.each([
  ['an instant in UTC', { at: AT }],
  ['an instant with an offset', { at: '2026-03-10T09:00:00+01:00' }],
  ['a hook without drafts', { at: AT, hook: 'order-sign' }],
  ['an order hook with drafts', { at: AT, hook: 'order-select', draft: 'd.json' }],
] as const)('%s is taken', (_name, options) => {
  const result = read(['x'], options);
  expect(result.ok && result.value.at).toBe(Date.parse(AT));
});

describe('--codes takes what follows it; what cannot be a code map is data', () => {
  test.each([
    ['a folder', ['codes.csv', '<folder>'], ['codes.csv'], ['<folder>']],
    ['lines', ['codes.csv', 'x.ndjson', 'y.ndjson.gz'], ['codes.csv'], ['x.ndjson', 'y.ndjson.gz']],
    ['a Bundle', ['codes.csv', '<folder>/bundle.json'], ['codes.csv'], ['<folder>/bundle.json']],
    [
      'a ConceptMap is no data',
      ['codes.csv', '<folder>/map.json', 'x.ndjson'],
      ['codes.csv', '<folder>/map.json'],
      ['x.ndjson'],
    ],
    ['the first is always a code map', ['<folder>/bundle.json', 'x.ndjson'], ['<folder>/bundle.json'], ['x.ndjson']],
  ])('%s', (_name, codes, codeFiles, paths) => {
    const place = (name: string): string => name.replace('<folder>', folder);
    const result = read([], { codes: codes.map(place) });
    expect(result).toMatchObject({ ok: true, value: { codeFiles: codeFiles.map(place), paths: paths.map(place) } });
  });
});

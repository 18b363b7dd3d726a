import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJsonFile } from './json-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keep-'));
});
afterAll(() => rm(folder, { recursive: true }));

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');

test('what was written last is read, and nothing half-written stays behind', async () => {
  const path = join(folder, 'deep', 'numbers.json');
  const file = openJsonFile(path, isNumbers);
  expect(await file.read()).toBeUndefined();
  await Promise.all([file.write([1]), file.write([1, 2]), file.write([1, 2, 3])]);
  expect(await openJsonFile(path, isNumbers).read()).toEqual([1, 2, 3]);
  expect(await readdir(join(folder, 'deep'))).toEqual(['numbers.json']);
});

test('without a path nothing is kept', async () => {
  const file = openJsonFile(undefined, isNumbers);
  await file.write([1]);
  expect(await file.read()).toBeUndefined();
});

test('a file with something else in it stops the start and says what to do', async () => {
  const path = join(folder, 'other.json');
  await writeFile(path, '{"a":1}');
  await expect(openJsonFile(path, isNumbers).read()).rejects.toThrow('move it away');
});

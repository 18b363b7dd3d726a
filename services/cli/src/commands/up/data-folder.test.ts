import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keep, readKept } from './data-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'magwatch-data-folder-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('what was kept is read again', async () => {
  await keep(folder, 'a.json', { simulated: 1 });
  expect(await readKept(folder, 'a.json')).toEqual({ simulated: 1 });
});

test('where nothing was kept there is nothing', async () => {
  expect(await readKept(folder, 'a.json')).toBeUndefined();
});

test('a damaged file is named, with what to do', async () => {
  await writeFile(join(folder, 'a.json'), '{"simulated":');
  await expect(readKept(folder, 'a.json')).rejects.toThrow(/a\.json is damaged: move it away and start again/);
});

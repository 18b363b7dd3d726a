import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { checkSchema, migrate } from './migrate.ts';
import { openStore, type Store } from './store.ts';

const OWN = new URL('../migrations/', import.meta.url);
let postgres: TestPostgres;
let folder: string;
const open: Store[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'magwatch-migrations-'));
});
afterAll(async () => {
  for (const store of open) await store.close();
  await postgres.stop();
  await rm(folder, { recursive: true });
});

async function newStore(url?: string): Promise<Store> {
  const store = await openStore(url ?? (await postgres.createDatabase()));
  open.push(store);
  return store;
}

/** A folder with our migrations and one more. */
async function folderWith(name: string, text: string): Promise<URL> {
  const target = await mkdtemp(join(folder, 'set-'));
  await cp(OWN, target, { recursive: true });
  await writeFile(join(target, name), text);
  return pathToFileURL(`${target}/`);
}

test('an empty database is older, and current after the migration', async () => {
  const store = await newStore();
  await expect(checkSchema(store)).rejects.toMatchObject({ code: 'schema-older' });
  expect(await migrate(store)).toContain('0001_spine');
  await checkSchema(store);
  expect(await migrate(store)).toEqual([]);
});

test('several that start at once migrate once', async () => {
  const url = await postgres.createDatabase();
  const stores = await Promise.all([1, 2, 3, 4].map(() => newStore(url)));
  const applied = await Promise.all(stores.map((store) => migrate(store)));
  expect(applied.flat().filter((name) => name === '0001_spine')).toHaveLength(1);
  await Promise.all(stores.map((store) => checkSchema(store)));
});

test('runs beside a newer version whose changes do not break it', async () => {
  const store = await newStore();
  await migrate(store, await folderWith('9000_added.sql', '-- breaking: no\nCREATE TABLE added (id integer);\n'));
  await checkSchema(store);
  expect(await migrate(store)).toEqual([]);
});

test('refuses to run beside a newer version whose changes break it', async () => {
  const store = await newStore();
  await migrate(store, await folderWith('9000_removed.sql', '-- breaking: yes\nDROP TABLE returned_card;\n'));
  await expect(checkSchema(store)).rejects.toMatchObject({ code: 'schema-newer' });
  await expect(migrate(store)).rejects.toMatchObject({ code: 'schema-newer' });
});

test('refuses a migration that does not say whether it breaks', async () => {
  const store = await newStore();
  await expect(migrate(store, await folderWith('9000_silent.sql', 'SELECT 1;\n'))).rejects.toMatchObject({
    code: 'migration-unmarked',
  });
});

test('notices a migration that was edited after it was applied', async () => {
  const store = await newStore();
  await migrate(store, await folderWith('9000_a.sql', '-- breaking: no\nCREATE TABLE a (id integer);\n'));
  const edited = await folderWith('9000_a.sql', '-- breaking: no\nCREATE TABLE a (id bigint);\n');
  await expect(checkSchema(store, edited)).rejects.toMatchObject({ code: 'schema-changed' });
});

test('a migration that fails leaves the database as it was', async () => {
  const store = await newStore();
  const broken = await folderWith(
    '9000_broken.sql',
    '-- breaking: no\nCREATE TABLE half (id integer);\nSELECT 1 / 0;\n',
  );
  await expect(migrate(store, broken)).rejects.toMatchObject({ code: 'migration-failed' });
  const found = await sql<{ half: string | null }>`SELECT to_regclass('half') AS half`.execute(store.db);
  expect(found.rows).toEqual([{ half: null }]);
});

test('a database that does not answer is unreachable', async () => {
  await expect(openStore('postgres://nobody:x@127.0.0.1:1/nothing')).rejects.toMatchObject({
    code: 'database-unreachable',
  });
});

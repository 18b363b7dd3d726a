import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from './postgres.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

async function query(url: string, statement: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as readonly unknown[];
  } finally {
    await client.end();
  }
}

it('each database is new, empty and apart from the others', async () => {
  const [one, other] = [await postgres.createDatabase(), await postgres.createDatabase()];
  await query(one, 'CREATE TABLE ward (bed int)');
  expect(await query(one, 'SELECT count(*)::int AS beds FROM ward')).toEqual([{ beds: 0 }]);
  await expect(query(other, 'SELECT * FROM ward')).rejects.toThrow('does not exist');
});

it('a dropped database is gone, although somebody was connected to it', async () => {
  const mine = await startPostgres();
  const url = await mine.createDatabase();
  const client = new Client({ connectionString: url });
  const broken = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await mine.stop();
  await broken;
  await expect(query(url, 'SELECT 1')).rejects.toThrow('does not exist');
});

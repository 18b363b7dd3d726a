import { instantOf } from '@magwatch/base';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { findPatient, findPatientsToReview, savePatientAssessed } from './patients.ts';
import { inTransaction, openStore } from './store.ts';
import { NOW, uniqueName, useTestStore } from './test-store.fixture.ts';

const store = useTestStore();

test('a connection that breaks while it is in use fails its statement and not the process', async () => {
  const codes: string[] = [];
  const uncaught: unknown[] = [];
  const note = (error: unknown): number => uncaught.push(error);
  process.on('uncaughtException', note);
  const own = await openStore(store().pool.options.connectionString ?? '', { onError: (code) => codes.push(code) });
  try {
    const work = own.db.transaction().execute(async (tx) => {
      const found = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx);
      await sql`SELECT pg_terminate_backend(${found.rows[0]?.pid})`.execute(store().db);
      await expect.poll(() => codes).not.toEqual([]);
      await sql`SELECT 1`.execute(tx);
    });
    await expect(work).rejects.toThrow();
    // The next one gets a sound connection.
    await expect(sql`SELECT 1`.execute(own.db)).resolves.toBeDefined();
  } finally {
    await own.close();
    process.off('uncaughtException', note);
  }
  expect(uncaught).toEqual([]);
});

test.each([
  ['the end of time as some systems write it, in New York', '9999-12-31T23:59:59-05:00', '9999-12-31T23:59:59.999Z'],
  ['the last instant that PostgreSQL reads', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['before our era', '-000001-06-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
])('an instant is kept as near as PostgreSQL reads it: %s', async (_what, text, kept) => {
  const source = uniqueName('far');
  const reviewAt = instantOf(Date.parse(text));
  await inTransaction(store(), (tx) => savePatientAssessed(tx, { source, patient: 'Patient/p1', now: NOW, reviewAt }));
  expect((await findPatient(store().db, source, 'Patient/p1'))?.reviewAt).toBe(Date.parse(kept));
  expect(await findPatientsToReview(store(), NOW, 10)).toHaveLength(reviewAt < NOW ? 1 : 0);
});

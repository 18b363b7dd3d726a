import type { Alert } from '@magwatch/alerts';
import { type Instant, instantOf } from '@magwatch/base';
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TestPostgres } from '../../../test/kit/postgres.ts';
import { migrate } from './migrate.ts';
import { openStore, type Store } from './store.ts';

export const NOW: Instant = instantOf(Date.UTC(2026, 2, 10, 8));

/** A store of this test file's own, with its tables, opened before its tests and gone after them. */
export function useTestStore(): () => Store {
  let postgres: TestPostgres | undefined;
  let store: Store | undefined;
  beforeAll(async () => {
    postgres = await startPostgres();
    store = await openStore(await postgres.createDatabase());
    await migrate(store);
  });
  afterAll(async () => {
    await store?.close();
    await postgres?.stop();
  });
  return () => {
    if (store === undefined) throw new Error('the store is open while tests run');
    return store;
  };
}

let count = 0;

/** A name that no other test of the file uses: tests share the tables and nothing in them. */
export function uniqueName(what: string): string {
  count += 1;
  return `${what}-${count}`;
}

/** An alert that is open. */
export function sampleAlert(change: Partial<Alert> = {}): Alert {
  return {
    id: crypto.randomUUID(),
    source: 'ward',
    patient: 'Patient/p1',
    ruleId: 'mg-low',
    episode: 1,
    ruleVersion: '1.0.0',
    parametersVersion: 'p1',
    state: 'open',
    severity: 'warning',
    summary: 'Magnesium is low',
    figures: {},
    missing: [],
    evidence: [],
    notes: [],
    episodeStart: NOW,
    openedAt: NOW,
    stateSince: NOW,
    lastTrueAt: NOW,
    revision: 1,
    decidedAt: NOW,
    factSequence: 1,
    ...change,
  };
}

import { findPatientsToReview } from '@magwatch/store';
import type { IngestDeps } from './ingest-deps.ts';

const HINTS_MAX = 500;

/** Asks for another look at every patient whose answer time alone may have changed. Returns how many they are. */
export async function reviewPatients({
  store,
  queues,
  clock,
}: Pick<IngestDeps, 'store' | 'queues' | 'clock'>): Promise<number> {
  const due = await findPatientsToReview(store, clock.now(), HINTS_MAX);
  for (const { source, patient } of due) await queues.assess.add({ source, patient });
  return due.length;
}

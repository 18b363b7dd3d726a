import { findUndonePatients, findUnresolvedEvents } from '@magwatch/store';
import type { IngestDeps } from './ingest-deps.ts';

/** Hints of one round; what is left is found in the next one. */
const HINTS_MAX = 500;

/**
 * The reconciler: tells the queue of everything in the inbox that waits for longer than it should. Jobs in the queue
 * can be lost at any moment, rows cannot. Returns how many hints it gave; a queue that does not take one ends the round.
 * @param isResting patients who are left alone for a while, because their assessment failed a moment ago
 */
export async function relayInbox(
  { store, queues, sources }: Pick<IngestDeps, 'store' | 'queues' | 'sources'>,
  olderThanMs: number,
  isResting: (source: string, patient: string) => boolean = () => false,
): Promise<number> {
  let hints = 0;
  for (const { source, patient } of await findUndonePatients(store, olderThanMs, HINTS_MAX, [...sources.keys()])) {
    if (isResting(source, patient)) continue;
    if (!(await queues.assess.add({ source, patient }))) return hints;
    hints += 1;
  }
  for (const { id } of await findUnresolvedEvents(store, olderThanMs, HINTS_MAX)) {
    if (!(await queues.resolve.add({ event: id }))) return hints;
    hints += 1;
  }
  return hints;
}

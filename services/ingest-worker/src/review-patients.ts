import { findPatientsToReview } from '@magwatch/store';
import type { IngestDeps } from './ingest-deps.ts';

const HINTS_MAX = 500;

/**
 * Asks for another look at every patient whose answer time alone may have changed. Returns how many are asked for; a queue that
 * does not take one ends the round.
 * @param isResting patients who are left alone for a while, because their assessment failed a moment ago
 */
export async function reviewPatients(
  { store, queues, clock, sources }: Pick<IngestDeps, 'store' | 'queues' | 'clock' | 'sources'>,
  isResting: (source: string, patient: string) => boolean = () => false,
): Promise<number> {
  let hints = 0;
  for (const { source, patient } of await findPatientsToReview(store, clock.now(), HINTS_MAX, [...sources.keys()])) {
    if (isResting(source, patient)) continue;
    if (!(await queues.assess.add({ source, patient }))) return hints;
    hints += 1;
  }
  return hints;
}

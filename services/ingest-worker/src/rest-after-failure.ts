import { backoffMs } from '@magwatch/ehr';
import type { AssessJob } from '@magwatch/queue';

/** Patients whose assessment failed, and until when the reconciler leaves them alone. */
export interface Rests {
  readonly note: (job: AssessJob) => void;
  readonly clear: (job: AssessJob) => void;
  readonly isResting: (source: string, patient: string) => boolean;
}

const BACKOFF = { baseMs: 2_000, capMs: 5 * 60_000 };

/**
 * A patient whose assessment always fails must not keep the worker busy: each failure doubles his rest. New events ask
 * for him all the same, and another process begins anew.
 */
export function createRests(nowMs: () => number = Date.now): Rests {
  const resting = new Map<string, { failures: number; untilMs: number }>();
  const keyOf = ({ source, patient }: AssessJob): string => `${source}\n${patient}`;
  return {
    note: (job) => {
      const failures = (resting.get(keyOf(job))?.failures ?? 0) + 1;
      // No jitter: nobody else is to be spared.
      resting.set(keyOf(job), { failures, untilMs: nowMs() + backoffMs(failures, 1, BACKOFF) });
    },
    clear: (job) => void resting.delete(keyOf(job)),
    isResting: (source, patient) => (resting.get(keyOf({ source, patient }))?.untilMs ?? 0) > nowMs(),
  };
}

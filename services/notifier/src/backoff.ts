import type { NotifierErrorCode } from './errors.ts';

const BASE_MS = 2_000;
/** Hours, so that a destination that is down for a day is not asked thousands of times. */
const CAP_MS = 4 * 3_600_000;
/** What an operator has to put right is asked for again at this pace, from the first time on. */
const PARKED_MS = 15 * 60_000;

const PARKED: ReadonlySet<NotifierErrorCode> = new Set(['destination-unauthorized', 'destination-redirects']);

/**
 * How long to wait before the next attempt, in milliseconds. Full jitter (any time up to 2 s × 2^attempts, at most 4 h), so that
 * thousands of deliveries do not come back at once; from half of it on where somebody has to act first.
 * @param attempts how many have failed, this one included: at least 1
 * @param chance a number in [0, 1)
 */
export function backoffMs(code: NotifierErrorCode, attempts: number, chance: number): number {
  if (PARKED.has(code)) return Math.floor(PARKED_MS * (0.5 + chance / 2));
  return Math.floor(chance * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts, 30)));
}

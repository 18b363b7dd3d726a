import type { NotifierErrorCode } from './errors.ts';
import type { Outcome } from './judge-answer.ts';

/** How a destination has been of late. */
export interface Breaker {
  /** Attempts that failed since the last one that did not. */
  readonly failures: number;
  /** Nothing is sent before this, in milliseconds since 1970. */
  readonly pausedUntilMs: number;
  /** It had to be paused and has not taken anything since. */
  readonly isOpen: boolean;
}

export const CLOSED: Breaker = { failures: 0, pausedUntilMs: 0, isOpen: false };

/** So many failures in a row open the circuit; a single delivery that a destination cannot digest never does. */
const FAILURES_TO_OPEN = 5;
const PAUSE_BASE_MS = 1_000;
const PAUSE_MAX_MS = 5 * 60_000;

/** What is asked of the whole destination, not of one delivery: a Retry-After, or an operator who has to look. */
const WHOLE_DESTINATION: ReadonlySet<NotifierErrorCode> = new Set([
  'destination-throttled',
  'destination-unauthorized',
  'destination-redirects',
]);

/**
 * The breaker after an attempt.
 * @param waitMs how long this delivery itself waits
 * @param chance a number in [0, 1)
 */
export function afterAttempt(
  breaker: Breaker,
  outcome: Outcome,
  { nowMs, waitMs, chance }: { readonly nowMs: number; readonly waitMs: number; readonly chance: number },
): Breaker {
  if (outcome.kind !== 'later') return { ...breaker, failures: 0, isOpen: false };
  const failures = breaker.failures + 1;
  const pause = pauseMs(outcome.code, failures, waitMs, chance);
  return {
    failures,
    pausedUntilMs: Math.max(breaker.pausedUntilMs, nowMs + pause),
    isOpen: breaker.isOpen || pause > 0,
  };
}

function pauseMs(code: NotifierErrorCode, failures: number, waitMs: number, chance: number): number {
  if (WHOLE_DESTINATION.has(code)) return waitMs;
  if (failures < FAILURES_TO_OPEN) return 0;
  const most = Math.min(PAUSE_MAX_MS, PAUSE_BASE_MS * 2 ** Math.min(failures - FAILURES_TO_OPEN, 20));
  return Math.floor(most * (0.5 + chance / 2));
}

/** How many deliveries may be under way: one to try with while the circuit is open. */
export const batchSize = ({ isOpen }: Breaker, most: number): number => (isOpen ? 1 : most);

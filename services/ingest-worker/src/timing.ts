/** How often the worker does what; real time, whatever clock the ward has, except where it says clinical. */
export interface Timing {
  /** How often the reconciler looks for what the queue has lost. */
  readonly relayEveryMs: number;
  /** An event that waits for longer was probably not hinted. */
  readonly relayOlderThanMs: number;
  readonly reviewEveryMs: number;
  readonly subscriptionCheckEveryMs: number;
  readonly catchUpEveryMs: number;
  /** Clinical time: longer than the longest transaction of a server, whose resources carry the time of its beginning. */
  readonly catchUpOverlapMs: number;
  /** Clinical time: how far back the very first catch-up of a source goes. */
  readonly catchUpInitialMs: number;
  /** Clinical time: proof of absence older than this is renewed before a patient is assessed. */
  readonly contextStaleMs: number;
  /** A patient's context that could not be read is not asked for again before: real and clinical time. */
  readonly contextRetryMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

export const TIMING: Timing = {
  relayEveryMs: 2_000,
  relayOlderThanMs: 2_000,
  reviewEveryMs: 1_000,
  subscriptionCheckEveryMs: MINUTE_MS,
  catchUpEveryMs: 5 * MINUTE_MS,
  catchUpOverlapMs: 5 * MINUTE_MS,
  catchUpInitialMs: 24 * HOUR_MS,
  contextStaleMs: HOUR_MS,
  contextRetryMs: MINUTE_MS,
};

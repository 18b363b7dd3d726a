export interface CircuitLimits {
  /** So many calls in a row without an answer open it. */
  readonly failuresMax: number;
  /** For so long no call leaves; then one does, to try. */
  readonly openMs: number;
}

/** `unknown`: the call never left, or was given up by us. */
export type CallOutcome = 'answered' | 'silent' | 'unknown';

export interface Circuit {
  /** Lets a call through, which says later, once, what became of it; undefined: the server is left alone for now. */
  readonly enter: () => ((outcome: CallOutcome) => void) | undefined;
}

/**
 * Spares callers the wait for a server that hangs: after some silent calls in a row all others fail at once, and what is to be
 * decided is decided on what is known. An answer to any call closes it, a failure too: only silence costs time.
 */
export function createCircuit(
  { failuresMax, openMs }: CircuitLimits,
  // Not the wall clock: putting that back must not keep the circuit open.
  nowMs: () => number = () => performance.now(),
): Circuit {
  let silent = 0;
  let openUntilMs = Number.NEGATIVE_INFINITY;
  let isProbing = false;

  return {
    enter: () => {
      const isProbe = silent >= failuresMax;
      if (isProbe && (isProbing || nowMs() < openUntilMs)) return undefined;
      if (isProbe) isProbing = true;
      return (outcome) => {
        if (isProbe) isProbing = false;
        if (outcome === 'answered') silent = 0;
        if (outcome !== 'silent') return;
        silent += 1;
        // Calls that were under way when it opened come to their end a little later: they are no further news.
        if (silent === failuresMax || isProbe) openUntilMs = nowMs() + openMs;
      };
    },
  };
}

import { setTimeout as wait } from 'node:timers/promises';
import { fail, ok, type Result } from '@magwatch/base';
import type { FhirResource, RequestOptions } from 'fhir-kit-client';
import { type CallOutcome, type CircuitLimits, createCircuit } from './circuit.ts';
import { type EhrErrorCode, type EhrFailure, ehrFailure } from './errors.ts';
import { backoffMs, readRetryAfter } from './retry-after.ts';
import { createSlots, type Lane } from './slots.ts';

export interface CallLimits {
  /** Given up after this time, per try. */
  readonly timeoutMs: number;
  /** How many tries in all before the caller hears of it. */
  readonly triesMax: number;
  readonly backoff: { readonly baseMs: number; readonly capMs: number };
  /** A Retry-After up to this is waited for here; a longer one goes back to the caller. */
  readonly waitMaxMs: number;
  /** Calls to one source at the same time. */
  readonly concurrencyMax: number;
  readonly circuit: CircuitLimits;
}

export interface CallOptions {
  readonly lane: Lane;
  /** `no`: a try whose outcome is not known is not sent again (create). */
  readonly isSafeToRepeat: boolean;
  /** Called when the first try leaves for the server. */
  readonly onSent?: () => void;
}

type Send = (options: RequestOptions) => Promise<FhirResource>;

export interface Caller {
  readonly call: (send: Send, options: CallOptions) => Promise<Result<FhirResource, EhrFailure>>;
  /** Gives up every call that runs or waits. */
  readonly close: () => void;
}

/**
 * Calls to one source: time-out per try, places, Retry-After for all calls, bounded backoff, and no waiting for a server that
 * hangs. Never throws for the server's sake.
 */
export function createCaller(limits: CallLimits): Caller {
  const slots = createSlots(limits.concurrencyMax);
  const circuit = createCircuit(limits.circuit);
  const closing = new AbortController();
  // The server's wish to be left alone holds for the whole source, not for the call that heard it.
  let pausedUntilMs = 0;

  const pause = async (ms: number): Promise<void> => {
    if (ms <= 0) return;
    try {
      await wait(ms, undefined, { signal: closing.signal, ref: false });
    } catch (error) {
      // Closing ends the pause early; whoever waits looks at the signal next.
      if (!closing.signal.aborted) throw error;
    }
  };

  const tryOnce = async (
    send: Send,
    options: CallOptions,
    isLast: boolean,
  ): Promise<Result<FhirResource, EhrFailure>> => {
    const leave = await slots.take(options.lane);
    let settle: ((outcome: CallOutcome) => void) | undefined;
    let outcome: CallOutcome = 'unknown';
    try {
      // Asked with the place in hand: whoever waited for one hears at once what the others before him found.
      settle = circuit.enter();
      if (settle === undefined) return fail(ehrFailure('ehr-resting'));
      const left = pausedUntilMs - Date.now();
      if (left > limits.waitMaxMs) return fail(ehrFailure('ehr-throttled', { retryAfterMs: left }));
      await pause(left);
      if (closing.signal.aborted) return fail(ehrFailure('ehr-closed'));
      options.onSent?.();
      const answer = await sendWithin(limits.timeoutMs, closing.signal, send);
      outcome = outcomeOf(answer, isLast);
      return answer;
    } finally {
      settle?.(outcome);
      leave();
    }
  };

  const call: Caller['call'] = async (send, options) => {
    for (let attempt = 0; ; attempt++) {
      const isLast = attempt + 1 >= limits.triesMax || !options.isSafeToRepeat;
      const answer = await tryOnce(send, options, isLast);
      if (answer.ok) return answer;
      const { code, retryAfterMs } = answer.failure;
      if (retryAfterMs !== undefined) pausedUntilMs = Math.max(pausedUntilMs, Date.now() + retryAfterMs);
      if (attempt + 1 >= limits.triesMax || !isWorthAnotherTry(code, options)) return answer;
      if (retryAfterMs !== undefined && retryAfterMs > limits.waitMaxMs) return answer;
      if (retryAfterMs === undefined) await pause(backoffMs(attempt, Math.random(), limits.backoff));
    }
  };

  return { call, close: () => closing.abort() };
}

/** Any answer shows that somebody is there. A refused connection counts once for all tries of its call: it costs no time. */
function outcomeOf(answer: Result<FhirResource, EhrFailure>, isLast: boolean): CallOutcome {
  if (answer.ok) return 'answered';
  const { code } = answer.failure;
  if (code === 'ehr-timeout') return 'silent';
  if (code === 'ehr-unreachable') return isLast ? 'silent' : 'unknown';
  return code === 'ehr-closed' ? 'unknown' : 'answered';
}

function isWorthAnotherTry(code: EhrErrorCode, { isSafeToRepeat }: CallOptions): boolean {
  // A time-out is not tried again here: the place is needed, and a job comes back to it later.
  if (code === 'ehr-throttled') return true;
  return isSafeToRepeat && (code === 'ehr-unavailable' || code === 'ehr-unreachable');
}

async function sendWithin(ms: number, closing: AbortSignal, send: Send): Promise<Result<FhirResource, EhrFailure>> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, ms);
  closing.addEventListener('abort', abort, { once: true });
  try {
    return ok(await send({ signal: controller.signal, redirect: 'manual' }));
  } catch (cause) {
    if (closing.aborted) return fail(ehrFailure('ehr-closed'));
    if (controller.signal.aborted) return fail(ehrFailure('ehr-timeout'));
    return fail(readFailure(cause));
  } finally {
    clearTimeout(timer);
    closing.removeEventListener('abort', abort);
  }
}

/** What the client threw, without its text: that holds the address, and often the server's answer. */
function readFailure(cause: unknown): EhrFailure {
  const response = field(cause, 'response');
  const status = field(response, 'status');
  if (typeof status !== 'number') return ehrFailure('ehr-unreachable');
  const headers = field(field(cause, 'config'), 'headers');
  const header = headers instanceof Headers ? headers.get('retry-after') : undefined;
  const retryAfterMs = readRetryAfter(header, Date.now());
  const code = codeOf(status, field(response, 'data'));
  return ehrFailure(code, { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

function codeOf(status: number, data: unknown): EhrErrorCode {
  if (status < 300) return 'ehr-unreadable';
  if (status < 400) return 'ehr-redirected';
  if (status === 429) return 'ehr-throttled';
  if (status === 401 || status === 403) return 'ehr-unauthorized';
  // A page of some proxy that says 404 must not look like a deleted result: a FHIR server answers in JSON or not at all.
  if (status === 404 || status === 410) return typeof data === 'string' ? 'ehr-unreadable' : 'ehr-not-found';
  if (status === 409 || status === 412) return 'ehr-conflict';
  if (status === 408 || status === 425 || status >= 500) return 'ehr-unavailable';
  return 'ehr-refused';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

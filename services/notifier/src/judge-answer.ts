import type { NotifierErrorCode } from './errors.ts';

/** What an attempt came to. */
export type Outcome =
  | { readonly kind: 'sent' }
  | {
      readonly kind: 'later';
      readonly code: NotifierErrorCode;
      /** What the destination asked for; absent: our own backoff. */
      readonly waitMs?: number;
    }
  | { readonly kind: 'dead'; readonly code: NotifierErrorCode; readonly status?: number };

/** Only the answer's status and Retry-After count; its body could hold anything. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/**
 * What becomes of a delivery after this answer. 409 says that the idempotency key is known: an earlier attempt arrived and its
 * answer was lost. 401, 403 and redirects are for an operator to put right: the delivery waits, for the alert is still true.
 */
export function judgeAnswer({ status, retryAfter }: Answer, nowMs: number): Outcome {
  if ((status >= 200 && status <= 299) || status === 409) return { kind: 'sent' };
  const waitMs = readRetryAfter(retryAfter, nowMs);
  if (status === 429) return later('destination-throttled', waitMs);
  if (status === 503 && waitMs !== undefined) return later('destination-throttled', waitMs);
  if (status >= 500 || status === 408 || status === 425) return later('destination-unavailable', waitMs);
  if (status === 401 || status === 403) return later('destination-unauthorized');
  if (status < 400) return later('destination-redirects');
  return { kind: 'dead', code: 'destination-refused', status };
}

/** No answer: the connection failed, or the time was over. */
export function judgeFailure(error: unknown): Outcome {
  const name = error instanceof Error ? error.name : '';
  return later(name === 'TimeoutError' || name === 'AbortError' ? 'destination-timeout' : 'destination-unreachable');
}

function later(code: NotifierErrorCode, waitMs?: number): Outcome {
  return { kind: 'later', code, ...(waitMs === undefined ? {} : { waitMs }) };
}

/** A destination may ask for patience, not for silence. */
const RETRY_AFTER_MAX_MS = 24 * 3_600_000;

/** Retry-After in milliseconds from `nowMs`: seconds or an HTTP-date (RFC 9110, 10.2.3); undefined where it is neither. */
export function readRetryAfter(text: string | null, nowMs: number): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (/^\d{1,9}$/.test(trimmed)) return Math.min(Number(trimmed) * 1000, RETRY_AFTER_MAX_MS);
  // The three forms of an HTTP-date begin with the name of a day; Date.parse alone would take much else for a date.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - nowMs), RETRY_AFTER_MAX_MS);
}

/** What can go wrong with the queue for a reason of the world: the code, when to try again, one line. */
export const QUEUE_ERRORS = {
  'redis-evicts': {
    retry: 'never',
    text: 'Redis may throw jobs away: set its maxmemory-policy to noeviction.',
  },
  'redis-url-invalid': { retry: 'never', text: 'The address of Redis is not a redis:// or rediss:// URL.' },
  'queue-unreachable': {
    retry: 'later',
    text: 'The queue does not answer; the reconciler fills it from the database.',
  },
  'job-failed': { retry: 'later', text: 'A job failed; the reconciler asks for it again.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly text: string }>;

export type QueueErrorCode = keyof typeof QUEUE_ERRORS;

/** Carries a code of QUEUE_ERRORS. */
export class QueueError extends Error {
  readonly code: QueueErrorCode;
  readonly retry: 'now' | 'later' | 'never';

  constructor(code: QueueErrorCode, options?: { readonly cause?: unknown }) {
    super(QUEUE_ERRORS[code].text, options);
    this.name = 'QueueError';
    this.code = code;
    this.retry = QUEUE_ERRORS[code].retry;
  }
}

/** The code of an error: its message could hold an address or a value. */
export function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

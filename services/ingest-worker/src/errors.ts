/** Why an event could not be used, and what this service says of itself. A code is never reused. */
export const INGEST_ERRORS = {
  'event-source-unknown': { retry: 'never', says: 'The event belongs to a source that is no longer configured.' },
  'event-without-patient': { retry: 'never', says: 'The resource leads to no patient; a data-quality note says why.' },
  'event-bundle-unreadable': { retry: 'never', says: 'The Bundle is not one of the forms in which servers notify.' },
  'job-assess-failed': { retry: 'later', says: 'A patient could not be assessed; the reconciler asks for him again.' },
  'job-resolve-failed': { retry: 'later', says: 'An event could not be resolved; the reconciler asks for it again.' },
  'loop-failed': { retry: 'later', says: 'A regular task of the worker failed and runs again at its next turn.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type IngestErrorCode = keyof typeof INGEST_ERRORS;

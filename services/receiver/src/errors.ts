/** Why an event was kept aside, and what a sender is told. Each code is stored as the row's reason and counted. */
export const RECEIVER_ERRORS = {
  'event-unreadable-json': { retry: 'never', says: 'The body is not JSON; the bytes are kept.' },
  'event-unreadable-encoding': {
    retry: 'never',
    says: 'The body says gzip and is not, or another encoding; the bytes are kept.',
  },
  'event-not-a-resource': { retry: 'never', says: 'The body is JSON but not a FHIR resource; the bytes are kept.' },
  'event-without-id': {
    retry: 'never',
    says: 'A resource without an id, and the path names none: it cannot be read back.',
  },
  'event-path-mismatch': { retry: 'never', says: 'The path names another resource than the body.' },
  'inbox-unavailable': {
    retry: 'later',
    says: 'The inbox takes no rows at the moment: 503 with Retry-After, nothing was accepted.',
  },
  'inbox-full': {
    retry: 'later',
    says: 'More events wait for the database than memory should hold: 503 with Retry-After.',
  },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type ReceiverErrorCode = keyof typeof RECEIVER_ERRORS;

/** Why a delivery was not taken: when it is tried again, and one line for the operator. A code is never reused. */
export const NOTIFIER_ERRORS = {
  'destination-unreachable': { retry: 'later', says: 'No connection to the destination.' },
  'destination-timeout': { retry: 'later', says: 'The destination did not answer within 10 s.' },
  'destination-throttled': {
    retry: 'later',
    says: 'The destination asked for fewer calls (429, or 503 with Retry-After).',
  },
  'destination-unavailable': { retry: 'later', says: 'The destination failed or is down (5xx, 408, 425).' },
  'destination-unauthorized': {
    retry: 'later',
    says: 'The destination refuses our signature (401, 403): an operator has to look.',
  },
  'destination-redirects': {
    retry: 'later',
    says: 'The destination answers with a redirect: its address has to be corrected.',
  },
  'destination-refused': {
    retry: 'never',
    says: 'The destination refuses this delivery (4xx): sending it again cannot help.',
  },
  'delivery-too-old': { retry: 'never', says: 'The destination could not be reached for 7 days.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type NotifierErrorCode = keyof typeof NOTIFIER_ERRORS;

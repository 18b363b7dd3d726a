/** Why a call to a FHIR server failed. `retry` says what a job does with it; no text of the server is kept, it may hold patient data. */
export const EHR_ERRORS = {
  'ehr-bad-id': {
    retry: 'never',
    says: 'An id, type or search parameter is not one that FHIR allows; nothing was sent.',
  },
  'ehr-timeout': { retry: 'later', says: 'The FHIR server did not answer in time; the call was given up.' },
  'ehr-unreachable': { retry: 'later', says: 'No connection to the FHIR server.' },
  'ehr-throttled': { retry: 'later', says: 'The FHIR server asked for fewer calls (429); its Retry-After is kept.' },
  'ehr-unavailable': { retry: 'later', says: 'The FHIR server failed or is down (5xx).' },
  'ehr-unauthorized': {
    retry: 'later',
    says: 'The FHIR server refuses our credentials (401, 403): an operator has to look.',
  },
  'ehr-not-found': { retry: 'never', says: 'The FHIR server does not have it (404, 410).' },
  'ehr-conflict': { retry: 'now', says: 'Somebody else changed the resource meanwhile (409, 412).' },
  'ehr-refused': { retry: 'never', says: 'The FHIR server refuses this request (4xx).' },
  'ehr-redirected': {
    retry: 'never',
    says: 'The FHIR server answers with a redirect; its base URL has to be corrected.',
  },
  'ehr-unreadable': { retry: 'later', says: 'The answer is not the FHIR resource that was asked for.' },
  'ehr-foreign-link': {
    retry: 'never',
    says: 'A next page lies outside the base URL of the source and was not followed.',
  },
  'ehr-too-many-pages': { retry: 'never', says: 'A search has more pages than allowed, or its pages run in a circle.' },
  'ehr-resting': {
    retry: 'later',
    says: 'The FHIR server left several calls in a row without an answer and is left alone for half a minute; nothing was sent.',
  },
  'ehr-closed': { retry: 'later', says: 'The connection was closed by us while the call ran.' },
} as const satisfies Record<string, { readonly retry: Retry; readonly says: string }>;

export type Retry = 'now' | 'later' | 'never';
export type EhrErrorCode = keyof typeof EHR_ERRORS;

export interface EhrFailure {
  readonly code: EhrErrorCode;
  readonly retry: Retry;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** The failure of this code with its retry class from the catalogue. */
export function ehrFailure(code: EhrErrorCode, more: Pick<EhrFailure, 'status' | 'retryAfterMs'> = {}): EhrFailure {
  return { code, retry: EHR_ERRORS[code].retry, ...more };
}

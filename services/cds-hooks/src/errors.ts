/** What a CDS client is told; the text names no patient and no value. A code is never reused. */
export const CDS_HOOKS_ERRORS = {
  'hook-unknown-service': { retry: 'never', says: 'There is no CDS service with this id; see /cds-services.' },
  'hook-malformed': { retry: 'never', says: 'The body is not JSON.' },
  'hook-invalid': { retry: 'never', says: 'A required field is missing or is not what CDS Hooks says.' },
  'hook-mismatch': {
    retry: 'never',
    says: 'The hook of the call is none that this service answers; see /cds-services.',
  },
  'hook-other-patient': {
    retry: 'never',
    says: 'An order of the call is for another patient than the one that the call names: nothing was checked.',
  },
  'hook-unknown-source': {
    retry: 'never',
    says: 'Several FHIR servers are configured, and fhirServer does not say which one is meant.',
  },
  'hook-unknown-server': {
    retry: 'never',
    says: 'The FHIR server that fhirServer names is not known here: its patients are not ours, and nothing was checked.',
  },
  'hook-too-large': { retry: 'never', says: 'The body is larger than this service takes.' },
  'hook-media-type': { retry: 'never', says: 'The body has to be application/json.' },
  'hook-unavailable': { retry: 'later', says: 'The check is not available at the moment.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type CdsHooksErrorCode = keyof typeof CDS_HOOKS_ERRORS;

/** Ends a request with an OperationOutcome. */
export class HookError extends Error {
  readonly code: CdsHooksErrorCode;
  readonly status: number;
  /** Where in the request: `context.patientId`. */
  readonly path: string | undefined;

  constructor(code: CdsHooksErrorCode, status: number, path?: string) {
    super(CDS_HOOKS_ERRORS[code].says);
    this.name = 'HookError';
    this.code = code;
    this.status = status;
    this.path = path;
  }
}

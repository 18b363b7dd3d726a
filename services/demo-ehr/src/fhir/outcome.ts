import type { OperationOutcome } from 'fhir/r4.js';

/** What this server cannot do for a request, as FHIR says it. */
export class FhirError extends Error {
  readonly status: number;
  readonly code: OperationOutcome['issue'][number]['code'];

  constructor(status: number, code: OperationOutcome['issue'][number]['code'], message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const notFound = (what: string): FhirError => new FhirError(404, 'not-found', `${what} is not here`);
export const badRequest = (message: string): FhirError => new FhirError(400, 'invalid', message);

export function outcomeOf(error: FhirError): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: error.code, diagnostics: error.message }],
  };
}

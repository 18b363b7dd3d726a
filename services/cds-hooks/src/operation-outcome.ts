import type { OperationOutcome } from 'fhir/r4.js';
import type { HookError } from './errors.ts';

/** An error as FHIR says it (https://hl7.org/fhir/R4/operationoutcome.html): a code, one line, a place; never a stack. */
export function operationOutcomeOf(error: HookError): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: issueType(error.status),
        details: { coding: [{ system: 'https://magwatch.example/errors', code: error.code }], text: error.message },
        ...(error.path === undefined ? {} : { expression: [error.path] }),
      },
    ],
  };
}

function issueType(status: number): OperationOutcome['issue'][number]['code'] {
  switch (status) {
    case 400:
    case 415:
      return 'invalid';
    case 404:
    case 412:
      return 'not-found';
    case 413:
      return 'too-long';
    default:
      return 'transient';
  }
}

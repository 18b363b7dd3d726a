export { alertIdOf, uuidOf } from './alert-id.ts';
export { assessFacts, type FactsAssessed, type FactsInput, type RuleFailure } from './assess-facts.ts';
export { assessPatient } from './assess-patient.ts';
export { contentHash } from './content-key.ts';
export type { Aside, AssessDeps, Destination, Outcome, PatientKey } from './contract.ts';
export { ASSESS_ERRORS, type AssessErrorCode } from './errors.ts';
export { type AlertExplained, type Difference, explainAlert, type NotRecomputable } from './explain-alert.ts';
export { type FoundContext, recordContext } from './record-context.ts';

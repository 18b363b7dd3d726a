import type { Decision } from '@magwatch/alerts';
import type { Instant } from '@magwatch/base';
import type { Codes } from '@magwatch/fhir';
import type { Parameters, Rule, Setting, Severity } from '@magwatch/rules';
import type { Store } from '@magwatch/store';
import type { RuleFailure } from './assess-facts.ts';

/** Where alerts are told. */
export interface Destination {
  readonly id: string;
  readonly kind: 'webhook';
  /** Alerts of other severities do not go there. */
  readonly severities: readonly Severity[];
}

/** What an assessment works with. The same for all patients of a source. */
export interface AssessDeps {
  readonly store: Store;
  readonly codes: Codes;
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  readonly parametersVersion: string;
  readonly clock: { readonly now: () => Instant };
  readonly destinations: readonly Destination[];
  /** IANA name of the site's zone. */
  readonly timeZone: string;
  /** Stands in where a patient has no Encounter at all. */
  readonly defaultSetting: Setting | undefined;
  /** Of the source's FHIR server: subjects of other servers are not its patients. */
  readonly baseUrl?: string | undefined;
  /** Where a reader reaches this installation: cards link to `<publicUrl>/alerts/<id>`. */
  readonly publicUrl?: string | undefined;
}

/** A patient as a source names him. */
export interface PatientKey {
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
}

/** What one assessment did, known to be committed. */
export interface Outcome {
  /** One per rule and alert; `change: 'none'` for those that nothing happened to. */
  readonly decisions: readonly Decision[];
  readonly reviewAt: Instant | undefined;
  /** How many events were read. */
  readonly events: number;
  /** Events that were kept aside, with their code. */
  readonly aside: readonly Aside[];
  /** Rules that failed for this patient, each with its code; all of them where deciding itself failed. */
  readonly failures: readonly RuleFailure[];
}

export interface Aside {
  /** The row of the inbox; absent for a resource of a search. */
  readonly event: string | undefined;
  readonly code: string;
}

import type { Coding, CommunicationRequest, MedicationRequest, ServiceRequest } from 'fhir/r4.js';

/** A CDS Hooks card (https://cds-hooks.hl7.org/STU2, CDS Service Response), legal in 2.0.1 and 3.0. */
export interface Card {
  readonly uuid: string;
  /** One sentence, at most 139 characters, plain text. */
  readonly summary: string;
  /** GitHub Flavored Markdown without HTML. */
  readonly detail: string;
  readonly indicator: 'info' | 'warning' | 'critical';
  readonly source: { readonly label: string; readonly url?: string; readonly topic: Coded };
  readonly suggestions?: readonly Suggestion[];
  /** Present with suggestions. */
  readonly selectionBehavior?: 'any';
  readonly overrideReasons?: readonly Coded[];
  readonly links?: readonly Link[];
}

/** A FHIR Coding of which CDS Hooks wants every part. */
export type Coded = Readonly<Required<Pick<Coding, 'system' | 'code' | 'display'>>>;

/** Never recommended, never selected beforehand: a clinician chooses and signs. */
export interface Suggestion {
  readonly label: string;
  readonly uuid: string;
  readonly actions: readonly Action[];
}

/** All actions of a suggestion belong together. */
export interface Action {
  readonly type: 'create';
  readonly description: string;
  readonly resource: Draft;
}

export type Draft = ServiceRequest | MedicationRequest | CommunicationRequest;

export interface Link {
  readonly label: string;
  readonly url: string;
  readonly type: 'absolute';
}

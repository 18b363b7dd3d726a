import type { Result } from '@magwatch/base';
import type { CallLimits } from './call.ts';
import type { EhrFailure } from './errors.ts';
import type { Lane } from './slots.ts';

/** A FHIR resource as it came, not yet parsed. */
export type Resource = { readonly resourceType: string } & Readonly<Record<string, unknown>>;

export type ReadAnswer =
  | { readonly state: 'present'; readonly resource: Resource }
  /** 404 or 410: deleted, or never there. */
  | { readonly state: 'gone' };

export type SearchParameters = Readonly<Record<string, string | readonly string[]>>;

export interface Page {
  readonly matches: readonly Resource[];
  /** What came along by _include. */
  readonly included: readonly Resource[];
}

export interface SearchOptions {
  /** `background` for catch-up: it waits for charts. */
  readonly lane?: Lane;
  readonly pagesMax?: number;
}

export interface EhrSource extends Partial<CallLimits> {
  readonly id: string;
  readonly baseUrl: string;
  readonly bearerToken?: string;
}

/** One FHIR server. Nothing here throws for the server's sake; no failure carries patient data. */
export interface Ehr extends Subscriptions {
  readonly id: string;
  readonly baseUrl: string;
  readonly read: (type: string, id: string, lane?: Lane) => Promise<Result<ReadAnswer, EhrFailure>>;
  /** All pages together, or the failure: never a part. */
  readonly search: (
    type: string,
    parameters: SearchParameters,
    options?: SearchOptions,
  ) => Promise<Result<Page, EhrFailure>>;
  /** Page by page; a failure is the last thing that it gives. */
  readonly searchPages: (
    type: string,
    parameters: SearchParameters,
    options?: SearchOptions,
  ) => AsyncGenerator<Result<Page, EhrFailure>, void>;
  readonly close: () => void;
}

/** A subscription as we want it. */
export interface WantedSubscription {
  /** A search without status or value: `Observation?code=…`. */
  readonly criteria: string;
  readonly endpoint: string;
  /** `Authorization: Bearer …`: the server sends it with each notification. */
  readonly header: string;
  /** Absent: empty notifications. */
  readonly payload?: string;
}

/** A subscription as the server has it; its header, which holds our secret, is left out. */
export interface ObservedSubscription {
  readonly id: string;
  readonly status: string;
  readonly criteria: string;
  /** Whether criteria, endpoint and payload are those that were asked for. */
  readonly isAsWanted: boolean;
  readonly isNew: boolean;
  /** The server has an error text; the text itself may quote a resource and stays there. */
  readonly hasError: boolean;
}

export interface Subscriptions {
  /** Finds our own subscription by endpoint and criteria, or creates it; the answer is what the server holds afterwards. */
  readonly ensureSubscription: (wanted: WantedSubscription) => Promise<Result<ObservedSubscription, EhrFailure>>;
  /** `gone`: the server no longer has it. */
  readonly readSubscription: (
    id: string,
    wanted: WantedSubscription,
  ) => Promise<Result<ObservedSubscription | 'gone', EhrFailure>>;
  /** Asks for the status again (`active` for servers that never leave `requested`). */
  readonly reactivate: (
    id: string,
    wanted: WantedSubscription,
    status?: 'requested' | 'active',
  ) => Promise<Result<ObservedSubscription | 'gone', EhrFailure>>;
}

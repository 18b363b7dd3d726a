import type { Instant } from '@magwatch/base';
import type { Fact } from './facts.ts';

/**
 * One version of one resource, parsed. The timeline is a pure function of a set of these:
 * their order and their number do not matter.
 */
export interface ResourceVersion {
  /** `Type/id`. */
  readonly reference: string;
  readonly versionId?: string;
  readonly lastUpdated?: Instant;
  /** `withdrawn`: entered-in-error or cancelled; `deleted`: gone from the server. */
  readonly state: 'present' | 'withdrawn' | 'deleted';
  readonly facts: readonly Fact[];
}

/** A fact with the resource that said it. */
export type Sourced<F extends Fact = Fact> = F & { readonly reference: string };

import type { ResourceVersion } from '@magwatch/timeline';
import type { Rule } from '../contract.ts';
import { DEFAULT_PARAMETERS } from '../default-parameters.ts';
import type { Parameters } from '../parameters.ts';
import { findingOf, say } from './findings.ts';
import { type Circumstances, situation } from './situations.ts';

/** A named clinical case: who the patient is, and what the rule must say. */
export interface Vignette {
  readonly name: string;
  readonly facts: readonly ResourceVersion[];
  readonly expect: string;
  /** The instant and all else about it; hour 24 with complete coverage unless said. */
  readonly when?: Partial<Circumstances>;
  readonly parameters?: Parameters;
}

/** What the rule says of a vignette, in the words of `expect`. */
export function judge(rule: Rule, { facts, when, parameters = DEFAULT_PARAMETERS }: Vignette): string {
  return say(findingOf(rule, situation(facts, { now: 24, ...when }), parameters));
}

import type { Instant } from '@magwatch/base';
import type { Analyte, ConditionName, DrugClass } from './concepts.ts';

/**
 * One kind of data that a rule needs. Subscriptions, context searches and prefetch templates are
 * derived from these, so that a live patient is judged on the same facts as a scanned one.
 */
export type Input =
  | { readonly kind: 'result'; readonly analyte: Analyte }
  | { readonly kind: 'test-order'; readonly analyte: Analyte }
  | { readonly kind: 'dose'; readonly drugClass: DrugClass }
  | { readonly kind: 'drug-order'; readonly drugClass: DrugClass }
  | { readonly kind: 'condition'; readonly condition: ConditionName }
  | { readonly kind: 'encounter' }
  | { readonly kind: 'person' }
  | { readonly kind: 'specimen' };

/** The name under which coverage of an input is kept: `result:magnesium`, `dose:k-replacement`, `person`. */
export function inputKey(input: Input): string {
  switch (input.kind) {
    case 'result':
    case 'test-order':
      return `${input.kind}:${input.analyte}`;
    case 'dose':
    case 'drug-order':
      return `${input.kind}:${input.drugClass}`;
    case 'condition':
      return `condition:${input.condition}`;
    default:
      return input.kind;
  }
}

/** From when and as of when all data of an input are known to be here. */
export interface Cover {
  readonly from: Instant;
  readonly asOf: Instant;
}

/**
 * Proof of absence, per input key. Outside of it absence is unknown: a failed search or a null
 * prefetch leaves no entry. `complete` stands for files that are taken as the whole truth.
 */
export type Coverage = 'complete' | ReadonlyMap<string, Cover>;

/** Whether everything of `input` in [from, now] is known, when news may be `staleMs` late. */
export function isCovered(
  coverage: Coverage,
  input: Input,
  window: { readonly from: Instant; readonly now: Instant; readonly staleMs: number },
): boolean {
  if (coverage === 'complete') return true;
  const cover = coverage.get(inputKey(input));
  return cover !== undefined && cover.from <= window.from && cover.asOf >= window.now - window.staleMs;
}

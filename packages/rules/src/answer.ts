import type { Answer, NotApplicable, Seen } from './contract.ts';

/** The condition holds. */
export const yes = (value?: string, evidence?: Seen['evidence']): Answer => ({ is: 'yes', ...seen(value, evidence) });

/** It does not hold; `reason` names why in a word that is stored: `potassium-not-low`. */
export const no = (reason: string, value?: string, evidence?: Seen['evidence']): Answer => ({
  is: 'no',
  reason,
  ...seen(value, evidence),
});

/** Cannot tell; the missing values by name. */
export const cannotTell = (missing: readonly string[], value?: string): Answer => ({
  is: 'unknown',
  missing,
  ...seen(value),
});

/** The rule is not meant for this patient now. */
export const doesNotApply = (reason: NotApplicable, value?: string): Answer => ({
  is: 'not-applicable',
  reason,
  ...seen(value),
});

/** Yes or no by a fact that is known. */
export const holds = (is: boolean, reason: string, value?: string, evidence?: Seen['evidence']): Answer =>
  is ? yes(value, evidence) : no(reason, value, evidence);

/** An answer of a severity step, where nobody asks for a reason: yes, no, or what is missing to tell. */
export function when(is: boolean, value?: string, missing: readonly string[] = []): Answer {
  if (is) return yes(value);
  return missing.length > 0 ? cannotTell(missing, value) : no('not-so', value);
}

const seen = (value?: string, evidence?: Seen['evidence']): Seen => ({
  ...(value === undefined ? {} : { value }),
  ...(evidence === undefined || evidence.length === 0 ? {} : { evidence }),
});

import type { Instant } from '@magwatch/base';
import type { Evidence, Input } from '@magwatch/timeline';
import type { Block } from './chart.ts';
import type { Parameters } from './parameters.ts';
import type { Setting } from './situation.ts';

export type { HookName, Occasion, Setting, Situation } from './situation.ts';

export type Severity = 'info' | 'warning' | 'critical';
/** From the first to be shown to the last (clinical catalogue: presentation order). */
export type Family = 'safety' | 'rhythm' | 'mg-k' | 'mg-ca' | 'level' | 'follow-up' | 'etiology' | 'data';

/** The rule's own numbers and words by name (`doseMEq`, `riseMmolPerL`, …): they fill the card and `detail` of a scan. */
export type Figures = Readonly<Record<string, number | string | boolean>>;

/** Why a true finding asks for nothing now: the treatment or the test is under way. */
export interface Explanation {
  readonly reason: 'treated' | 'test-pending';
  /** What shows it: the dose, the order. */
  readonly evidence: readonly Evidence[];
}

/** What a rule says of one patient at one instant. Unknown is not no. */
export type Finding =
  | { readonly verdict: 'not-applicable'; readonly reason: NotApplicable }
  | { readonly verdict: 'absent'; readonly reason: string }
  /** `missing` names values (`magnesium`: none in the look-back) and input keys without coverage (`result:magnesium`). */
  | { readonly verdict: 'unknown'; readonly missing: readonly string[] }
  | Present;

export type NotApplicable =
  | 'under-age'
  | 'comfort-care'
  | 'deceased'
  | 'test-patient'
  | 'dialysis'
  | 'obstetric-magnesium'
  | 'setting'
  | 'no-draft-order'
  | 'rule-off';

export interface Present {
  readonly verdict: 'present';
  readonly explainedBy?: Explanation;
  readonly severity: Severity;
  readonly figures: Figures;
  /** Optional inputs that were not available: values (`egfr`, `qtc`) and input keys without coverage (`dose:loop`). */
  readonly missing: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Things to know about this answer: `ordered-not-charted`, `unit-property-mismatch`, … */
  readonly notes: readonly string[];
}

/** What a condition says of a chart, with the value that it looked at. Unknown is not no. */
export type Answer = Seen &
  (
    | { readonly is: 'yes' }
    /** `reason` becomes that of an absent finding. */
    | { readonly is: 'no'; readonly reason: string }
    | { readonly is: 'not-applicable'; readonly reason: NotApplicable }
    | { readonly is: 'unknown'; readonly missing: readonly string[] }
  );

/** What an answer was read from, for whoever asks why. */
export interface Seen {
  /** The live value in words: "1.5 mg/dL", "60 mEq in 12 h". */
  readonly value?: string;
  readonly evidence?: readonly Evidence[];
}

/** A question to the chart, in words and as a check. The words say what must hold: "Potassium is low". */
export interface Condition {
  readonly says: string;
  readonly check: Block<Answer>;
}

/** What turns a true finding into one that is in progress: the treatment or the test that is under way. */
export interface Explaining {
  readonly says: string;
  readonly find: Block<Explanation | undefined>;
}

/** How severe a true finding is: the first step whose condition holds, else `otherwise`. */
export interface SeverityLadder {
  readonly steps: readonly SeverityStep[];
  readonly otherwise: Severity;
}

export interface SeverityStep extends Condition {
  readonly severity: Severity;
}

/** What a rule says beside verdict and severity, once all of its conditions hold. Lists that are left out are empty. */
export type Found = Pick<Present, 'figures' | 'evidence'> & Partial<Pick<Present, 'missing' | 'notes'>>;

/**
 * An input of a rule: without a required one the rule cannot tell, nor without all of those that are `one-of`; an optional
 * one is said as missing.
 */
export interface RuleInput {
  readonly input: Input;
  readonly need: 'required' | 'one-of' | 'optional';
  /** Where the rule reads it; absent: in every setting. */
  readonly settings?: readonly Setting[];
  /** How far back it is read, in hours. */
  readonly lookBackHours: (parameters: Parameters, setting: Setting) => number;
}

/**
 * A rule: pure, versioned, and written as the questions that it asks, so that an explanation shows the very checks that
 * decided. Changing its answer raises its version.
 */
export interface Rule {
  readonly id: string;
  readonly version: string;
  readonly family: Family;
  readonly title: string;
  readonly inputs: readonly RuleInput[];
  /** All must hold. The first that does not hold is the reason; without such a one, what is unknown stays unknown. */
  readonly conditions: readonly Condition[];
  /** The first that is found explains the finding; none: nothing silences it. */
  readonly explanations: readonly Explaining[];
  readonly severity: SeverityLadder;
  /** Figures and evidence; asked only when all conditions hold. */
  readonly describe: Block<Found>;
  readonly card: CardText;
}

/** The words of a rule's card; patient data enters as figures and evidence only. */
export interface CardText {
  /** One sentence, at most 139 characters. */
  readonly summary: (finding: Present) => string;
  /** The points of the detail, plain text, one per line: values with times, why it matters, what to consider. */
  readonly detail: (finding: Present) => readonly string[];
  /** In order of usefulness. */
  readonly suggestions: readonly Suggested[];
  /** OR1 … OR10 that make sense here. */
  readonly overrideReasons: readonly string[];
  readonly citations: readonly string[];
}

/** The id of a suggestion, always or only with findings of which `when` holds; `says` puts that in words. */
export type Suggested = string | SuggestedWhen;

export interface SuggestedWhen {
  readonly id: string;
  readonly says: string;
  readonly when: (finding: Present) => boolean;
}

/** What the engine returns for each active rule. */
export interface Evaluation {
  readonly rule: Rule;
  readonly finding: Finding;
  /** The next instant at which time alone could change this answer. */
  readonly reviewAt: Instant | undefined;
}

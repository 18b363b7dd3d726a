import { ANALYTES, type Analyte, CONDITIONS, type ConditionName, DRUGS, type Drug } from '@magwatch/timeline';

/** What a code stands for: a clinical concept, a panel of tests, or something that is deliberately not used. */
export type Meaning =
  | { readonly kind: 'analyte'; readonly concept: Analyte }
  | { readonly kind: 'drug'; readonly concept: Drug }
  | { readonly kind: 'condition'; readonly concept: ConditionName }
  | { readonly kind: 'panel'; readonly concept: 'panel' }
  | { readonly kind: 'ignore'; readonly concept: 'ignore' };

/** So much of one unit in so much of another: 50 % magnesium sulfate has 0.5 g per 1 mL. Units are UCUM codes. */
export interface Strength {
  readonly value: number;
  readonly unit: string;
  readonly perValue: number;
  readonly perUnit: string;
}

/** One code with what it stands for, where that was read, and how sure it is. */
export type CodeRow = Meaning & {
  readonly system: string;
  readonly code: string;
  readonly display: string;
  /** `exact`, or every code that begins so. */
  readonly match: 'exact' | 'prefix';
  /** `verified`: read beside its name in an authoritative table; `site`: from a site’s own map. */
  readonly verification: string;
  /** Where: keys of the clinical catalogue, or the file name of a site map. */
  readonly source: string;
  /** LOINC property: what kind of unit the code asks for. */
  readonly property?: 'mass' | 'moles';
  readonly strength?: Strength;
  /** Which ingredient of a product of several this row is; the rows of one code are the product. */
  readonly part?: number;
  /** "Extended Release Oral Capsule": where the product goes when no route is said. */
  readonly doseForm?: string;
};

const MEANINGS = new Map<string, Meaning>([
  ...ANALYTES.map((concept) => [concept, { kind: 'analyte', concept }] as const),
  ...DRUGS.map((concept) => [concept, { kind: 'drug', concept }] as const),
  ...CONDITIONS.map((concept) => [concept, { kind: 'condition', concept }] as const),
  ['panel', { kind: 'panel', concept: 'panel' }],
  ['ignore', { kind: 'ignore', concept: 'ignore' }],
]);

/** What a concept name stands for; undefined for a name that no rule knows. */
export const findMeaning = (concept: string): Meaning | undefined => MEANINGS.get(concept);

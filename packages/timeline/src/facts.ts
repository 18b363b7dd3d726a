import type { Instant } from '@magwatch/base';
import type { Analyte, ConditionName, Drug } from './concepts.ts';

/**
 * What one version of one FHIR resource says about a patient, parsed once at the edge.
 * Everything below trusts it: units are known, times are real, codes are concepts.
 */
export type Fact =
  | LabResult
  | QualitativeResult
  | TestOrder
  | Dose
  | DrugOrder
  | ConditionFact
  | EncounterFact
  | SpecimenFact
  | PersonFact;

/** What a reader should know before trusting a fact. */
export type Quality =
  /** LOINC property and unit disagree: the unit was trusted. */
  | 'unit-property-mismatch'
  /** No collection time: the time of issue stands in. */
  | 'time-approx'
  /** A date without a time. */
  | 'date-only'
  | 'hemolyzed'
  /** eGFR in mL/min, not indexed to 1.73 m². */
  | 'not-indexed'
  /** Read from a name because no code helped. */
  | 'by-name'
  | 'preliminary';

export interface Quantity {
  readonly value: number;
  /** A UCUM code. */
  readonly unit: string;
}

/** A number that a laboratory or a device reported. */
export interface LabResult {
  readonly kind: 'result';
  readonly analyte: Analyte;
  /** As it was reported, the unit as its UCUM code. */
  readonly reported: Quantity;
  /** In the unit family that thresholds are stored in: mg/dL, mmol/L or meq/L (µmol/L and mg/L were converted). */
  readonly compared: Quantity;
  /** In the canonical unit of the analyte (mmol/L, g/L, umol/L, ms, …): for formulas and ratios. */
  readonly canonical: number;
  readonly comparator?: '<' | '<=' | '>=' | '>';
  readonly status: 'final' | 'amended' | 'corrected' | 'preliminary';
  /** Collection time. */
  readonly at: Instant;
  /** When it was issued; before that nobody knew it. */
  readonly knownAt: Instant;
  readonly specimen?: string;
  /** Method or device, when the source says it. */
  readonly method?: string;
  /** In the unit of `compared`. */
  readonly referenceRange?: { readonly low?: number; readonly high?: number };
  readonly quality: readonly Quality[];
}

/** A finding without a number: hemolysis present, for example. */
export interface QualitativeResult {
  readonly kind: 'qualitative';
  readonly analyte: Analyte;
  readonly isPositive: boolean;
  readonly at: Instant;
  readonly knownAt: Instant;
  readonly specimen?: string;
}

/** A test that was ordered, or registered in the laboratory, and has no final result yet. */
export interface TestOrder {
  readonly kind: 'test-order';
  readonly analyte: Analyte;
  readonly origin: 'order' | 'laboratory';
  readonly at: Instant;
  /** Until when the order is active; absent: while its status says so. */
  readonly until?: Instant;
}

export type Route =
  | 'intravenous'
  | 'enteral'
  | 'intramuscular'
  | 'nasal'
  | 'dialysis'
  | 'topical'
  | 'other'
  | 'unknown';

/** Elemental content of a dose: mEq of potassium, magnesium or calcium. */
export interface ElementContent {
  readonly element: 'potassium' | 'magnesium' | 'calcium';
  readonly meq: number;
}

/** Something that was given. */
export interface Dose {
  readonly kind: 'dose';
  readonly drug: Drug;
  readonly route: Route;
  readonly start: Instant;
  /** A dose counts at its end. */
  readonly end: Instant;
  readonly amount?: Quantity;
  /** Absent when the amount could not be turned into mEq: said as missing, never guessed. */
  readonly content?: ElementContent;
  /** `charted` counts; `partial` (stopped, on hold) is noted as missing; `dispensed` and `stated` rank below charting. */
  readonly standing: 'charted' | 'running' | 'partial' | 'dispensed' | 'stated';
  /** In maintenance fluid, parenteral nutrition or dialysate: not replacement. */
  readonly isMaintenance: boolean;
  readonly quality: readonly Quality[];
}

/** An order for a drug. */
export interface DrugOrder {
  readonly kind: 'drug-order';
  readonly drug: Drug;
  readonly route: Route;
  readonly authoredAt: Instant;
  /** An order is active from `activeFrom` until `activeUntil`; no end: while its status is active. */
  readonly activeFrom: Instant;
  readonly activeUntil?: Instant;
  readonly status: 'active' | 'on-hold' | 'ended';
  readonly amount?: Quantity;
  readonly content?: ElementContent;
  /** Doses in 24 hours, where the order says its timing. */
  readonly dosesPerDay?: number;
  readonly isMaintenance: boolean;
  readonly quality: readonly Quality[];
}

/** A diagnosis, a state or a procedure, over a time. */
export interface ConditionFact {
  readonly kind: 'condition';
  readonly condition: ConditionName;
  readonly isActive: boolean;
  /** Absent: an undated condition, which counts while it is active. */
  readonly from?: Instant;
  readonly until?: Instant;
}

export interface EncounterFact {
  readonly kind: 'encounter';
  readonly setting: 'inpatient' | 'outpatient';
  readonly from?: Instant;
  readonly until?: Instant;
  readonly isInProgress: boolean;
}

export interface SpecimenFact {
  readonly kind: 'specimen';
  readonly collectedAt?: Instant;
  readonly isHemolyzed: boolean;
  /** Tube or site as a code or text, for the reader. */
  readonly type?: string;
}

export interface PersonFact {
  readonly kind: 'person';
  /** The whole span of the birth date, as exactly as it is known. */
  readonly bornFrom?: Instant;
  readonly bornUntil?: Instant;
  readonly sex?: 'male' | 'female';
  readonly isDeceased: boolean;
  readonly deceasedAt?: Instant;
  readonly isTestPatient: boolean;
}

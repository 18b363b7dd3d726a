import type { Chance } from './chance.ts';
import type { DiagnosisName } from './diagnoses.ts';
import type { Point, TestName } from './laboratory.ts';
import type { DrugName } from './pharmacy.ts';

/** What happens to one patient in one stay, in hours since admission. The writers turn it into FHIR resources. */
export interface Course {
  readonly ageYears: readonly [number, number];
  /** The first one is the reason for admission. */
  readonly diagnoses: readonly DiagnosisName[];
  /** The true values over time, in conventional units. */
  readonly series: Readonly<Record<TestName, readonly Point[]>>;
  /** From which hour the panels of the ward contain a test; a test that is not named is not measured. */
  readonly measuredFrom: Readonly<Partial<Record<TestName, number>>>;
  /** Blood drawn at these hours, besides the rounds in the morning and in the evening. */
  readonly draws: readonly Draw[];
  readonly treatments: readonly Treatment[];
  readonly procedures: readonly Procedure[];
}

export interface Draw {
  readonly hour: number;
  /** A test that somebody asked for by name, some hours before: it shows as an open order until its result. */
  readonly asked?: { readonly test: TestName; readonly hoursBefore: number };
  readonly incident?: Incident;
}

/** What can go wrong with a sample. */
type Incident =
  /** The tube's anticoagulant spoils these values: potassium salt in, calcium and magnesium bound. */
  | { readonly kind: 'edta'; readonly values: Readonly<Partial<Record<TestName, number>>> }
  /** A wrong value is reported and corrected some hours later to the true one. */
  | { readonly kind: 'corrected'; readonly test: TestName; readonly wrong: number; readonly hoursLater: number }
  /** A value of somebody else is reported, and struck out some hours later. */
  | { readonly kind: 'entered-in-error'; readonly test: TestName; readonly wrong: number; readonly hoursLater: number };

export interface Treatment {
  readonly drug: DrugName;
  /** When it was ordered. */
  readonly ordered: number;
  readonly doses: readonly number[];
  readonly amount: { readonly value: number; readonly unit: string; readonly ucum: string };
  /** 0: swallowed at once; else the hours that an infusion runs. */
  readonly hours: number;
}

interface Procedure {
  readonly start: number;
  readonly hours: number;
  readonly code: string;
  readonly display: string;
}

export type ScenarioId =
  | 'refractory-potassium-magnesium-low'
  | 'refractory-potassium-magnesium-unmeasured'
  | 'refractory-potassium-magnesium-low-normal'
  | 'calcium-low-magnesium-low'
  | 'calcium-low-magnesium-unmeasured'
  | 'magnesium-severely-low'
  | 'magnesium-mildly-low-albumin-low'
  | 'magnesium-high-kidney-failure'
  | 'sample-contaminated'
  | 'result-corrected'
  | 'result-struck-out'
  | 'potassium-responds'
  | 'dialysis'
  | 'ordinary';

export interface Scenario {
  readonly id: ScenarioId;
  /** One sentence for the reader of the demo page. */
  readonly story: string;
  readonly play: (chance: Chance) => Course;
}

/** A person whose blood has nothing to say: the ground on which a scenario lays its own course. */
export function ordinarySeries(chance: Chance): Record<TestName, readonly Point[]> {
  const level = (low: number, high: number): readonly Point[] => [[0, chance.between(low, high)]];
  return {
    potassium: level(3.9, 4.5),
    magnesium: level(1.95, 2.25),
    calcium: level(9.0, 9.7),
    ionizedCalcium: level(1.17, 1.26),
    albumin: level(3.7, 4.3),
    creatinine: level(0.65, 1.1),
    phosphate: level(2.9, 3.9),
    glucose: level(95, 135),
    sodium: level(137, 142),
  };
}

/** The tests of the ward's usual panel. */
export const USUAL_PANEL: Readonly<Partial<Record<TestName, number>>> = {
  potassium: 0,
  sodium: 0,
  creatinine: 0,
  glucose: 0,
};

const meq = (value: number) => ({ value, unit: 'mEq', ucum: 'meq' });
export const grams = (value: number) => ({ value, unit: 'g', ucum: 'g' });
export const milligrams = (value: number) => ({ value, unit: 'mg', ucum: 'mg' });

/** A tablet once a day (every 24 h), for the whole stay. */
export function daily(drug: DrugName, amount: Treatment['amount'], firstHour = 3, everyHours = 24): Treatment {
  const doses = [];
  for (let hour = firstHour; hour < 54; hour += everyHours) doses.push(hour);
  return { drug, ordered: Math.max(0.5, firstHour - 2), doses, amount, hours: 0 };
}

/** 40 mEq by mouth at each of the hours. */
export const potassiumTablets = (...doses: readonly number[]): Treatment => ({
  drug: 'potassiumOral',
  ordered: (doses[0] ?? 2) - 0.5,
  doses,
  amount: meq(40),
  hours: 0,
});

/** 10 mEq per hour through a vein for four hours, from each of the hours on. */
export const potassiumInfusions = (...doses: readonly number[]): Treatment => ({
  drug: 'potassiumIntravenous',
  ordered: (doses[0] ?? 2) - 0.4,
  doses,
  amount: meq(40),
  hours: 4,
});

/** Magnesium sulfate at 1 g per hour. */
export const magnesiumInfusion = (hour: number, gramsGiven: number): Treatment => ({
  drug: 'magnesiumSulfate',
  ordered: hour - 0.7,
  doses: [hour],
  amount: grams(gramsGiven),
  hours: gramsGiven,
});

import type { Chance } from './chance.ts';

export const TEST_NAMES = [
  'potassium',
  'magnesium',
  'calcium',
  'ionizedCalcium',
  'albumin',
  'creatinine',
  'phosphate',
  'glucose',
  'sodium',
] as const;
export type TestName = (typeof TEST_NAMES)[number];

/** Which laboratory analyses a bed's samples: the main one reports conventional units, the annexe SI units. */
export type LaboratoryName = 'main' | 'annexe';

/** How a laboratory reports a test: code, unit, digits and reference range. */
interface Report {
  readonly loinc: string;
  readonly display: string;
  readonly unit: string;
  readonly ucum: string;
  /** reported = value in the conventional unit × factor. */
  readonly factor: number;
  readonly digits: number;
  readonly low: number;
  readonly high: number;
}

interface LaboratoryTest {
  readonly main: Report;
  readonly annexe: Report;
  /** Analytic and biological scatter, one standard deviation in the conventional unit. */
  readonly deviation: number;
  /** What a living adult on a ward can have, in the conventional unit. */
  readonly plausible: readonly [number, number];
}

type Same = Pick<Report, 'loinc' | 'display' | 'unit' | 'ucum' | 'digits' | 'low' | 'high'>;
const report = (same: Same, factor = 1): Report => ({ ...same, factor });
const one = (same: Same): Pick<LaboratoryTest, 'main' | 'annexe'> => ({ main: report(same), annexe: report(same) });

/** Conversion by molar mass: Mg 24.305, Ca 40.078, P 30.97376, creatinine 113.12, glucose 180.156 g/mol. */
export const TESTS: Readonly<Record<TestName, LaboratoryTest>> = {
  potassium: {
    ...one({
      loinc: '2823-3',
      display: 'Potassium [Moles/volume] in Serum or Plasma',
      unit: 'mmol/L',
      ucum: 'mmol/L',
      digits: 1,
      low: 3.5,
      high: 5.0,
    }),
    deviation: 0.04,
    plausible: [2.0, 10],
  },
  magnesium: {
    main: report({
      loinc: '19123-9',
      display: 'Magnesium [Mass/volume] in Serum or Plasma',
      unit: 'mg/dL',
      ucum: 'mg/dL',
      digits: 1,
      low: 1.7,
      high: 2.6,
    }),
    annexe: report(
      {
        loinc: '2601-3',
        display: 'Magnesium [Moles/volume] in Serum or Plasma',
        unit: 'mmol/L',
        ucum: 'mmol/L',
        digits: 2,
        low: 0.7,
        high: 1.1,
      },
      1 / 2.4305,
    ),
    deviation: 0.02,
    plausible: [0.4, 7],
  },
  calcium: {
    main: report({
      loinc: '17861-6',
      display: 'Calcium [Mass/volume] in Serum or Plasma',
      unit: 'mg/dL',
      ucum: 'mg/dL',
      digits: 1,
      low: 8.4,
      high: 10.4,
    }),
    annexe: report(
      {
        loinc: '2000-8',
        display: 'Calcium [Moles/volume] in Serum or Plasma',
        unit: 'mmol/L',
        ucum: 'mmol/L',
        digits: 2,
        low: 2.1,
        high: 2.6,
      },
      1 / 4.0078,
    ),
    deviation: 0.06,
    plausible: [3.5, 12],
  },
  ionizedCalcium: {
    ...one({
      loinc: '1994-3',
      display: 'Calcium.ionized [Moles/volume] in Blood',
      unit: 'mmol/L',
      ucum: 'mmol/L',
      digits: 2,
      low: 1.12,
      high: 1.32,
    }),
    deviation: 0.008,
    plausible: [0.7, 1.5],
  },
  albumin: {
    main: report({
      loinc: '1751-7',
      display: 'Albumin [Mass/volume] in Serum or Plasma',
      unit: 'g/dL',
      ucum: 'g/dL',
      digits: 1,
      low: 3.5,
      high: 5.0,
    }),
    annexe: report(
      {
        loinc: '1751-7',
        display: 'Albumin [Mass/volume] in Serum or Plasma',
        unit: 'g/L',
        ucum: 'g/L',
        digits: 0,
        low: 35,
        high: 50,
      },
      10,
    ),
    deviation: 0.05,
    plausible: [1.5, 5.2],
  },
  creatinine: {
    main: report({
      loinc: '2160-0',
      display: 'Creatinine [Mass/volume] in Serum or Plasma',
      unit: 'mg/dL',
      ucum: 'mg/dL',
      digits: 2,
      low: 0.5,
      high: 1.2,
    }),
    annexe: report(
      {
        loinc: '14682-9',
        display: 'Creatinine [Moles/volume] in Serum or Plasma',
        unit: 'µmol/L',
        ucum: 'umol/L',
        digits: 0,
        low: 45,
        high: 104,
      },
      88.402,
    ),
    deviation: 0.03,
    plausible: [0.4, 10],
  },
  phosphate: {
    main: report({
      loinc: '2777-1',
      display: 'Phosphate [Mass/volume] in Serum or Plasma',
      unit: 'mg/dL',
      ucum: 'mg/dL',
      digits: 1,
      low: 2.5,
      high: 4.5,
    }),
    annexe: report(
      {
        loinc: '14879-1',
        display: 'Phosphate [Moles/volume] in Serum or Plasma',
        unit: 'mmol/L',
        ucum: 'mmol/L',
        digits: 2,
        low: 0.8,
        high: 1.45,
      },
      1 / 3.09738,
    ),
    deviation: 0.1,
    plausible: [1, 8],
  },
  glucose: {
    main: report({
      loinc: '2345-7',
      display: 'Glucose [Mass/volume] in Serum or Plasma',
      unit: 'mg/dL',
      ucum: 'mg/dL',
      digits: 0,
      low: 70,
      high: 140,
    }),
    annexe: report(
      {
        loinc: '14749-6',
        display: 'Glucose [Moles/volume] in Serum or Plasma',
        unit: 'mmol/L',
        ucum: 'mmol/L',
        digits: 1,
        low: 3.9,
        high: 7.8,
      },
      1 / 18.0156,
    ),
    deviation: 9,
    plausible: [50, 350],
  },
  sodium: {
    ...one({
      loinc: '2951-2',
      display: 'Sodium [Moles/volume] in Serum or Plasma',
      unit: 'mmol/L',
      ucum: 'mmol/L',
      digits: 0,
      low: 135,
      high: 145,
    }),
    deviation: 0.8,
    plausible: [118, 155],
  },
};

/** From the conventional unit to what the laboratory prints, rounded as it rounds. */
export function reported(test: TestName, laboratory: LaboratoryName, conventional: number): number {
  const { factor, digits } = TESTS[test][laboratory];
  return Number((conventional * factor).toFixed(digits));
}

/** A point of a course: hours since admission, value in the conventional unit. */
export type Point = readonly [hours: number, value: number];

/** The value of a course at an hour: a straight line between its points, level before the first and after the last. */
export function valueAt(points: readonly Point[], hours: number): number {
  let before = points[0];
  if (!before) throw new Error('a course needs a point');
  for (const point of points) {
    if (point[0] >= hours) {
      const span = point[0] - before[0];
      return span === 0 ? point[1] : before[1] + ((point[1] - before[1]) * (hours - before[0])) / span;
    }
    before = point;
  }
  return before[1];
}

/** A measured value: the true one with the scatter of its test, still in the conventional unit. */
export function measure(test: TestName, trueValue: number, chance: Chance): number {
  return trueValue + chance.noise(TESTS[test].deviation);
}

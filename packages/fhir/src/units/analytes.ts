import type { Analyte } from '@magwatch/timeline';
import type { UnitKind } from './result-units.ts';
import type { Substance } from './ucum.ts';

/** How an analyte is measured. Sources: clinical catalogue 1.1 (factors), 1.3 (limits outside of which a value is refused). */
export interface AnalyteDefinition {
  /** UCUM code of the unit for formulas and ratios. */
  readonly canonical: string;
  readonly kinds: readonly UnitKind[];
  /**
   * Units in which thresholds are stored, by the kind of the reported unit: laboratories round, so that a result is compared
   * in its own family. Others are compared in the canonical unit.
   */
  readonly comparedIn?: Partial<Record<UnitKind, string>>;
  readonly substance: Substance;
  /** In the canonical unit, inclusive. */
  readonly min: number;
  readonly max: number;
}

// Masses that give exactly the factors of the catalogue: creatinine mg/dL × 88.402, digoxin nmol/L ÷ 1.2805, and so on.
const MAGNESIUM = { molarMass: 24.305, charge: 2 };
const CALCIUM = { molarMass: 40.078, charge: 2 };
const POTASSIUM = { molarMass: 39.0983, charge: 1 };
const PHOSPHORUS = { molarMass: 30.9738 };
const CREATININE = { molarMass: 10_000 / 88.402 };
const GLUCOSE = { molarMass: 180.156 };
const DIGOXIN = { molarMass: 1_000 / 1.2805 };
const DIGITOXIN = { molarMass: 764.939 };
const PTH = { molarMass: 9_425 };
const ALBUMIN = { molarMass: 66_500 };

const CONCENTRATIONS = ['mass-concentration', 'molar-concentration'] as const;
const IONS = [...CONCENTRATIONS, 'equivalent-concentration'] as const;
const IN_OWN_FAMILY = {
  'mass-concentration': 'mg/dL',
  'molar-concentration': 'mmol/L',
  'equivalent-concentration': 'meq/L',
} as const;
const IONS_PER_DAY = ['mass-per-day', 'molar-per-day', 'equivalent-per-day'] as const;

const ion = (substance: Substance, min: number, max: number): AnalyteDefinition => ({
  canonical: 'mmol/L',
  kinds: IONS,
  comparedIn: IN_OWN_FAMILY,
  substance,
  min,
  max,
});

const plain = (canonical: string, kind: UnitKind, min: number, max: number): AnalyteDefinition => ({
  canonical,
  kinds: [kind],
  substance: {},
  min,
  max,
});

export const ANALYTE_DEFINITIONS: Readonly<Partial<Record<Analyte, AnalyteDefinition>>> = {
  magnesium: ion(MAGNESIUM, 0.05, 9),
  'magnesium-ionized': ion(MAGNESIUM, 0.05, 5),
  'magnesium-albumin-corrected': ion(MAGNESIUM, 0.05, 9),
  potassium: { canonical: 'mmol/L', kinds: IONS, substance: POTASSIUM, min: 1, max: 12 },
  calcium: ion(CALCIUM, 0.7, 5.5),
  'calcium-ionized': ion(CALCIUM, 0.2, 3),
  'calcium-albumin-corrected': ion(CALCIUM, 0.7, 5.5),
  albumin: { canonical: 'g/L', kinds: CONCENTRATIONS, substance: ALBUMIN, min: 5, max: 70 },
  // No equivalents: the charge of phosphate depends on the pH.
  phosphate: {
    canonical: 'mmol/L',
    kinds: CONCENTRATIONS,
    comparedIn: { 'mass-concentration': 'mg/dL' },
    substance: PHOSPHORUS,
    min: 0.03,
    max: 8,
  },
  pth: { canonical: 'pg/mL', kinds: CONCENTRATIONS, substance: PTH, min: 0, max: 5_000 },
  creatinine: { canonical: 'umol/L', kinds: CONCENTRATIONS, substance: CREATININE, min: 10, max: 3_000 },
  egfr: plain('mL/min/{1.73_m2}', 'filtration', 1, 200),
  'digoxin-level': { canonical: 'ng/mL', kinds: CONCENTRATIONS, substance: DIGOXIN, min: 0, max: 50 },
  'digitoxin-level': { canonical: 'ng/mL', kinds: CONCENTRATIONS, substance: DIGITOXIN, min: 0, max: 500 },
  bicarbonate: {
    canonical: 'mmol/L',
    kinds: ['molar-concentration', 'equivalent-concentration'],
    substance: { charge: 1 },
    min: 2,
    max: 60,
  },
  ph: plain('[pH]', 'ph', 6.5, 8),
  glucose: { canonical: 'mmol/L', kinds: CONCENTRATIONS, substance: GLUCOSE, min: 0.3, max: 100 },
  qt: plain('ms', 'duration', 150, 900),
  qtc: plain('ms', 'duration', 200, 800),
  'qtc-bazett': plain('ms', 'duration', 200, 800),
  'rr-interval': plain('ms', 'duration', 200, 3_000),
  'heart-rate': plain('/min', 'rate', 20, 300),
  leukocytes: plain('10*9/L', 'count-concentration', 0, 2_000),
  'urine-magnesium': { ...ion(MAGNESIUM, 0, 60), comparedIn: {} },
  'urine-creatinine': { canonical: 'umol/L', kinds: CONCENTRATIONS, substance: CREATININE, min: 300, max: 60_000 },
  'urine-potassium': { canonical: 'mmol/L', kinds: IONS, substance: POTASSIUM, min: 0, max: 500 },
  'urine-magnesium-24h': { canonical: 'mmol/d', kinds: IONS_PER_DAY, substance: MAGNESIUM, min: 0, max: 200 },
  'urine-creatinine-24h': {
    canonical: 'mmol/d',
    kinds: ['mass-per-day', 'molar-per-day'],
    substance: CREATININE,
    min: 0.3,
    max: 100,
  },
  'urine-magnesium-creatinine-ratio': {
    canonical: 'mmol/mmol{creat}',
    kinds: ['creatinine-ratio'],
    substance: MAGNESIUM,
    min: 0,
    max: 100,
  },
  'urine-potassium-creatinine-ratio': {
    canonical: 'mmol/mmol{creat}',
    kinds: ['creatinine-ratio'],
    substance: POTASSIUM,
    min: 0,
    max: 500,
  },
};

/** Findings that are present or absent, not numbers. */
export const QUALITATIVE: ReadonlySet<Analyte> = new Set<Analyte>(['hemolysis', 'lipemia', 'icterus']);

/** Creatinine in g per mmol: a ratio “per g of creatinine” becomes one “per mmol” by it. */
export const CREATININE_G_PER_MMOL = CREATININE.molarMass / 1_000;

/** How a unit measures: this decides which analytes it fits and how it is compared. */
export type UnitKind =
  | 'mass-concentration'
  | 'molar-concentration'
  | 'equivalent-concentration'
  | 'filtration'
  | 'duration'
  | 'rate'
  | 'ph'
  | 'count-concentration'
  | 'mass-per-day'
  | 'molar-per-day'
  | 'equivalent-per-day'
  | 'creatinine-ratio';

/** A unit of a result: its UCUM code and how it measures. */
export interface ResultUnit {
  readonly ucum: string;
  readonly kind: UnitKind;
}

/**
 * The units that results are read in, with the ways in which they are written. UCUM allows l and L; no other case is folded
 * (MG/DL is megagram in UCUM). µ is written with U+00B5 or U+03BC. Anything else is refused: a unit is never guessed.
 */
const SPELLINGS: readonly (readonly [UnitKind, string, ...string[]])[] = [
  ['mass-concentration', 'mg/dL', 'mg/dl'],
  ['mass-concentration', 'mg/L', 'mg/l'],
  ['mass-concentration', 'g/dL', 'g/dl'],
  ['mass-concentration', 'g/L', 'g/l'],
  ['mass-concentration', 'pg/mL', 'pg/ml'],
  ['mass-concentration', 'ng/L', 'ng/l'],
  ['mass-concentration', 'ng/mL', 'ng/ml'],
  ['mass-concentration', 'ug/L', 'ug/l', '\u00b5g/L', '\u03bcg/L', '\u00b5g/l', '\u03bcg/l'],
  ['molar-concentration', 'mmol/L', 'mmol/l'],
  ['molar-concentration', 'umol/L', 'umol/l', '\u00b5mol/L', '\u03bcmol/L', '\u00b5mol/l', '\u03bcmol/l'],
  ['molar-concentration', 'nmol/L', 'nmol/l'],
  ['molar-concentration', 'pmol/L', 'pmol/l'],
  ['equivalent-concentration', 'meq/L', 'meq/l', 'mEq/L', 'mEq/l', 'MEQ/L'],
  [
    'filtration',
    'mL/min/{1.73_m2}',
    'mL/min/{1.73m2}',
    'mL/min/1.73m2',
    'mL/min/1.73_m2',
    'mL/min/1.73 m2',
    'mL/min/1.73m\u00b2',
    'mL/min/1.73 m\u00b2',
    'mL/min/1.73m^2',
    'ml/min/{1.73_m2}',
    'ml/min/{1.73m2}',
    'ml/min/1.73m2',
    'ml/min/1.73_m2',
    'ml/min/1.73 m2',
    'ml/min/1.73m\u00b2',
    'ml/min/1.73 m\u00b2',
    'ml/min/1.73m^2',
  ],
  ['filtration', 'mL/min', 'ml/min'],
  ['duration', 'ms'],
  ['duration', 's'],
  ['rate', '/min', '{beats}/min', '{Beats}/min', 'beats/min', 'bpm'],
  ['ph', '[pH]', 'pH'],
  ['count-concentration', '10*9/L', '10*9/l', '10^9/L', '10^9/l', 'x10^9/L', 'x10E9/L'],
  [
    'count-concentration',
    '10*3/uL',
    '10*3/ul',
    '10^3/uL',
    'x10^3/uL',
    'x10E3/uL',
    'K/uL',
    '10*3/\u00b5L',
    '10*3/\u03bcL',
  ],
  ['count-concentration', '/uL', '/ul', '{cells}/uL'],
  ['mass-per-day', 'mg/(24.h)', 'mg/24.h', 'mg/24h', 'mg/24 h', 'mg/d'],
  ['mass-per-day', 'g/(24.h)', 'g/24.h', 'g/24h', 'g/24 h', 'g/d'],
  ['molar-per-day', 'mmol/(24.h)', 'mmol/24.h', 'mmol/24h', 'mmol/24 h', 'mmol/d'],
  ['equivalent-per-day', 'meq/(24.h)', 'meq/24.h', 'meq/24h', 'mEq/24h', 'meq/d'],
  ['creatinine-ratio', 'mg/g{creat}', 'mg/g'],
  ['creatinine-ratio', 'mmol/mmol{creat}', 'mmol/mmol'],
  ['creatinine-ratio', 'mol/mol{creat}', 'mol/mol'],
  ['creatinine-ratio', 'mmol/g{creat}', 'mmol/g'],
  ['creatinine-ratio', 'meq/g{creat}', 'meq/g', 'mEq/g{creat}', 'mEq/g'],
];

const UNITS = new Map<string, ResultUnit>();
for (const [kind, ucum, ...others] of SPELLINGS)
  for (const spelling of [ucum, ...others]) UNITS.set(spelling, { ucum, kind });

/** The unit that a code or a text means; undefined for every other. */
export const findResultUnit = (text: string): ResultUnit | undefined => UNITS.get(text);

/** All units with their spellings: for tests and documentation. */
export const listResultUnits = (): readonly (readonly [string, ResultUnit])[] => [...UNITS];

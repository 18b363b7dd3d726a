import { roundToSignificant } from '@magwatch/base';
import { between, type NumberSpec, numberOf } from './parameter-kinds.ts';

/** One threshold in each unit family in which laboratories report; a value is compared in its own (clinical catalogue §1.2). */
export const threshold = (
  element: Element,
  [mmolPerL, mgPerDl, meqPerL]: readonly [mmolPerL: number, mgPerDl: number, meqPerL: number],
  says: string,
) => ({
  ...thresholdWithoutMEq(element, [mmolPerL, mgPerDl], says),
  'meq/L': inFamily(element, [meqPerL, 'meq/L'], says),
});

/** Phosphate has no mEq: its charge depends on the pH. */
export const thresholdWithoutMEq = (
  element: Element,
  [mmolPerL, mgPerDl]: readonly [mmolPerL: number, mgPerDl: number],
  says: string,
) => ({
  'mmol/L': inFamily(element, [mmolPerL, 'mmol/L'], says),
  'mg/dL': inFamily(element, [mgPerDl, 'mg/dL'], says),
});

export const FAMILIES = ['mmol/L', 'mg/dL', 'meq/L'] as const;
type Family = (typeof FAMILIES)[number];

/** mg/dL that 1 mmol/L is; the values outside of which no result is believed, in mmol/L (clinical catalogue §1.1, §1.3). */
const ELEMENTS = {
  mg: { mgPerDl: 2.4305, believed: [0.05, 9] },
  img: { mgPerDl: 2.4305, believed: [0.05, 5] },
  ca: { mgPerDl: 4.0078, believed: [0.7, 5.5] },
  ica: { mgPerDl: 4.0078, believed: [0.2, 3] },
  phos: { mgPerDl: 3.09738, believed: [0.03, 8] },
} as const;
type Element = keyof typeof ELEMENTS;

/** Magnesium and calcium have two charges. */
const MEQ_PER_MMOL = 2;

/** How many of a unit family 1 mmol/L of an element is. */
export function perMmol(element: Element, family: Family): number {
  if (family === 'mmol/L') return 1;
  return family === 'meq/L' ? MEQ_PER_MMOL : ELEMENTS[element].mgPerDl;
}

/** The element that a threshold is named for: `mg` of `mg.low`; undefined where it has no unit families. */
export function elementOf(thresholdName: string): Element | undefined {
  const [first] = thresholdName.split('.');
  return Object.keys(ELEMENTS).find((name): name is Element => name === first);
}

/** A threshold where no result is believed could never be crossed. */
function inFamily(element: Element, [value, family]: readonly [number, Family], says: string): NumberSpec {
  const [lowest, highest] = ELEMENTS[element].believed;
  const limit = (mmolPerL: number): number => roundToSignificant(mmolPerL * perMmol(element, family), 3);
  return numberOf(value, family, { range: between(limit(lowest), limit(highest)), says });
}

import { roundToSignificant } from '@magwatch/base';
import { UcumLhcUtils } from './ucum-library.js';

/** What turns grams into moles, and moles into equivalents. */
export interface Substance {
  /** g/mol. */
  readonly molarMass?: number;
  /** Equivalents per mole. */
  readonly charge?: number;
}

const factors = new Map<string, number | undefined>();

/**
 * How many `to` one `from` is (both UCUM codes); undefined where UCUM cannot turn one into the other. All units here are
 * proportional, so that a factor is enough; each is asked of the library once.
 */
export function factorBetween(from: string, to: string, substance: Substance = {}): number | undefined {
  if (from === to) return 1;
  const key = `${from} ${to} ${substance.molarMass} ${substance.charge}`;
  if (factors.has(key)) return factors.get(key);
  const factor = askLibrary(from, to, substance);
  factors.set(key, factor);
  return factor;
}

/** All that a double holds without its noise: a factor must be better than the values that it makes. */
const FACTOR_DIGITS = 15;

function askLibrary(from: string, to: string, { molarMass, charge }: Substance): number | undefined {
  const options = {
    ...(molarMass === undefined ? {} : { molecularWeight: molarMass }),
    ...(charge === undefined ? {} : { charge }),
  };
  const { status, toVal } = UcumLhcUtils.getInstance().convertUnitTo(from, 1, to, options);
  if (status !== 'succeeded' || toVal === null || !Number.isFinite(toVal)) return undefined;
  // The library counts in particles (6·10²³), so that even powers of ten come back with noise in the last digits.
  return roundToSignificant(toVal, FACTOR_DIGITS);
}

/** The value in another unit; undefined where UCUM cannot convert. A step on the way: who shows the end rounds its noise away. */
export function convert(value: number, from: string, to: string, substance?: Substance): number | undefined {
  const factor = factorBetween(from, to, substance);
  return factor === undefined ? undefined : value * factor;
}

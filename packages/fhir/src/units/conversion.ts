import { roundToSignificant } from '@magwatch/base';
import type { Analyte } from '@magwatch/timeline';
import { ANALYTE_DEFINITIONS, type AnalyteDefinition, CREATININE_G_PER_MMOL } from './analytes.ts';
import type { ResultUnit } from './result-units.ts';
import { factorBetween } from './ucum.ts';

/** How a value of one analyte in one unit is compared and calculated with. */
export interface Conversion {
  readonly definition: AnalyteDefinition;
  readonly compared: { readonly unit: string; readonly factor: number };
  readonly canonicalFactor: number;
}

const known = new Map<Analyte, Map<string, Conversion | undefined>>();

/** The conversion of a unit for an analyte; undefined where the unit cannot measure it. Worked out once per pair. */
export function conversionFor(analyte: Analyte, unit: ResultUnit): Conversion | undefined {
  let ofAnalyte = known.get(analyte);
  if (!ofAnalyte) {
    ofAnalyte = new Map<string, Conversion | undefined>();
    known.set(analyte, ofAnalyte);
  }
  if (ofAnalyte.has(unit.ucum)) return ofAnalyte.get(unit.ucum);
  const conversion = workOut(ANALYTE_DEFINITIONS[analyte], unit);
  ofAnalyte.set(unit.ucum, conversion);
  return conversion;
}

function workOut(definition: AnalyteDefinition | undefined, unit: ResultUnit): Conversion | undefined {
  if (!definition?.kinds.includes(unit.kind)) return undefined;
  const canonicalFactor = factor(unit, definition.canonical, definition);
  const comparedUnit = definition.comparedIn?.[unit.kind] ?? definition.canonical;
  const comparedFactor = factor(unit, comparedUnit, definition);
  if (canonicalFactor === undefined || comparedFactor === undefined) return undefined;
  return { definition, canonicalFactor, compared: { unit: comparedUnit, factor: comparedFactor } };
}

function factor({ ucum, kind }: ResultUnit, to: string, { substance }: AnalyteDefinition): number | undefined {
  if (ucum === to) return 1;
  // The same number: the body surface is an annotation in UCUM, and mL/min is marked as not indexed.
  if (kind === 'filtration') return 1;
  if (kind === 'creatinine-ratio') return ratioFactor(ucum, substance);
  return factorBetween(ucum, to, substance);
}

/** Per-creatinine ratios as mmol of the ion per mmol of creatinine: UCUM alone does not know creatinine’s mass. */
function ratioFactor(ucum: string, substance: AnalyteDefinition['substance']): number | undefined {
  const [numerator = '', denominator = ''] = ucum.replace('{creat}', '').split('/');
  const perMole = factorBetween(numerator, denominator === 'mol' ? 'mol' : 'mmol', substance);
  if (perMole === undefined) return undefined;
  return denominator === 'g' ? perMole * CREATININE_G_PER_MMOL : perMole;
}

/** value × factor without the noise of binary fractions. */
export const scale = (value: number, by: number): number => (by === 1 ? value : roundToSignificant(value * by));

import { assert } from '@magwatch/base';
import type { ParameterProblem } from './errors.ts';
import { type ListedParameter, listParameters } from './list-parameters.ts';
import { elementOf, FAMILIES, perMmol } from './parameter-families.ts';
import { withUnit } from './parameter-tree.ts';
import type { Parameters } from './parameters.ts';

type Problem = Omit<ParameterProblem, 'file'>;

/**
 * Parameters that contradict each other: limits out of their order, so that grades would overlap or a rule could never
 * fire, and unit families of one threshold that disagree.
 */
export function checkRelations(parameters: Parameters): readonly Problem[] {
  const numbers = new Map(listParameters(parameters).map((listed) => [listed.name, listed]));
  return [...checkOrder(numbers), ...checkFamilies(numbers)];
}

type Numbers = ReadonlyMap<string, ListedParameter>;

/** Thresholds from the lowest to the highest, in every unit family. */
const THRESHOLD_CHAINS: readonly (readonly string[])[] = [
  ['mg.severe', 'mg.moderate', 'mg.low', 'mg.lowNormalCeil', 'mg.high', 'mg.highWarn', 'mg.highCritical'],
  ['mg.high', 'mg.obWarn', 'mg.obCritical'],
  ['ca.critical', 'ca.severe', 'ca.low'],
  ['ica.critical', 'ica.severe', 'ica.low'],
  ['phos.severe', 'phos.low'],
];

/** Each less than the next. */
const RISING: readonly (readonly string[])[] = [
  ['thresholds.k.severe', 'thresholds.k.moderate', 'thresholds.k.low', 'refK.targetK', 'thresholds.k.edta'],
  ['thresholds.k.low', 'thresholds.k.hyperForCalcium'],
  ['thresholds.egfr.failure', 'thresholds.egfr.severe', 'thresholds.egfr.reduced'],
  ['thresholds.qtc.prolonged.male_ms', 'thresholds.qtc.critical_ms'],
  ['thresholds.qtc.prolonged.female_ms', 'thresholds.qtc.critical_ms'],
  ['refeeding.dual_pct', 'refeeding.single_pct', 'refeeding.severe_pct'],
  ['femg.extraRenalBelow_pct', 'femg.renalMin_pct'],
  ['escalate_h.critical', 'escalate_h.criticalSecond'],
  ['refK.minInterval_h', 'lookback_h.inpatient.k'],
  ['refK.C.separation_h', 'refK.C.window_h'],
  ['mg.followupDue_h', 'mg.followupClose_h'],
  ['k.recheckDue_h', 'k.recheckClose_h'],
  ['monitoring.cisplatin.fromDose_h', 'monitoring.cisplatin.untilDose_h'],
  ['monitoring.carboplatin.fromDose_h', 'monitoring.carboplatin.untilDose_h'],
  ['monitoring.egfrAntibody.fromDose_h', 'monitoring.egfrAntibody.untilDose_h'],
];

/** A run of low potassium as long as the look-back could never be seen; look-backs of 24 h are in use with definition A. */
const RISING_WITH_DEFINITION_B: readonly string[] = ['refK.B.window_h', 'lookback_h.inpatient.k'];

/** Each at most the next. */
const NOT_FALLING: readonly (readonly string[])[] = [
  ['mg.tooEarly_h', 'mg.followupDueRenal_h', 'mg.followupDue_h'],
  ['k.recheckDueIfBelow3_h', 'k.recheckDue_h'],
  ['refK.absorbLag_h', 'refK.minInterval_h'],
  ['refK.B.minDays', 'refK.B.minDoses'],
  ['refK.C.latestMax_h', 'refK.C.window_h'],
  ['thresholds.alb.low_gL', 'albuminMg.refAlb_gL'],
  ['guard.singleDoseDialysis_mEq', 'guard.singleDoseReduced_mEq'],
  ['monitoring.calcineurinInhibitor.earlyInterval_h', 'monitoring.calcineurinInhibitor.lateInterval_h'],
  ['monitoring.loopIv.span_h', 'monitoring.loopIv.window_h'],
  ['monitoring.loopIv.lastDose_h', 'monitoring.loopIv.window_h'],
  ['monitoring.ppiCombined.exposure_d', 'monitoring.ppi.exposure_d'],
  ['monitoring.ppiCombined.interval_h', 'monitoring.ppi.interval_h'],
];

function checkOrder(numbers: Numbers): readonly Problem[] {
  const thresholds = FAMILIES.flatMap((family) =>
    THRESHOLD_CHAINS.map((chain) => chain.map((name) => `thresholds.${name}.${family}`)),
  );
  // Phosphate has two families: what no family holds is not compared.
  const known = thresholds.filter((chain) => chain.every((name) => numbers.has(name)));
  const rising = numbers.get('refK.definition')?.value === 'B' ? [...RISING, RISING_WITH_DEFINITION_B] : RISING;
  return [
    ...[...known, ...rising].flatMap((chain) => checkChain(numbers, chain, 'less than')),
    ...NOT_FALLING.flatMap((chain) => checkChain(numbers, chain, 'at most')),
  ];
}

function checkChain(numbers: Numbers, chain: readonly string[], relation: 'less than' | 'at most'): readonly Problem[] {
  return chain.slice(1).flatMap((higherName, index) => {
    const lower = getNumber(numbers, chain[index] ?? '');
    const higher = getNumber(numbers, higherName);
    if (lower.value < higher.value || (relation === 'at most' && lower.value === higher.value)) return [];
    const problem = `is ${lower.said}, and must be ${relation} ${higherName} (${higher.said})`;
    return [{ code: 'parameters-not-in-order', name: lower.name, problem, example: lower.example } as const];
  });
}

function getNumber(numbers: Numbers, name: string) {
  const listed = numbers.get(name);
  assert(listed?.spec.kind === 'number' && typeof listed.value === 'number', `${name} is a number of the catalogue`);
  const { spec, value } = listed;
  return { name, value, said: withUnit(value, spec.unit), example: String(spec.default) };
}

/** Families may differ by rounding; more than this means that one of them was forgotten when another was changed. */
const FAMILY_TOLERANCE = 0.05;

function checkFamilies(numbers: Numbers): readonly Problem[] {
  return [...numbers.keys()].flatMap((name) => {
    const threshold = /^thresholds\.(.+)\.mmol\/L$/.exec(name)?.[1];
    const element = threshold === undefined ? undefined : elementOf(threshold);
    if (threshold === undefined || element === undefined) return [];
    const mmolPerL = getNumber(numbers, name).value;
    const families = FAMILIES.filter((family) => numbers.has(`thresholds.${threshold}.${family}`)).map((family) => ({
      family,
      ...getNumber(numbers, `thresholds.${threshold}.${family}`),
    }));
    const example = `{ ${families.map((one) => `${one.family}: ${one.example}`).join(', ')} }`;
    return families.flatMap(({ family, value, said }): readonly Problem[] => {
      const inMmol = value / perMmol(element, family);
      if (Math.abs(inMmol / mmolPerL - 1) <= FAMILY_TOLERANCE) return [];
      const problem = `is ${mmolPerL} mmol/L and ${said}, which is ${inMmol.toFixed(2)} mmol/L; change all families together`;
      return [{ code: 'parameters-families-disagree', name: `thresholds.${threshold}`, problem, example }];
    });
  });
}

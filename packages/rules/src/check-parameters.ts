import type { ParameterProblem } from './errors.ts';
import type { Parameters } from './parameters.ts';
import type { Limits } from './thresholds.ts';

type Problem = Omit<ParameterProblem, 'file'>;
type Thresholds = Parameters['thresholds'];

/** Parameters that contradict each other: limits out of their order, unit families of one threshold that disagree. */
export function checkOrder(parameters: Parameters): readonly Problem[] {
  return [
    ...THRESHOLD_CHAINS.flatMap((chain) => checkChain(parameters.thresholds, chain)),
    ...NUMBER_CHAINS.flatMap((chain) => checkNumbers(parameters, chain)),
    ...checkFamilies(parameters.thresholds),
    ...checkBounds(parameters),
  ];
}

type TupleName = {
  [Name in keyof Thresholds]: Thresholds[Name] extends number ? never : Name;
}[keyof Thresholds];

/** From the lowest to the highest, in every unit family. */
const THRESHOLD_CHAINS: readonly (readonly TupleName[])[] = [
  ['mg.severe', 'mg.moderate', 'mg.low', 'mg.lowNormalCeil', 'mg.high', 'mg.highWarn', 'mg.highCritical'],
  ['mg.high', 'mg.obWarn', 'mg.obCritical'],
  ['ca.critical', 'ca.severe', 'ca.low'],
  ['ica.critical', 'ica.severe', 'ica.low'],
  ['phos.severe', 'phos.low'],
];

const FAMILIES = ['mmol/L', 'mg/dL', 'meq/L'] as const;

function checkChain(thresholds: Thresholds, chain: readonly TupleName[]): readonly Problem[] {
  const problems: Problem[] = [];
  for (const family of FAMILIES)
    for (let index = 1; index < chain.length; index += 1) {
      const [lower, higher] = [chain[index - 1], chain[index]];
      if (!lower || !higher) continue;
      const [low, high] = [limitsOf(thresholds, lower)[family], limitsOf(thresholds, higher)[family]];
      if (low !== undefined && high !== undefined && low >= high)
        problems.push(
          outOfOrder(`thresholds.${lower}.${family}`, low, { name: `thresholds.${higher}.${family}`, value: high }),
        );
    }
  return problems;
}

const limitsOf = (thresholds: Thresholds, name: TupleName): Limits => thresholds[name];

interface Named {
  readonly name: string;
  readonly value: number;
}

const outOfOrder = (name: string, value: number, higher: Named): Problem => ({
  code: 'parameters-not-in-order',
  name,
  problem: `${value} must be less than ${higher.name} (${higher.value})`,
});

const NUMBER_CHAINS: readonly ((parameters: Parameters) => readonly Named[])[] = [
  ({ thresholds: t, refK }) => [
    { name: 'thresholds.k.severe', value: t['k.severe'] },
    { name: 'thresholds.k.moderate', value: t['k.moderate'] },
    { name: 'thresholds.k.low', value: t['k.low'] },
    { name: 'refK.targetK', value: refK.targetK },
    { name: 'thresholds.k.edta', value: t['k.edta'] },
  ],
  ({ thresholds: t }) => [
    { name: 'thresholds.egfr.failure', value: t['egfr.failure'] },
    { name: 'thresholds.egfr.severe', value: t['egfr.severe'] },
    { name: 'thresholds.egfr.reduced', value: t['egfr.reduced'] },
  ],
  ({ thresholds: t }) => [
    { name: 'thresholds.qtc.prolonged.male_ms', value: t['qtc.prolonged.male_ms'] },
    { name: 'thresholds.qtc.critical_ms', value: t['qtc.critical_ms'] },
  ],
  ({ thresholds: t }) => [
    { name: 'thresholds.qtc.prolonged.female_ms', value: t['qtc.prolonged.female_ms'] },
    { name: 'thresholds.qtc.critical_ms', value: t['qtc.critical_ms'] },
  ],
  ({ refeeding }) => [
    { name: 'refeeding.dual_pct', value: refeeding.dual_pct },
    { name: 'refeeding.single_pct', value: refeeding.single_pct },
    { name: 'refeeding.severe_pct', value: refeeding.severe_pct },
  ],
  ({ femg }) => [
    { name: 'femg.extraRenalBelow_pct', value: femg.extraRenalBelow_pct },
    { name: 'femg.renalMin_pct', value: femg.renalMin_pct },
  ],
  ({ escalate_h }) => [
    { name: 'escalate_h.critical', value: escalate_h.critical },
    { name: 'escalate_h.criticalSecond', value: escalate_h.criticalSecond },
  ],
];

function checkNumbers(parameters: Parameters, chain: (parameters: Parameters) => readonly Named[]): readonly Problem[] {
  const named = chain(parameters);
  return named.flatMap((lower, index) => {
    const higher = named[index + 1];
    return higher && lower.value >= higher.value ? [outOfOrder(lower.name, lower.value, higher)] : [];
  });
}

/** Families may differ by rounding; more than this means that one of them was forgotten when another was changed. */
const FAMILY_TOLERANCE = 0.05;
const MG_PER_DL: Readonly<Record<string, number>> = { mg: 2.4305, img: 2.4305, ca: 4.0078, ica: 4.0078, phos: 3.09738 };
const MEQ_PER_MMOL = 2;

function checkFamilies(thresholds: Thresholds): readonly Problem[] {
  const names = [...new Set([...THRESHOLD_CHAINS.flat(), 'img.low' as const])];
  return names.flatMap((name) => {
    const limits = limitsOf(thresholds, name);
    const mgPerDl = limits['mg/dL'] / (MG_PER_DL[name.slice(0, name.indexOf('.'))] ?? 1);
    const meqPerL = limits['meq/L'] === undefined ? undefined : limits['meq/L'] / MEQ_PER_MMOL;
    return [
      ...disagreement(name, limits['mmol/L'], { family: 'mg/dL', mmolPerL: mgPerDl }),
      ...(meqPerL === undefined ? [] : disagreement(name, limits['mmol/L'], { family: 'meq/L', mmolPerL: meqPerL })),
    ];
  });
}

function disagreement(
  name: string,
  mmolPerL: number,
  other: { readonly family: string; readonly mmolPerL: number },
): readonly Problem[] {
  if (Math.abs(other.mmolPerL / mmolPerL - 1) <= FAMILY_TOLERANCE) return [];
  const problem = `${mmolPerL} mmol/L, but its ${other.family} says ${other.mmolPerL.toFixed(2)} mmol/L; change all families together`;
  return [{ code: 'parameters-families-disagree', name: `thresholds.${name}`, problem }];
}

const SUMMARY_MAX = 139;

function checkBounds({ refK, ui }: Parameters): readonly Problem[] {
  const problems: Problem[] = [];
  if (refK.responseRatio > 1)
    problems.push({
      code: 'parameters-out-of-range',
      name: 'refK.responseRatio',
      problem: 'must be at most 1',
      example: '0.5',
    });
  if (ui.summaryMax > SUMMARY_MAX)
    problems.push({
      code: 'parameters-out-of-range',
      name: 'ui.summaryMax',
      problem: 'must be at most 139: CDS Hooks wants fewer than 140 characters',
      example: '139',
    });
  return problems;
}

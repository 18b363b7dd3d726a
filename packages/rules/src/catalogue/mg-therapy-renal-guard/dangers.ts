import { isAbove, isBelow } from '@magwatch/base';
import type { Evidence } from '@magwatch/timeline';
import { findActiveCondition, findActiveOrPastCondition } from '../../blocks/conditions.ts';
import { DIALYSIS_MEMORY_HOURS, isEgfrOpenAbove, isOnDialysis, type Kidneys, kidneys } from '../../blocks/kidneys.ts';
import { type Magnesium, magnesium } from '../../blocks/magnesium.ts';
import {
  type Hazard,
  neuromuscularBlockade,
  neuromuscularDisease,
  unpacedHeartBlock,
} from '../../blocks/magnesium-hazards.ts';
import { type MagnesiumProduct, magnesiumProducts } from '../../blocks/magnesium-products.ts';
import { isObstetricMagnesium } from '../../blocks/obstetric.ts';
import type { Chart } from '../../chart.ts';
import type { Severity } from '../../contract.ts';
import { conditionEvidence } from '../../evidence.ts';
import { numberText, quantityText } from '../../words.ts';
import { egfrParts } from '../kidney-parts.ts';

export type DangerKind =
  | 'kidneys-with-enough-magnesium'
  | 'failed-kidneys-large-dose'
  | 'neuromuscular-disease'
  | 'heart-block'
  | 'kidneys'
  | 'neuromuscular-blocker'
  | 'reduced-kidneys-large-dose'
  | 'egfr-unknown';

/** One thing that speaks against the magnesium of this patient, with the products that it holds for. */
export interface Danger extends DangerTest {
  readonly products: readonly MagnesiumProduct[];
  /** For the reader: "eGFR 22", "dialysis", "32.4 mEq in one dose". */
  readonly words: readonly string[];
  readonly evidence: readonly Evidence[];
}

export interface Dangers {
  readonly found: readonly Danger[];
  /** What is not known of a product and could make a danger of it. */
  readonly open: ReadonlyMap<DangerKind, readonly string[]>;
}

/** The patient against each product, from the worst danger to the mildest. */
export function dangers(chart: Chart): Dangers {
  const patient = chart.read(patientAtRisk);
  const products = chart.read(magnesiumProducts);
  const found: Danger[] = [];
  const open = new Map<DangerKind, readonly string[]>();
  for (const test of DANGERS.filter(({ isOf }) => isOf(patient))) {
    const limit = limitOf(chart, test);
    const concerned = products.filter((product) => concerns(test, limit, product) === true);
    const unclear = products.filter((product) => concerns(test, limit, product) === undefined);
    if (unclear.length > 0)
      open.set(
        test.kind,
        unclear.flatMap((product) => unknownOf(test, product)),
      );
    if (concerned.length === 0) continue;
    const dose = limit === undefined ? [] : [largestDose(concerned)];
    const { words, evidence } = test.says(patient);
    found.push({ ...test, products: concerned, words: [...words, ...dose], evidence });
  }
  return { found, open };
}

interface DangerTest {
  readonly kind: DangerKind;
  readonly severity: Severity;
  readonly isOf: (patient: PatientAtRisk) => boolean;
  readonly says: (patient: PatientAtRisk) => {
    readonly words: readonly string[];
    readonly evidence: readonly Evidence[];
  };
  /** Magnesium that is swallowed, or an enema, does not do it. */
  readonly needsInjection?: true;
  /** Only a larger single dose does it. */
  readonly above?: 'singleDoseDialysis_mEq' | 'singleDoseReduced_mEq';
}

const DANGERS: readonly DangerTest[] = [
  {
    kind: 'kidneys-with-enough-magnesium',
    severity: 'critical',
    isOf: ({ isImpaired, grade }) => isImpaired && (grade === 'normal' || grade === 'high'),
    says: renalParts,
  },
  {
    kind: 'failed-kidneys-large-dose',
    severity: 'critical',
    needsInjection: true,
    above: 'singleDoseDialysis_mEq',
    isOf: ({ isFailed }) => isFailed,
    says: renalParts,
  },
  {
    kind: 'neuromuscular-disease',
    severity: 'critical',
    needsInjection: true,
    isOf: ({ disease }) => disease !== undefined,
    says: ({ disease }) => hazardParts(disease),
  },
  {
    kind: 'heart-block',
    severity: 'critical',
    needsInjection: true,
    isOf: ({ heartBlock }) => heartBlock !== undefined,
    says: ({ heartBlock }) => hazardParts(heartBlock),
  },
  { kind: 'kidneys', severity: 'warning', isOf: ({ isImpaired }) => isImpaired, says: renalParts },
  {
    kind: 'neuromuscular-blocker',
    severity: 'info',
    needsInjection: true,
    isOf: ({ blockade }) => blockade !== undefined,
    says: ({ blockade }) => hazardParts(blockade),
  },
  {
    kind: 'reduced-kidneys-large-dose',
    severity: 'info',
    needsInjection: true,
    above: 'singleDoseReduced_mEq',
    isOf: ({ isReduced }) => isReduced,
    says: renalParts,
  },
  {
    kind: 'egfr-unknown',
    severity: 'info',
    needsInjection: true,
    // Kidneys that are known to be impaired need no eGFR to say so.
    isOf: ({ egfr, isImpaired, isObstetric }) => egfr === undefined && !isImpaired && !isObstetric,
    says: () => ({ words: ['unknown eGFR'], evidence: [] }),
  },
];

/** What rule 17 reads of the patient. */
interface PatientAtRisk extends Kidneys {
  readonly grade: Magnesium['grade'];
  readonly isDialysed: boolean;
  /** eGFR below 15, or dialysis. */
  readonly isFailed: boolean;
  /** eGFR of 30 to 59. */
  readonly isReduced: boolean;
  readonly isObstetric: boolean;
  readonly disease: Hazard | undefined;
  readonly heartBlock: Hazard | undefined;
  readonly blockade: Hazard | undefined;
  readonly renalEvidence: readonly Evidence[];
}

function patientAtRisk(chart: Chart): PatientAtRisk {
  const known = chart.read(kidneys);
  const { thresholds } = chart.parameters;
  const isDialysed = chart.read(isOnDialysis);
  return {
    ...known,
    grade: chart.read(magnesium).grade,
    isDialysed,
    isFailed: isDialysed || isEgfrBelow(known, thresholds['egfr.failure']),
    isReduced: isEgfrBelow(known, thresholds['egfr.reduced']) && !isEgfrBelow(known, thresholds['egfr.severe']),
    isObstetric: chart.read(isObstetricMagnesium),
    disease: chart.read(neuromuscularDisease),
    heartBlock: chart.read(unpacedHeartBlock),
    blockade: chart.read(neuromuscularBlockade),
    renalEvidence: renalEvidence(chart),
  };
}

/** "More than" a number is below no limit; an unknown eGFR is neither. */
function isEgfrBelow({ egfr }: Kidneys, limit: number): boolean {
  return egfr !== undefined && !isEgfrOpenAbove(egfr) && isBelow(egfr.value, limit);
}

function renalEvidence(chart: Chart): readonly Evidence[] {
  const dialysis = findActiveOrPastCondition(chart, 'dialysis', DIALYSIS_MEMORY_HOURS);
  const injury = findActiveCondition(chart, ['aki']);
  return [
    ...egfrParts(chart).evidence,
    ...(dialysis ? conditionEvidence('dialysis', dialysis) : []),
    ...(injury ? conditionEvidence('aki', injury) : []),
  ];
}

function renalParts({
  egfr,
  isDialysed,
  isInjured,
  renalEvidence: evidence,
}: PatientAtRisk): Pick<Danger, 'words' | 'evidence'> {
  const words = [
    ...(isDialysed ? ['dialysis'] : egfr ? [`eGFR ${Math.round(egfr.value)}`] : []),
    ...(isInjured ? ['acute kidney injury'] : []),
  ];
  return { words, evidence };
}

const hazardParts = (hazard: Hazard | undefined): Pick<Danger, 'words' | 'evidence'> => ({
  words: hazard ? [hazard.words] : [],
  evidence: hazard?.evidence ?? [],
});

const limitOf = ({ parameters }: Chart, { above }: DangerTest): number | undefined =>
  above === undefined ? undefined : parameters.guard[above];

/** Yes, no, or undefined where the route or the amount of the product would have to be known. */
function concerns(
  { needsInjection }: DangerTest,
  limit: number | undefined,
  { isInjected, doseMEq }: MagnesiumProduct,
): boolean | undefined {
  const byRoute = needsInjection ? isInjected : true;
  const byDose = limit === undefined ? true : doseMEq === undefined ? undefined : isAbove(doseMEq, limit);
  if (byRoute === false || byDose === false) return false;
  return byRoute === undefined || byDose === undefined ? undefined : true;
}

const unknownOf = ({ above }: DangerTest, { isInjected, doseMEq }: MagnesiumProduct): readonly string[] => [
  ...(isInjected === undefined ? ['magnesium-route'] : []),
  ...(above !== undefined && doseMEq === undefined ? ['magnesium-dose-amount'] : []),
];

const largestDose = (products: readonly MagnesiumProduct[]): string =>
  `${quantityText(Math.max(...products.map(({ doseMEq }) => doseMEq ?? 0)), 'meq')} in one dose`;

/** "magnesium sulfate 32.4 mEq injected (draft)" for the reader. */
export function productText({ item, as, isInjected, doseMEq }: MagnesiumProduct): string {
  const amount = doseMEq === undefined ? 'of unknown amount' : `${numberText(doseMEq)} mEq`;
  const swallowed = item.route === 'other' ? 'by another route' : 'by mouth or tube';
  const way = isInjected === undefined ? 'by unknown route' : isInjected ? 'injected' : swallowed;
  return `${item.drug.replaceAll('-', ' ')} ${amount} ${way} (${AS_WORDS[as]})`;
}

const AS_WORDS: Readonly<Record<MagnesiumProduct['as'], string>> = {
  draft: 'being ordered now',
  order: 'ordered',
  dose: 'given',
};

import { isBelow } from '@magwatch/base';
import type { Chart } from '../chart.ts';
import { guardInputs } from '../inputs.ts';
import { isCanonicalAtLeast, isOpenAbove, isOpenBelow } from '../thresholds.ts';
import { findCardiacArrest } from './cardiac-arrest.ts';
import { findActiveCondition } from './conditions.ts';
import { findUnseen } from './coverage.ts';
import { isOnDialysis, type Kidneys, kidneys } from './kidneys.ts';
import { type Magnesium, magnesium } from './magnesium.ts';
import { neuromuscularDisease, unpacedHeartBlock } from './magnesium-hazards.ts';
import { isObstetricMagnesium } from './obstetric.ts';
import { potassium } from './potassium.ts';
import { findTorsades } from './risk-modifiers.ts';
import { magnesiumTreated } from './treatment.ts';

/** The magnesium that a card may draft for this patient, or why it drafts none. */
export type MagnesiumDraft = OfferedDraft | RefusedDraft;

export interface OfferedDraft {
  /** Of magnesium sulfate, into a vein, once. */
  readonly grams: number;
  /** Over which they run, at least. */
  readonly hours: number;
  /** What chose the amount: the grade of magnesium, or kidneys that allow no more than this. */
  readonly by: DraftBand;
  readonly oral: 'first' | 'possible' | 'unsafe';
  /** What the kidneys were judged by; several hours or days old, so a card says its time. */
  readonly egfr: NonNullable<Kidneys['egfr']>;
}

export interface RefusedDraft {
  readonly refused: readonly Refusal[];
}

export type DraftBand = 'mild' | 'moderate' | 'severe' | 'egfr-reduced' | 'egfr-severe' | 'kidney-injury';

export type Refusal =
  | 'magnesium-unknown'
  | 'magnesium-not-low'
  | 'low-normal'
  | 'torsades'
  | 'cardiac-arrest'
  | 'dialysis'
  | 'obstetric'
  | 'neuromuscular-disease'
  | 'av-block'
  | 'egfr-unknown'
  | 'hazards-unknown'
  | 'being-replaced';

/**
 * The renal-safety guard (clinical catalogue §4.0, "Renal-safety guard for SG2"): every suggestion of magnesium goes through
 * it. The amounts are a synthesis of the label and common protocols, to be approved by each site.
 */
export function magnesiumDraft(chart: Chart): MagnesiumDraft {
  const mg = chart.read(magnesium);
  if (!isLow(mg)) return { refused: [refusalOf(mg)] };
  const { egfr } = chart.read(kidneys);
  const refused = findRefusals(chart);
  if (refused.length > 0 || egfr === undefined) return { refused };
  const by = kidneyBand(chart, egfr) ?? mg.grade;
  return { ...AMOUNTS[by], by, oral: oralRoute(chart, by), egfr };
}

/** Never faster than 1 g/h: far below the 150 mg/min of the label. With reduced kidneys it is the most that is given at once. */
const AMOUNTS: Readonly<Record<DraftBand, Pick<OfferedDraft, 'grams' | 'hours'>>> = {
  mild: { grams: 2, hours: 2 },
  moderate: { grams: 4, hours: 4 },
  severe: { grams: 4, hours: 4 },
  'egfr-reduced': { grams: 2, hours: 2 },
  'egfr-severe': { grams: 1, hours: 2 },
  'kidney-injury': { grams: 1, hours: 2 },
};

type LowMagnesium = Magnesium & { readonly grade: 'mild' | 'moderate' | 'severe' };

const isLow = (mg: Magnesium): mg is LowMagnesium => mg.isLow;

/** What is not low is not replaced; a low-normal value (rule 5) gets words and no order. */
function refusalOf({ grade }: Magnesium): Refusal {
  if (grade === 'unknown') return 'magnesium-unknown';
  return grade === 'low-normal' ? 'low-normal' : 'magnesium-not-low';
}

/** All that applies, so that a card names everybody to ask. */
function findRefusals(chart: Chart): readonly Refusal[] {
  const is: Readonly<Partial<Record<Refusal, boolean>>> = {
    // An emergency has a protocol of its own: a card names no dose for it (clinical catalogue §7).
    torsades: findTorsades(chart) !== undefined,
    'cardiac-arrest': findCardiacArrest(chart) !== undefined,
    dialysis: chart.read(isOnDialysis),
    // The doses of obstetrics are others, also before the first of them is ordered.
    obstetric:
      chart.read(isObstetricMagnesium) || findActiveCondition(chart, ['pre-eclampsia', 'eclampsia']) !== undefined,
    'neuromuscular-disease': chart.read(neuromuscularDisease) !== undefined,
    'av-block': chart.read(unpacedHeartBlock) !== undefined,
    'egfr-unknown': chart.read(kidneys).egfr === undefined,
    'hazards-unknown': chart.read(hasUnseenHazard),
    // What was given or ordered since the level is not in it: a level comes before more.
    'being-replaced': chart.read(magnesiumTreated) !== undefined,
  };
  return REFUSALS.filter((refusal) => is[refusal]);
}

/** In the order in which a card says them. */
const REFUSALS: readonly Refusal[] = [
  'torsades',
  'cardiac-arrest',
  'dialysis',
  'obstetric',
  'neuromuscular-disease',
  'av-block',
  'egfr-unknown',
  'hazards-unknown',
  'being-replaced',
];

/** A diagnosis that nobody could look for is not absent. A pacemaker only takes a danger away. */
function hasUnseenHazard(chart: Chart): boolean {
  const hazards = guardInputs.filter(({ input }) => input.kind === 'condition' && input.condition !== 'pacemaker');
  return findUnseen(chart, hazards).length > 0;
}

/** The row of the table that the kidneys choose; undefined with an eGFR of 60 and more. An injured kidney has no true eGFR. */
function kidneyBand(chart: Chart, egfr: OfferedDraft['egfr']): DraftBand | undefined {
  const { thresholds } = chart.parameters;
  const lowest = lowestEgfr(egfr);
  if (isBelow(lowest, thresholds['egfr.severe'])) return 'egfr-severe';
  if (chart.read(kidneys).isInjured) return 'kidney-injury';
  return isBelow(lowest, thresholds['egfr.reduced']) ? 'egfr-reduced' : undefined;
}

/** "<60" may be anything below it, and so may an eGFR from a creatinine of ">15". */
function lowestEgfr({ value, source, result }: OfferedDraft['egfr']): number {
  const isUpperLimit = source === 'reported' ? isOpenBelow(result) : isOpenAbove(result);
  return isUpperLimit ? 0 : value;
}

/**
 * SG3 is nothing for an eGFR below 30 or an injured kidney. It comes first for a mild deficit with a potassium of 3.0 and more;
 * whether there are symptoms, an ileus or a high-output stoma is in no code: the draft says it in words.
 */
function oralRoute(chart: Chart, by: DraftBand): OfferedDraft['oral'] {
  if (by === 'egfr-severe' || by === 'kidney-injury') return 'unsafe';
  const k = chart.read(potassium);
  const isUnhurried = k !== undefined && isCanonicalAtLeast(k.result, chart.parameters.thresholds['k.moderate']);
  return by === 'mild' && isUnhurried ? 'first' : 'possible';
}

import type { Alert } from '@magwatch/alerts';
import type { DraftBand, Refusal } from '@magwatch/rules';

/** What the renal-safety guard had said when the alert was decided, read back from its figures. */
export type Guarded = OfferedMagnesium | RefusedMagnesium;

export interface OfferedMagnesium {
  readonly grams: number;
  readonly hours: number;
  readonly by: DraftBand;
  readonly oral: 'first' | 'possible' | 'unsafe';
  /** "45 mL/min/1.73 m²", "<30 …", "45 … from creatinine". */
  readonly egfr: string;
  /** ISO 8601. */
  readonly egfrAt: string;
}

export interface RefusedMagnesium {
  readonly refused: readonly (Refusal | 'cannot-tell' | 'unchecked')[];
}

/**
 * No draft without a whole answer of the guard: an alert from before there was one, or one of which nothing can be told
 * any more, offers none. What the figures hold comes from a store, so it is read as it would be from anywhere else.
 */
export function guardOf({ figures, cannotTellSince }: Pick<Alert, 'figures' | 'cannotTellSince'>): Guarded {
  if (cannotTellSince !== undefined) return { refused: ['cannot-tell'] };
  const { noMagnesiumDraft, magnesiumDraftG: grams, magnesiumDraftHours: hours, magnesiumDraftBy } = figures;
  const { magnesiumDraftOral, magnesiumDraftEgfr: egfr, magnesiumDraftEgfrAt: egfrAt } = figures;
  if (typeof noMagnesiumDraft === 'string') return { refused: refusalsIn(noMagnesiumDraft) };
  const by = BANDS.find((one) => one === magnesiumDraftBy);
  const oral = ORAL.find((one) => one === magnesiumDraftOral);
  const isWhole = by !== undefined && oral !== undefined && isText(egfr, EGFR) && isText(egfrAt, TIME);
  if (!isWhole || !isAmount(grams, MOST_GRAMS) || !isAmount(hours, MOST_HOURS)) return { refused: ['unchecked'] };
  if ((grams * 1000) / (hours * 60) > FASTEST_MG_PER_MIN) return { refused: ['unchecked'] };
  return { grams, hours, by, oral, egfr, egfrAt };
}

/** Label of magnesium sulfate: never faster outside of emergencies, which have no draft (clinical catalogue §4.0). */
const FASTEST_MG_PER_MIN = 150;
/** The largest amount and the longest time of the guard's table. */
const MOST_GRAMS = 4;
const MOST_HOURS = 4;

/** They stand in a draft, which shows any text as it is: so nothing but these texts passes. */
const EGFR = /^[<>]?=?\d+ mL\/min\/1\.73 m²( from creatinine)?$/;
const TIME = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

const isText = (value: unknown, pattern: RegExp): value is string => typeof value === 'string' && pattern.test(value);

const isAmount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && value > 0 && value <= most;

const BANDS: readonly DraftBand[] = ['mild', 'moderate', 'severe', 'egfr-reduced', 'egfr-severe', 'kidney-injury'];
const ORAL: readonly OfferedMagnesium['oral'][] = ['first', 'possible', 'unsafe'];

/** A reason that is not known is one all the same. */
function refusalsIn(text: string): RefusedMagnesium['refused'] {
  const known = Object.keys(REFUSAL_WORDS).filter((name): name is Refusal => text.split(', ').includes(name));
  return known.length > 0 ? known : ['unchecked'];
}

/** Why no magnesium is drafted, and whom to ask, in the order in which it is said. */
export const REFUSAL_WORDS: Readonly<Record<RefusedMagnesium['refused'][number], string>> = {
  'cannot-tell': 'recent data is missing',
  unchecked: 'renal safety was not checked',
  'magnesium-unknown': 'there is no usable magnesium level',
  'magnesium-not-low': 'magnesium is not low',
  'low-normal': 'magnesium is low-normal; a trial of magnesium can be considered if nothing speaks against it',
  torsades: 'torsades in the last 24 h: follow the local emergency protocol',
  'cardiac-arrest': 'cardiac arrest in the last 24 h: follow the local emergency protocol',
  dialysis: 'dialysis: discuss with nephrology',
  obstetric: 'obstetric use of magnesium: discuss with obstetrics',
  'neuromuscular-disease': 'a disease of the neuromuscular junction: discuss with neurology',
  'av-block': 'high-grade AV block without a pacemaker: discuss with cardiology',
  'egfr-unknown': 'the eGFR is not known: check creatinine',
  'hazards-unknown': 'nobody could look for dialysis, kidney injury, myasthenia or AV block among the diagnoses',
  'being-replaced': 'magnesium was given or ordered since this level: recheck it before more',
};

import { type Instant, isAtLeast } from '@magwatch/base';
import type { Dose, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import { addUp, findDoses, isReplacement, replacementDoses } from './replacement.ts';
import { findLatest, noteLeaving, type Result } from './results.ts';
import { findValidResults } from './specimens.ts';

/** Magnesium that was charted after the latest potassium (rule 20). */
export interface MagnesiumRepletion {
  readonly potassium: Result;
  /** Doses that ended after that sample, by their end; their full amount counts (as 4.97.7). */
  readonly doses: readonly Sourced<Dose>[];
  readonly mEq: number;
  readonly unknownDoses: number;
  /** Stopped doses and doses on hold do not count, even with a charted part (4.97.8). */
  readonly hasPartialDose: boolean;
  /** The end of the dose with which the known amounts are enough. */
  readonly reachedAt?: Instant;
  /** The first end at which they may have been: a dose of unknown amount may have been enough by itself. */
  readonly maybeReachedAt?: Instant;
}

export function magnesiumRepletion(chart: Chart): MagnesiumRepletion | undefined {
  const { lastK_h: hours, recheckMgMin_mEq: limit } = chart.parameters.k;
  const potassium = findLatest(findValidResults(chart, 'potassium', hours));
  if (!potassium) return undefined;
  noteLeaving(chart, potassium, hours);
  const doses = chart.read(replacementDoses('mg-replacement')).filter(({ end }) => end > potassium.at);
  const enough = doses.find((_, index) => isAtLeast(addUp(doses.slice(0, index + 1), 'magnesium').mEq, limit));
  // The doses stand by their end: whichever of the two comes first.
  const maybeEnough = doses.find((dose) => dose === enough || dose.content === undefined);
  return {
    potassium,
    doses,
    ...addUp(doses, 'magnesium'),
    hasPartialDose: findDoses(chart, 'mg-replacement').some(
      (dose) => dose.standing === 'partial' && isReplacement(dose) && dose.end > potassium.at,
    ),
    ...(enough ? { reachedAt: enough.end } : {}),
    ...(maybeEnough ? { maybeReachedAt: maybeEnough.end } : {}),
  };
}

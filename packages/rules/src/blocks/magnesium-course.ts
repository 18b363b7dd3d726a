import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import type { Dose, Sourced } from '@magwatch/timeline';
import type { Chart } from '../chart.ts';
import type { Parameters } from '../parameters.ts';
import { hasCome } from '../windows.ts';
import { findUsableMagnesium } from './magnesium.ts';
import { addUp, isCharted, isOpenEnded, latestEndOf } from './replacement.ts';
import { findLatest, noteLeaving, type Result } from './results.ts';
import { lookBackHours } from './setting.ts';

/** Doses belong to one course when they ended within a day up to the end of the last one (rule 18). */
const COURSE_HOURS = 24;
/** So long may a dose have run before its end. */
export const LONGEST_INFUSION_HOURS = 24;

/** A course ends as long ago as its level is asked for, lasts a day, and its first dose may have run for another. */
export const courseHours = ({ mg }: Parameters): number => mg.followupClose_h + COURSE_HOURS + LONGEST_INFUSION_HOURS;

/** The last course of intravenous magnesium sulfate. */
export interface MagnesiumCourse {
  /** The end of its last dose; in the future while that dose runs. */
  readonly lastEnd: Instant;
  /** Doses with an end, by their end. */
  readonly doses: readonly Sourced<Dose>[];
  readonly mEq: number;
  /** Doses that bring an unknown amount: the sum is then only a lower bound. */
  readonly unknownDoses: number;
  /** Stopped doses and doses on hold do not count, even with a charted part (4.97.8). */
  readonly hasPartialDose: boolean;
  /** The latest usable magnesium up to the start of its first dose. */
  readonly before?: Result;
}

export function magnesiumCourse(chart: Chart): MagnesiumCourse | undefined {
  const begun = chart.timeline.doses.filter((dose) => isIntravenousSulfate(dose) && hasBegun(chart, dose));
  const charted = begun.filter(isCharted);
  if (charted.length === 0) return undefined;
  const lastEnd = instantOf(Math.max(...charted.map(latestEndOf)));
  const isInside = (dose: Dose): boolean => {
    const end = latestEndOf(dose);
    return end > lastEnd - COURSE_HOURS * HOUR_MS && end <= lastEnd;
  };
  const doses = charted.filter(isInside);
  // What an infusion brought whose end nobody charted is not known.
  const counted = doses.filter((dose) => !isOpenEnded(dose));
  const { mEq, unknownDoses } = addUp(counted, 'magnesium');
  const before = findBefore(chart, Math.min(...doses.map(({ start }) => start)));
  return {
    lastEnd,
    doses: counted,
    mEq,
    unknownDoses: unknownDoses + doses.length - counted.length,
    hasPartialDose: begun.some((dose) => dose.standing === 'partial' && isInside(dose)),
    ...(before ? { before } : {}),
  };
}

const isIntravenousSulfate = ({ drug, route, isMaintenance }: Dose): boolean =>
  drug === 'magnesium-sulfate' && route === 'intravenous' && !isMaintenance;

/** A dose counts at its end; one that runs is seen from its start on. */
const hasBegun = (chart: Chart, { standing, start, end }: Dose): boolean =>
  hasCome(chart, standing === 'running' ? start : end);

function findBefore(chart: Chart, firstStart: number): Result | undefined {
  const lookBack = lookBackHours(chart, 'mg');
  const hours = courseHours(chart.parameters) + lookBack;
  const before = findLatest(
    findUsableMagnesium(chart, hours).filter(({ at }) => at <= firstStart && at > firstStart - lookBack * HOUR_MS),
  );
  if (before) noteLeaving(chart, before, hours);
  return before;
}

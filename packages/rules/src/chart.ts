import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { type Analyte, type Coverage, type Input, inputKey, isCovered, type Timeline } from '@magwatch/timeline';
import type { Parameters } from './parameters.ts';
import type { Occasion, Setting, Situation } from './situation.ts';

/**
 * The patient as rules read it at one instant. All rules of one evaluation share one chart, so that a
 * building block is found once however many rules ask for it.
 */
export interface Chart {
  readonly now: Instant;
  readonly parameters: Parameters;
  readonly timeline: Timeline;
  readonly hook: Occasion['hook'];
  /** Draft orders of this call, for the blocks that count drafts. */
  readonly drafts: Timeline | undefined;
  readonly defaultSetting: Setting | undefined;
  /** The answer of a building block; found at the first question, remembered afterwards. */
  readonly read: <Value>(block: Block<Value>) => Value;
  /** The answer of a building block if nobody had measured some analytes. */
  readonly readWithout: <Value>(analytes: ReadonlySet<Analyte>, block: Block<Value>) => Value;
  /**
   * A block says here when time alone may change what it read; instants that are not in the future are
   * ignored. The earliest of all that a rule read becomes its `reviewAt`: no rule works it out itself.
   */
  readonly changesAt: (instant: number) => void;
  /** Nothing has to be proved absent: files that are taken as the whole truth. */
  readonly isComplete: boolean;
  /** Whether everything of `input` in the last `hours` is known, so that absence is absence. */
  readonly isCovered: (input: Input, hours: number) => boolean;
}

/** A building block of the clinical catalogue (B1–B12): a pure reading of the chart. The function is its own name. */
export type Block<Value> = (chart: Chart) => Value;

/** An answer, and the next instant at which time alone may change it. */
export interface Tracked<Value> {
  readonly value: Value;
  readonly reviewAt: Instant | undefined;
}

/**
 * How late news may be before "nothing there" is no longer believed. Context searches renew the coverage of
 * an inpatient well inside of it; a site whose feed is down for longer reads "cannot tell".
 */
export const COVERAGE_STALE_MS = 24 * HOUR_MS;

/** The chart of a situation, and the way to read from it while keeping track of time. */
export function openChart(
  situation: Situation,
  parameters: Parameters,
): { readonly chart: Chart; readonly track: <Value>(read: Block<Value>) => Tracked<Value> } {
  const remembered = new Map<Block<unknown>, { readonly value: unknown; readonly next: number }>();
  const { now } = situation;
  // The earliest change of what is being read at this moment; each block starts anew and hands it up.
  let next = Number.POSITIVE_INFINITY;

  const changesAt = (instant: number): void => {
    if (instant > now && instant < next) next = instant;
  };

  function read<Value>(block: Block<Value>): Value {
    const known = remembered.get(block);
    if (known) {
      changesAt(known.next);
      return known.value as Value;
    }
    const outer = next;
    next = Number.POSITIVE_INFINITY;
    const value = block(chart);
    remembered.set(block, { value, next });
    if (outer < next) next = outer;
    return value;
  }

  const chart: Chart = {
    now,
    parameters,
    timeline: situation.timeline,
    hook: situation.occasion.hook,
    drafts: situation.occasion.drafts,
    defaultSetting: situation.defaultSetting,
    read,
    readWithout: (analytes, block) => {
      const timeline = leaveOut(situation.timeline, analytes);
      const { value, reviewAt } = openChart({ ...situation, timeline }, parameters).track(block);
      if (reviewAt !== undefined) changesAt(reviewAt);
      return value;
    },
    changesAt,
    isComplete: situation.coverage === 'complete',
    isCovered: (input, hours) => {
      noteCoverageChange(chart, situation.coverage, { input, hours });
      const window = { from: instantOf(now - hours * HOUR_MS), now, staleMs: COVERAGE_STALE_MS };
      return isCovered(situation.coverage, input, window);
    },
  };

  function track<Value>(block: Block<Value>): Tracked<Value> {
    next = Number.POSITIVE_INFINITY;
    const value = read(block);
    return { value, reviewAt: Number.isFinite(next) ? instantOf(next) : undefined };
  }
  return { chart, track };
}

const leaveOut = (timeline: Timeline, left: ReadonlySet<Analyte>): Timeline => ({
  ...timeline,
  results: (analyte) => (left.has(analyte) ? [] : timeline.results(analyte)),
});

/** Coverage begins to reach back far enough at from + W, and goes stale the moment after asOf + staleMs. */
function noteCoverageChange(
  chart: Chart,
  coverage: Coverage,
  asked: { readonly input: Input; readonly hours: number },
): void {
  if (coverage === 'complete') return;
  const cover = coverage.get(inputKey(asked.input));
  if (!cover) return;
  const staleAt = cover.asOf + COVERAGE_STALE_MS + 1;
  if (staleAt <= chart.now) return;
  chart.changesAt(cover.from + asked.hours * HOUR_MS);
  chart.changesAt(staleAt);
}

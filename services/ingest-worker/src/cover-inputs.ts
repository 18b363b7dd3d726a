import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import type { Cover } from '@magwatch/timeline';
import type { PlannedSearch } from './plan-searches.ts';

/** How a search group of a source is followed: by push, and by catch-up. */
export interface Following {
  /** Everything that changed at the source since then has been read or will be, without a hole. */
  readonly since: Instant;
  /** When the last complete catch-up began. */
  readonly caughtUpAt: Instant;
  /** The subscription was active when it was last looked at, and that was not long ago. */
  readonly isPushed: boolean;
}

/**
 * What a context search at `now` proves: for each input all of whose searches gave everything, all data from the
 * beginning of their look-back until now. An input of a search that failed is not in the answer.
 */
export function coverSearched(
  plan: readonly PlannedSearch[],
  succeeded: ReadonlySet<string>,
  now: Instant,
): ReadonlyMap<string, Cover> {
  const coverage = new Map<string, Cover>();
  const failed = new Set<string>();
  for (const { key, inputs, lookBackHours } of plan) {
    const from = instantOf(now - lookBackHours * HOUR_MS);
    for (const input of inputs) {
      if (!succeeded.has(key)) failed.add(input);
      const known = coverage.get(input);
      coverage.set(input, { from: instantOf(Math.max(from, known?.from ?? from)), asOf: now });
    }
  }
  for (const input of failed) coverage.delete(input);
  return coverage;
}

/**
 * Moves the proof of absence forward without a new search, where everything that came after it is known anyway: up
 * to now where push is healthy, else up to the last catch-up, but never past `waitingSince`, when the oldest event came of which
 * nobody knows yet what it says. Only where the group was followed without a hole since the proof was made, in all searches of
 * the input. Gives the inputs that moved.
 */
export function advanceCoverage(
  coverage: ReadonlyMap<string, Cover>,
  plan: readonly PlannedSearch[],
  following: ReadonlyMap<string, Following>,
  { now, waitingSince = now }: { readonly now: Instant; readonly waitingSince?: Instant | undefined },
): ReadonlyMap<string, Cover> {
  const reach = new Map<string, number>();
  for (const { key, inputs } of plan) {
    const followed = following.get(key);
    for (const input of inputs) {
      const asOf = coverage.get(input)?.asOf;
      const isWhole = followed !== undefined && asOf !== undefined && followed.since <= asOf;
      const until = !isWhole ? Number.NEGATIVE_INFINITY : followed.isPushed ? now : Math.min(now, followed.caughtUpAt);
      reach.set(input, Math.min(reach.get(input) ?? waitingSince, until));
    }
  }
  const moved = new Map<string, Cover>();
  for (const [input, until] of reach) {
    const cover = coverage.get(input);
    if (cover && until > cover.asOf) moved.set(input, { from: cover.from, asOf: instantOf(until) });
  }
  return moved;
}

/** News of a patient that cannot be used yet: a dose that waits for its Medication. */
export interface Waiting {
  /** The type of resource; undefined: it does not say. */
  readonly type: string | undefined;
  readonly at: Instant;
}

/**
 * Gives up the proof of inputs for which this patient has news that came after it and cannot be used yet: their absence is unknown
 * until a search has read them (rules take a proof for good for hours, so that letting it grow old is not enough). Gives
 * the inputs that lost it.
 */
export function withdrawCoverage(
  coverage: ReadonlyMap<string, Cover>,
  plan: readonly PlannedSearch[],
  waiting: readonly Waiting[],
  now: Instant,
): ReadonlyMap<string, Cover> {
  const lost = new Map<string, Cover>();
  for (const { type, inputs } of plan)
    for (const input of inputs) {
      const cover = coverage.get(input);
      if (cover === undefined) continue;
      const isHit = waiting.some(
        (one) => one.at >= cover.asOf && (one.type === type || one.type === undefined || one.type === 'Bundle'),
      );
      const begin = instantOf(Math.max(now, cover.asOf));
      if (isHit) lost.set(input, { from: begin, asOf: begin });
    }
  return lost;
}

/** A proof that reaches further ahead was made while our clock was wrong; less than that is another process's clock. */
const AHEAD_MAX_MS = 10 * 60_000;

/**
 * Whether any input of the plan lacks proof, or has one that is older than `staleMs`, that lies in the future, or that does not
 * reach back far enough: it was made for rules with a shorter look-back.
 */
export function isContextStale(
  coverage: ReadonlyMap<string, Cover>,
  plan: readonly PlannedSearch[],
  now: Instant,
  staleMs: number,
): boolean {
  // The shortest of its searches is as far as an input was ever proved.
  const lookBack = new Map<string, number>();
  for (const { inputs, lookBackHours } of plan)
    for (const input of inputs) lookBack.set(input, Math.min(lookBack.get(input) ?? lookBackHours, lookBackHours));
  return [...lookBack].some(([input, hours]) => {
    const cover = coverage.get(input);
    if (cover === undefined || cover.from > now - hours * HOUR_MS + AHEAD_MAX_MS) return true;
    return cover.asOf < now - staleMs || cover.asOf > now + AHEAD_MAX_MS;
  });
}

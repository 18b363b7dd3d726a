import type { Result } from '@magwatch/base';
import { type Ehr, type EhrFailure, type EhrSource, openEhr, type SearchParameters } from '@magwatch/ehr';
import type { Source } from '@magwatch/runtime';
import type { CatchUp } from '@magwatch/store';
import type { Following } from './cover-inputs.ts';
import type { PlannedSearch } from './plan-searches.ts';
import type { Timing } from './timing.ts';

/** A source with everything that this process knows about how well it is followed. */
export interface FollowedSource {
  readonly id: string;
  readonly source: Source;
  readonly ehr: Ehr;
  readonly plan: readonly PlannedSearch[];
  /**
   * Runs a search with its `_include` parameters, and without them where this server refuses such a search: each
   * Medication is then read by itself.
   */
  readonly includesOf: <Found>(
    search: PlannedSearch,
    run: (includes: SearchParameters) => Promise<Result<Found, EhrFailure>>,
  ) => Promise<Result<Found, EhrFailure>>;
  /** By search key: how it is followed at this moment. */
  readonly following: () => ReadonlyMap<string, Following>;
  /** A search group was caught up, now or (as the store says) before this process began. */
  readonly noteCaughtUp: (row: CatchUp, isFresh: boolean) => void;
  /** What the server said of the subscription of a search group. */
  readonly noteSubscription: (key: string, isActive: boolean) => void;
}

export interface FollowedSourceOptions {
  readonly source: Source;
  readonly plan: readonly PlannedSearch[];
  readonly timing: Timing;
  readonly ehr?: Partial<EhrSource>;
}

interface State {
  caughtUp?: CatchUp;
  /** Real time: see `goodFor`. */
  caughtUpUntilMs: number;
  activeUntilMs: number;
}

/** Opens a source; nothing is called yet. */
export function followSource({ source, plan, timing, ehr = {} }: FollowedSourceOptions): FollowedSource {
  const states = new Map<string, State>(plan.map(({ key }) => [key, { caughtUpUntilMs: 0, activeUntilMs: 0 }]));
  const { id, fhirBaseUrl: baseUrl, bearerToken } = source;
  const refusesIncludes = new Set<string>();
  return {
    id,
    source,
    plan,
    ehr: openEhr({ id, baseUrl, ...(bearerToken === undefined ? {} : { bearerToken }), ...ehr }),
    includesOf: async (search, run) => {
      if (search.includes.length === 0 || refusesIncludes.has(search.type)) return await run({});
      const found = await run({ _include: search.includes });
      if (found.ok || found.failure.code !== 'ehr-refused') return found;
      const without = await run({});
      if (without.ok) refusesIncludes.add(search.type);
      return without;
    },
    following: () => {
      const nowMs = Date.now();
      const found = new Map<string, Following>();
      for (const [key, { caughtUp, caughtUpUntilMs, activeUntilMs }] of states) {
        if (caughtUp?.caughtUpAt === undefined) continue;
        // An active subscription proves nothing by itself: servers lose notifications. Catch-up has to hold as well.
        const isPushed = activeUntilMs > nowMs && caughtUpUntilMs > nowMs;
        found.set(key, { since: caughtUp.since, caughtUpAt: caughtUp.caughtUpAt, isPushed });
      }
      return found;
    },
    noteCaughtUp: (row, isFresh) => {
      const state = states.get(row.key);
      if (!state) return;
      state.caughtUp = row;
      if (isFresh) state.caughtUpUntilMs = Date.now() + goodFor(timing.catchUpEveryMs);
    },
    noteSubscription: (key, isActive) => {
      const state = states.get(key);
      if (state) state.activeUntilMs = isActive ? Date.now() + goodFor(timing.subscriptionCheckEveryMs) : 0;
    },
  };
}

/** A word of the server is good for two turns of the task that asks it, and for as long as a turn may take. */
const goodFor = (everyMs: number): number => Math.max(2 * everyMs, 10_000);

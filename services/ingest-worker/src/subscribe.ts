import type { Result } from '@magwatch/base';
import type { EhrFailure, ObservedSubscription, WantedSubscription } from '@magwatch/ehr';
import { saveSubscription } from '@magwatch/store';
import type { FollowedSource } from './followed-source.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { criteriaOf, type PlannedSearch } from './plan-searches.ts';

const MINUTE_MS = 60_000;
/** Between attempts to bring a subscription back that the server has switched off. */
const RENEW_AFTER_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS] as const;
/** A server that leaves it `requested` for so many looks never activates it by itself: it is asked for `active`. */
const REQUESTED_LOOKS_MAX = 2;

interface Watch {
  id?: string;
  requestedLooks: number;
  renewals: number;
  renewAtMs: number;
}

export interface SubscriptionWatch {
  /** Looks at every subscription of the source, creates what is missing and asks again for what is off. */
  readonly check: () => Promise<void>;
}

export interface SubscribeDeps extends Pick<IngestDeps, 'store' | 'logger' | 'metrics'> {
  /** Where others reach the receiver. */
  readonly publicUrl: string;
  readonly requestCatchUp: (source: string) => Promise<boolean>;
}

/** One Subscription per search group of a source, created and watched: rest-hook, resource as payload, never a status in its criteria. */
export function watchSubscriptions(deps: SubscribeDeps, followed: FollowedSource): SubscriptionWatch {
  const watches = new Map<string, Watch>();
  const state = deps.metrics.gauge({
    name: 'magwatch_ingest_subscription_active',
    help: '1 where the subscription of a search group is active at its server.',
    labels: ['source', 'type', 'state'],
  });

  const observe = async (search: PlannedSearch, status: string, remoteId?: string): Promise<void> => {
    const isActive = status === 'active';
    followed.noteSubscription(search.key, isActive);
    state.set(isActive ? 1 : 0, { source: followed.id, type: search.type });
    const row = { source: followed.id, key: search.key, criteria: criteriaOf(search), status };
    await saveSubscription(deps.store.db, { ...row, ...(remoteId !== undefined && { remoteId }) });
    if (!isActive)
      deps.logger.warn('subscription-not-active', { source: followed.id, subscription: search.key, state: status });
  };

  const checkOne = async (search: PlannedSearch): Promise<void> => {
    const wanted = wantedOf(deps, followed, search);
    const watch = watches.get(search.key) ?? { requestedLooks: 0, renewals: 0, renewAtMs: 0 };
    watches.set(search.key, watch);
    const seen = await look(followed, watch, wanted);
    if (!seen.ok) {
      // Not a word about it: whether it is active is no longer known, and catch-up carries on.
      await observe(search, seen.failure.code, watch.id);
      return;
    }
    if (seen.value === 'gone') {
      delete watch.id;
      await observe(search, 'missing');
      return;
    }
    watch.id = seen.value.id;
    await observe(search, seen.value.status, seen.value.id);
    if (seen.value.status === 'active') {
      watch.renewals = 0;
      watch.renewAtMs = 0;
      watch.requestedLooks = 0;
    } else
      await bringBack(deps, followed, {
        watch,
        wanted,
        seen: seen.value,
        observe: (status) => observe(search, status, watch.id),
      });
  };

  return {
    check: async () => {
      for (const search of followed.plan) await checkOne(search);
    },
  };
}

/** The one that is known, or our own found again or created. */
async function look(
  { ehr }: FollowedSource,
  { id }: Watch,
  wanted: WantedSubscription,
): Promise<Result<ObservedSubscription | 'gone', EhrFailure>> {
  return id === undefined ? await ehr.ensureSubscription(wanted) : await ehr.readSubscription(id, wanted);
}

async function bringBack(
  deps: SubscribeDeps,
  { id: source, ehr }: FollowedSource,
  {
    watch,
    wanted,
    seen,
    observe,
  }: {
    readonly watch: Watch;
    readonly wanted: WantedSubscription;
    readonly seen: ObservedSubscription;
    readonly observe: (status: string) => Promise<void>;
  },
): Promise<void> {
  if (seen.status === 'requested') {
    watch.requestedLooks += 1;
    if (watch.requestedLooks < REQUESTED_LOOKS_MAX) return;
  } else {
    if (Date.now() < watch.renewAtMs) return;
    // What it missed while it was off is never sent again: the source is searched first.
    await deps.requestCatchUp(source);
    const waitMs = RENEW_AFTER_MS[Math.min(watch.renewals, RENEW_AFTER_MS.length - 1)] ?? MINUTE_MS;
    watch.renewAtMs = Date.now() + waitMs;
    watch.renewals += 1;
  }
  const answer = await ehr.reactivate(seen.id, wanted, seen.status === 'requested' ? 'active' : 'requested');
  if (!answer.ok)
    deps.logger.warn('subscription-not-renewed', { source, subscription: seen.id, code: answer.failure.code });
  else if (answer.value === 'gone') delete watch.id;
  else await observe(answer.value.status);
}

function wantedOf({ publicUrl }: SubscribeDeps, { source }: FollowedSource, search: PlannedSearch): WantedSubscription {
  return {
    criteria: criteriaOf(search),
    endpoint: `${publicUrl}/notifications/${source.id}`,
    header: `Authorization: Bearer ${source.notificationSecret}`,
    payload: 'application/fhir+json',
  };
}

import {
  codeOf,
  type LeasedDelivery,
  leaseDueDeliveries,
  markDeadIfLeased,
  markRetryIfLeased,
  markSentIfLeased,
  type Store,
} from '@magwatch/store';
import { backoffMs } from './backoff.ts';
import { afterAttempt, batchSize, CLOSED } from './breaker.ts';
import type { NotifierErrorCode } from './errors.ts';
import type { Outcome } from './judge-answer.ts';
import { sendWebhook, type WebhookDestination } from './send-webhook.ts';

export interface DrainDeps {
  readonly store: Store;
  /** The wall clock: a destination lives in real time, whatever the ward does. */
  readonly nowMs?: () => number;
  /** A number in [0, 1) for the jitter. */
  readonly chance?: () => number;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** The database failed; its code only. */
  readonly onError?: (code: string) => void;
}

/** What is said of an attempt: ids and codes. */
export interface Attempt {
  readonly destination: string;
  readonly alertId: string;
  readonly revision: number;
  readonly attempt: number;
  readonly outcome: 'sent' | 'later' | 'dead';
  readonly code?: NotifierErrorCode;
  readonly durationMs: number;
}

export interface Drain {
  /** Something may be due. */
  readonly wake: () => void;
  /** Lets what is under way end, within the time that one delivery may take. */
  readonly stop: () => Promise<void>;
}

/** So many deliveries to one destination are under way at once. */
const CONCURRENCY = 8;
/** Longer than sending may take: nobody else sends what is still being sent. */
const LEASE_MS = 45_000;
/** How often the outbox is looked at when nobody wakes us: retry times are kept to the second. */
const POLL_MS = 1_000;
const AFTER_ERROR_MS = 2_000;
const ASKED_WAIT_MIN_MS = 1_000;
/** A card that could not be told for a week is given up, and kept with its reason. */
const AGE_MAX_MS = 7 * 24 * 3_600_000;

/**
 * Sends what is due for one destination, again and again until it is stopped. Each destination has a drain of its own, so that
 * a slow one delays nobody else. No transaction is open while a delivery is under way.
 */
export function drainOutbox(deps: DrainDeps, destination: WebhookDestination): Drain {
  const nowMs = deps.nowMs ?? Date.now;
  const stopped = new AbortController();
  const alarm = newAlarm();
  let breaker = CLOSED;

  const pass = async (): Promise<number> => {
    const pauseMs = breaker.pausedUntilMs - nowMs();
    if (pauseMs > 0) return pauseMs;
    const size = batchSize(breaker, CONCURRENCY);
    const due = await leaseDueDeliveries(deps.store, destination.id, size, LEASE_MS);
    const context = { deps, destination, nowMs, signal: stopped.signal };
    const settled = await Promise.allSettled(
      due.map(async (delivery) => {
        const { outcome, waitMs, chance } = await deliver(delivery, context);
        breaker = afterAttempt(breaker, outcome, { nowMs: nowMs(), waitMs, chance });
      }),
    );
    const failed = settled.find((result) => result.status === 'rejected');
    if (failed) throw new Error('a delivery could not be marked', { cause: failed.reason });
    return due.length === size ? 0 : POLL_MS;
  };

  const passOrRest = async (): Promise<number> => {
    try {
      return await pass();
    } catch (error) {
      deps.onError?.(codeOf(error instanceof Error ? (error.cause ?? error) : error));
      return AFTER_ERROR_MS;
    }
  };

  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const waitMs = await passOrRest();
      if (waitMs > 0 && !stopped.signal.aborted) await alarm.wait(waitMs);
    }
  };

  const ended = loop();
  return {
    wake: alarm.ring,
    async stop() {
      stopped.abort();
      alarm.ring();
      await ended;
    },
  };
}

interface DeliverContext {
  readonly deps: DrainDeps;
  readonly destination: WebhookDestination;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

interface Delivered {
  readonly outcome: Outcome;
  readonly waitMs: number;
  readonly chance: number;
}

async function deliver(delivery: LeasedDelivery, context: DeliverContext): Promise<Delivered> {
  const { deps, destination, nowMs } = context;
  const chance = (deps.chance ?? Math.random)();
  const startedMs = performance.now();
  const outcome = expired(await sendWebhook(destination, delivery, context), nowMs() - delivery.createdAt);
  const waitMs = outcome.kind === 'later' ? waitOf(outcome, delivery.attempt, chance) : 0;
  // What our own stop broke off may have arrived: it is tried again at once by whoever comes next, under the same key.
  const isBrokenOff = context.signal.aborted && outcome.kind === 'later';
  await mark(deps.store, delivery, outcome, isBrokenOff ? 0 : waitMs);
  deps.onAttempt?.({
    destination: destination.id,
    alertId: delivery.alertId,
    revision: delivery.revision,
    attempt: delivery.attempt,
    outcome: outcome.kind,
    ...(outcome.kind === 'sent' ? {} : { code: outcome.code }),
    durationMs: Math.round(performance.now() - startedMs),
  });
  return { outcome, waitMs, chance };
}

/** What the destination asks for, and never less than a second: `Retry-After: 0` must not make us ask without a pause. */
function waitOf({ code, waitMs }: Outcome & { readonly kind: 'later' }, attempt: number, chance: number): number {
  return waitMs === undefined ? backoffMs(code, attempt, chance) : Math.max(waitMs, ASKED_WAIT_MIN_MS);
}

function expired(outcome: Outcome, ageMs: number): Outcome {
  return outcome.kind === 'later' && ageMs > AGE_MAX_MS ? { kind: 'dead', code: 'delivery-too-old' } : outcome;
}

async function mark(store: Store, delivery: LeasedDelivery, outcome: Outcome, delayMs: number): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      await markSentIfLeased(store.db, delivery);
      return;
    case 'later':
      await markRetryIfLeased(store.db, delivery, { delayMs, reason: outcome.code });
      return;
    default: {
      const status = outcome.status === undefined ? '' : ` (${outcome.status})`;
      await markDeadIfLeased(store.db, delivery, `${outcome.code}${status}`);
    }
  }
}

/** A wait that can be cut short; a ring before the wait counts. */
function newAlarm(): { readonly wait: (milliseconds: number) => Promise<void>; readonly ring: () => void } {
  let hasRung = false;
  let end: (() => void) | undefined;
  return {
    ring() {
      hasRung = true;
      end?.();
    },
    async wait(milliseconds) {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      hasRung = false;
    },
  };
}

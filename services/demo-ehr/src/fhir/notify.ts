import type { Logger } from '@magwatch/runtime';
import type { WardEvent } from '../ward/ward.ts';
import { type NotificationMethod, pause, sendNotification } from './send-notification.ts';
import type { Subscriptions } from './subscriptions.ts';

export interface NotifierOptions {
  readonly subscriptions: Subscriptions;
  readonly method: NotificationMethod;
  readonly logger: Logger;
  /** How long to wait before each further try. After the last one the event is given up. */
  readonly retryDelaysMs?: readonly number[];
  readonly timeoutMs?: number;
}

export interface Notifier {
  /** Tells every active subscription that the event concerns; returns at once. */
  tell(event: WardEvent): void;
  stop(): Promise<void>;
}

/** About two minutes in all: long enough for a receiver that restarts. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000] as const;
const CONCURRENCY = 4;
/** Notifications that wait for one subscription; beyond that the oldest are given up, as the standard allows. */
const MAX_WAITING = 10_000;
/** So many events in a row given up: the subscription is switched off. */
const MAX_GIVEN_UP = 3;

interface Line {
  readonly waiting: WardEvent[];
  running: number;
  givenUp: number;
}

export function startNotifier(options: NotifierOptions): Notifier {
  const { subscriptions, logger } = options;
  const lines = new Map<string, Line>();
  const under = new Set<Promise<void>>();
  const stopping = new AbortController();

  const sayNotKept = (error: unknown): void => logger.warn('subscription-not-kept', { error });

  function drain(id: string, line: Line): void {
    while (line.running < CONCURRENCY && !stopping.signal.aborted) {
      const event = line.waiting.shift();
      if (!event) return;
      line.running += 1;
      const work = deliver(id, line, event)
        // Only the disk can fail here, when a subscription that is switched off cannot be kept.
        .catch(sayNotKept)
        .finally(() => {
          line.running -= 1;
          under.delete(work);
          drain(id, line);
        });
      under.add(work);
    }
  }

  async function deliver(id: string, line: Line, event: WardEvent): Promise<void> {
    const delays = options.retryDelaysMs ?? RETRY_DELAYS_MS;
    for (let attempt = 0; ; attempt += 1) {
      // Read again before each try: it may have been changed, switched off or deleted meanwhile.
      const subscription = subscriptions.active().find((watched) => watched.subscription.id === id)?.subscription;
      if (!subscription || stopping.signal.aborted) return;
      const problem = await sendNotification(subscription, event, { ...options, stopping: stopping.signal });
      if (problem === undefined) {
        line.givenUp = 0;
        return;
      }
      const delay = delays[attempt];
      if (delay === undefined) return giveUp({ id, line, problem }, options);
      await pause(delay, stopping.signal);
    }
  }

  return {
    tell(event) {
      for (const { subscription, search } of subscriptions.active()) {
        if (!search.matches(event.resource)) continue;
        const line = lines.get(subscription.id) ?? { waiting: [], running: 0, givenUp: 0 };
        lines.set(subscription.id, line);
        line.waiting.push(event);
        if (line.waiting.length > MAX_WAITING) line.waiting.shift();
        drain(subscription.id, line);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(under);
    },
  };
}

async function giveUp(
  { id, line, problem }: { readonly id: string; readonly line: Line; readonly problem: string },
  { subscriptions, logger }: NotifierOptions,
): Promise<void> {
  line.givenUp += 1;
  logger.warn('notification-given-up', { subscription: id, code: problem });
  if (line.givenUp < MAX_GIVEN_UP) return;
  line.waiting.length = 0;
  line.givenUp = 0;
  await subscriptions.switchOff(id, `the endpoint did not accept notifications: ${problem}`);
  logger.warn('subscription-switched-off', { subscription: id });
}

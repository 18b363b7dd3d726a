import type { Queues } from '@magwatch/queue';
import type { Destination, Logger, Metrics, Started } from '@magwatch/runtime';
import { isDatabaseAlive, type Store } from '@magwatch/store';
import { type Attempt, drainOutbox } from './drain-outbox.ts';

export interface NotifierDeps {
  readonly store: Store;
  /** Hints that something is due; the outbox is looked at without them too. */
  readonly queues: Pick<Queues, 'deliver'>;
  readonly destinations: readonly Destination[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Delivers for every destination until it is stopped. */
export async function start(deps: NotifierDeps): Promise<Started> {
  const { store, queues, destinations, logger, metrics } = deps;
  const observe = observer(logger, metrics);
  const onError = (code: string): void => logger.warn('outbox-unavailable', { code });
  const drains = new Map(
    destinations.map((destination) => [
      destination.id,
      drainOutbox({ store, onAttempt: observe, onError }, destination),
    ]),
  );
  const worker = queues.deliver.work(async ({ destination }) => drains.get(destination)?.wake(), { concurrency: 1 });
  return {
    async stop() {
      await worker.close();
      await Promise.all([...drains.values()].map((drain) => drain.stop()));
    },
  };
}

/** What `/readyz` of this service asks. */
export function readinessChecks(store: Store): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    postgres: async () => {
      if (!(await isDatabaseAlive(store))) throw new Error('the database does not answer');
    },
  };
}

function observer(logger: Logger, metrics: Metrics): (attempt: Attempt) => void {
  const attempts = metrics.counter({
    name: 'magwatch_delivery_attempts_total',
    help: 'Attempts to deliver, by what came of them',
    labels: ['destination', 'outcome', 'code'],
  });
  const seconds = metrics.histogram({
    name: 'magwatch_delivery_attempt_seconds',
    help: 'Duration of an attempt to deliver',
    labels: ['destination'],
  });
  return ({ destination, outcome, code, durationMs, alertId, revision, attempt }) => {
    attempts.add({ destination, outcome, code: code ?? 'none' });
    seconds.observe(durationMs / 1000, { destination });
    const fields = { destination, alert: alertId, revision, attempt, outcome, code, durationMs };
    if (outcome === 'sent') logger.info('delivery', fields);
    else logger.warn('delivery', fields);
  };
}

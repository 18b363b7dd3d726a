import type { Result } from '@magwatch/base';
import type { Logger, Metrics } from '@magwatch/runtime';
import { type NewEvent, type Store, type Stored, storeEvents } from '@magwatch/store';
import { commitInGroups, type NotCommitted } from './commit-in-groups.ts';
import { createHinter, type HintQueues } from './hint-queues.ts';
import { readBody } from './read-body.ts';
import { type Envelope, type Notification, readEnvelope } from './read-envelope.ts';

export interface IntakeDeps {
  readonly store: Store;
  readonly queues: HintQueues;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A notification whose sender showed the secret of its source; `body` as it was sent. */
export interface Offered extends Notification {
  readonly source: string;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

export interface Intake {
  /** 200: its row is committed. 413: too large. 503: nothing was accepted, it has to be sent again. */
  readonly take: (offered: Offered) => Promise<200 | 413 | 503>;
  /** Lets what was accepted reach the database, and its hints the queue. */
  readonly drain: () => Promise<void>;
}

type Committed = Result<Exclude<Stored, { readonly outcome: 'refused' }>, NotCommitted | 'refused'>;

const CODE_OF = { unavailable: 'inbox-unavailable', full: 'inbox-full', refused: 'event-not-storable' } as const;

/** Turns notifications into inbox rows, many with one statement, and hints the queue of each new one. */
export function createIntake({ store, queues, logger, metrics }: IntakeDeps): Intake {
  const { events, hintFailures } = countersOf(metrics);
  const inbox = commitInGroups((rows: readonly NewEvent[]) => storeEvents(store, rows));
  const hinter = createHinter(queues, (reason) => hintFailures.add({ reason }));

  const commit = async (event: NewEvent): Promise<Committed> => {
    const committed = await inbox.commit(event, event.body.length);
    if (!committed.ok) return committed;
    const { value } = committed;
    return value.outcome === 'refused' ? { ok: false, failure: 'refused' } : { ok: true, value };
  };

  const take: Intake['take'] = async (offered) => {
    const { source, contentType } = offered;
    const body = await readBody(offered.body, offered.contentEncoding);
    if (body.kind === 'too-large') return 413;
    const bytes = body.kind === 'bytes' ? body.bytes : offered.body;
    const { aside, ...envelope }: Envelope =
      body.kind === 'bytes'
        ? readEnvelope({ ...offered, body: bytes })
        : { interaction: 'unknown', aside: 'event-unreadable-encoding' };
    let reason: string | undefined = aside;
    let committed = await commit({ source, ...envelope, contentType, body: bytes, asideReason: reason });
    if (!committed.ok && committed.failure === 'refused') {
      // The database takes everything but this envelope: the bytes are kept without it.
      reason = CODE_OF.refused;
      committed = await commit({ source, interaction: 'unknown', body: bytes, asideReason: reason });
    }
    if (!committed.ok) {
      logger.error('event-not-accepted', { source, code: CODE_OF[committed.failure] });
      return 503;
    }
    if (reason !== undefined) {
      events.add({ source, outcome: 'aside', code: reason });
      logger.warn('event-kept-aside', { source, code: reason, bytes: bytes.length });
      return 200;
    }
    events.add({ source, outcome: committed.value.outcome, code: '' });
    if (committed.value.outcome === 'duplicate') return 200;
    const { patient } = envelope;
    if (patient === undefined) hinter.hint({ to: 'resolve', event: committed.value.id });
    else hinter.hint({ to: 'assess', source, patient });
    return 200;
  };

  return {
    take,
    drain: async () => {
      await inbox.drain();
      await hinter.drain();
    },
  };
}

function countersOf(metrics: Metrics) {
  return {
    events: metrics.counter({
      name: 'magwatch_receiver_events_total',
      help: 'Notifications by what became of them: stored, duplicate, aside.',
      labels: ['source', 'outcome', 'code'],
    }),
    hintFailures: metrics.counter({
      name: 'magwatch_receiver_hints_failed_total',
      help: 'Hints that did not reach the queue; the reconciler finds their events.',
      labels: ['reason'],
    }),
  };
}

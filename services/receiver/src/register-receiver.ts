import type { Logger, Metrics, Source } from '@magwatch/runtime';
import { type NewEvent, type Store, storeEvents } from '@magwatch/store';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createSecretCheck } from './check-secret.ts';
import { commitInGroups } from './commit-in-groups.ts';
import { createHinter, type HintQueues } from './hint-queues.ts';
import { BODY_BYTES_MAX, readBody } from './read-body.ts';
import { type Envelope, type Notification, readEnvelope } from './read-envelope.ts';

export interface ReceiverDeps {
  readonly sources: readonly Pick<Source, 'id' | 'notificationSecret' | 'previousSecret'>[];
  readonly store: Store;
  readonly queues: HintQueues;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

export interface Receiver {
  /** Lets what was accepted reach the database, and its hints the queue. Close the HTTP server first. */
  readonly stop: () => Promise<void>;
}

interface Params {
  readonly source: string;
  readonly type?: string;
  readonly id?: string;
}

const RETRY_AFTER_SECONDS = '5';

/**
 * Adds `POST|PUT|DELETE /notifications/:source` and `…/:source/:type/:id`. An event is answered with 200 and an empty
 * body when its row is committed and not before; no rule runs and nothing is read meanwhile.
 */
export function registerReceiver(app: FastifyInstance, deps: ReceiverDeps): Receiver {
  const { store, logger, metrics } = deps;
  const isAllowed = createSecretCheck(deps.sources);
  const events = metrics.counter({
    name: 'magwatch_receiver_events_total',
    help: 'Notifications by what became of them: stored, duplicate, aside.',
    labels: ['source', 'outcome', 'code'],
  });
  const turnedAway = metrics.counter({
    name: 'magwatch_receiver_turned_away_total',
    help: 'Requests that were not accepted, by HTTP status.',
    labels: ['status'],
  });
  const hintFailures = metrics.counter({
    name: 'magwatch_receiver_hints_failed_total',
    help: 'Hints that did not reach the queue; the reconciler finds their events.',
    labels: ['reason'],
  });
  const inbox = commitInGroups((rows: readonly NewEvent[]) => storeEvents(store, rows));
  const hinter = createHinter(deps.queues, (reason) => hintFailures.add({ reason }));

  const turnAway = (reply: FastifyReply, status: number): FastifyReply => {
    turnedAway.add({ status: String(status) });
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    return reply.code(status).send();
  };

  const accept = async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply): Promise<FastifyReply> => {
    const { source } = request.params;
    const sent = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const body = await readBody(sent, request.headers['content-encoding']);
    if (body.kind === 'too-large') return turnAway(reply, 413);
    const bytes = body.kind === 'bytes' ? body.bytes : sent;
    const envelope: Envelope =
      body.kind === 'bytes'
        ? readEnvelope(notificationOf(request, bytes))
        : { interaction: 'unknown', aside: 'event-unreadable-encoding' };
    const contentType = request.headers['content-type']?.slice(0, 100);

    const event = eventOf(source, envelope, bytes, contentType);
    let committed = await inbox.commit(event, bytes.length);
    let code = event.asideReason;
    if (committed.ok && committed.value.outcome === 'refused') {
      // The database takes everything but this envelope: the bytes are kept without it.
      code = 'event-not-storable';
      committed = await inbox.commit({ source, interaction: 'unknown', body: bytes, asideReason: code }, bytes.length);
    }
    if (!committed.ok || committed.value.outcome === 'refused') {
      logger.error('event-not-accepted', {
        source,
        code: committed.ok ? 'event-not-storable' : codeOf(committed.failure),
      });
      return turnAway(reply, 503);
    }

    const { outcome } = committed.value;
    if (code !== undefined) {
      events.add({ source, outcome: 'aside', code });
      logger.warn('event-kept-aside', { source, code, bytes: bytes.length });
    } else {
      events.add({ source, outcome, code: '' });
      if (committed.value.outcome === 'stored') {
        const { patient } = envelope;
        if (patient === undefined) hinter.hint({ to: 'resolve', event: committed.value.id });
        else hinter.hint({ to: 'assess', source, patient });
      }
    }
    return reply.code(200).send();
  };

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request: FastifyRequest, reply) => {
      const { source } = request.params as Params;
      // Before the body is read, and the same for a wrong secret and for a source that is not there.
      if (!isAllowed(source, request.headers.authorization)) return turnAway(reply, 401);
      return undefined;
    });
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) logger.error('notification-failed', { code: error.code, error });
      // Nothing of the request is repeated in an answer.
      return turnAway(reply, status >= 500 ? 503 : status);
    });
    for (const url of ['/notifications/:source', '/notifications/:source/:type/:id'])
      scope.route<{ Params: Params }>({ method: ['POST', 'PUT', 'DELETE'], url, handler: accept });
  });

  return {
    stop: async () => {
      await inbox.drain();
      await hinter.drain();
    },
  };
}

function notificationOf(request: FastifyRequest<{ Params: Params }>, body: Buffer): Notification {
  const { type, id } = request.params;
  const method = request.method === 'DELETE' || request.method === 'PUT' ? request.method : 'POST';
  return {
    method,
    ...(type !== undefined && id !== undefined && { path: { type, id } }),
    headers: request.headers,
    body,
  };
}

function eventOf(source: string, envelope: Envelope, body: Buffer, contentType: string | undefined): NewEvent {
  const { aside, ...rest } = envelope;
  return { source, ...rest, contentType, body, asideReason: aside };
}

const codeOf = (failure: 'unavailable' | 'full'): 'inbox-unavailable' | 'inbox-full' =>
  failure === 'full' ? 'inbox-full' : 'inbox-unavailable';

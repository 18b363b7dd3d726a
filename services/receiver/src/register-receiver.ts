import type { Source } from '@magwatch/runtime';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createSecretCheck } from './check-secret.ts';
import { BODY_BYTES_MAX } from './read-body.ts';
import { createIntake, type IntakeDeps, type Offered } from './take-events.ts';

export interface ReceiverDeps extends IntakeDeps {
  readonly sources: readonly Pick<Source, 'id' | 'fhirBaseUrl' | 'notificationSecret' | 'previousSecret'>[];
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

const URLS = ['/notifications/:source', '/notifications/:source/:type/:id'] as const;
const RETRY_AFTER_SECONDS = '5';

/**
 * Adds `POST|PUT|DELETE /notifications/:source` and `…/:source/:type/:id`. An event is answered with 200 and an empty
 * body when its row is committed and not before; no rule runs and nothing is read meanwhile.
 */
export function registerReceiver(app: FastifyInstance, deps: ReceiverDeps): Receiver {
  const { logger, metrics } = deps;
  const isAllowed = createSecretCheck(deps.sources);
  const intake = createIntake(deps);
  const baseUrls = new Map(deps.sources.map(({ id, fhirBaseUrl }) => [id, fhirBaseUrl]));
  const turnedAway = metrics.counter({
    name: 'magwatch_receiver_turned_away_total',
    help: 'Requests that were not accepted, by HTTP status.',
    labels: ['status'],
  });
  const answer = (reply: FastifyReply, status: number): FastifyReply => {
    if (status !== 200) turnedAway.add({ status: String(status) });
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503) reply.header('retry-after', RETRY_AFTER_SECONDS);
    // Never a body: some servers try to read FHIR in it.
    return reply.code(status).send();
  };

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    scope.addHook('onRequest', async (request: FastifyRequest, reply) => {
      const { source } = request.params as Params;
      // Before the body is read, and the same for a wrong secret and for a source that is not there.
      if (!isAllowed(source, request.headers.authorization)) return answer(reply, 401);
      return undefined;
    });
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) logger.error('notification-failed', { code: error.code, error });
      return answer(reply, status >= 500 ? 503 : status);
    });
    for (const url of URLS)
      scope.route<{ Params: Params }>({
        method: ['POST', 'PUT', 'DELETE'],
        url,
        handler: async (request, reply) =>
          answer(reply, await intake.take({ ...offeredBy(request), baseUrl: baseUrls.get(request.params.source) })),
      });
  });
  return { stop: intake.drain };
}

function offeredBy(request: FastifyRequest<{ Params: Params }>): Offered {
  const { source, type, id } = request.params;
  const { headers, body } = request;
  return {
    source,
    method: request.method === 'DELETE' || request.method === 'PUT' ? request.method : 'POST',
    ...(type !== undefined && id !== undefined && { path: { type, id } }),
    headers,
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
    contentType: headers['content-type']?.slice(0, 100),
    contentEncoding: headers['content-encoding'],
  };
}

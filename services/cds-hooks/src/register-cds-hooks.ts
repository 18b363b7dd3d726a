import { normalizeBaseUrl } from '@magwatch/base';
import type { Logger, Metrics, Source } from '@magwatch/runtime';
import type { FastifyError, FastifyInstance } from 'fastify';
import { type AnswerDeps, answerHook } from './answer-hook.ts';
import { allowOrigins } from './cors.ts';
import { HookError } from './errors.ts';
import { type HookRequest, readHookRequest } from './hook-request.ts';
import { operationOutcomeOf } from './operation-outcome.ts';
import { SERVICE_ID, SERVICES } from './services.ts';

export interface CdsHooksDeps extends AnswerDeps {
  readonly sources: readonly Pick<Source, 'id' | 'fhirBaseUrl' | 'defaultSetting'>[];
  /** Origins of browsers that may call, such as `https://ehr.hospital.example`. */
  readonly allowedOrigins: readonly string[];
  readonly metrics: Metrics;
}

/** Prefetch may hold years of results although this service asks for none. */
const BODY_BYTES_MAX = 10 * 1024 * 1024;

/** Adds `GET /cds-services` and `POST /cds-services/:id` (CDS Hooks 2.0.1). */
export function registerCdsHooks(app: FastifyInstance, deps: CdsHooksDeps): void {
  const calls = deps.metrics.counter({
    name: 'magwatch_hook_calls_total',
    help: 'Calls of CDS Hooks services, by hook and HTTP status',
    labels: ['hook', 'status'],
  });
  app.register(async (scope) => {
    allowOrigins(scope, deps.allowedOrigins);
    acceptJson(scope);
    answerErrors(scope, deps.logger);

    scope.options('/cds-services', async (_request, reply) => reply.code(204).send());
    scope.options('/cds-services/:id', async (_request, reply) => reply.code(204).send());
    scope.get('/cds-services', async () => ({ services: SERVICES }));

    scope.post<{ Params: { id: string } }>(
      '/cds-services/:id',
      {
        bodyLimit: BODY_BYTES_MAX,
        // Before the body is read: nobody uploads megabytes to a service that is not there.
        onRequest: async ({ params }) => {
          if (params.id !== SERVICE_ID) throw new HookError('hook-unknown-service', 404);
        },
        onResponse: async ({ body }, reply) => {
          calls.add({ hook: hookOf(body), status: String(reply.statusCode) });
        },
      },
      async ({ body }) => {
        const request = readHookRequest(body);
        return { cards: await answerHook(deps, sourceOf(request, deps.sources), request) };
      },
    );
  });
}

/**
 * Patient ids live in a source. A call that names a server means that one, and no other answers in its place: an equal id
 * there is another person, and "no cards" would say that he was looked at. With several sources the call has to name one.
 */
function sourceOf({ fhirServer }: HookRequest, sources: CdsHooksDeps['sources']): CdsHooksDeps['sources'][number] {
  if (fhirServer === undefined) {
    const [only, ...others] = sources;
    if (!only || others.length > 0) throw new HookError('hook-unknown-source', 400, 'fhirServer');
    return only;
  }
  const server = normalizeBaseUrl(fhirServer);
  const named = sources.find(({ fhirBaseUrl }) => server !== undefined && normalizeBaseUrl(fhirBaseUrl) === server);
  if (!named) throw new HookError('hook-unknown-server', 412, 'fhirServer');
  return named;
}

/** The hook of a call as a label of metrics; whatever else was sent has none. */
function hookOf(body: unknown): string {
  const named: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'hook') : undefined;
  return SERVICES.find(({ hook }) => hook === named)?.hook ?? 'none';
}

/** JSON and nothing else; FHIR's own media type is JSON too. */
function acceptJson(scope: FastifyInstance): void {
  scope.removeContentTypeParser('text/plain');
  scope.addContentTypeParser(
    'application/fhir+json',
    { parseAs: 'string' },
    scope.getDefaultJsonParser('error', 'error'),
  );
}

function answerErrors(scope: FastifyInstance, logger: Logger): void {
  scope.setErrorHandler((error: FastifyError | HookError, _request, reply) => {
    const known = error instanceof HookError ? error : hookErrorOf(error);
    if (known.status >= 500) {
      logger.error('hook-failed', { code: known.code, error });
      reply.header('retry-after', '5');
    }
    // A client of a server that is not configured gets nothing at all: whoever runs this has to hear of it.
    if (known.status === 412) logger.warn('hook-refused', { code: known.code });
    return reply.code(known.status).type('application/json').send(operationOutcomeOf(known));
  });
}

function hookErrorOf(error: FastifyError): HookError {
  switch (error.statusCode) {
    case 413:
      return new HookError('hook-too-large', 413);
    case 415:
      return new HookError('hook-media-type', 415);
    default:
      return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
        ? new HookError('hook-malformed', 400)
        : new HookError('hook-unavailable', 503);
  }
}

import { instantOf } from '@magwatch/base';
import type { Bundle, FhirResource, OperationOutcome } from 'fhir/r4.js';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Clock } from '@magwatch/runtime';
import { capabilityOf } from './capability.ts';
import { badRequest, FhirError, notFound, outcomeOf } from './outcome.ts';
import type { WardRecord } from './record.ts';
import { readSearch, sorted } from './search.ts';
import { SEARCH_PARAMETERS, type Searchable } from './search-parameters.ts';
import { mask, type Subscriptions } from './subscriptions.ts';

export interface FhirParts {
  readonly record: WardRecord;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  /** The base of this server, without a slash at its end: http://127.0.0.1:8090/fhir */
  readonly baseUrl: () => string;
}

const FHIR_JSON = 'application/fhir+json; charset=utf-8';
const MAX_BODY_BYTES = 262_144;

/** Registers the FHIR R4 interface. */
export async function registerFhir(app: FastifyInstance, parts: FhirParts): Promise<void> {
  await app.register(
    async (fhir) => {
      fhir.addContentTypeParser(
        ['application/fhir+json', 'application/json'],
        { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
        (_request, body, done) => done(null, parseJson(String(body))),
      );
      fhir.setErrorHandler((error, _request, reply) => sendError(reply, error));
      fhir.setNotFoundHandler((_request, reply) => sendError(reply, notFound('this address')));
      registerReads(fhir, parts);
      registerSubscriptions(fhir, parts);
    },
    { prefix: '/fhir' },
  );
}

type Named = { Params: { type: string; id: string; version: string } };

function registerReads(fhir: FastifyInstance, parts: FhirParts): void {
  const { record, subscriptions, clock } = parts;

  fhir.get('/metadata', (_request, reply) => send(reply, capabilityOf(parts.baseUrl(), clock.now())));

  fhir.get<Named>('/:type', (request, reply) => {
    const query = new URLSearchParams(request.url.split('?', 2)[1] ?? '');
    return send(reply, searchset(parts, request.params.type, query));
  });

  fhir.get<Named>('/:type/:id', (request, reply) => {
    const { type, id } = request.params;
    if (type === 'Subscription') return sendVersioned(reply, mask(subscriptions.get(id)));
    const found = record.read(type, id);
    if (!found) throw notFound(`${type}/${id}`);
    return sendVersioned(reply, found);
  });

  fhir.get<Named>('/:type/:id/_history', (request, reply) => {
    const { type, id } = request.params;
    const versions = record.history(type, id);
    if (versions.length === 0) throw notFound(`${type}/${id}`);
    const bundle: Bundle = {
      resourceType: 'Bundle',
      type: 'history',
      total: versions.length,
      entry: versions.map((resource) => ({
        fullUrl: `${parts.baseUrl()}/${type}/${id}`,
        resource,
        request: { method: resource.meta.versionId === '1' ? 'POST' : 'PUT', url: `${type}/${id}` },
        response: { status: '200', etag: `W/"${resource.meta.versionId}"`, lastModified: resource.meta.lastUpdated },
      })),
    };
    return send(reply, bundle);
  });

  fhir.get<Named>('/:type/:id/_history/:version', (request, reply) => {
    const { type, id, version } = request.params;
    const found = record.history(type, id).find((resource) => resource.meta.versionId === version);
    if (!found) throw notFound(`${type}/${id}/_history/${version}`);
    return sendVersioned(reply, found);
  });
}

function registerSubscriptions(fhir: FastifyInstance, { subscriptions, baseUrl }: FhirParts): void {
  fhir.post('/Subscription', async (request, reply) => {
    const created = await subscriptions.create(request.body);
    reply.code(201).header('location', `${baseUrl()}/Subscription/${created.id}/_history/1`);
    return sendVersioned(reply, mask(created));
  });

  fhir.put<Named>('/Subscription/:id', async (request, reply) => {
    const updated = await subscriptions.update(request.params.id, request.body, request.headers['if-match']);
    return sendVersioned(reply, mask(updated));
  });

  fhir.delete<Named>('/Subscription/:id', async (request, reply) => {
    await subscriptions.remove(request.params.id);
    return reply.code(204).send();
  });
}

function searchset({ record, subscriptions, clock, baseUrl }: FhirParts, type: string, query: URLSearchParams): Bundle {
  if (!SEARCH_PARAMETERS[type]) throw new FhirError(404, 'not-supported', 'this server holds no such resource type');
  const search = readSearch(type, query);
  const now = clock.now();
  const asOf = instantOf(Math.min(search.asOf ?? now, now));
  const found: readonly Searchable[] =
    type === 'Subscription' ? subscriptions.list().filter(search.matches).map(mask) : record.find(search, asOf);
  const page = sorted(found, search.sort).slice(search.offset, search.offset + search.count);
  const self = `${baseUrl()}/${type}${query.size > 0 ? `?${query.toString()}` : ''}`;
  const nextOffset = search.offset + search.count;
  const next = new URLSearchParams(query);
  next.set('_offset', String(nextOffset));
  next.set('_asof', String(asOf));
  const hasNext = nextOffset < found.length && search.count > 0;
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [
      { relation: 'self', url: self },
      ...(hasNext ? [{ relation: 'next', url: `${baseUrl()}/${type}?${next.toString()}` }] : []),
    ],
    ...(page.length > 0
      ? {
          entry: page.map((resource) => ({
            fullUrl: `${baseUrl()}/${type}/${resource.id}`,
            resource,
            search: { mode: 'match' },
          })),
        }
      : {}),
  };
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw badRequest('the body is not JSON');
  }
}

const send = (reply: FastifyReply, resource: FhirResource): FastifyReply =>
  reply.type(FHIR_JSON).send(JSON.stringify(resource));

function sendVersioned(reply: FastifyReply, resource: Searchable): FastifyReply {
  const { versionId = '1', lastUpdated } = resource.meta ?? {};
  reply.header('etag', `W/"${versionId}"`);
  if (lastUpdated !== undefined) reply.header('last-modified', new Date(lastUpdated).toUTCString());
  return send(reply, resource);
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const known = error instanceof FhirError ? error : unforeseen(error);
  const outcome: OperationOutcome = outcomeOf(known);
  return reply.code(known.status).type(FHIR_JSON).send(JSON.stringify(outcome));
}

function unforeseen(error: unknown): FhirError {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) return new FhirError(status, 'invalid', 'the request could not be read');
  return new FhirError(500, 'exception', 'this request failed');
}

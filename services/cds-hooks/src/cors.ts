import type { FastifyInstance } from 'fastify';

const METHODS = 'GET,POST,OPTIONS';
const HEADERS = 'Authorization,Content-Type';
const MAX_AGE_SECONDS = 600;

/**
 * Lets browsers of the configured origins call the routes of this scope (https://fetch.spec.whatwg.org/#http-cors-protocol).
 * Never `*`, never credentials. A preflight carries no Authorization, so it is answered before anything else.
 */
export function allowOrigins(scope: FastifyInstance, origins: readonly string[]): void {
  const allowed = new Set(origins);
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !allowed.has(origin)) return;
    reply.header('access-control-allow-origin', origin);
    if (request.method !== 'OPTIONS') return;
    reply.header('access-control-allow-methods', METHODS);
    reply.header('access-control-allow-headers', HEADERS);
    reply.header('access-control-max-age', MAX_AGE_SECONDS);
  });
}

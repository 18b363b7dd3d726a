import type { Configuration, Started } from '@magwatch/runtime';
import Fastify from 'fastify';
import { type CdsHooksDeps, registerCdsHooks } from './register-cds-hooks.ts';

export interface CdsHooksStartDeps extends CdsHooksDeps {
  readonly configuration: Pick<Configuration, 'host' | 'port'>;
}

/** Whoever stops in the middle of its body must not hold a connection, and what it sent so far, for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Starts the service on a port of its own; `address` says where it listens. */
export async function start(deps: CdsHooksStartDeps): Promise<Started & { readonly address: string }> {
  const { configuration, ...rest } = deps;
  const app = Fastify({ logger: false, forceCloseConnections: 'idle', requestTimeout: REQUEST_TIMEOUT_MS });
  registerCdsHooks(app, rest);
  const address = await app.listen({ host: configuration.host, port: configuration.port });
  return { address, stop: () => app.close() };
}

import type { Configuration, Started } from '@magwatch/runtime';
import Fastify from 'fastify';
import { type CdsHooksDeps, registerCdsHooks } from './register-cds-hooks.ts';

export interface CdsHooksStartDeps extends CdsHooksDeps {
  readonly configuration: Pick<Configuration, 'host' | 'port'>;
}

/** Starts the service on a port of its own; `address` says where it listens. */
export async function start(deps: CdsHooksStartDeps): Promise<Started & { readonly address: string }> {
  const { configuration, ...rest } = deps;
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' });
  registerCdsHooks(app, rest);
  const address = await app.listen({ host: configuration.host, port: configuration.port });
  return { address, stop: () => app.close() };
}

import type { Configuration, Started } from '@magwatch/runtime';
import Fastify from 'fastify';
import { type PharmacistWebDeps, registerPharmacistWeb } from './register-pharmacist-web.ts';

export interface PharmacistWebStartDeps extends PharmacistWebDeps {
  readonly configuration: Pick<Configuration, 'host' | 'port'>;
}

/** Starts the page on a port of its own; `address` says where it listens. */
export async function start(deps: PharmacistWebStartDeps): Promise<Started & { readonly address: string }> {
  const { configuration, ...rest } = deps;
  const app = Fastify({ logger: false, forceCloseConnections: 'idle' });
  registerPharmacistWeb(app, rest);
  const address = await app.listen({ host: configuration.host, port: configuration.port });
  return { address, stop: () => app.close() };
}

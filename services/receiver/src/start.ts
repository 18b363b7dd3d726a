import type { Configuration, Started } from '@magwatch/runtime';
import Fastify from 'fastify';
import { type ReceiverDeps, registerReceiver } from './register-receiver.ts';

export interface ReceiverStartDeps extends Omit<ReceiverDeps, 'sources'> {
  readonly configuration: Pick<Configuration, 'sources' | 'host' | 'port'>;
}

/** A sender that stops in the middle of its body must not hold a connection, and what it sent so far, for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Starts the receiver on a port of its own; `address` says where it listens. */
export async function start(deps: ReceiverStartDeps): Promise<Started & { readonly address: string }> {
  const { configuration, ...rest } = deps;
  const app = Fastify({ logger: false, forceCloseConnections: 'idle', requestTimeout: REQUEST_TIMEOUT_MS });
  const receiver = registerReceiver(app, { ...rest, sources: configuration.sources });
  const address = await app.listen({ host: configuration.host, port: configuration.port });
  return {
    address,
    stop: async () => {
      await app.close();
      await receiver.stop();
    },
  };
}

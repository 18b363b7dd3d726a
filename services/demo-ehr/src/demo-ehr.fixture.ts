import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { addHours, type Instant, instantOf } from '@magwatch/base';
import { type Clock, createLogger } from '@magwatch/runtime';
import { type DemoEhr, type DemoEhrOptions, start } from './start.ts';

/** A clock that a test moves. */
export interface HandClock extends Clock {
  move(hours: number): void;
}

export const MORNING = instantOf(Date.UTC(2026, 2, 10, 6, 15));
export const SECRET = 'a secret of the test that is long enough';

export function handClock(at: Instant = MORNING): HandClock {
  let now = at;
  return {
    now: () => now,
    move: (hours) => {
      now = addHours(now, hours);
    },
  };
}

export function startForTest(options: Partial<DemoEhrOptions> & { readonly clock: Clock }): Promise<DemoEhr> {
  return start({
    port: 0,
    host: '127.0.0.1',
    seed: 1,
    cdsHooksBaseUrl: 'http://127.0.0.1:9',
    webhookSecret: SECRET,
    retryDelaysMs: [1, 1],
    logger: createLogger('demo-ehr', { level: 'silent' }),
    ...options,
  });
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** Resolves when at least so many requests have come. */
  readonly count: (atLeast: number) => Promise<void>;
  readonly close: () => void;
}

/** A server that writes down what it is sent and answers with `answer` (200 and nothing, where it is not given). */
export async function openReceiver(
  answer: (request: Received, response: ServerResponse) => void = (_request, response) => response.end(),
): Promise<Receiver> {
  const received: Received[] = [];
  const waiting: { readonly atLeast: number; readonly resolve: () => void }[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(one);
      answer(one, response);
      for (const { atLeast, resolve } of waiting) if (received.length >= atLeast) resolve();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the receiver has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    received,
    count: (atLeast) =>
      new Promise((resolve) => {
        if (received.length >= atLeast) resolve();
        else waiting.push({ atLeast, resolve });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

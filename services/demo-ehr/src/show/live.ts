import type { FastifyInstance, FastifyReply } from 'fastify';

/** Tells open pages that something has changed; they then ask for what they show. */
export interface LiveUpdates {
  /** Patients whose record or cards have changed. */
  announce(patients: readonly string[]): void;
  stop(): void;
}

const KEEP_ALIVE_MS = 15_000;
const MAX_READERS = 200;

/** Registers `GET /api/live`: Server-Sent Events. */
export function registerLive(app: FastifyInstance): LiveUpdates {
  const readers = new Set<FastifyReply>();
  // A comment line now and then keeps proxies from closing a quiet connection.
  const keepAlive = setInterval(() => {
    for (const reader of readers) reader.raw.write(': quiet\n\n');
  }, KEEP_ALIVE_MS);
  keepAlive.unref();

  app.get('/api/live', (request, reply) => {
    if (readers.size >= MAX_READERS) return reply.code(503).send();
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    reply.raw.write('retry: 2000\n\n');
    readers.add(reply);
    request.raw.on('close', () => readers.delete(reply));
    return reply;
  });

  return {
    announce(patients) {
      const text = `event: changed\ndata: ${JSON.stringify(patients)}\n\n`;
      for (const reader of readers) reader.raw.write(text);
    },
    stop() {
      clearInterval(keepAlive);
      for (const reader of readers) reader.raw.end();
    },
  };
}

import Fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** Succeeds while what it asks about can be used. Its failure is shown by name only, never by its text. */
export type ReadinessCheck = () => Promise<unknown>;

export interface HealthOptions {
  /** By name: `postgres`, `queue`. */
  readonly checks: Readonly<Record<string, ReadinessCheck>>;
  readonly metrics: Metrics;
  readonly checkTimeoutMs?: number;
}

const CHECK_TIMEOUT_MS = 2_000;

/**
 * Adds `/livez` (the process answers), `/readyz` (200 while every check succeeds, else 503 with the names of those
 * that do not) and `/metrics`.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const { checks, metrics, checkTimeoutMs = CHECK_TIMEOUT_MS } = options;
  app.get('/livez', () => ({ status: 'alive' }));
  app.get('/readyz', async (_request, reply) => {
    const names = Object.keys(checks);
    const holds = await Promise.all(Object.values(checks).map((check) => succeeds(check, checkTimeoutMs)));
    const isReady = holds.every(Boolean);
    const results = Object.fromEntries(names.map((name, index) => [name, holds[index] === true ? 'ok' : 'failed']));
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not-ready', checks: results });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

export interface HealthServerOptions extends HealthOptions {
  /** 127.0.0.1 where it is not said: figures are nobody's business outside. */
  readonly host?: string;
  /** 0: any free port. */
  readonly port: number;
  /** More routes on the same port, such as a list for operators. */
  readonly routes?: (app: FastifyInstance) => void;
}

export interface HealthServer {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts the port that orchestrators and Prometheus ask. */
export async function openHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  registerHealth(app, options);
  options.routes?.(app);
  const address = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port });
  return { address, stop: () => app.close() };
}

async function succeeds(check: ReadinessCheck, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve(check()).then(() => true), late]);
  } catch {
    // The answer is that it is not ready; why is logged by the part that owns the connection.
    return false;
  } finally {
    clearTimeout(timer);
  }
}

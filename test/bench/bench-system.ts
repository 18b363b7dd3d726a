import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openStore } from '@magwatch/store';
import Fastify from 'fastify';
import { findFreePort } from '../kit/free-port.ts';
import { startServer } from '../kit/postgres-server.ts';
import { type RunningProcess, startProcess } from '../kit/processes.ts';
import { startRedis } from '../kit/redis.ts';

/** Receiver and worker as processes of their own, over a PostgreSQL and, where asked for, a Redis of their own. */
export interface BenchSystem {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly notificationsUrl: string;
  readonly authorization: string;
  readonly startWorker: () => Promise<RunningProcess>;
  readonly stop: () => Promise<void>;
}

export async function startBenchSystem({ withRedis }: { readonly withRedis: boolean }): Promise<BenchSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'magwatch-bench-'));
  const postgres = await startServer(folder);
  const redis = withRedis ? await startRedis() : undefined;
  const store = await openStore(postgres.url);
  await migrate(store);
  await store.close();
  const ehr = await startEmptyEhr();
  const secret = randomBytes(32).toString('hex');
  const port = await findFreePort();
  const env = {
    DATABASE_URL: postgres.url,
    ...(redis && { REDIS_URL: redis.url }),
    MAGWATCH_PORT: String(port),
    MAGWATCH_HEALTH_PORT: '0',
    MAGWATCH_LOG_LEVEL: 'warn',
    MAGWATCH_SOURCES: JSON.stringify([{ id: 'bench', fhirBaseUrl: `${ehr.url}/fhir`, notificationSecret: secret }]),
  };
  const processes: RunningProcess[] = [];
  const start = async (service: string): Promise<RunningProcess> => {
    const started = await startProcess({ script: `services/${service}/src/main.ts`, env });
    processes.push(started);
    return started;
  };
  await start('receiver');
  return {
    databaseUrl: postgres.url,
    redisUrl: redis?.url,
    notificationsUrl: `http://127.0.0.1:${port}/notifications/bench`,
    authorization: `Bearer ${secret}`,
    startWorker: () => start('ingest-worker'),
    stop: async () => {
      await Promise.all(processes.map((one) => one.stop()));
      await redis?.stop();
      await postgres.stop();
      await ehr.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A FHIR server that knows nobody: every search is empty and every subscription is active. */
async function startEmptyEhr(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const app = Fastify();
  app.addContentTypeParser('application/fhir+json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, JSON.parse(String(body))),
  );
  const subscriptions = new Map<string, object>();
  app.post('/fhir/Subscription', async (request, reply) => {
    const id = String(subscriptions.size + 1);
    const created = { ...(request.body as object), id, status: 'active' };
    subscriptions.set(id, created);
    return await reply.code(201).send(created);
  });
  app.get('/fhir/Subscription/:id', async (request, reply) => {
    const found = subscriptions.get((request.params as { id: string }).id);
    return await reply.code(found ? 200 : 404).send(found ?? { resourceType: 'OperationOutcome', issue: [] });
  });
  app.get('/fhir/Patient/:id', async (request) => ({
    resourceType: 'Patient',
    id: (request.params as { id: string }).id,
  }));
  app.get('/fhir/:type', async () => ({ resourceType: 'Bundle', type: 'searchset', total: 0 }));
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}

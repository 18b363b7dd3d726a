import { readKnowledge } from '@magwatch/assess';
import { openQueues } from '@magwatch/queue';
import { RULES } from '@magwatch/rules';
import {
  createMetrics,
  formatProblems,
  openClock,
  openHealthServer,
  readConfiguration,
  runService,
  StartRefused,
} from '@magwatch/runtime';
import { checkSchema, isDatabaseAlive, openStore } from '@magwatch/store';
import { registerDataQuality } from './register-data-quality.ts';
import { start } from './start.ts';

await runService('ingest-worker', async ({ logger }) => {
  const read = readConfiguration(process.env, process.argv.slice(2));
  if (!read.ok) throw new StartRefused(formatProblems(read.failure));
  const configuration = read.value;
  if (configuration.databaseUrl === undefined)
    throw new StartRefused('DATABASE_URL is missing. Example: postgres://magwatch:…@localhost:5432/magwatch');
  const knowledge = await readKnowledge(configuration);
  if (!knowledge.ok) throw new StartRefused(knowledge.failure);
  const metrics = createMetrics();
  const store = await openStore(configuration.databaseUrl, {
    onError: (code) => logger.warn('database-connection-lost', { code }),
  });
  await checkSchema(store);
  const queues = await openQueues({
    ...(configuration.redisUrl === undefined ? { pool: store.pool } : { redisUrl: configuration.redisUrl }),
    onError: (code) => logger.warn('queue-error', { code }),
  });
  const clock = openClock(configuration.clock);
  const worker = await start({
    configuration,
    store,
    queues,
    ...knowledge.value,
    rules: RULES,
    clock,
    logger,
    metrics,
  });
  const health = await openHealthServer({
    checks: {
      postgres: async () => {
        if (!(await isDatabaseAlive(store))) throw new Error('the database does not answer');
      },
      queue: async () => {
        if (!(await queues.isAlive())) throw new Error('the queue does not answer');
      },
    },
    metrics,
    port: configuration.healthPort,
    routes: (app) => registerDataQuality(app, store),
  });
  return {
    address: health.address,
    async stop() {
      await worker.stop();
      await health.stop();
      await queues.close();
      await store.close();
    },
  };
});

import { openQueues } from '@magwatch/queue';
import {
  createMetrics,
  formatProblems,
  openHealthServer,
  readConfiguration,
  runService,
  StartRefused,
} from '@magwatch/runtime';
import { checkSchema, openStore } from '@magwatch/store';
import { readinessChecks, start } from './start.ts';

await runService('notifier', async ({ logger }) => {
  const read = readConfiguration(process.env, process.argv.slice(2));
  if (!read.ok) throw new StartRefused(formatProblems(read.failure));
  const configuration = read.value;
  if (configuration.databaseUrl === undefined)
    throw new StartRefused('DATABASE_URL is missing. Example: postgres://magwatch:…@localhost:5432/magwatch');
  const metrics = createMetrics();
  const store = await openStore(configuration.databaseUrl, {
    onError: (code) => logger.warn('database-connection-lost', { code }),
  });
  await checkSchema(store);
  const queues = await openQueues({
    ...(configuration.redisUrl === undefined ? { pool: store.pool } : { redisUrl: configuration.redisUrl }),
    onError: (code) => logger.warn('queue-error', { code }),
  });
  const { destinations } = configuration;
  const notifier = await start({ store, queues, destinations, logger, metrics });
  const health = await openHealthServer({ checks: readinessChecks(store), metrics, port: configuration.healthPort });
  return {
    address: health.address,
    async stop() {
      await health.stop();
      await notifier.stop();
      await queues.close();
      await store.close();
    },
  };
});

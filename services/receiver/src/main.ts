import { openQueues } from '@magwatch/queue';
import {
  createMetrics,
  formatProblems,
  openHealthServer,
  readConfiguration,
  runService,
  StartRefused,
} from '@magwatch/runtime';
import { checkSchema, isDatabaseAlive, openStore } from '@magwatch/store';
import { start } from './start.ts';

await runService('receiver', async ({ logger }) => {
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
  const receiver = await start({ configuration, store, queues, logger, metrics });
  // The queue is not asked: without it the receiver accepts all the same.
  const postgres = async (): Promise<void> => {
    if (!(await isDatabaseAlive(store))) throw new Error('the database does not answer');
  };
  const health = await openHealthServer({ checks: { postgres }, metrics, port: configuration.healthPort });
  return {
    address: receiver.address,
    async stop() {
      await receiver.stop();
      await health.stop();
      await queues.close();
      await store.close();
    },
  };
});

import { readKnowledge } from '@magwatch/assess';
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
import { start } from './start.ts';

await runService('cds-hooks', async ({ logger }) => {
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
  const service = await start({
    configuration,
    store,
    sources: configuration.sources,
    allowedOrigins: configuration.cdsHooks.allowedOrigins,
    ...knowledge.value,
    rules: RULES,
    clock: openClock(configuration.clock),
    timeZone: configuration.timeZone,
    publicUrl: configuration.publicUrl,
    logger,
    metrics,
  });
  const postgres = async (): Promise<void> => {
    if (!(await isDatabaseAlive(store))) throw new Error('the database does not answer');
  };
  const health = await openHealthServer({ checks: { postgres }, metrics, port: configuration.healthPort });
  return {
    address: service.address,
    async stop() {
      await service.stop();
      await health.stop();
      await store.close();
    },
  };
});

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

await runService('pharmacist-web', async () => {
  const read = readConfiguration(process.env, process.argv.slice(2));
  if (!read.ok) throw new StartRefused(formatProblems(read.failure));
  const configuration = read.value;
  if (configuration.databaseUrl === undefined)
    throw new StartRefused('DATABASE_URL is missing. Example: postgres://magwatch:…@localhost:5432/magwatch');
  const store = await openStore(configuration.databaseUrl);
  await checkSchema(store);
  const clock = openClock(configuration.clock);
  const service = await start({ configuration, store, clock, timeZone: configuration.timeZone });
  const postgres = async (): Promise<void> => {
    if (!(await isDatabaseAlive(store))) throw new Error('the database does not answer');
  };
  const metrics = createMetrics();
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

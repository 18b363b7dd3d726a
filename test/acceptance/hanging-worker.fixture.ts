import { openQueues } from '@magwatch/queue';
import { openStore } from '@magwatch/store';

// A worker that says that it has the job of one patient, and never ends it: to be killed. Jobs that others left behind
// it passes.
const [backend, url = '', hangsOn] = process.argv.slice(2);
const queues = await openQueues(backend === 'redis' ? { redisUrl: url } : { pool: (await openStore(url)).pool });
const worker = queues.assess.work(
  async ({ patient }) => {
    if (patient !== hangsOn) return;
    process.stdout.write('started\n');
    await new Promise(() => undefined);
  },
  { concurrency: 1 },
);
await worker.ready();
process.stdout.write('ready\n');

import { openQueues } from '@magwatch/queue';
import { openStore } from '@magwatch/store';

// A worker that takes one job, says so, and never ends it: to be killed.
const [backend, url = ''] = process.argv.slice(2);
const queues = await openQueues(backend === 'redis' ? { redisUrl: url } : { pool: (await openStore(url)).pool });
const worker = queues.assess.work(
  ({ patient }) => {
    process.stdout.write(`started ${patient}\n`);
    return new Promise(() => undefined);
  },
  { concurrency: 1 },
);
await worker.ready();
process.stdout.write('ready\n');

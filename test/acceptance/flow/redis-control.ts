import { openQueues } from '@magwatch/queue';
import { Redis } from 'ioredis';

/** What an operator, or bad luck, does to the queue. */
export interface RedisControl {
  /** Redis takes commands and answers none that writes: whoever adds a job waits. */
  readonly hold: () => Promise<void>;
  /** It goes on, without what dead processes had asked for. */
  readonly release: () => Promise<void>;
  readonly flushAll: () => Promise<void>;
  /** How many patients wait to be assessed. */
  readonly countWaiting: () => Promise<number | undefined>;
  /** How many connections others have. */
  readonly countConnections: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** Longer than any test; a hold is always released. */
const HOLD_MS = 600_000;

export async function controlRedis(url: string): Promise<RedisControl> {
  const admin = new Redis(url);
  const clients = async (): Promise<number> =>
    String(await admin.call('CLIENT', 'LIST'))
      .trim()
      .split('\n').length;
  return {
    hold: async () => void (await admin.call('CLIENT', 'PAUSE', HOLD_MS, 'WRITE')),
    release: async () => void (await admin.call('CLIENT', 'UNPAUSE')),
    flushAll: async () => void (await admin.flushall()),
    countWaiting: async () => {
      const queues = await openQueues({ redisUrl: url });
      try {
        return await queues.assess.countWaiting();
      } finally {
        await queues.close();
      }
    },
    countConnections: async () => (await clients()) - 1,
    stop: async () => {
      await admin.call('CLIENT', 'UNPAUSE');
      admin.disconnect();
    },
  };
}

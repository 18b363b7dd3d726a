import { Redis } from 'ioredis';
import { codeOf, QueueError } from './errors.ts';

/** Connections to Redis: one that asks for jobs, one that workers share. */
export interface RedisConnections {
  readonly producer: Redis;
  readonly worker: Redis;
  readonly close: () => void;
}

const COMMAND_TIMEOUT_MS = 1_000;
const RECONNECT_MS_MAX = 2_000;
const FIRST_CONNECT_TIMEOUT_MS = 2_000;

/**
 * Connects to Redis. Redis that is not there is no failure: it is reported and tried again for ever, while events
 * are stored without it. Redis that may evict keys is: throws a QueueError `redis-evicts` when that shows at the
 * start, and reports it when it shows later.
 */
export async function connectRedis(url: string, onError: (code: string) => void): Promise<RedisConnections> {
  if (!/^rediss?:\/\//.test(url) || !URL.canParse(url)) throw new QueueError('redis-url-invalid');
  const common = {
    retryStrategy: (attempt: number) => Math.min(attempt * 100, RECONNECT_MS_MAX),
    connectTimeout: FIRST_CONNECT_TIMEOUT_MS,
  };
  // Nothing may pile up in memory while Redis is away: what it does not take at once is left to the reconciler.
  const producer = new Redis(url, {
    ...common,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  const worker = new Redis(url, { ...common, maxRetriesPerRequest: null });
  for (const connection of [producer, worker]) connection.on('error', (error: unknown) => onError(codeOf(error)));
  const close = (): void => {
    producer.disconnect();
    worker.disconnect();
  };
  await isReadyWithin(producer, FIRST_CONNECT_TIMEOUT_MS);
  if (await mayEvict(producer)) {
    close();
    throw new QueueError('redis-evicts');
  }
  producer.on('ready', () => {
    void mayEvict(producer).then((evicts) => evicts && onError('redis-evicts'));
  });
  return { producer, worker, close };
}

/** Whether Redis says that it may evict keys; false where it does not say. */
async function mayEvict(redis: Redis): Promise<boolean> {
  if (redis.status !== 'ready') return false;
  const text = await redis.info('memory').then(
    (info) => info,
    () => '',
  );
  const policy = /^maxmemory_policy:(.*)$/m.exec(text)?.[1]?.trim();
  return policy !== undefined && policy !== 'noeviction';
}

/** Whether Redis answers. */
export function isRedisAlive(redis: Redis): Promise<boolean> {
  if (redis.status !== 'ready') return Promise.resolve(false);
  return redis.ping().then(
    () => true,
    () => false,
  );
}

function isReadyWithin(redis: Redis, timeoutMs: number): Promise<boolean> {
  if (redis.status === 'ready') return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => end(false), timeoutMs);
    const onReady = (): void => end(true);
    const end = (isReady: boolean): void => {
      clearTimeout(timer);
      redis.off('ready', onReady);
      resolve(isReady);
    };
    redis.once('ready', onReady);
  });
}

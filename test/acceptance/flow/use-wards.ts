import { afterAll, afterEach, beforeAll } from 'vitest';
import { startPostgres, type TestPostgres } from '../../kit/postgres.ts';
import { type RedisServer, startRedis } from '../../kit/redis.ts';
import { controlRedis, type RedisControl } from './redis-control.ts';
import { openWard, type Ward } from './ward.ts';

export type QueuePlace = 'redis' | 'postgres';
export const QUEUE_PLACES: readonly QueuePlace[] = ['redis', 'postgres'];

/** Wards of one test file: on its own Redis, each on a database of its own, closed after their test. */
export function useWards(): {
  readonly open: (queue: QueuePlace, options?: { readonly withPager?: boolean }) => Promise<Ward>;
  readonly redis: () => RedisControl;
} {
  let postgres: TestPostgres | undefined;
  let server: RedisServer | undefined;
  let control: RedisControl | undefined;
  const wards: Ward[] = [];

  beforeAll(async () => {
    [postgres, server] = await Promise.all([startPostgres(), startRedis()]);
    control = await controlRedis(server.url);
  });
  afterEach(async ({ task }) => {
    await control?.release();
    for (const ward of wards.splice(0)) await ward.close(task.result?.state === 'fail');
  });
  afterAll(async () => {
    await control?.stop();
    await Promise.all([postgres?.stop(), server?.stop()]);
  });

  const started = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('it is there while tests run');
    return value;
  };
  return {
    redis: () => started(control),
    open: async (queue, options = {}) => {
      const databaseUrl = await started(postgres).createDatabase();
      if (queue === 'redis') await started(control).flushAll();
      const ward = await openWard({
        databaseUrl,
        ...(queue === 'redis' && { redisUrl: started(server).url }),
        ...options,
      });
      wards.push(ward);
      return ward;
    },
  };
}

import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startRedis } from './redis.ts';

it('a Redis of its own: keeps everything while it runs, evicts nothing, and can be emptied', async () => {
  const server = await startRedis();
  const client = new Redis(server.url);
  try {
    await client.set('key', 'value');
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    await server.flushAll();
    expect(await client.get('key')).toBeNull();
  } finally {
    client.disconnect();
    await server.stop();
  }
});

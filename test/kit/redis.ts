import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../scripts/prepare-test-tools.mjs';
import { findFreePort } from './free-port.ts';
import { eventually } from './wait.ts';

export interface RedisServer {
  readonly url: string;
  /** Forgets everything, as an operator's FLUSHALL would. */
  readonly flushAll: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * A real Redis of this test's own: on a free port, `noeviction`, nothing kept on the disk. Where REDIS_URL is set that
 * one is used; it has to be empty, because tests empty it.
 */
export async function startRedis(): Promise<RedisServer> {
  const given = process.env['REDIS_URL'];
  if (given !== undefined && given !== '') return useGiven(given);
  const program = findRedisServer();
  if (program === undefined) throw new Error('no redis-server: run `node scripts/prepare-test-tools.mjs`');
  const folder = await mkdtemp(join(tmpdir(), 'magwatch-redis-'));
  const port = await findFreePort();
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--maxmemory-policy', 'noeviction'];
  const child = spawn(program.file, [...settings, '--save', '', '--appendonly', 'no', '--dir', folder], {
    env: { ...process.env, ...program.env },
    stdio: 'ignore',
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = `redis://127.0.0.1:${port}`;
  await eventually(() => answers(url), { withinMs: 15_000 });
  return {
    url,
    flushAll: () => withClient(url, async (client) => void (await client.flushall())),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      running.delete(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function useGiven(url: string): Promise<RedisServer> {
  const flushAll = (): Promise<void> => withClient(url, async (client) => void (await client.flushall()));
  const keys = await withClient(url, (client) => client.dbsize());
  if (keys > 0) throw new Error('REDIS_URL names a Redis that holds data; tests empty theirs, so name an empty one');
  return { url, flushAll, stop: flushAll };
}

async function answers(url: string): Promise<boolean> {
  return (await withClient(url, (client) => client.ping())) === 'PONG';
}

async function withClient<Value>(url: string, use: (client: Redis) => Promise<Value>): Promise<Value> {
  const client = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null });
  // A refused connection is told by the command that fails; without a listener it would be printed as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    client.disconnect();
  }
}

import { assert } from '@magwatch/base';
import { createPostgresBackend, isPgPool, type PgPool, Queue, runMigrations, Worker } from 'bullmq';
import { withTimeout } from './bounds.ts';
import type { AssessJob, DeliverJob, Queues, ResolveJob } from './contract.ts';
import { type Backend, type JobKind, openJobQueue } from './job-queue.ts';
import { connectRedis, isRedisAlive } from './redis.ts';

interface CommonOptions {
  /** Hears of what goes wrong: codes only, and the same one many times while it lasts. */
  readonly onError?: (code: string) => void;
}

/** A pool of the `pg` driver: the store's. */
export interface DriverPool {
  readonly query: (text: string) => Promise<unknown>;
  readonly connect: () => Promise<unknown>;
}

/** Redis in production; PostgreSQL, through the store's pool, where everything runs in one process. */
export type QueuesOptions =
  | (CommonOptions & { readonly redisUrl: string; readonly prefix?: string })
  | (CommonOptions & { readonly pool: DriverPool });

/** The newest events that BullMQ keeps about its jobs; nobody of ours reads them. */
const EVENTS_MAX = 100;
const ALIVE_TIMEOUT_MS = 2_000;

/**
 * Opens the queues. With Redis it comes back although Redis is away, and goes on trying; throws a QueueError
 * `redis-evicts` or `redis-url-invalid`. With PostgreSQL it creates BullMQ's tables in the schema `bullmq` first.
 */
export async function openQueues(options: QueuesOptions): Promise<Queues> {
  let isClosed = false;
  // What is left of a connection may break after the end, when its server stops: nobody has to hear of that.
  const onError = (code: string): void => {
    if (!isClosed) options.onError?.(code);
  };
  const queues = await openOnBackend(options, onError);
  const close = async (): Promise<void> => {
    await queues.close();
    isClosed = true;
  };
  return { ...queues, close };
}

async function openOnBackend(options: QueuesOptions, onError: (code: string) => void): Promise<Queues> {
  if ('redisUrl' in options) {
    const redis = await connectRedis(options.redisUrl, onError);
    const prefix = options.prefix ?? 'magwatch';
    const backend: Backend = {
      openQueue: (name) =>
        new Queue(name, { connection: redis.producer, prefix, streams: { events: { maxLen: EVENTS_MAX } } }),
      openWorker: (name, process, limits) => new Worker(name, process, { connection: redis.worker, prefix, ...limits }),
      isReady: () => redis.producer.status === 'ready',
    };
    return openAll(backend, onError, () => isRedisAlive(redis.producer), redis.close);
  }
  const { pool } = options;
  assert(isPgPool(pool), 'the pool is one of the pg driver');
  await migrateQueue(pool);
  const backend: Backend = {
    openQueue: (name) =>
      new Queue(name, { connection: pool, streams: { events: { maxLen: EVENTS_MAX } } }, createPostgresBackend),
    openWorker: (name, process, limits) =>
      new Worker(name, process, { connection: pool, ...limits }, createPostgresBackend),
    isReady: () => true,
  };
  return openAll(backend, onError, () => isPoolAlive(pool), ignore);
}

function openAll(
  backend: Backend,
  onError: (code: string) => void,
  isAlive: () => Promise<boolean>,
  disconnect: () => void,
): Queues {
  const assess = openJobQueue(backend, 'assess', ASSESS, onError);
  const resolve = openJobQueue(backend, 'resolve', RESOLVE, onError);
  const deliver = openJobQueue(backend, 'deliver', DELIVER, onError);
  const close = async (): Promise<void> => {
    await Promise.all([assess.close(), resolve.close(), deliver.close()]);
    disconnect();
  };
  return { assess, resolve, deliver, isAlive, close };
}

const ASSESS: JobKind<AssessJob> = {
  read: (data) =>
    hasText(data, 'source') && hasText(data, 'patient') ? { source: data.source, patient: data.patient } : undefined,
  // Neither part can hold the character between them.
  keyOf: ({ source, patient }) => `${source}|${patient}`,
};

const RESOLVE: JobKind<ResolveJob> = {
  read: (data) => (hasText(data, 'event') ? { event: data.event } : undefined),
  keyOf: ({ event }) => event,
};

const DELIVER: JobKind<DeliverJob> = {
  read: (data) => (hasText(data, 'destination') ? { destination: data.destination } : undefined),
  keyOf: ({ destination }) => destination,
};

function hasText<Key extends string>(data: unknown, key: Key): data is Readonly<Record<Key, string>> {
  return typeof data === 'object' && data !== null && typeof Reflect.get(data, key) === 'string';
}

/** BullMQ's own tables; it holds a lock of its own, so that several may start at once. */
async function migrateQueue(pool: PgPool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}

function isPoolAlive(pool: PgPool): Promise<boolean> {
  return withTimeout(pool.query('SELECT 1'), ALIVE_TIMEOUT_MS).then(
    () => true,
    () => false,
  );
}

function ignore(): void {
  // Nobody wants to hear it.
}

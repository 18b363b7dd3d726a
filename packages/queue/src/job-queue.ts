import { UnrecoverableError } from 'bullmq';
import { withTimeout } from './bounds.ts';
import type { JobQueue, JobWorker, WorkOptions } from './contract.ts';
import { codeOf } from './errors.ts';

/** What is used of BullMQ's queue; its type differs with the backend. */
export interface OpenedQueue {
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown;
  readonly add: (name: string, data: object, options: JobOptions) => Promise<unknown>;
  readonly getWaitingCount: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Neither delay, attempts nor backoff: see `openJobQueue`. */
interface JobOptions {
  readonly deduplication: { id: string; keepLastIfActive: true };
  readonly removeOnComplete: true;
  readonly removeOnFail: true;
}

/** What is used of BullMQ's worker. */
export interface OpenedWorker {
  readonly on: (event: 'error', listener: (error: Error) => void) => unknown;
  readonly waitUntilReady: () => Promise<unknown>;
  readonly close: (force?: boolean) => Promise<void>;
}

/** BullMQ on either backend, bound to its connections. */
export interface Backend {
  readonly openQueue: (name: string) => OpenedQueue;
  readonly openWorker: (
    name: string,
    process: (job: { readonly data: unknown }) => Promise<void>,
    limits: WorkerLimits,
  ) => OpenedWorker;
  /** False while there is no use in asking: then nothing may pile up. */
  readonly isReady: () => boolean;
}

export interface WorkerLimits {
  readonly concurrency: number;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  readonly maxStalledCount: number;
  readonly runRetryDelay: number;
}

/** The longest that a caller waits for the queue to take a job. */
const ADD_TIMEOUT_MS = 1_000;
const CLOSE_TIMEOUT_MS = 10_000;

/** A worker that was killed loses its job to another after at most the sum of the first two: seconds, not a minute. */
const LIMITS = {
  lockDuration: 5_000,
  stalledInterval: 2_000,
  // A job that outlives this many workers kills them: the reconciler brings it back, at its own pace.
  maxStalledCount: 3,
  runRetryDelay: 1_000,
} as const;

export interface ClosableQueue<Job> extends JobQueue<Job> {
  readonly close: () => Promise<void>;
}

/** How a job is read back from the queue and what names it. */
export interface JobKind<Job> {
  /** Undefined for what is no such job: another version of this program may have put it there. */
  readonly read: (data: unknown) => Job | undefined;
  readonly keyOf: (job: Job) => string;
}

/**
 * A queue of jobs with one key each. Jobs have neither delay nor attempts of the queue's own: a delayed job with
 * the same key was seen to swallow a new one. Finished jobs are removed at once: on PostgreSQL old ones slow the queue
 * down fivefold, and keeping the last N of them ends in deadlocks there.
 */
export function openJobQueue<Job extends object>(
  backend: Backend,
  name: string,
  { read, keyOf }: JobKind<Job>,
  onError: (code: string) => void,
): ClosableQueue<Job> {
  const queue = backend.openQueue(name);
  queue.on('error', (error: unknown) => onError(codeOf(error)));
  const workers = new Set<JobWorker>();

  const add = async (job: Job): Promise<boolean> => {
    if (!backend.isReady()) return false;
    const options: JobOptions = {
      deduplication: { id: keyOf(job), keepLastIfActive: true },
      removeOnComplete: true,
      removeOnFail: true,
    };
    try {
      await withTimeout(queue.add(name, job, options), ADD_TIMEOUT_MS);
      return true;
    } catch (error) {
      onError(codeOf(error));
      return false;
    }
  };

  const work = (handler: (job: Job) => Promise<void>, options: WorkOptions<Job>): JobWorker => {
    const limits = { ...LIMITS, concurrency: options.concurrency };
    const worker = backend.openWorker(name, processorOf(read, handler, options.onFailed), limits);
    worker.on('error', (error) => onError(codeOf(error)));
    const opened: JobWorker = {
      ready: async () => {
        await worker.waitUntilReady();
      },
      close: async () => {
        workers.delete(opened);
        await closeWorker(worker, onError);
      },
    };
    workers.add(opened);
    return opened;
  };

  const countWaiting = async (): Promise<number | undefined> => {
    if (!backend.isReady()) return undefined;
    try {
      return await withTimeout(queue.getWaitingCount(), ADD_TIMEOUT_MS);
    } catch (error) {
      onError(codeOf(error));
      return undefined;
    }
  };

  const close = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.close()));
    await attempt(() => withTimeout(queue.close(), ADD_TIMEOUT_MS), onError);
  };

  return { add, work, countWaiting, close };
}

/** Runs the handler for what BullMQ hands over; of a failure nothing but a code gets into the queue. */
function processorOf<Job>(
  read: JobKind<Job>['read'],
  handler: (job: Job) => Promise<void>,
  onFailed: WorkOptions<Job>['onFailed'],
): (job: { readonly data: unknown }) => Promise<void> {
  return async ({ data }) => {
    const job = read(data);
    if (job === undefined) throw new UnrecoverableError('job-unreadable');
    try {
      await handler(job);
    } catch (error) {
      onFailed?.(job, error);
      // The queue would keep message and stack of the error itself, which could say something of a patient.
      throw new UnrecoverableError('job-failed');
    }
  };
}

/** A queue that does not answer must not hold up the end of the process: what runs then will be found stalled. */
async function closeWorker(worker: OpenedWorker, onError: (code: string) => void): Promise<void> {
  if (await attempt(() => withTimeout(worker.close(), CLOSE_TIMEOUT_MS), onError)) return;
  await attempt(() => withTimeout(worker.close(true), ADD_TIMEOUT_MS), onError);
}

/** Whether it went well; reports the code where it did not. */
async function attempt(action: () => Promise<void>, onError: (code: string) => void): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    onError(codeOf(error));
    return false;
  }
}

export type { AssessJob, DeliverJob, JobQueue, JobWorker, Queues, ResolveJob, WorkOptions } from './contract.ts';
export { QUEUE_ERRORS, QueueError, type QueueErrorCode } from './errors.ts';
export { type DriverPool, openQueues, type QueuesOptions } from './open-queues.ts';

/** Jobs hold ids only. Losing all of them loses nothing: the reconciler makes them again from the database. */
export interface AssessJob {
  readonly source: string;
  /** `Patient/id`. */
  readonly patient: string;
}

/** Find out whose event this is. */
export interface ResolveJob {
  /** The id of a row of the inbox. */
  readonly event: string;
}

/** Send what is due for a destination. */
export interface DeliverJob {
  readonly destination: string;
}

export interface JobQueue<Job> {
  /**
   * Asks for a job. One that waits already stands for this one too; while one runs, exactly one more is kept for
   * afterwards, so that news that come during the run are never passed over. False when the queue did not take it in
   * time, which loses nothing; it never throws.
   */
  readonly add: (job: Job) => Promise<boolean>;
  /** Runs `handler` for each job, at most `concurrency` at once. A job that fails is not tried again by the queue. */
  readonly work: (handler: (job: Job) => Promise<void>, options: WorkOptions<Job>) => JobWorker;
  /** How many jobs wait; undefined when the queue does not answer. */
  readonly countWaiting: () => Promise<number | undefined>;
}

export interface WorkOptions<Job> {
  readonly concurrency: number;
  /** Hears of each job that failed. The queue itself keeps nothing of the error. */
  readonly onFailed?: (job: Job, error: unknown) => void;
}

export interface JobWorker {
  /** Resolves when it is ready to take jobs. */
  readonly ready: () => Promise<void>;
  /** Takes no new job, waits for those that run. */
  readonly close: () => Promise<void>;
}

export interface Queues {
  readonly assess: JobQueue<AssessJob>;
  readonly resolve: JobQueue<ResolveJob>;
  readonly deliver: JobQueue<DeliverJob>;
  /** Whether the queue answers now. */
  readonly isAlive: () => Promise<boolean>;
  /** Closes the workers, then the connections that it opened. */
  readonly close: () => Promise<void>;
}

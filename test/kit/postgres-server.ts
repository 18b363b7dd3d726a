/** A PostgreSQL server that this process started. */
export interface RunningPostgres {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Starts the embedded PostgreSQL on a new data folder, for tests: quick, and not safe from a loss of power. */
export async function startServer(directory: string): Promise<RunningPostgres> {
  // Loaded when it is needed: most test runs do not touch the database.
  const { startEmbeddedPostgres } = await import('@magwatch/store/embedded');
  return await startEmbeddedPostgres({ directory, isDurable: false });
}

import { StartRefused } from '@magwatch/runtime';
import { migrate, openStore, type Store, StoreError } from '@magwatch/store';
import { startEmbeddedPostgres } from '@magwatch/store/embedded';

export interface RunningDatabase {
  readonly store: Store;
  readonly stop: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Without it the embedded PostgreSQL of the data folder is started. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  readonly say: (text: string) => void;
  /** A connection broke, its code only. */
  readonly onError: (code: string) => void;
}

/** Opens the database with its tables up to date. Throws StartRefused with what to do about it. */
export async function startDatabase(options: DatabaseOptions): Promise<RunningDatabase> {
  const { databaseUrl, dataFolder, say, onError } = options;
  try {
    const embedded =
      databaseUrl === undefined
        ? await startEmbeddedPostgres({ directory: dataFolder, log: say, onExit: endBecauseDatabaseEnded })
        : undefined;
    try {
      const store = await openStore(databaseUrl ?? embedded?.url ?? '', { onError });
      await migrate(store);
      return {
        store,
        async stop() {
          await store.close();
          await embedded?.stop();
        },
      };
    } catch (error) {
      await embedded?.stop();
      throw error;
    }
  } catch (error) {
    if (error instanceof StoreError) throw new StartRefused(error.message);
    throw error;
  }
}

/** Nothing can be promised without the database: the process ends as it does after any error that nobody caught. */
function endBecauseDatabaseEnded(): void {
  setImmediate(() => {
    throw new Error('the embedded PostgreSQL ended');
  });
}

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findEmbeddedPostgres, startEmbeddedPostgres } from '@magwatch/store/embedded';
import { UnusableInput } from '../../exit.ts';
import { say } from '../../output.ts';
import { DEFAULT_DATA_FOLDER } from '../up/data-folder.ts';

/** A database that can be read, and how to leave it as it was found. */
export interface OpenDatabase {
  /** With the password: not for logs. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * The database that is meant: the one that is named, else that of `magwatch up`, which is started for the while where it
 * does not run. Throws UnusableInput where there is none.
 */
export async function openDatabase({
  databaseUrl,
  dataDir,
}: {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
}): Promise<OpenDatabase> {
  const named = databaseUrl ?? (dataDir === undefined ? process.env['DATABASE_URL'] : undefined);
  if (named !== undefined && named !== '') {
    if (!/^postgres(ql)?:\/\//.test(named)) throw new UnusableInput('DATABASE_URL does not begin with postgres://');
    return { url: named, close: async () => undefined };
  }
  const folder = dataDir ?? DEFAULT_DATA_FOLDER;
  const running = await findEmbeddedPostgres(folder);
  if (running !== undefined) return { url: running, close: async () => undefined };
  if (!(await isFolder(join(folder, 'postgres'))))
    throw new UnusableInput(`there is no database in ${folder}; give --data-dir or --database-url`);
  const { url, stop } = await startEmbeddedPostgres({ directory: folder, log: say });
  return { url, close: stop };
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

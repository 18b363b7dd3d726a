import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { addressOf, PASSWORD_FILE } from './cluster.ts';
import { isAlive, readOr, readPostmasterFile } from './orphan.ts';

/**
 * The address of the PostgreSQL that runs on a data folder now, with its password: not for logs. Undefined where none
 * runs there, or where the password cannot be read.
 */
export async function findEmbeddedPostgres(directory: string): Promise<string | undefined> {
  const folder = await realpath(directory).then(
    (path) => path,
    () => undefined,
  );
  if (folder === undefined) return undefined;
  const dataFolder = join(folder, 'postgres');
  const file = await readPostmasterFile(dataFolder);
  const password = (await readOr(join(dataFolder, PASSWORD_FILE), '')).trim();
  if (!file?.isReady || !isAlive(file.pid) || password === '') return undefined;
  return addressOf(password, file.port);
}

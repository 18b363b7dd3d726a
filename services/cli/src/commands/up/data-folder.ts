import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of this checkout. */
const ROOT = dirname(dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))));

/** `.magwatch/` in the checkout: every start from anywhere finds the same data, and removing the checkout removes it. */
export const DEFAULT_DATA_FOLDER = join(ROOT, '.magwatch');

/** Makes the folder where it is not there; only its owner may enter it. Throws what the file system says. */
export async function prepareDataFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** A JSON file of the data folder; undefined where there is none. Throws, with the file's name and what to do, where it is not JSON. */
export async function readKept(folder: string, name: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${join(folder, name)} is damaged: move it away and start again`, { cause });
  }
}

/** Writes a file as a whole or not at all, readable by its owner only. */
export async function keep(folder: string, name: string, value: unknown): Promise<void> {
  const path = join(folder, name);
  await writeFile(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A small JSON document on disk that is replaced as a whole: a reader sees the old one or the new one, never half of one. */
export interface JsonFile<Content> {
  /** What was kept last; undefined when there is no file yet. */
  read(): Promise<Content | undefined>;
  /** Keeps this content. Writes follow each other; of several that wait only the last one is written. */
  write(content: Content): Promise<void>;
}

/** `isContent` decides whether a file that somebody else may have touched is still usable. */
export function openJsonFile<Content>(
  path: string | undefined,
  isContent: (value: unknown) => value is Content,
): JsonFile<Content> {
  if (path === undefined) return { read: async () => undefined, write: async () => undefined };
  let waiting: Content | undefined;
  let writing: Promise<void> | undefined;

  async function drain(file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    while (waiting !== undefined) {
      const text = JSON.stringify(waiting);
      waiting = undefined;
      await writeFile(`${file}.new`, text, { mode: 0o600 });
      await rename(`${file}.new`, file);
    }
  }

  return {
    async read() {
      const text = await readOrNothing(path);
      if (text === undefined) return undefined;
      const value = parse(text);
      if (!isContent(value))
        throw new Error(`${path} does not hold what this service wrote: move it away and start again`);
      return value;
    },
    write(content) {
      waiting = content;
      writing ??= drain(path).finally(() => {
        writing = undefined;
      });
      return writing;
    },
  };
}

/** Undefined for what is not JSON: no content of ours is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

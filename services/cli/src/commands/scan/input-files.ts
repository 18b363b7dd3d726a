import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '@magwatch/base';

/** A file that a scan reads. */
export interface InputFile {
  /** As the person named it, or as it lies below the folder that was named. */
  readonly path: string;
  readonly kind: 'ndjson' | 'json';
  readonly isCompressed: boolean;
  readonly bytes: number;
}

/**
 * The files behind PATH…: files as they are named, folders with everything below them, each file once.
 * Fails with a text for the person when a path is missing, cannot be read or holds nothing that a scan reads.
 */
export async function findInputFiles(paths: readonly string[]): Promise<Result<readonly InputFile[], string>> {
  const seen = new Set<string>();
  const files: InputFile[] = [];
  for (const path of paths) {
    const found = await findBelow(path, seen, 'named');
    if (!found.ok) return found;
    files.push(...found.value);
  }
  if (files.length === 0) return fail(`nothing to read in ${paths.join(', ')}: ${WANTED}`);
  return ok(files);
}

const WANTED = 'a scan reads files that end in .ndjson, .ndjson.gz or .json, and folders of them';

type Found = Result<readonly InputFile[], string>;

async function findBelow(path: string, seen: Set<string>, origin: 'named' | 'in-folder'): Promise<Found> {
  let real: string;
  let isFolder: boolean;
  let bytes: number;
  try {
    real = await realpath(path);
    const information = await stat(real);
    isFolder = information.isDirectory();
    bytes = information.size;
    if (!isFolder && !information.isFile())
      return origin === 'named' ? fail(`${path} is neither file nor folder`) : ok([]);
  } catch (error) {
    return fail(`cannot read ${path}: ${reasonOf(error)}`);
  }
  // Also ends a circle of symbolic links.
  if (seen.has(real)) return ok([]);
  seen.add(real);
  if (isFolder) return findInFolder(path, seen);
  const form = formOf(path);
  if (!form) return origin === 'named' ? fail(`cannot read ${path}: ${WANTED}`) : ok([]);
  try {
    await access(real, constants.R_OK);
  } catch (error) {
    return fail(`cannot read ${path}: ${reasonOf(error)}`);
  }
  return ok([{ path, ...form, bytes }]);
}

async function findInFolder(folder: string, seen: Set<string>): Promise<Found> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    return fail(`cannot read ${folder}: ${reasonOf(error)}`);
  }
  const files: InputFile[] = [];
  for (const name of names.sort()) {
    if (name.startsWith('.')) continue;
    const found = await findBelow(join(folder, name), seen, 'in-folder');
    if (!found.ok) return found;
    files.push(...found.value);
  }
  return ok(files);
}

function formOf(path: string): Pick<InputFile, 'kind' | 'isCompressed'> | undefined {
  const name = path.toLowerCase();
  if (name.endsWith('.ndjson')) return { kind: 'ndjson', isCompressed: false };
  if (name.endsWith('.ndjson.gz')) return { kind: 'ndjson', isCompressed: true };
  if (name.endsWith('.json')) return { kind: 'json', isCompressed: false };
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ELOOP: 'its symbolic links go in a circle',
};

/** A short reason for an error of the file system. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return REASONS[code] ?? `the system says ${code}`;
}

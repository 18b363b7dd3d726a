import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this checkout, wherever the command was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** One line for the reader, on standard error. */
export function say(text) {
  process.stderr.write(`magwatch: ${text}\n`);
}

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

/** A megabyte: more is not a notification. Holds for what is sent and for what it unpacks to. */
export const BODY_BYTES_MAX = 1_048_576;

export type Body =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable-encoding' };

const unpack = promisify(gunzip);

/** The bytes of a body without its Content-Encoding: none or gzip. */
export async function readBody(sent: Buffer, encoding: string | undefined): Promise<Body> {
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity' || name === '' || sent.length === 0) return { kind: 'bytes', bytes: sent };
  if (name !== 'gzip' && name !== 'x-gzip') return { kind: 'unreadable-encoding' };
  try {
    return { kind: 'bytes', bytes: await unpack(sent, { maxOutputLength: BODY_BYTES_MAX }) };
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return { kind: isTooLarge ? 'too-large' : 'unreadable-encoding' };
  }
}

import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type InputFile, reasonOf } from './input-files.ts';

/** A line of a file, or why it could not be read. Line numbers begin with 1. */
export type Line =
  | { readonly ok: true; readonly number: number; readonly text: string }
  | { readonly ok: false; readonly number: number; readonly reason: string };

/** A line longer than this is refused, so that one file without line ends cannot fill the memory. */
const LINE_BYTES_MAX = 64 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const LINE_FEED = 0x0a;

/** The lines of a file in batches, read as a stream; empty lines are left out. What cannot be read becomes a refusal. */
export async function* readLines(file: InputFile): AsyncGenerator<readonly Line[]> {
  const state: Rest = { pieces: [], bytes: 0, isTooLong: false, number: 1 };
  try {
    for await (const chunk of open(file)) {
      const batch = split(chunk as Buffer, state);
      if (batch.length > 0) yield batch;
    }
  } catch (error) {
    yield [{ ok: false, number: state.number, reason: streamReason(error) }];
    return;
  }
  const last = take(state);
  if (last) yield [last];
}

function open(file: InputFile): AsyncIterable<unknown> {
  const bytes = createReadStream(file.path, { highWaterMark: CHUNK_BYTES });
  if (!file.isCompressed) return bytes;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // The error arrives at whoever reads gunzip; the callback only keeps it from being thrown a second time.
  return pipeline(bytes, gunzip, () => undefined);
}

/** The beginning of a line whose end has not been read yet. */
interface Rest {
  pieces: Buffer[];
  bytes: number;
  isTooLong: boolean;
  number: number;
}

function split(chunk: Buffer, rest: Rest): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
    keep(chunk.subarray(start, end), rest);
    const line = take(rest);
    if (line) lines.push(line);
    rest.number += 1;
    start = end + 1;
  }
  keep(chunk.subarray(start), rest);
  return lines;
}

function keep(piece: Buffer, rest: Rest): void {
  if (piece.length === 0) return;
  rest.bytes += piece.length;
  if (rest.bytes > LINE_BYTES_MAX) {
    rest.isTooLong = true;
    rest.pieces = [];
  } else rest.pieces.push(piece);
}

function take(rest: Rest): Line | undefined {
  const { pieces, isTooLong, number } = rest;
  rest.pieces = [];
  rest.bytes = 0;
  rest.isTooLong = false;
  if (isTooLong) return { ok: false, number, reason: `longer than ${LINE_BYTES_MAX / 1024 / 1024} MiB` };
  const bytes = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
  if (!isUtf8(bytes)) return { ok: false, number, reason: 'not UTF-8' };
  const text = bytes.toString('utf8').replace(number === 1 ? /^\uFEFF/ : /^$/, '');
  return /^\s*$/.test(text) ? undefined : { ok: true, number, text };
}

function streamReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return 'the compressed file ends too early';
  if (code.startsWith('Z_')) return 'not valid gzip from here on';
  return reasonOf(error);
}

import { once } from 'node:events';

/** Words for the person: standard error, so that data can be piped. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** `magwatch … | head` has had enough: that is no failure. */
export function endQuietlyWhenReaderLeaves(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      process.exit(1);
    });
  }
}

const CHUNK_CHARACTERS = 65_536;

/** Writes lines to standard output in large pieces and waits when the reader is slower than we are. */
export async function writeLines(lines: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await write(chunk);
    chunk = '';
  }
  if (chunk !== '') await write(chunk);
}

async function write(chunk: string): Promise<void> {
  if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
}

export type Format = 'table' | 'ndjson';

/** A table for a person at a terminal, lines of JSON for everything else. */
export function defaultFormat(): Format {
  return process.stdout.isTTY ? 'table' : 'ndjson';
}

/** Rows under their headings, columns as wide as their widest cell; control characters made visible. */
export function* tableLines(headings: readonly string[], rows: readonly (readonly string[])[]): Generator<string> {
  const cells = rows.map((row) => row.map(printable));
  const widths = headings.map((heading, column) =>
    cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), heading.length),
  );
  yield align(headings, widths);
  yield widths.map((width) => '-'.repeat(width)).join('  ');
  for (const row of cells) yield align(row, widths);
}

function align(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}

/** Text from a file could hold escape sequences that a terminal obeys. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD');
}

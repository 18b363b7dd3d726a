import { readFile } from 'node:fs/promises';
import { type Item, itemsOf } from '@magwatch/fhir';
import { type InputFile, reasonOf } from './input-files.ts';
import { type Line, readLines } from './read-lines.ts';

/** What a file holds, or a line of it that cannot be read. */
export type Read = Item | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string };

/** A JSON file is held in memory as a whole. */
const JSON_BYTES_MAX = 480 * 1024 * 1024;

/** Everything in a file, in batches. Never fails: what cannot be read says so. */
export async function* readItems(file: InputFile): AsyncGenerator<readonly Read[]> {
  if (file.kind === 'json') {
    yield await readJson(file);
    return;
  }
  for await (const lines of readLines(file)) yield lines.flatMap(itemsOfLine);
}

async function readJson(file: InputFile): Promise<readonly Read[]> {
  if (file.bytes > JSON_BYTES_MAX)
    return [
      unreadable(1, `larger than ${JSON_BYTES_MAX / 1024 / 1024} MiB: convert it to .ndjson, one resource a line`),
    ];
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file.path));
  } catch (error) {
    return [unreadable(1, error instanceof TypeError ? 'not UTF-8' : reasonOf(error))];
  }
  return itemsOfLine({ ok: true, number: 1, text });
}

function itemsOfLine(line: Line): readonly Read[] {
  if (!line.ok) return [unreadable(line.number, line.reason)];
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch (error) {
    return [unreadable(line.number, jsonReason(error, line.text))];
  }
  return itemsOf(value) ?? [unreadable(line.number, 'not a FHIR resource: no object with a resourceType')];
}

const unreadable = (line: number, reason: string): Read => ({ kind: 'unreadable', line, reason });

/** The engine's own text quotes the data; only the kind and the place are passed on. */
function jsonReason(error: unknown, text: string): string {
  const message = error instanceof SyntaxError ? error.message : '';
  if (message.startsWith('Unexpected end')) return 'not valid JSON: it ends too early';
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return 'not valid JSON';
  const before = text.slice(0, Number(position)).split('\n');
  return before.length === 1
    ? `not valid JSON at character ${Number(position) + 1}`
    : `not valid JSON at line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1}`;
}

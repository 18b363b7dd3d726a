import type { Note } from '@magwatch/fhir';
import { printable, say } from '../../output.ts';
import type { Gathered } from './gather.ts';

/** So many of each kind are listed by name; the rest is counted. */
const LISTED_MAX = 20;

/** Says on standard error what was read, passed over, unreadable, refused and noted. */
export function reportReading(gathered: Gathered, options: { readonly listsAllNotes: boolean }): void {
  const total = [...gathered.read.values()].reduce((sum, count) => sum + count, 0);
  say(
    `read ${total} resources of ${gathered.patients.length} patients: ${counts(gathered.read) || 'none that a rule reads'}`,
  );
  if (gathered.passedOver.size > 0) say(`passed over: ${counts(gathered.passedOver)}`);
  if (gathered.notWatched.size > 0) say(`of these, about something that no rule reads: ${counts(gathered.notWatched)}`);
  if (gathered.unreadable > 0)
    say(`unreadable: ${gathered.unreadable} ${gathered.unreadable === 1 ? 'line' : 'lines'}`);
  for (const kind of ['refusal', 'note'] as const) {
    const notes = gathered.notes.filter((note) => note.kind === kind);
    if (notes.length > 0) reportKind(kind, notes, options.listsAllNotes ? Number.POSITIVE_INFINITY : LISTED_MAX);
  }
}

const TITLES = { refusal: 'refused (not used)', note: 'noted (used with care)' } as const;

function reportKind(kind: Note['kind'], notes: readonly Note[], listedMax: number): void {
  const byCode = new Map<string, string[]>();
  for (const note of notes) {
    const lines = byCode.get(note.code);
    if (lines) lines.push(describe(note));
    else byCode.set(note.code, [describe(note)]);
  }
  say(`${TITLES[kind]}: ${notes.length}`);
  for (const [code, lines] of [...byCode].sort(([a], [b]) => (a < b ? -1 : 1))) {
    say(`  ${code}: ${lines.length}`);
    lines.sort();
    for (const line of lines.slice(0, listedMax)) say(`    ${line}`);
    if (lines.length > listedMax) say(`    and ${lines.length - listedMax} more (--all-notes lists them)`);
  }
}

function describe({ reference, path, detail }: Note): string {
  return [reference, path, detail === undefined ? undefined : `"${detail}"`]
    .filter((part) => part !== undefined)
    .map(printable)
    .join(' ');
}

function counts(byType: ReadonlyMap<string, number>): string {
  return [...byType]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, count]) => `${count} ${printable(type)}`)
    .join(', ');
}

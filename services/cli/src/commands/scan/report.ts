import type { Note } from '@magwatch/fhir';
import { printable, say } from '../../output.ts';
import type { Gathered, PatientRecord } from './gather.ts';

/** So many of each kind are listed by name; the rest is counted. */
const LISTED_MAX = 20;

/** Says on standard error what was read, passed over, unreadable, refused and noted. */
export function reportReading(gathered: Gathered, options: { readonly listsAllNotes: boolean }): void {
  const listedMax = options.listsAllNotes ? Number.POSITIVE_INFINITY : LISTED_MAX;
  const total = sum(gathered.read);
  say(
    `read ${total} resources of ${gathered.patients.length} patients: ${counts(gathered.read) || 'none that a rule reads'}`,
  );
  if (gathered.passedOver.size > 0) say(`passed over: ${counts(gathered.passedOver)}`);
  if (gathered.ignored.size > 0) say(`of these, ignored by a code map: ${counts(gathered.ignored)}`);
  reportCodes(gathered.notWatched, listedMax);
  if (gathered.unreadable > 0)
    say(`unreadable: ${gathered.unreadable} ${gathered.unreadable === 1 ? 'line' : 'lines'}`);
  reportNotes(gathered.notes, listedMax);
}

/** The same for one patient: what concerns others is counted only. */
export function reportReadingOf(
  { patient, versions }: PatientRecord,
  gathered: Gathered,
  options: { readonly listsAllNotes: boolean },
): void {
  const his = new Set(versions.map(({ reference }) => reference));
  const notes = gathered.notes.filter(({ reference }) => his.has(reference));
  const listedMax = options.listsAllNotes ? Number.POSITIVE_INFINITY : LISTED_MAX;
  say(`read ${sum(gathered.read)} resources, ${versions.length} of them of ${patient}`);
  reportNotes(notes, listedMax);
  const others = gathered.notes.length - notes.length;
  if (others > 0) say(`${others} refusals and notes are not about him: magwatch scan lists them`);
}

/** Codes that mean nothing here, the most frequent first: a site finds its own among them and maps them. */
function reportCodes(byType: Gathered['notWatched'], listedMax: number): void {
  const totals = new Map([...byType].map(([type, codes]) => [type, sum(codes)]));
  if (totals.size === 0) return;
  say(
    `of these, with a code that means nothing here (no rule asks for it, or a code map has to say it): ${counts(totals)}`,
  );
  for (const [type, codes] of [...byType].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sorted = [...codes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    for (const [code, count] of sorted.slice(0, listedMax)) say(`  ${count} ${type} ${printable(code)}`);
    if (sorted.length > listedMax)
      say(`  and ${sorted.length - listedMax} more codes of ${type} (--all-notes lists them)`);
  }
}

const sum = (counted: ReadonlyMap<string, number>): number =>
  [...counted.values()].reduce((all, count) => all + count, 0);

function reportNotes(notes: readonly Note[], listedMax: number): void {
  for (const kind of ['refusal', 'note'] as const) {
    const ofKind = notes.filter((note) => note.kind === kind);
    if (ofKind.length > 0) reportKind(kind, ofKind, listedMax);
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

import { parseMoment } from '@magwatch/base';
import {
  type Codes,
  type Companions,
  type Item,
  type Json,
  type Note,
  needsCompanion,
  newCompanions,
  type ParseContext,
  type Parsed,
  parseResource,
  READ_TYPES,
} from '@magwatch/fhir';
import { type ResourceVersion, supersedes } from '@magwatch/timeline';
import { codeWords } from './code-words.ts';
import type { InputFile } from './input-files.ts';
import { type Read, readItems } from './read-items.ts';

/** All other types are counted and passed over. */
const READ: ReadonlySet<string> = new Set(READ_TYPES);

/** One patient with the version that counts of each resource. */
export interface PatientRecord {
  /** `Patient/id`. */
  readonly patient: string;
  readonly versions: readonly ResourceVersion[];
}

/** Everything that a scan read; the same for any order of files and lines. */
export interface Gathered {
  /** Sorted by reference. */
  readonly patients: readonly PatientRecord[];
  /** How many resources of each type were read, versions counted singly. */
  readonly read: ReadonlyMap<string, number>;
  readonly passedOver: ReadonlyMap<string, number>;
  /** Of the resources read: those that the site said to ignore, by type. */
  readonly ignored: ReadonlyMap<string, number>;
  /** Of the resources read: those whose code means nothing here, by type and code. A site's own codes are among them. */
  readonly notWatched: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly unreadable: number;
  /** Refusals and notes of the versions that count. */
  readonly notes: readonly Note[];
  readonly companions: Companions;
}

export interface GatherOptions {
  readonly codes: Codes;
  readonly timeZone: string;
  readonly onUnreadable: (file: InputFile, line: number, reason: string) => void;
  readonly onProgress: (text: () => string) => void;
}

interface Entry {
  readonly patient: string | undefined;
  readonly version: ResourceVersion;
  readonly notes: readonly Note[];
  /** Why it gave no facts: the site's map says so, or its code (in words) means nothing here. */
  readonly passedOver?: 'ignored' | { readonly code: string };
}

/**
 * Reads all files. A drug may be named by a Medication that comes later, or in another file: resources that refer to one are
 * left for a second reading of their file, so that nothing but the parsed facts has to stay in memory.
 */
export async function gather(files: readonly InputFile[], options: GatherOptions): Promise<Gathered> {
  const state = newState(options);
  const again = new Set<InputFile>();
  for (const file of files)
    for await (const batch of readItems(file)) {
      for (const item of batch) if (take(item, file, state, options) === 'needs-companion') again.add(file);
      options.onProgress(() => `reading ${file.path}: ${state.count.toLocaleString('en')} resources`);
    }
  for (const file of again)
    for await (const batch of readItems(file)) {
      for (const item of batch) if (item.kind === 'resource' && needsCompanion(item.resource)) parse(item, state);
      options.onProgress(() => `reading ${file.path} again for what refers to other resources`);
    }
  return finish(state);
}

interface State {
  readonly entries: Map<string, Entry>;
  readonly read: Map<string, number>;
  readonly passedOver: Map<string, number>;
  readonly refused: Note[];
  readonly companions: Companions;
  readonly context: ParseContext;
  unreadable: number;
  count: number;
}

function newState({ codes, timeZone }: GatherOptions): State {
  const companions = newCompanions();
  return {
    entries: new Map(),
    read: new Map(),
    passedOver: new Map(),
    refused: [],
    companions,
    context: { codes, timeZone, medication: companions.find, specimen: companions.find },
    unreadable: 0,
    count: 0,
  };
}

function take(item: Read, file: InputFile, state: State, options: GatherOptions): 'taken' | 'needs-companion' {
  if (item.kind === 'unreadable') {
    state.unreadable += 1;
    options.onUnreadable(file, item.line, item.reason);
    return 'taken';
  }
  if (item.kind === 'deleted') {
    keep({ patient: undefined, version: deletedVersion(item), notes: [] }, state);
    return 'taken';
  }
  state.count += 1;
  const type = String(item.resource['resourceType']);
  if (!READ.has(type)) {
    countOne(state.passedOver, type);
    return 'taken';
  }
  countOne(state.read, type);
  state.companions.add(item.resource);
  if (needsCompanion(item.resource)) return 'needs-companion';
  parse(item, state);
  return 'taken';
}

function parse({ resource, resolve }: Item & { kind: 'resource' }, state: State): void {
  const parsed = parseResource(resource, resolve ? { ...state.context, resolve } : state.context);
  if (!parsed.ok) state.refused.push(parsed.note);
  else keep(entryOf(parsed, resource), state);
}

function entryOf({ patient, version, notes, passedOver }: Parsed & { ok: true }, resource: Json): Entry {
  if (passedOver === undefined) return { patient, version, notes };
  return { patient, version, notes, passedOver: passedOver === 'ignored' ? passedOver : { code: codeWords(resource) } };
}

function keep(entry: Entry, state: State): void {
  const { version } = entry;
  const known = state.entries.get(version.reference);
  if (!known || supersedes(version, known.version)) state.entries.set(version.reference, entry);
}

function deletedVersion(item: Item & { kind: 'deleted' }): ResourceVersion {
  const lastUpdated = parseMoment(item.lastUpdated)?.start;
  return {
    reference: item.reference,
    ...(item.versionId === undefined ? {} : { versionId: item.versionId }),
    ...(lastUpdated === undefined ? {} : { lastUpdated }),
    state: 'deleted',
    facts: [],
  };
}

function finish(state: State): Gathered {
  const byPatient = new Map<string, ResourceVersion[]>();
  const notes = [...state.refused];
  const ignored = new Map<string, number>();
  const notWatched = new Map<string, Map<string, number>>();
  const unowned = new Map<string, ResourceVersion>();
  for (const entry of state.entries.values()) {
    notes.push(...entry.notes);
    const type = entry.version.reference.split('/')[0] ?? '';
    if (entry.passedOver === 'ignored') countOne(ignored, type);
    else if (entry.passedOver) countOne(inner(notWatched, type), entry.passedOver.code);
    if (entry.patient === undefined) {
      if (entry.version.state === 'present') unowned.set(entry.version.reference, entry.version);
      continue;
    }
    const versions = byPatient.get(entry.patient);
    if (versions) versions.push(entry.version);
    else byPatient.set(entry.patient, [entry.version]);
  }
  const patients = [...byPatient]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([patient, versions]) => ({ patient, versions: [...versions, ...specimensOf(versions, unowned)] }));
  const { read, passedOver, unreadable, companions } = state;
  return { patients, read, passedOver, ignored, notWatched, unreadable, notes, companions };
}

/** A Specimen need not name its patient; a result that names the specimen does. */
function specimensOf(
  versions: readonly ResourceVersion[],
  unowned: ReadonlyMap<string, ResourceVersion>,
): readonly ResourceVersion[] {
  if (unowned.size === 0) return [];
  const found = new Set<ResourceVersion>();
  for (const { facts } of versions)
    for (const fact of facts) {
      const reference = 'specimen' in fact ? fact.specimen : undefined;
      const specimen = reference === undefined ? undefined : unowned.get(reference);
      if (specimen) found.add(specimen);
    }
  return [...found];
}

function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function inner(counts: Map<string, Map<string, number>>, key: string): Map<string, number> {
  const known = counts.get(key) ?? new Map<string, number>();
  counts.set(key, known);
  return known;
}

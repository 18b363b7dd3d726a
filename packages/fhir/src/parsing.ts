import type { Instant } from '@magwatch/base';
import type { Fact, ResourceVersion } from '@magwatch/timeline';
import type { Codes } from './codes/registry.ts';
import { type Note, type NoteCode, noteOf } from './errors.ts';
import { type Json, objectsOf } from './json.ts';
import { normalizeReference, referenceText } from './references.ts';

/** What a resource does not say itself. */
export interface ParseContext {
  readonly codes: Codes;
  /** IANA name: a date without a time is a day of this zone. */
  readonly timeZone: string;
  /** Finds a Medication by its normalized reference (`Medication/id`). */
  readonly medication?: (reference: string) => unknown;
  /** Finds a Specimen by its normalized reference: its collection time stands in for a missing one. */
  readonly specimen?: (reference: string) => unknown;
  /** Says which resource a `urn:` or absolute reference of a Bundle means, where the ids differ. */
  readonly resolve?: (reference: string) => string | undefined;
  /** Of the server that the resource was read from; without it (files of one source) the server in a reference is of no interest. */
  readonly baseUrl?: string | undefined;
  /** fullUrl of the Bundle entry: identity of a resource without an id. */
  readonly fullUrl?: string;
  /** Orders count as drafts of this moment whatever their status (CDS Hooks context). */
  readonly draft?: { readonly at: Instant };
}

/** One parsed resource; `ok: false` where not even its identity could be read. */
export type Parsed =
  | {
      readonly ok: true;
      /** `Type/id`. */
      readonly reference: string;
      /** `Patient/id`; absent where the resource does not say it. */
      readonly patient: string | undefined;
      readonly version: ResourceVersion;
      readonly notes: readonly Note[];
      /** Nothing of our business: not a code that a rule reads, or one that the site told us to ignore. */
      readonly passedOver?: PassedOver;
    }
  | { readonly ok: false; readonly note: Note };

export type PassedOver = 'not-watched' | 'ignored';

/** One resource while it is being read. */
export interface Reading {
  readonly resource: Json;
  readonly reference: string;
  readonly context: ParseContext;
  readonly notes: Note[];
}

/** What a reader of one resource type returns. */
export interface Read {
  readonly facts: readonly Fact[];
  /** Only where it is not the `subject`. */
  readonly patient?: string;
  readonly passedOver?: PassedOver;
  readonly isWithdrawn?: boolean;
}

export const NOTHING: Read = { facts: [] };
export const NOT_WATCHED: Read = { facts: [], passedOver: 'not-watched' };
export const IGNORED: Read = { facts: [], passedOver: 'ignored' };

export function addNote(reading: Reading, code: NoteCode, path?: string, detail?: unknown): void {
  reading.notes.push(noteOf(reading.reference, code, path, detail));
}

/** Adds a refusal and returns that there are no facts. */
export function refuse(reading: Reading, code: NoteCode, path?: string, detail?: unknown): Read {
  addNote(reading, code, path, detail);
  return NOTHING;
}

/** `Type/id` of a FHIR Reference, by way of the Bundle's own names. */
export function resolveReference(value: unknown, expectedType: string, context: ParseContext): string | undefined {
  const text = referenceText(value);
  if (text === undefined) return undefined;
  return context.resolve?.(text) ?? normalizeReference(text, expectedType, context.baseUrl);
}

/** The contained resource that `#id` means. */
export function findContained(resource: Json, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  const id = reference.slice(1);
  return objectsOf(resource['contained']).find((contained) => contained['id'] === id);
}

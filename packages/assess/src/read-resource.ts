import { formatInstant, type Instant } from '@magwatch/base';
import { type Codes, type Note, parseResource } from '@magwatch/fhir';
import type { InboxEvent, NewVersion } from '@magwatch/store';
import type { ResourceVersion } from '@magwatch/timeline';
import { contentHash } from './content-key.ts';
import type { AssessErrorCode } from './errors.ts';

/** A resource on its way in. */
export interface Incoming {
  /** The row of the inbox that brought it; absent for a resource of a search. */
  readonly event: string | undefined;
  readonly resource: unknown;
  /** Where the resource itself does not say it. */
  readonly versionId: string | undefined;
  readonly arrivedAt: Instant;
  /** Of the server that it came from. */
  readonly baseUrl?: string | undefined;
}

/** What a resource turned out to be. */
export type ReadIn =
  | { readonly type: 'nothing'; readonly event: string | undefined }
  | {
      readonly type: 'version';
      readonly event: string | undefined;
      /** The patient that it names itself. */
      readonly patient: string | undefined;
      readonly version: NewVersion;
      /** Where nothing but its content tells versions apart: the hash of that. */
      readonly content?: string;
      readonly notes: readonly Note[];
    }
  | {
      readonly type: 'aside';
      readonly event: string | undefined;
      readonly code: string;
      readonly notes: readonly Note[];
    };

export interface ReadContext {
  readonly codes: Codes;
  readonly timeZone: string;
  readonly medications: ReadonlyMap<string, unknown>;
  readonly specimens: ReadonlyMap<string, unknown>;
}

/** The resource of an event, or why there is none. */
export function openEvent(event: InboxEvent, arrivedAt: Instant, baseUrl?: string): Incoming | ReadIn {
  if (event.interaction === 'recheck') return { type: 'nothing', event: event.id };
  if (event.interaction === 'delete') return readDeletion(event, arrivedAt);
  const resource = parseJson(event.body);
  if (resource === undefined) return aside(event.id, 'json-unreadable');
  return { event: event.id, resource, versionId: event.versionId ?? undefined, arrivedAt, baseUrl };
}

function readDeletion(event: InboxEvent, arrivedAt: Instant): ReadIn {
  if (event.resourceType === null || event.resourceId === null) return aside(event.id, 'deletion-unnamed');
  const reference = `${event.resourceType}/${event.resourceId}`;
  const version: ResourceVersion = { reference, lastUpdated: arrivedAt, state: 'deleted', facts: [] };
  return {
    type: 'version',
    event: event.id,
    patient: undefined,
    version: { versionKey: `d:${event.id}`, version, inboxId: event.id },
    notes: [],
  };
}

/** Reads one resource. A mistake in reading puts that one aside and no other. */
export function readResource(incoming: Incoming, context: ReadContext): ReadIn {
  const { event, resource, baseUrl } = incoming;
  let parsed: ReturnType<typeof parseResource>;
  try {
    parsed = parseResource(resource, {
      codes: context.codes,
      timeZone: context.timeZone,
      baseUrl,
      medication: (reference) => context.medications.get(reference),
      specimen: (reference) => context.specimens.get(reference),
    });
  } catch {
    return aside(event, 'parse-failed');
  }
  if (!parsed.ok) return { type: 'aside', event, code: parsed.note.code, notes: [parsed.note] };
  const { patient, notes } = parsed;
  return { type: 'version', event, patient, ...keyed(parsed.version, incoming), notes };
}

/**
 * Names a version so that the same one is kept once. A version without facts has a name of its own: when the
 * Medication or the code that was missing is there later, the same version is kept again, with its facts, which
 * then counts (of two readings of one version the timeline takes the one that says something).
 */
function keyed(
  parsed: ResourceVersion,
  { event, resource, versionId: given, arrivedAt }: Incoming,
): { readonly version: NewVersion; readonly content?: string } {
  const suffix = parsed.facts.length === 0 && parsed.state === 'present' ? '/empty' : '';
  const inboxId = event === undefined ? {} : { inboxId: event };
  const versionId = parsed.versionId ?? given;
  if (versionId !== undefined) {
    // A version id that is no number has no order: the time has to give it.
    const lastUpdated = parsed.lastUpdated ?? (/^\d+$/.test(versionId) ? undefined : arrivedAt);
    const version = { ...parsed, versionId, ...(lastUpdated !== undefined && { lastUpdated }) };
    return { version: { versionKey: `v:${versionId}${suffix}`, version, ...inboxId } };
  }
  const hash = contentHash(resource);
  if (parsed.lastUpdated !== undefined) {
    return { version: { versionKey: `h:${hash}${suffix}`, version: parsed, ...inboxId } };
  }
  // Neither number nor time: only the order of arrival is left, and the same content may come back after another.
  const versionKey = `h:${hash}@${formatInstant(arrivedAt)}${suffix}`;
  return { version: { versionKey, version: { ...parsed, lastUpdated: arrivedAt }, ...inboxId }, content: hash };
}

const aside = (event: string | undefined, code: AssessErrorCode): ReadIn => ({ type: 'aside', event, code, notes: [] });

const decoder = new TextDecoder('utf-8', { fatal: true });

function parseJson(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(decoder.decode(body));
    return value;
  } catch {
    return undefined;
  }
}

import { unreachable } from '@magwatch/base';
import { backoffMs, EHR_ERRORS, type EhrErrorCode, type EhrFailure, identityOf, type Resource } from '@magwatch/ehr';
import { type Note, type NoteCode, parseResource } from '@magwatch/fhir';
import {
  delayEvent,
  EVENTS_PER_STATEMENT_MAX,
  findPatientOfResource,
  findUndoneEvent,
  type InboxEvent,
  inTransaction,
  isResourceUndone,
  lockUndoneEvent,
  markEventsDone,
  type NewEvent,
  type ReadBack,
  recordNotes,
  setDeletionUnclaimed,
  setEventAside,
  setEventPatient,
  storeEvents,
} from '@magwatch/store';
import { completeMedication } from './complete-medication.ts';
import type { IngestErrorCode } from './errors.ts';
import type { FollowedSource } from './followed-source.ts';
import type { IngestDeps } from './ingest-deps.ts';
import { openBundle } from './open-bundle.ts';
import type { RequestCatchUp } from './request-catch-up.ts';
import { storeResources } from './store-resources.ts';

export interface ResolveDeps extends IngestDeps {
  readonly requestCatchUp: RequestCatchUp;
}

type AsideCode = IngestErrorCode | EhrErrorCode | Extract<NoteCode, 'subject-elsewhere'>;

/** What became of an event that came without its patient. */
type Resolved =
  | { readonly kind: 'patient'; readonly patient: string; readonly readBack: ReadBack }
  /** Nothing is left to do: what it led to is in the inbox by itself, or concerns no patient. */
  | { readonly kind: 'done'; readonly patients: readonly string[] }
  /** The server has deleted it, and nothing was seen of it here. */
  | { readonly kind: 'deleted-unseen'; readonly reference: string }
  | { readonly kind: 'aside'; readonly reason: AsideCode; readonly notes: readonly Note[] }
  | { readonly kind: 'later'; readonly delayMs?: number; readonly code: string };

const CONTENT_TYPE = 'application/fhir+json';
const BACKOFF = { baseMs: 1_000, capMs: 15 * 60_000 };
/** A deletion may arrive before the resource itself has been assessed: it is asked for again so often, then left to be claimed. */
const DELETED_TRIES_MAX = 6;

/**
 * Finds out what an event is about, reads what it leaves out and gives it its patient, so that an assessment can use
 * it without asking anybody. Never throws for the server's sake: the event waits, or is kept aside with its reason.
 */
export async function resolveEvent(deps: ResolveDeps, id: string): Promise<void> {
  const { store, queues, logger } = deps;
  const event = await findUndoneEvent(store.db, id);
  if (!event || event.patient !== null) return;
  const followed = deps.sources.get(event.source);
  const resolved: Resolved = followed
    ? await resolveSafely(deps, followed, event)
    : { kind: 'aside', reason: 'event-source-unknown', notes: [] };
  const { source } = event;
  switch (resolved.kind) {
    case 'patient':
      await setEventPatient(store.db, id, resolved.patient, resolved.readBack);
      await queues.assess.add({ source, patient: resolved.patient });
      return;
    case 'done':
      await inTransaction(store, (tx) => markEventsDone(tx, [id]));
      for (const patient of resolved.patients) await queues.assess.add({ source, patient });
      return;
    case 'deleted-unseen': {
      const patient = await closeDeletion(deps, event, resolved.reference);
      if (patient !== undefined) await queues.assess.add({ source, patient });
      return;
    }
    case 'aside':
      await recordNotes(store.db, source, resolved.notes);
      await setEventAside(store.db, id, resolved.reason);
      logger.warn('event-kept-aside', { source, event: id, code: resolved.reason });
      return;
    case 'later': {
      const delayMs = resolved.delayMs ?? Math.max(500, backoffMs(event.attempts, Math.random(), BACKOFF));
      const attempts = await delayEvent(store.db, id, delayMs);
      logger.warn('event-delayed', { source, event: id, code: resolved.code, attempts, delayMs });
      return;
    }
    default:
      return unreachable(resolved);
  }
}

/**
 * A mistake of this program, or a database that does not answer at this moment, must not bring the event back at every turn of
 * the reconciler: it waits like any other that could not be resolved.
 */
async function resolveSafely(deps: ResolveDeps, followed: FollowedSource, event: InboxEvent): Promise<Resolved> {
  try {
    return await resolve(deps, followed, event);
  } catch (error) {
    deps.logger.error('job-failed', { event: event.id, queue: 'resolve', code: 'job-resolve-failed', error });
    return { kind: 'later', code: 'job-resolve-failed' };
  }
}

async function resolve(deps: ResolveDeps, followed: FollowedSource, event: InboxEvent): Promise<Resolved> {
  if (event.resourceType === 'Bundle') return await resolveBundle(deps, followed, event);
  if (event.resourceType === null || event.resourceId === null) return await resolveBySearch(deps, followed);
  // A body with its version was sent whole; anything else is only a hint of what the server has by now.
  const sent = event.interaction === 'upsert' && event.versionId !== null ? readJson(event.body) : undefined;
  if (isResource(sent)) return await finish(deps, followed, sent);
  const answer = await followed.ehr.read(event.resourceType, event.resourceId);
  if (!answer.ok) return afterFailure(answer.failure);
  if (answer.value.state === 'present') return await finish(deps, followed, answer.value.resource);
  return await resolveDeleted(deps, event, `${event.resourceType}/${event.resourceId}`);
}

/** The resource is here: its Medication still has to be read, its patient found. */
async function finish(deps: ResolveDeps, followed: FollowedSource, resource: Resource): Promise<Resolved> {
  const whole = await completeMedication(followed.ehr, resource);
  if (!whole.ok) return afterFailure(whole.failure);
  const baseUrl = followed.source.fhirBaseUrl;
  const identity = identityOf(whole.value, { baseUrl });
  if (!identity) return withoutPatient(deps, resource, baseUrl);
  // A version that lost its subject corrects the patient to whom the resource belonged.
  const reference = `${identity.type}/${identity.id}`;
  const patient = identity.patient ?? (await findPatientOfResource(deps.store.db, followed.id, reference));
  if (patient === undefined) return withoutPatient(deps, resource, baseUrl);
  const readBack: ReadBack = {
    body: Buffer.from(JSON.stringify(whole.value)),
    contentType: CONTENT_TYPE,
    versionId: identity.versionId,
    interaction: 'upsert',
  };
  return { kind: 'patient', patient, readBack };
}

/** A type that no rule reads is none of our business; one that should lead to a patient and does not is listed. */
function withoutPatient({ codes, timeZone }: ResolveDeps, resource: Resource, baseUrl: string): Resolved {
  const parsed = parseResource(resource, { codes, timeZone, baseUrl });
  const notes = parsed.ok ? parsed.notes : [parsed.note];
  const isOurs = parsed.ok ? resource.resourceType !== 'Medication' : parsed.note.code !== 'type-not-read';
  if (!isOurs) return { kind: 'done', patients: [] };
  const elsewhere = notes.find(({ code }) => code === 'subject-elsewhere');
  return { kind: 'aside', reason: elsewhere ? 'subject-elsewhere' : 'event-without-patient', notes };
}

async function resolveDeleted(deps: ResolveDeps, event: InboxEvent, reference: string): Promise<Resolved> {
  const patient = await findPatientOfResource(deps.store.db, event.source, reference);
  if (patient === undefined) {
    // The deletion may have overtaken the assessment of the resource itself; after some tries it was never ours.
    const isNever =
      event.attempts >= DELETED_TRIES_MAX &&
      !(await isResourceUndone(
        deps.store.db,
        { source: event.source, type: event.resourceType ?? '', id: event.resourceId ?? '' },
        event.id,
      ));
    return isNever ? { kind: 'deleted-unseen', reference } : { kind: 'later', code: 'deleted-unknown' };
  }
  return { kind: 'patient', patient, readBack: DELETED };
}

const DELETED: ReadBack = { body: Buffer.alloc(0), contentType: undefined, interaction: 'delete' };

/**
 * Done with a deletion of what was never here. A version that comes late claims it (see `claimDeletions`); one that was kept
 * just now did not find it, so its patient is looked for once more, under a lock that both take.
 */
async function closeDeletion(
  { store }: ResolveDeps,
  event: InboxEvent,
  reference: string,
): Promise<string | undefined> {
  return await inTransaction(store, async (tx) => {
    await lockUndoneEvent(tx, event.id);
    const patient = await findPatientOfResource(tx, event.source, reference);
    if (patient === undefined) await setDeletionUnclaimed(tx, event.id);
    else await setEventPatient(tx, event.id, patient, DELETED);
    return patient;
  });
}

/** "Something happened": the source is searched for everything that changed since the last look. */
async function resolveBySearch(deps: ResolveDeps, followed: FollowedSource): Promise<Resolved> {
  const isCaughtUp = await deps.requestCatchUp(followed.id);
  return isCaughtUp ? { kind: 'done', patients: [] } : { kind: 'later', code: 'catch-up-failed' };
}

async function resolveBundle(deps: ResolveDeps, followed: FollowedSource, event: InboxEvent): Promise<Resolved> {
  const opened = openBundle(readJson(event.body), followed.source.fhirBaseUrl);
  if (!opened) return { kind: 'aside', reason: 'event-bundle-unreadable', notes: [] };
  if (opened.isSearchNeeded) return await resolveBySearch(deps, followed);
  const matches: Resource[] = [...opened.resources];
  const deletions: NewEvent[] = [];
  const { source } = event;
  for (const { type, id } of opened.references) {
    const answer = await followed.ehr.read(type, id);
    if (!answer.ok) return afterFailure(answer.failure);
    if (answer.value.state === 'present') matches.push(answer.value.resource);
    else deletions.push({ source, interaction: 'delete', resourceType: type, resourceId: id, body: Buffer.alloc(0) });
  }
  const stored = await storeResources(deps, followed, { matches, included: [] });
  if (!stored.ok) return afterFailure(stored.failure);
  // An event of its own for each deletion: whose it was is found like for any other. Last, for it has no key: a second try of the
  // bundle would store it again.
  for (let begin = 0; begin < deletions.length; begin += EVENTS_PER_STATEMENT_MAX)
    for (const outcome of await storeEvents(deps.store, deletions.slice(begin, begin + EVENTS_PER_STATEMENT_MAX)))
      if (outcome.outcome === 'stored') await deps.queues.resolve.add({ event: outcome.id });
  return { kind: 'done', patients: [...stored.value.patients] };
}

function afterFailure({ code, retryAfterMs }: EhrFailure): Resolved {
  if (EHR_ERRORS[code].retry === 'never') return { kind: 'aside', reason: code, notes: [] };
  return { kind: 'later', code, ...(retryAfterMs !== undefined && { delayMs: retryAfterMs }) };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    // The receiver has read it once; what cannot be read now is treated like an empty body.
    return undefined;
  }
}

const isResource = (value: unknown): value is Resource =>
  typeof value === 'object' && value !== null && 'resourceType' in value && typeof value.resourceType === 'string';

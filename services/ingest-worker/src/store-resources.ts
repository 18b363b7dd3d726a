import { createHash } from 'node:crypto';
import { ok, type Result } from '@magwatch/base';
import { type EhrFailure, eventKeyOf, type Identity, identityOf, type Page, type Resource } from '@magwatch/ehr';
import { EVENTS_PER_STATEMENT_MAX, type NewEvent, storeEvents } from '@magwatch/store';
import { completeMedication } from './complete-medication.ts';
import type { FollowedSource } from './followed-source.ts';
import type { IngestDeps } from './ingest-deps.ts';

export interface StoredResources {
  /** How many were not in the inbox before. */
  readonly news: number;
  /** Patients who have news. */
  readonly patients: ReadonlySet<string>;
}

/** Rows of one statement; a resource is a few kilobytes. */
const ROWS_MAX = Math.min(200, EVENTS_PER_STATEMENT_MAX);

/**
 * Puts resources that were read from a source into its inbox, by the same door and with the same keys as pushed ones:
 * what push has brought already is a duplicate. Tells the queue of events that have no patient yet; those of `patients`
 * are the caller's to tell.
 */
export async function storeResources(
  deps: Pick<IngestDeps, 'store' | 'queues'>,
  followed: FollowedSource,
  { matches, included }: Page,
): Promise<Result<StoredResources, EhrFailure>> {
  const events: NewEvent[] = [];
  for (const resource of matches) {
    const whole = await completeMedication(followed.ehr, resource, included);
    if (!whole.ok) return whole;
    events.push(eventOf(followed, whole.value));
  }
  const patients = new Set<string>();
  let news = 0;
  for (let begin = 0; begin < events.length; begin += ROWS_MAX) {
    const rows = events.slice(begin, begin + ROWS_MAX);
    const stored = await storeEvents(deps.store, rows);
    for (const [index, row] of rows.entries()) {
      const outcome = stored[index];
      if (outcome?.outcome !== 'stored') continue;
      news += 1;
      if (row.patient !== undefined) patients.add(row.patient);
      else if (row.asideReason === undefined) await deps.queues.resolve.add({ event: outcome.id });
    }
  }
  return ok({ news, patients });
}

function eventOf({ id, source: { fhirBaseUrl: baseUrl } }: FollowedSource, resource: Resource): NewEvent {
  const body = Buffer.from(JSON.stringify(resource));
  const common = { source: id, interaction: 'upsert', contentType: 'application/fhir+json', body } as const;
  const identity = identityOf(resource, { baseUrl });
  if (!identity) return { ...common, interaction: 'unknown', asideReason: 'event-without-id' };
  return {
    ...common,
    eventKey: keyOfRead(identity, body),
    resourceType: identity.type,
    resourceId: identity.id,
    versionId: identity.versionId,
    patient: identity.patient,
  };
}

/**
 * The key of a resource that was read from its server. Where that numbers no versions, time of change and content
 * together name one: a catch-up reads the same resource every few minutes. Content alone names nothing.
 */
function keyOfRead(identity: Identity, body: Buffer): string | undefined {
  const { type, id, lastUpdated } = identity;
  if (identity.versionId !== undefined) return eventKeyOf(identity, 'upsert');
  if (lastUpdated === undefined) return undefined;
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return `${type}/${id}/at ${lastUpdated.slice(0, 40)} ${hash}/upsert`;
}

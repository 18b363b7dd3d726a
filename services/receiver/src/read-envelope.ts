import { eventKeyOf, identityOf, isResourceId, isResourceType, outsideMedicationOf } from '@magwatch/ehr';
import type { ReceiverErrorCode } from './errors.ts';

/** A notification as it came over HTTP. */
export interface Notification {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  /** From the path `/{Type}/{id}`, where the server adds it. */
  readonly path?: { readonly type: string; readonly id: string };
  /** `x-medplum-interaction`, `x-medplum-deleted-resource`: lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** Of the source's server: patients of other servers are none of its own. */
  readonly baseUrl?: string | undefined;
}

/** What the outside of an event says; nothing here is clinical. */
export interface Envelope {
  readonly interaction: 'upsert' | 'delete' | 'unknown';
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly versionId?: string;
  /** Only where the body can be used as it is: a whole resource with id and version. Absent: it has to be resolved first. */
  readonly patient?: string;
  /** Only where a version is named: nothing is dropped as a duplicate for its content alone. */
  readonly eventKey?: string;
  /** Kept aside for this reason. */
  readonly aside?: ReceiverErrorCode;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the outside of a notification in every shape that servers send (POST, PUT, DELETE; with and without
 * `/{Type}/{id}`; resource, Bundle, `{}` or empty body). Never throws; what cannot be used says why.
 */
export function readEnvelope(notification: Notification): Envelope {
  const { path, body } = notification;
  if (path && !(isResourceType(path.type) && isResourceId(path.id))) return aside('event-path-mismatch');
  if (body.length === 0) return withoutBody(notification);
  const json = parse(body);
  if (json === undefined) return aside('event-unreadable-json');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return aside('event-not-a-resource');
  if (Object.keys(json).length === 0) return withoutBody(notification);
  return withBody(notification, json as Json);
}

/** Nothing but the path and the headers speak: an id to read, a deletion, or only "something happened". */
function withoutBody(notification: Notification): Envelope {
  const subject = notification.path ?? deletedByHeader(notification);
  const interaction = isDelete(notification) ? 'delete' : 'unknown';
  return { interaction, ...(subject ? { resourceType: subject.type, resourceId: subject.id } : {}) };
}

function withBody(notification: Notification, json: Json): Envelope {
  const { path, baseUrl } = notification;
  if (!isResourceType(json['resourceType'])) return aside('event-not-a-resource');
  // A bundle is opened by the resolve job: it may hold many resources, or references to read.
  if (json['resourceType'] === 'Bundle') return { interaction: 'unknown', resourceType: 'Bundle' };
  const identity = identityOf(json, { idFromPath: path?.id, baseUrl });
  if (!identity) return { ...aside('event-without-id'), resourceType: json['resourceType'] };
  if (path && (path.type !== identity.type || path.id !== identity.id)) return aside('event-path-mismatch');
  const interaction = isDelete(notification) ? 'delete' : 'upsert';
  const named = { interaction, resourceType: identity.type, resourceId: identity.id } as const;
  const { versionId, patient } = identity;
  const eventKey = eventKeyOf(identity, interaction);
  // Without a version the body is only a hint: it may be older than what the server has by now.
  if (versionId === undefined || eventKey === undefined) return named;
  // A drug that is told in another resource has to be read before anybody can judge the order.
  const isWhole = outsideMedicationOf(json) === undefined;
  return { ...named, versionId, eventKey, ...(patient !== undefined && isWhole && { patient }) };
}

const isDelete = ({ method, headers }: Notification): boolean =>
  method === 'DELETE' || headers['x-medplum-interaction'] === 'delete';

/** Medplum names a deleted resource in a header only. */
function deletedByHeader({ headers }: Notification): { type: string; id: string } | undefined {
  const text = headers['x-medplum-deleted-resource'];
  const match = typeof text === 'string' ? /^([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9\-.]{1,64})$/.exec(text) : null;
  return match?.[1] !== undefined && match[2] !== undefined ? { type: match[1], id: match[2] } : undefined;
}

const aside = (reason: ReceiverErrorCode): Envelope => ({ interaction: 'unknown', aside: reason });

/** The JSON, or undefined where it is none. A byte order mark at the beginning is passed over. */
function parse(body: Buffer): unknown {
  try {
    const text = body.toString('utf8');
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

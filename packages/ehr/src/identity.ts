import { pathBelow } from '@magwatch/base';
import { isResourceId, isResourceType } from './identifiers.ts';

/** Which version of which resource of whom; nothing clinical. */
export interface Identity {
  readonly type: string;
  readonly id: string;
  readonly versionId?: string;
  /** meta.lastUpdated as it is written. */
  readonly lastUpdated?: string;
  /** `Patient/id`, where the resource says it in a way that leads to one. */
  readonly patient?: string;
}

/** What a resource does not say itself. */
export interface IdentityContext {
  readonly idFromPath?: string | undefined;
  /** Of the server that it was read from: a patient of another one is nobody here. Without it no server is looked at. */
  readonly baseUrl?: string | undefined;
}

/** Reads the identity of a resource; undefined where type or id are missing or not what FHIR allows. */
export function identityOf(resource: unknown, { idFromPath, baseUrl }: IdentityContext = {}): Identity | undefined {
  const type = child(resource, 'resourceType');
  const id = child(resource, 'id') ?? idFromPath;
  if (!isResourceType(type) || !isResourceId(id)) return undefined;
  const versionId = child(child(resource, 'meta'), 'versionId');
  const lastUpdated = child(child(resource, 'meta'), 'lastUpdated');
  const patient = type === 'Patient' ? `Patient/${id}` : patientOf(resource, baseUrl);
  return {
    type,
    id,
    ...(isResourceId(versionId) && { versionId }),
    ...(typeof lastUpdated === 'string' && { lastUpdated }),
    ...(patient !== undefined && { patient }),
  };
}

/**
 * The key under which the inbox knows an event. Push, read-back and search give the same key to the same version;
 * without a version there is none, for equal content does not make two events one.
 */
export function eventKeyOf(identity: Identity, interaction: 'upsert' | 'delete'): string | undefined {
  const { type, id, versionId } = identity;
  return versionId === undefined ? undefined : `${type}/${id}/${versionId}/${interaction}`;
}

/**
 * The reference of a drug that is told elsewhere (`Medication/m1`); undefined where the resource says the drug itself,
 * in a code or in a contained resource. Without that other resource it cannot be understood.
 */
export function outsideMedicationOf(resource: unknown): string | undefined {
  const r5 = child(child(resource, 'medication'), 'reference');
  const reference = child(child(resource, 'medicationReference') ?? r5, 'reference');
  return typeof reference === 'string' && !reference.startsWith('#') ? reference : undefined;
}

const PATIENT_REFERENCE =
  /^(?:https?:\/\/[^?#\s]+\/)?Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

function patientOf(resource: unknown, baseUrl: string | undefined): string | undefined {
  const subject = child(child(resource, 'subject'), 'reference') ?? child(child(resource, 'patient'), 'reference');
  if (typeof subject !== 'string') return undefined;
  const isOurs = !subject.includes(':') || baseUrl === undefined || pathBelow(baseUrl, subject)?.startsWith('Patient/');
  const id = isOurs ? PATIENT_REFERENCE.exec(subject)?.[1] : undefined;
  return isResourceId(id) ? `Patient/${id}` : undefined;
}

function child(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

import { fail, ok, type Result } from '@magwatch/base';
import { type Ehr, type EhrFailure, isResourceId, outsideMedicationOf, type Resource } from '@magwatch/ehr';

const PASSING: ReadonlySet<string> = new Set<EhrFailure['code']>([
  'ehr-timeout',
  'ehr-unreachable',
  'ehr-throttled',
  'ehr-unavailable',
  'ehr-closed',
]);

/**
 * The resource with its Medication inside, so that it can be judged, and judged again, without asking anybody. One that
 * says its drug itself is given back as it is; so is one whose Medication is nowhere: parsing will say so.
 */
export async function completeMedication(
  ehr: Ehr,
  resource: Resource,
  included: readonly Resource[] = [],
): Promise<Result<Resource, EhrFailure>> {
  const reference = outsideMedicationOf(resource);
  if (reference === undefined) return ok(resource);
  const id = medicationIdOf(reference, ehr.baseUrl);
  if (id === undefined) return ok(resource);
  const along = included.find((one) => one.resourceType === 'Medication' && one['id'] === id);
  if (along) return ok(withContained(resource, along, id));
  const answer = await ehr.read('Medication', id);
  // A server that is down is asked again; one that never shows us a Medication must not hold up everything else.
  if (!answer.ok) return PASSING.has(answer.failure.code) ? fail(answer.failure) : ok(resource);
  return ok(answer.value.state === 'gone' ? resource : withContained(resource, answer.value.resource, id));
}

/** An absolute reference is followed only to the source itself. */
function medicationIdOf(reference: string, baseUrl: string): string | undefined {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`;
  const relative = reference.startsWith(base) ? reference.slice(base.length) : reference;
  const id = /^Medication\/([^/]+)(?:\/_history\/[^/]+)?$/.exec(relative)?.[1];
  return isResourceId(id) ? id : undefined;
}

function withContained(resource: Resource, medication: Resource, id: string): Resource {
  const before: readonly unknown[] = Array.isArray(resource['contained']) ? resource['contained'] : [];
  const reference = { reference: `#${id}` };
  const inside = { ...resource, contained: [...before, medication] };
  return 'medicationReference' in resource
    ? { ...inside, medicationReference: reference }
    : { ...inside, medication: { reference } };
}

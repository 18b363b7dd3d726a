import { isJson, type Json, textOf } from './json.ts';
import { normalizeReference } from './references.ts';

/** Resources that others cannot be read without: a Medication says what an order is for, a Specimen when it was taken. */
export interface Companions {
  readonly add: (resource: Json) => void;
  /** The newest version of `Medication/id` or `Specimen/id`; undefined when the files hold none. */
  readonly find: (reference: string) => Json | undefined;
}

const COMPANION_TYPES: ReadonlySet<unknown> = new Set(['Medication', 'Specimen']);

export function newCompanions(): Companions {
  const byReference = new Map<string, Json>();
  return {
    add(resource) {
      if (!COMPANION_TYPES.has(resource['resourceType'])) return;
      const reference = `${String(resource['resourceType'])}/${String(resource['id'])}`;
      const known = byReference.get(reference);
      if (!known || isNewer(resource, known)) byReference.set(reference, resource);
    },
    find: (reference) => byReference.get(reference),
  };
}

/** Numbered before unnumbered, number, time, text: a total order, as for every other resource. */
function isNewer(a: Json, b: Json): boolean {
  const [numberA, timeA] = orderOf(a);
  const [numberB, timeB] = orderOf(b);
  if (numberA !== numberB) return numberA > numberB;
  if (timeA !== timeB) return timeA > timeB;
  return JSON.stringify(a) > JSON.stringify(b);
}

function orderOf(resource: Json): [bigint, number] {
  const meta = isJson(resource['meta']) ? resource['meta'] : {};
  const version = textOf(meta['versionId']) ?? '';
  const time = Date.parse(textOf(meta['lastUpdated']) ?? '');
  return [/^\d+$/.test(version) ? BigInt(version) : -1n, Number.isNaN(time) ? 0 : time];
}

/** Whether a resource can be read only when all companions are known: one may come later, or in another file. */
export function needsCompanion(resource: Json): boolean {
  if (refersTo(resource['medicationReference']) || refersTo(conceptReference(resource))) return true;
  // A specimen is asked for the time only, and only where the result does not say it.
  return refersTo(resource['specimen']) && !Object.keys(resource).some((key) => key.startsWith('effective'));
}

/** R5 names the drug in `medication.reference`. */
const conceptReference = ({ medication }: Json): unknown => (isJson(medication) ? medication['reference'] : undefined);

/** What is contained in the resource itself needs no search. */
function refersTo(value: unknown): boolean {
  const reference = isJson(value) ? value['reference'] : undefined;
  return typeof reference === 'string' && normalizeReference(reference, 'Resource') !== undefined;
}

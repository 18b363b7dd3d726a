import { isJson, type Json, textOf } from './json.ts';
import { normalizeReference } from './references.ts';

/** A resource, or the news in a history Bundle that one is gone. */
export type Item =
  | {
      readonly kind: 'resource';
      /** Has an id, where the entry of its Bundle says one. */
      readonly resource: Json;
      /** What the Bundle's own names mean. */
      readonly resolve?: (reference: string) => string | undefined;
    }
  | {
      readonly kind: 'deleted';
      /** `Type/id`. */
      readonly reference: string;
      readonly versionId?: string;
      readonly lastUpdated?: string;
    };

/** Bundles may hold Bundles (a batch response holds searchsets), but not without end. */
const DEPTH_MAX = 8;

/** The resources in a JSON value: itself, or the entries of a Bundle of any type; undefined when it is no resource. */
export function itemsOf(value: unknown, depth = 0): readonly Item[] | undefined {
  if (!isJson(value) || typeof value['resourceType'] !== 'string') return undefined;
  if (value['resourceType'] !== 'Bundle') return [{ kind: 'resource', resource: value }];
  if (depth >= DEPTH_MAX) return undefined;
  const entries = Array.isArray(value['entry']) ? value['entry'].filter(isJson) : [];
  const names = fullNames(entries);
  return entries.flatMap((entry) => itemsOfEntry(entry, names, depth));
}

function itemsOfEntry(entry: Json, names: ReadonlyMap<string, string>, depth: number): readonly Item[] {
  if (!isJson(entry['resource'])) return deletionOf(entry);
  const items = itemsOf(withId(entry['resource'], entry['fullUrl']), depth + 1) ?? [];
  if (names.size === 0) return items;
  const resolve = (reference: string): string | undefined => names.get(reference);
  return items.map((item) => (item.kind === 'resource' && !item.resolve ? { ...item, resolve } : item));
}

/** An entry of a transaction may have its id in `fullUrl` only. */
function withId(resource: Json, fullUrl: unknown): Json {
  if (resource['id'] !== undefined) return resource;
  const id = normalizeReference(fullUrl, 'Resource')?.split('/')[1];
  return id === undefined ? resource : { ...resource, id };
}

/** `fullUrl` → `Type/id`, for the entries whose fullUrl does not say it, or says another id. */
function fullNames(entries: readonly Json[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { fullUrl, resource } of entries) {
    if (typeof fullUrl !== 'string' || !isJson(resource)) continue;
    const { resourceType, id } = withId(resource, fullUrl);
    if (typeof resourceType !== 'string' || typeof id !== 'string') continue;
    const name = `${resourceType}/${id}`;
    if (normalizeReference(fullUrl, resourceType) !== name) names.set(fullUrl, name);
  }
  return names;
}

/** In a history, an entry without a resource whose request is DELETE says that the resource is gone. */
function deletionOf({ request, response, fullUrl }: Json): readonly Item[] {
  if (!isJson(request) || request['method'] !== 'DELETE') return [];
  const reference = normalizeReference(request['url'], 'Resource') ?? normalizeReference(fullUrl, 'Resource');
  if (reference === undefined || reference.startsWith('Resource/')) return [];
  const answer = isJson(response) ? response : {};
  const versionId =
    /\/_history\/([^/\s]+)$/.exec(textOf(request['url']) ?? '')?.[1] ??
    /^(?:W\/)?"?([^"]+)"?$/.exec(textOf(answer['etag']) ?? '')?.[1];
  const { lastModified } = answer;
  return [
    {
      kind: 'deleted',
      reference,
      ...(versionId === undefined ? {} : { versionId }),
      ...(typeof lastModified === 'string' ? { lastUpdated: lastModified } : {}),
    },
  ];
}

/** The type of a resource and its reference, where it has both. */
export function identify(resource: unknown): { readonly type: string; readonly reference: string } | undefined {
  const type = member(resource, 'resourceType');
  const id = member(resource, 'id');
  return typeof type === 'string' && typeof id === 'string' ? { type, reference: `${type}/${id}` } : undefined;
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The value without null, undefined, '', [] and {} at any depth: CDS Hooks allows none of them. */
export function omitEmpty<Value>(value: Value): Value {
  const cleaned = clean(value);
  // What is left has the same shape: only optional parts can be empty.
  return cleaned as Value;
}

function clean(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.map(clean).filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  }
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, clean(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

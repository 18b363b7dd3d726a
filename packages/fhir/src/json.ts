/** A JSON object of unknown content: what comes from outside is looked at field by field. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or undefined for anything else. */
export const objectOf = (value: unknown): Json | undefined => (isJson(value) ? value : undefined);

/** The objects of an array; a single object counts as an array of one (some servers write 0..* elements so). */
export function objectsOf(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return value.filter(isJson);
  return isJson(value) ? [value] : [];
}

/** The trimmed text, or undefined where there is none. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** A finite number that is written as a number: text is not read as one. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** `{ [key]: value }`, or nothing where the value is undefined: for optional fields. */
export function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

/** The concept of an R5 CodeableReference; R4 has it as it is. */
export const conceptOf = (value: unknown): unknown => objectOf(objectOf(value)?.['concept']) ?? value;

/** All the words that a CodeableConcept says: its text and the displays of its codings. */
export function wordsOf(concept: unknown): readonly string[] {
  const words: string[] = [];
  const object = objectOf(concept);
  const text = textOf(object?.['text']);
  if (text !== undefined) words.push(text);
  for (const coding of objectsOf(object?.['coding'])) {
    const display = textOf(coding['display']);
    if (display !== undefined && !words.includes(display)) words.push(display);
  }
  return words;
}

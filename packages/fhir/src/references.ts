import { objectOf, textOf } from './json.ts';

const RELATIVE = /^([A-Z][A-Za-z]+)\/([^/\s?#]+)(?:\/_history\/[^/\s]+)?$/;
const ABSOLUTE = /^https?:\/\/.*?\/([A-Z][A-Za-z]+)\/([^/\s?#]+)(?:\/_history\/[^/\s]+)?$/;
const URN = /^urn:(?:uuid|oid):([^\s]+)$/i;

/**
 * `Type/id` of a relative, absolute or `urn:` reference; undefined for anything else (a conditional or contained reference).
 * A urn does not say its type: `expectedType` does.
 */
export function normalizeReference(reference: unknown, expectedType: string): string | undefined {
  const text = textOf(reference);
  if (text === undefined) return undefined;
  const match = RELATIVE.exec(text) ?? ABSOLUTE.exec(text);
  if (match) return `${match[1]}/${match[2]}`;
  const urn = URN.exec(text);
  return urn ? `${expectedType}/${urn[1]}` : undefined;
}

/** The id in the fullUrl of a Bundle entry, for a resource that has none of its own. */
export function idOfFullUrl(fullUrl: unknown): string | undefined {
  return normalizeReference(fullUrl, 'Resource')?.split('/')[1];
}

/** The `reference` text of a FHIR Reference. */
export const referenceText = (value: unknown): string | undefined => textOf(objectOf(value)?.['reference']);

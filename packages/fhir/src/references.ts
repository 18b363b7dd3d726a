import { pathBelow } from '@magwatch/base';
import { objectOf, textOf } from './json.ts';

const RELATIVE = /^([A-Z][A-Za-z]+)\/([^/\s?#]+)(?:\/_history\/[^/\s]+)?$/;
const ABSOLUTE = /^https?:\/\/.*?\/([A-Z][A-Za-z]+)\/([^/\s?#]+)(?:\/_history\/[^/\s]+)?$/;
const WITH_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const URN = /^urn:(?:uuid|oid):([^\s]+)$/i;

/**
 * `Type/id` of a relative, absolute or `urn:` reference; undefined for anything else (a conditional or contained reference).
 * A urn does not say its type: `expectedType` does.
 * @param baseUrl of the server that the reference was read from: an id of any other server, or of none, names nothing there.
 * Without it everything counts as of one source.
 */
export function normalizeReference(reference: unknown, expectedType: string, baseUrl?: string): string | undefined {
  const text = textOf(reference);
  if (text === undefined) return undefined;
  if (baseUrl !== undefined && WITH_SCHEME.test(text))
    return normalizeReference(pathBelow(baseUrl, text), expectedType);
  const match = RELATIVE.exec(text) ?? ABSOLUTE.exec(text);
  if (match) return `${match[1]}/${match[2]}`;
  const urn = URN.exec(text);
  return urn ? `${expectedType}/${urn[1]}` : undefined;
}

/** Whether a reference names something outside of the server with this base URL. */
export function isElsewhere(reference: unknown, baseUrl: string): boolean {
  const text = textOf(reference);
  return text !== undefined && WITH_SCHEME.test(text) && !RELATIVE.test(pathBelow(baseUrl, text) ?? '');
}

/** The id in the fullUrl of a Bundle entry, for a resource that has none of its own. */
export function idOfFullUrl(fullUrl: unknown): string | undefined {
  return normalizeReference(fullUrl, 'Resource')?.split('/')[1];
}

/** The `reference` text of a FHIR Reference. */
export const referenceText = (value: unknown): string | undefined => textOf(objectOf(value)?.['reference']);

import { fail, ok, type Result } from '@magwatch/base';
import { type EhrFailure, ehrFailure } from './errors.ts';

/**
 * The address of a bundle's next page; undefined where there is none. A link is followed only below the base URL
 * of its source: anything else could send our token, or our trust, to another host.
 */
export function findNextLink(bundle: unknown, baseUrl: string): Result<string | undefined, EhrFailure> {
  const url = linkText(bundle);
  if (url === undefined) return ok(undefined);
  const base = new URL(baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  if (!URL.canParse(url, base.href)) return fail(ehrFailure('ehr-foreign-link'));
  const next = new URL(url, base);
  return isBelow(next, base) ? ok(next.href) : fail(ehrFailure('ehr-foreign-link'));
}

function isBelow(next: URL, base: URL): boolean {
  if (next.origin !== base.origin || next.username !== '' || next.password !== '') return false;
  // An encoded slash is a path separator to some servers and a letter to the URL parser.
  if (/%2f|%5c/i.test(next.pathname)) return false;
  return next.pathname.startsWith(base.pathname) || `${next.pathname}/` === base.pathname;
}

function linkText(bundle: unknown): string | undefined {
  if (typeof bundle !== 'object' || bundle === null || !('link' in bundle) || !Array.isArray(bundle.link))
    return undefined;
  for (const link of bundle.link as unknown[]) {
    if (typeof link !== 'object' || link === null || !('relation' in link) || !('url' in link)) continue;
    if (link.relation === 'next' && typeof link.url === 'string') return link.url;
  }
  return undefined;
}

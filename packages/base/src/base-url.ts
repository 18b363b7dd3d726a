const HTTP_URL = /^(https?):\/\/([^/?#@\s\\]+)(\/[^?#\s\\]*)?$/i;
const DEFAULT_PORT: Readonly<Record<string, RegExp>> = { http: /:80$/, https: /:443$/ };

/**
 * The one way to write the base URL of a server: lower-case scheme and host, no default port, no slash at the end (RFC 3986,
 * 6.2). Undefined for what is no plain http(s) address: user names, queries and fragments have no place in one.
 */
export function normalizeBaseUrl(text: string): string | undefined {
  const [, scheme, authority, path = ''] = HTTP_URL.exec(text) ?? [];
  if (scheme === undefined || authority === undefined) return undefined;
  const protocol = scheme.toLowerCase();
  const host = authority.toLowerCase().replace(DEFAULT_PORT[protocol] ?? '', '');
  return `${protocol}://${host}${path.replace(/\/+$/, '')}`;
}

/** What of an absolute URL lies below a base URL (`Patient/5`); undefined for one of another server. */
export function pathBelow(baseUrl: string, url: string): string | undefined {
  const base = normalizeBaseUrl(baseUrl);
  const whole = normalizeBaseUrl(url);
  if (base === undefined || whole === undefined || !whole.startsWith(`${base}/`)) return undefined;
  return whole.slice(base.length + 1);
}

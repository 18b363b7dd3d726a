/**
 * Reads a Retry-After header: seconds or an HTTP-date (RFC 9110, 10.2.3).
 * @returns milliseconds from `nowMs`, never negative; undefined where the text is neither.
 */
export function readRetryAfter(text: string | null | undefined, nowMs: number): number | undefined {
  if (text === null || text === undefined) return undefined;
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1000;
  // Only the three forms of an HTTP-date begin with the name of a day; Date.parse alone would take `-5` for a year.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(trimmed)) return undefined;
  const at = Date.parse(trimmed);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/**
 * How long to wait before the next try: full jitter, any time between nothing and base × 2^attempt, never above the cap.
 * @param chance a number in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(
  attempt: number,
  chance: number,
  limits: { readonly baseMs: number; readonly capMs: number },
) {
  return Math.floor(chance * Math.min(limits.capMs, limits.baseMs * 2 ** attempt));
}

declare const instantBrand: unique symbol;

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: 'Instant' };

/** How exactly a FHIR dateTime says its time (https://hl7.org/fhir/R4/datatypes.html#dateTime). */
export type Precision = 'year' | 'month' | 'day' | 'time';

/** A FHIR dateTime: from its first instant to the first instant after it. */
export interface Moment {
  readonly start: Instant;
  /** Exclusive; for a full time the instant itself. */
  readonly end: Instant;
  readonly precision: Precision;
}

export const HOUR_MS = 3_600_000;

export const instantOf = (milliseconds: number): Instant => milliseconds as Instant;

export const addHours = (instant: Instant, hours: number): Instant => instantOf(instant + hours * HOUR_MS);

/** later − earlier, in hours; negative when `later` is the earlier one. */
export const hoursBetween = (earlier: Instant, later: Instant): number => (later - earlier) / HOUR_MS;

/** ISO 8601 in UTC; milliseconds only where there are some: 2026-03-10T08:00:00Z. */
export function formatInstant(instant: Instant): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}

const FULL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;
const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/**
 * Reads a FHIR dateTime or instant. A date without a time stands for its whole day, month or year in
 * `timeZone` (IANA name). Returns undefined for anything else, for a time without an offset and for
 * days that no calendar has.
 */
export function parseMoment(text: unknown, timeZone = 'UTC'): Moment | undefined {
  if (typeof text !== 'string') return undefined;
  if (FULL.test(text)) return parseFull(text);
  const match = PARTIAL.exec(text);
  if (!match) return undefined;
  const year = Number(match[1]);
  const month = match[2] === undefined ? undefined : Number(match[2]);
  const day = match[3] === undefined ? undefined : Number(match[3]);
  if (month === undefined) return span(year, 1, 1, year + 1, 1, 1, 'year', timeZone);
  if (month < 1 || month > 12) return undefined;
  if (day === undefined) return span(year, month, 1, year, month + 1, 1, 'month', timeZone);
  if (!hasDay(year, month, day)) return undefined;
  return span(year, month, day, year, month, day + 1, 'day', timeZone);
}

function parseFull(text: string): Moment | undefined {
  if (!hasDay(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)))) return undefined;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return undefined;
  const instant = instantOf(milliseconds);
  return { start: instant, end: instant, precision: 'time' };
}

function hasDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function span(
  ...[y1, m1, d1, y2, m2, d2, precision, timeZone]: [
    number,
    number,
    number,
    number,
    number,
    number,
    Precision,
    string,
  ]
): Moment {
  return { start: midnight(y1, m1, d1, timeZone), end: midnight(y2, m2, d2, timeZone), precision };
}

/** The first instant of a day in a time zone. */
function midnight(year: number, month: number, day: number, timeZone: string): Instant {
  const utc = Date.UTC(year, month - 1, day);
  if (timeZone === 'UTC') return instantOf(utc);
  const guess = utc - offsetMs(utc, timeZone);
  // The offset at midnight can differ from the offset at the guess on a day when the clocks change.
  return instantOf(utc - offsetMs(guess, timeZone));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function offsetMs(utc: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    const fields = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, ...fields, ...clock });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, number> = {};
  for (const part of formatter.formatToParts(utc)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - utc;
}

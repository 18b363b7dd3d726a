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

// 24:00 is the next day to JavaScript and forbidden by FHIR.
const FULL = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
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
  if (year === 0) return undefined;
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

/** Whether the Gregorian calendar has this day. */
function hasDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2) return day <= (isLeapYear(year) ? 29 : 28);
  return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
}

const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function span(
  ...[y1, m1, d1, y2, m2, d2, precision, timeZone]: [number, number, number, number, number, number, Precision, string]
): Moment {
  return { start: midnight(y1, m1, d1, timeZone), end: midnight(y2, m2, d2, timeZone), precision };
}

const DAY_MS = 24 * HOUR_MS;

/**
 * The first instant of a day in a time zone. Clocks may be moved at midnight: then the day begins later (São Paulo: 01:00 follows
 * 23:59), or midnight comes twice and the day begins with the first (Havana).
 */
function midnight(year: number, month: number, day: number, timeZone: string): Instant {
  const utc = utcMidnight(year, month, day);
  if (timeZone === 'UTC') return instantOf(utc);
  const before = utc - offsetMs(utc - DAY_MS, timeZone);
  const after = utc - offsetMs(utc + DAY_MS, timeZone);
  for (const candidate of [Math.min(before, after), Math.max(before, after)])
    if (candidate + offsetMs(candidate, timeZone) === utc) return instantOf(candidate);
  // No clock shows this midnight: the day begins where the clocks are moved, read by the offset of the evening before.
  return instantOf(before);
}

/** Date.UTC takes the years 0 to 99 for the twentieth century. */
function utcMidnight(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function offsetMs(utc: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    const fields = { calendar: 'gregory', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
    const clock = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
    formatter = new Intl.DateTimeFormat('en-US', { timeZone, ...fields, ...clock });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, number> = {};
  for (const part of formatter.formatToParts(utc)) parts[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const seconds = (hour * 60 + minute) * 60 + second;
  // The clock shows whole seconds; offsets are whole seconds too.
  return utcMidnight(year, month, day) + seconds * 1_000 - Math.floor(utc / 1_000) * 1_000;
}

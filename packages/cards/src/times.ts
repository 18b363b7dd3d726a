import type { Instant } from '@magwatch/base';

const formatters = new Map<string, Intl.DateTimeFormat>();

/** How times are written: in which zone (IANA name), and seen from when. */
export interface TimeStyle {
  readonly timeZone: string;
  /** The year is left out where it is that of this instant. */
  readonly seenFrom: Instant;
}

/** A time as it is written on a ward: `10 Mar 08:00`, or `28 Dec 2025 08:00` when seen from another year. */
export function timeText(instant: Instant, { timeZone, seenFrom }: TimeStyle): string {
  const { date, year, clock } = partsOf(instant, timeZone);
  return year === partsOf(seenFrom, timeZone).year ? `${date} ${clock}` : `${date} ${year} ${clock}`;
}

/** A time with its year: `10 Mar 2026 08:00`. */
export function fullTimeText(instant: Instant, timeZone: string): string {
  const { date, year, clock } = partsOf(instant, timeZone);
  return `${date} ${year} ${clock}`;
}

/** From one time to another; the day is said once where it is the same. */
export function spanText(from: Instant, to: Instant, style: TimeStyle): string {
  const a = partsOf(from, style.timeZone);
  const b = partsOf(to, style.timeZone);
  const isOneDay = a.date === b.date && a.year === b.year;
  return `${timeText(from, style)} to ${isOneDay ? b.clock : timeText(to, style)}`;
}

function partsOf(instant: Instant, timeZone: string) {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, ...day, ...clock });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(instant)) parts[type] = value;
  const { day = '', month = '', year = '', hour = '', minute = '' } = parts;
  return { date: `${day} ${month}`, year, clock: `${hour}:${minute}` };
}

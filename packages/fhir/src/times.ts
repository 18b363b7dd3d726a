import { type Instant, type Moment, parseMoment } from '@magwatch/base';
import { objectOf, objectsOf } from './json.ts';
import { addNote, type Reading } from './parsing.ts';

/** A time of a resource: the instants between which it lies, and whether only its day is known. */
export interface Span {
  readonly start: Instant;
  readonly end: Instant;
  readonly isDateOnly: boolean;
}

/** Reads a dateTime as exact as a day; a vaguer or unreadable one is refused. */
export function readDay(reading: Reading, value: unknown, path: string): Moment | undefined {
  if (value === undefined || value === null) return undefined;
  const moment = parseMoment(value, reading.context.timeZone);
  if (!moment) addNote(reading, 'time-unusable', path);
  else if (moment.precision === 'month' || moment.precision === 'year') addNote(reading, 'time-too-vague', path);
  else return moment;
  return undefined;
}

/**
 * Reads `name` + DateTime, Instant, Period or Timing (its last event) as a span. Undefined with `isRefused` where one is there
 * and cannot be used, and without where there is none.
 */
export function readOccurrence(reading: Reading, ...names: readonly string[]): Span | 'none' | 'refused' {
  for (const name of names) {
    const single = reading.resource[`${name}DateTime`] ?? reading.resource[`${name}Instant`];
    if (single !== undefined) return spanOf(readDay(reading, single, `${name}DateTime`)) ?? 'refused';
    const period = objectOf(reading.resource[`${name}Period`]);
    if (period) return readPeriod(reading, period, `${name}Period`);
    const events = objectOf(reading.resource[`${name}Timing`])?.['event'];
    if (Array.isArray(events) && events.length > 0)
      return spanOf(readDay(reading, events.at(-1), `${name}Timing.event`)) ?? 'refused';
  }
  return 'none';
}

/** A Period that has happened: from its start to its end; one of the two may be missing. */
function readPeriod(
  reading: Reading,
  period: Readonly<Record<string, unknown>>,
  path: string,
): Span | 'none' | 'refused' {
  const before = reading.notes.length;
  const start = readDay(reading, period['start'], `${path}.start`);
  const end = readDay(reading, period['end'], `${path}.end`);
  if (reading.notes.length > before) return 'refused';
  const first = start ?? end;
  const last = end ?? start;
  if (!first || !last) return 'none';
  if (last.end < first.start) {
    addNote(reading, 'period-reversed', path);
    return 'refused';
  }
  return { start: first.start, end: last.end, isDateOnly: first.precision === 'day' || last.precision === 'day' };
}

const spanOf = (moment: Moment | undefined): Span | undefined =>
  moment && { start: moment.start, end: moment.end, isDateOnly: moment.precision === 'day' };

/**
 * When an order counts: the later of two beginnings (an order of today for tomorrow begins tomorrow; a period that begins
 * at midnight does not make an order of the afternoon active in the morning), the earlier of several ends.
 */
export function readWindow(
  reading: Reading,
  periods: readonly { readonly value: unknown; readonly path: string }[],
): Window {
  let from: Instant | undefined;
  let until: Instant | undefined;
  let isDateOnly = false;
  for (const { value, path } of periods)
    for (const period of objectsOf(value)) {
      const start = readDay(reading, period['start'], `${path}.start`);
      const end = readDay(reading, period['end'], `${path}.end`);
      if (start && end && end.end < start.start) {
        addNote(reading, 'period-reversed', path);
        continue;
      }
      if (start && (from === undefined || start.start > from)) from = start.start;
      if (end && (until === undefined || end.end < until)) until = end.end;
      isDateOnly ||= start?.precision === 'day' || end?.precision === 'day';
    }
  return { from, until, isDateOnly };
}

/** Where an order’s periods say that it begins and ends. */
export interface Window {
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
  readonly isDateOnly: boolean;
}

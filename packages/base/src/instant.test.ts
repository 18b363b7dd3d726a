import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addHours, formatInstant, hoursBetween, instantOf, parseMoment } from './index.ts';

const HOUR = 3_600_000;

const iso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : formatInstant(instantOf(instant));

describe('a full time', () => {
  test.each([
    ['in UTC', '2026-03-10T08:00:00Z', '2026-03-10T08:00:00Z'],
    ['with an offset', '2026-03-10T08:00:00+05:30', '2026-03-10T02:30:00Z'],
    ['with a negative offset', '2026-03-10T08:00:00-03:30', '2026-03-10T11:30:00Z'],
    ['with milliseconds', '2026-03-10T08:00:00.125Z', '2026-03-10T08:00:00.125Z'],
    ['with more digits than milliseconds', '2026-03-10T08:00:00.1259Z', '2026-03-10T08:00:00.125Z'],
    ['without seconds', '2026-03-10T08:00Z', '2026-03-10T08:00:00Z'],
    ['of the shifted years of de-identified data', '2147-02-08T02:06:00Z', '2147-02-08T02:06:00Z'],
    ['on a leap day', '2024-02-29T12:00:00Z', '2024-02-29T12:00:00Z'],
  ])('%s', (_name, text, expected) => {
    const moment = parseMoment(text, 'America/New_York');
    expect(iso(moment?.start)).toBe(expected);
    expect(moment).toMatchObject({ precision: 'time', end: moment?.start });
  });
});

test.each([
  ['a time without an offset', '2026-03-10T08:00:00'],
  ['a day that no calendar has', '2026-02-30'],
  ['29 February of a common year', '2026-02-29'],
  ['29 February of 1900', '1900-02-29'],
  ['29 February with a time', '2026-02-29T00:00:00Z'],
  ['month 13', '2026-13-01'],
  ['month 0', '2026-00'],
  ['day 0', '2026-01-00'],
  ['31 April', '2026-04-31'],
  ['24 o’clock', '2026-03-10T24:00:00Z'],
  ['minute 60', '2026-03-10T08:60:00Z'],
  ['a leap second, which has no instant of its own', '2026-06-30T23:59:60Z'],
  ['an offset beyond the world', '2026-03-10T08:00:00+15:00'],
  ['year 0', '0000-01-01'],
  ['a word', 'yesterday'],
  ['an American date', '03/10/2026'],
  ['a space for the T', '2026-03-10 08:00:00Z'],
  ['nothing', ''],
  ['undefined', undefined],
  ['a number', 1_773_129_600_000],
  ['null', null],
])('%s is no moment', (_name, value) => {
  expect(parseMoment(value)).toBeUndefined();
});

describe('a date stands for its whole day, month or year in its zone', () => {
  test.each([
    ['UTC day', '2026-03-10', 'UTC', '2026-03-10T00:00:00Z', 24],
    ['day in New York', '2026-03-10', 'America/New_York', '2026-03-10T04:00:00Z', 24],
    ['day in St. John’s', '2026-01-10', 'America/St_Johns', '2026-01-10T03:30:00Z', 24],
    ['day in Kathmandu', '2026-03-10', 'Asia/Kathmandu', '2026-03-09T18:15:00Z', 24],
    ['the day on which New York’s clocks go forward', '2026-03-08', 'America/New_York', '2026-03-08T05:00:00Z', 23],
    ['the day on which New York’s clocks go back', '2026-11-01', 'America/New_York', '2026-11-01T04:00:00Z', 25],
    ['Berlin, forward', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['Berlin, back', '2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    ['Lord Howe moves by half an hour', '2026-04-05', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    ['a day without a midnight begins at one', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00Z', 23],
    ['the day before it ends there', '2018-11-03', 'America/Sao_Paulo', '2018-11-03T03:00:00Z', 24],
    ['a day with two midnights begins at the first', '2025-11-02', 'America/Havana', '2025-11-02T04:00:00Z', 25],
    ['a day whose last hour comes twice', '2018-02-17', 'America/Sao_Paulo', '2018-02-17T02:00:00Z', 25],
    ['the day of the leap', '2024-02-29', 'UTC', '2024-02-29T00:00:00Z', 24],
    ['a year before 100', '0050-06-01', 'UTC', '0050-06-01T00:00:00Z', 24],
    ['the last day of a year', '2026-12-31', 'Pacific/Auckland', '2026-12-30T11:00:00Z', 24],
  ])('%s', (_name, text, zone, start, hours) => {
    const moment = parseMoment(text, zone);
    expect(iso(moment?.start)).toBe(start);
    expect(moment).toMatchObject({ precision: 'day' });
    expect(moment && hoursBetween(moment.start, moment.end)).toBe(hours);
  });

  test('a month', () => {
    const moment = parseMoment('2026-02', 'Europe/Berlin');
    expect([iso(moment?.start), iso(moment?.end)]).toEqual(['2026-01-31T23:00:00Z', '2026-02-28T23:00:00Z']);
    expect(moment?.precision).toBe('month');
  });

  test('December ends with the year', () => {
    expect(iso(parseMoment('2026-12')?.end)).toBe('2027-01-01T00:00:00Z');
  });

  test('a year', () => {
    const moment = parseMoment('2026', 'America/New_York');
    expect([iso(moment?.start), iso(moment?.end)]).toEqual(['2026-01-01T05:00:00Z', '2027-01-01T05:00:00Z']);
    expect(moment?.precision).toBe('year');
  });
});

const ZONES = [
  'UTC',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Tehran',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Asia/Beirut',
  'America/Santiago',
];

describe('properties', () => {
  const instants = fc.integer({ min: Date.UTC(1971, 0, 1), max: Date.UTC(2199, 0, 1) });

  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(instants, (milliseconds) => {
        expect(parseMoment(formatInstant(instantOf(milliseconds)))?.start).toBe(milliseconds);
      }),
    );
  });

  test('the same instant in any offset is the same instant', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (milliseconds, minutes) => {
        const local = new Date(milliseconds + minutes * 60_000).toISOString().slice(0, -1);
        const two = (n: number): string => String(n).padStart(2, '0');
        const offset = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
        expect(parseMoment(local + offset)?.start).toBe(milliseconds);
      }),
    );
  });

  test('days of a zone follow each other without a gap, and a clock of the zone shows the day from its first to its last instant', () => {
    const days = fc.integer({ min: 0, max: 24_000 });
    fc.assert(
      fc.property(days, fc.constantFrom(...ZONES), (number, zone) => {
        const date = (n: number): string => new Date(n * 24 * HOUR).toISOString().slice(0, 10);
        const [day, next] = [parseMoment(date(number), zone), parseMoment(date(number + 1), zone)];
        if (!day || !next) throw new Error('no day');
        expect(day.end).toBe(next.start);
        const shown = (instant: number): string =>
          new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
        expect([shown(day.start), shown(day.end - 1)]).toEqual([date(number), date(number)]);
      }),
      { numRuns: 400 },
    );
  });
});

test('hours are added and counted', () => {
  const start = instantOf(Date.UTC(2026, 2, 10));
  expect(iso(addHours(start, 1.5))).toBe('2026-03-10T01:30:00Z');
  expect(hoursBetween(start, addHours(start, -6))).toBe(-6);
});

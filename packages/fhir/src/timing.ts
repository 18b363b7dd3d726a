import { roundToSignificant } from '@magwatch/base';
import { type Json, numberOf, objectOf, textOf, wordsOf } from './json.ts';
import { convert } from './units/ucum.ts';

const DAYS_A_WEEK = 7;

/** Doses in 24 hours of the timing codes in common use (http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation). */
const BY_CODE = new Map<string, number>([
  ['QD', 1],
  ['DAILY', 1],
  ['ONCE DAILY', 1],
  ['AM', 1],
  ['PM', 1],
  ['HS', 1],
  ['QHS', 1],
  ['BED', 1],
  ['QAM', 1],
  ['QPM', 1],
  ['BID', 2],
  ['TWICE DAILY', 2],
  ['TWICE A DAY', 2],
  ['TID', 3],
  ['THREE TIMES DAILY', 3],
  ['THREE TIMES A DAY', 3],
  ['QID', 4],
  ['FOUR TIMES DAILY', 4],
  ['FOUR TIMES A DAY', 4],
  ['QOD', 1 / 2],
  ['WK', 1 / DAYS_A_WEEK],
  ['WEEKLY', 1 / DAYS_A_WEEK],
]);

const EVERY_HOURS = /^(?:Q|EVERY )\s*(\d{1,2})\s*(?:H|HR|HRS|HOURS?)$/;

/** More than one a minute is no schedule of doses: each of them is counted where potassium is added up. */
const DOSES_A_DAY_MAX = 1440;

/** How many doses a day a Timing means; undefined where it does not say (once, as needed, by weekday of a single week). */
export function dosesPerDay(timing: unknown): number | undefined {
  const object = objectOf(timing);
  if (!object) return undefined;
  const repeat = objectOf(object['repeat']);
  return (repeat && fromRepeat(repeat)) ?? fromCode(object['code']);
}

function fromRepeat(repeat: Json): number | undefined {
  const times = repeat['timeOfDay'];
  const days = repeat['dayOfWeek'];
  const share = Array.isArray(days) && days.length > 0 ? days.length / DAYS_A_WEEK : 1;
  if (Array.isArray(times) && times.length > 0) return times.length * share;
  const period = numberOf(repeat['period']);
  const unit = textOf(repeat['periodUnit']);
  if (period === undefined || unit === undefined || !(period > 0)) return undefined;
  const inDays = convert(period, unit, 'd');
  if (inDays === undefined) return undefined;
  const perDay = roundToSignificant(((numberOf(repeat['frequency']) ?? 1) / inDays) * share);
  return perDay > 0 && perDay <= DOSES_A_DAY_MAX ? perDay : undefined;
}

function fromCode(code: unknown): number | undefined {
  const coding = objectOf(code)?.['coding'];
  const codes = Array.isArray(coding) ? coding.map((item) => textOf(objectOf(item)?.['code'])) : [];
  for (const word of [...codes, ...wordsOf(code)]) {
    if (word === undefined) continue;
    const upper = word.toUpperCase().replaceAll('.', '').trim();
    const known = BY_CODE.get(upper);
    if (known !== undefined) return known;
    const hours = Number(EVERY_HOURS.exec(upper)?.[1]);
    if (hours > 0) return 24 / hours;
  }
  return undefined;
}

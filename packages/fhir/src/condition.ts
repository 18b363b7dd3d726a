import type { Instant } from '@magwatch/base';
import { type Json, objectOf, objectsOf, textOf, wordsOf } from './json.ts';
import { NOT_WATCHED, NOTHING, type Read, type Reading } from './parsing.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readDay } from './times.ts';

const ACTIVE = new Set(['active', 'recurrence', 'relapse']);
const OVER = new Set(['inactive', 'remission', 'resolved']);

/** A diagnosis: refuted ones are none; without a clinical status that we know it is active until it has abated. */
export function readCondition(reading: Reading): Read {
  const { resource, context } = reading;
  const conditions = conditionsOf(context.codes, resource['code']);
  if (conditions.length === 0) return NOT_WATCHED;
  const verification = codesOf(resource['verificationStatus']);
  if (verification.includes('entered-in-error')) return { facts: [], isWithdrawn: true };
  if (verification.includes('refuted')) return NOTHING;
  const abatement = objectOf(resource['abatementPeriod']);
  const until = readDay(reading, resource['abatementDateTime'] ?? abatement?.['end'], 'abatement')?.end;
  const hasAbated =
    Object.keys(resource).some((key) => key.startsWith('abatement')) && resource['abatementBoolean'] !== false;
  const status = codesOf(resource['clinicalStatus']).find((code) => ACTIVE.has(code) || OVER.has(code));
  const isActive = status === undefined ? !hasAbated : ACTIVE.has(status);
  return { facts: statesOf(conditions, { isActive, from: beginOf(reading, resource), until }) };
}

/** Onset, else when it was recorded: before that nobody knew of it. */
function beginOf(reading: Reading, resource: Json): Instant | undefined {
  const onset = resource['onsetDateTime'] ?? objectOf(resource['onsetPeriod'])?.['start'];
  return readBegin(reading, onset, 'onset') ?? readBegin(reading, resource['recordedDate'], 'recordedDate');
}

/** A year is no time for a result, but good enough for the beginning of a disease. */
function readBegin(reading: Reading, value: unknown, path: string): Instant | undefined {
  if (typeof value === 'string' && /^\d{4}(-\d{2})?$/.test(value)) return readDay(reading, padded(value), path)?.start;
  return readDay(reading, value, path)?.start;
}

const padded = (value: string): string => (value.length === 4 ? `${value}-01-01` : `${value}-01`);

/** The codes and words of a status, of which sites have their own too; older servers write a plain code. */
function codesOf(concept: unknown): readonly string[] {
  const codes = objectsOf(objectOf(concept)?.['coding']).map(({ code }) => textOf(code) ?? '');
  return [textOf(concept) ?? '', ...codes, ...wordsOf(concept)].map((code) => code.toLowerCase());
}

import type { Instant } from '@magwatch/base';
import { type Json, objectOf, objectsOf, textOf } from './json.ts';
import { NOT_WATCHED, NOTHING, type Read, type Reading } from './parsing.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readDay } from './times.ts';

const ACTIVE = new Set(['active', 'recurrence', 'relapse']);

/** A diagnosis: refuted ones are none; without a clinical status it is active until it has abated. */
export function readCondition(reading: Reading): Read {
  const { resource, context } = reading;
  const conditions = conditionsOf(context.codes, resource['code']);
  if (conditions.length === 0) return NOT_WATCHED;
  const verification = codeOf(resource['verificationStatus']);
  if (verification === 'entered-in-error') return { facts: [], isWithdrawn: true };
  if (verification === 'refuted') return NOTHING;
  const abatement = objectOf(resource['abatementPeriod']);
  const until = readDay(reading, resource['abatementDateTime'] ?? abatement?.['end'], 'abatement')?.end;
  const status = codeOf(resource['clinicalStatus']);
  const hasAbated =
    Object.keys(resource).some((key) => key.startsWith('abatement')) && resource['abatementBoolean'] !== false;
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

/** The code of a status, which older servers write as a plain code. */
function codeOf(concept: unknown): string | undefined {
  return textOf(concept) ?? textOf(objectsOf(objectOf(concept)?.['coding'])[0]?.['code']);
}

import { parseMoment } from '@magwatch/base';
import type { PersonFact } from '@magwatch/timeline';
import { objectOf, objectsOf, optional } from './json.ts';
import { addNote, type Read, type Reading } from './parsing.ts';
import { readDay } from './times.ts';

/** Who the patient is as far as rules ask: birth, sex, death, and whether this is a test patient. */
export function readPatient(reading: Reading): Read {
  const { resource, context } = reading;
  const born = parseMoment(resource['birthDate'], context.timeZone);
  if (resource['birthDate'] !== undefined && !born) addNote(reading, 'time-unusable', 'birthDate');
  const { gender } = resource;
  const deceased = readDay(reading, resource['deceasedDateTime'], 'deceasedDateTime');
  const person: PersonFact = {
    kind: 'person',
    ...optional('bornFrom', born?.start),
    ...optional('bornUntil', born?.end),
    ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    isDeceased: resource['deceasedBoolean'] === true || resource['deceasedDateTime'] !== undefined,
    ...optional('deceasedAt', deceased?.start),
    isTestPatient: isTestPatient(resource['meta']),
  };
  return { facts: [person], patient: reading.reference };
}

/** `HTEST` of http://terminology.hl7.org/CodeSystem/v3-ActReason, as a security label or as a tag. */
function isTestPatient(meta: unknown): boolean {
  const labels = objectOf(meta);
  return [...objectsOf(labels?.['security']), ...objectsOf(labels?.['tag'])].some(({ code }) => code === 'HTEST');
}

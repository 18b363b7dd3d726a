import type { SpecimenFact } from '@magwatch/timeline';
import { saysHemolyzedIn } from './hemolysis.ts';
import { objectOf, objectsOf, optional, textOf, wordsOf } from './json.ts';
import { addNote, type Read, type Reading } from './parsing.ts';
import { readDay } from './times.ts';

/** When and how a sample was taken. It need not name its patient: the results that refer to it do. */
export function readSpecimen(reading: Reading): Read {
  const { resource } = reading;
  const collection = objectOf(resource['collection']);
  const period = objectOf(collection?.['collectedPeriod']);
  const said = collection?.['collectedDateTime'] ?? period?.['end'] ?? period?.['start'];
  const collected = readDay(reading, said, 'collection.collected');
  const isHemolyzed = saysHemolyzedIn(resource['condition']) || saysHemolyzedIn(resource['note']);
  if (isHemolyzed) addNote(reading, 'hemolyzed', 'condition');
  const specimen: SpecimenFact = {
    kind: 'specimen',
    // A date alone is no collection time: it would put the sample before everything of that day.
    ...(collected?.precision === 'time' ? { collectedAt: collected.start } : {}),
    isHemolyzed,
    ...optional('type', typeOf(resource['type'])),
  };
  return { facts: [specimen] };
}

const typeOf = (type: unknown): string | undefined =>
  wordsOf(type)[0] ?? textOf(objectsOf(objectOf(type)?.['coding'])[0]?.['code']);

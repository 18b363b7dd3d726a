import type { Instant } from '@magwatch/base';
import type { Analyte, Fact, LabResult, Quality } from '@magwatch/timeline';
import type { CodeMatch } from './codes/registry.ts';
import { saysHemolyzedIn } from './hemolysis.ts';
import { isJson, type Json, objectOf, objectsOf, optional, textOf, wordsOf } from './json.ts';
import {
  addNote,
  findContained,
  IGNORED,
  NOT_WATCHED,
  NOTHING,
  type Read,
  type Reading,
  refuse,
  resolveReference,
} from './parsing.ts';
import { readPresence } from './qualitative.ts';
import { referenceText } from './references.ts';
import { readResultValue } from './result-value.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readDay, readOccurrence } from './times.ts';
import { ANALYTE_DEFINITIONS, QUALITATIVE } from './units/analytes.ts';

const RESULT_STATUSES = new Set<unknown>(['final', 'amended', 'corrected', 'preliminary']);

/**
 * Results: the value of the Observation itself and those of its components (`hasMember` only links others). A registered or
 * preliminary result is also a test under way in the laboratory.
 */
export function readObservation(reading: Reading): Read {
  const { resource, context } = reading;
  const { code } = resource;
  const components = resource['component'];
  if (!isJson(code) && components === undefined) return refuse(reading, 'code-missing', 'code');
  const own = context.codes.match(code);
  const items: Item[] = [];
  if (own?.row.kind === 'analyte') items.push({ analyte: own.row.concept, match: own, holder: resource, path: '' });
  if (components !== undefined) collectComponents(reading, components, items);
  if (items.length > 0) return readItems(reading, items);
  if (own?.row.kind === 'ignore') return IGNORED;
  return own === undefined && !hasAnyCode(code) && components === undefined
    ? refuse(reading, 'code-missing', 'code')
    : NOT_WATCHED;
}

/** One value of an Observation. */
interface Item {
  readonly analyte: Analyte;
  readonly match: CodeMatch;
  readonly holder: Json;
  /** `component[1].`, or nothing for the Observation itself. */
  readonly path: string;
}

function collectComponents(reading: Reading, components: unknown, items: Item[]): void {
  objectsOf(components).forEach((holder, position) => {
    const match = reading.context.codes.match(holder['code']);
    if (match?.row.kind !== 'analyte') return;
    items.push({ analyte: match.row.concept, match, holder, path: `component[${position}].` });
  });
}

const hasAnyCode = (code: unknown): boolean =>
  isJson(code) &&
  (textOf(code['text']) !== undefined || objectsOf(code['coding']).some((coding) => textOf(coding['code'])));

function readItems(reading: Reading, items: readonly Item[]): Read {
  const { resource } = reading;
  if (referenceText(resource['subject']) === undefined) return refuse(reading, 'subject-missing', 'subject');
  const { status } = resource;
  if (status !== 'registered' && !RESULT_STATUSES.has(status))
    return refuse(reading, 'status-unusable', 'status', textOf(status));
  const times = readTimes(reading);
  if (!times) return NOTHING;
  const facts: Fact[] = [];
  for (const item of items) {
    if (item.match.disagrees) addNote(reading, 'codes-disagree', `${item.path}code`);
    if (status === 'registered' || status === 'preliminary')
      facts.push({ kind: 'test-order', analyte: item.analyte, origin: 'laboratory', at: times.at });
    if (status !== 'registered') readItem(reading, item, { times, status: status as LabResult['status'], facts });
  }
  return { facts };
}

interface Surroundings {
  readonly times: Times;
  readonly status: LabResult['status'];
  readonly facts: Fact[];
}

function readItem(
  reading: Reading,
  { analyte, match, holder, path }: Item,
  { times, status, facts }: Surroundings,
): void {
  const { at, knownAt } = times;
  const specimen = specimenOf(reading);
  if (QUALITATIVE.has(analyte)) {
    const isPositive = readPresence(holder);
    if (isPositive === undefined) addNote(reading, 'value-not-understood', path || 'value');
    else facts.push({ kind: 'qualitative', analyte, isPositive, at, knownAt, ...optional('specimen', specimen) });
    return;
  }
  if (analyte === 'ecg' && status !== 'preliminary') facts.push(...findTorsades(reading, holder, at));
  // A study or a panel holds its values in components or in other Observations.
  if (ANALYTE_DEFINITIONS[analyte] === undefined || isOnlyContainer(holder)) return;
  const property = match.row.property;
  const value = readResultValue(reading, holder, analyte, { property, path });
  if (!value) return;
  const { quality, ...numbers } = value;
  facts.push({
    kind: 'result',
    analyte,
    ...numbers,
    status,
    at,
    knownAt,
    ...optional('specimen', specimen),
    ...optional('method', methodOf(reading.resource)),
    quality: qualityOf(reading, { quality, times, status, holder }),
  });
}

/** Torsades that an ECG found (clinical catalogue 3): an event of its time. Other findings are left to the list of diagnoses. */
function findTorsades({ context }: Reading, holder: Json, at: Instant): readonly Fact[] {
  const found = conditionsOf(context.codes, holder['valueCodeableConcept']).filter((name) => name === 'torsades');
  return statesOf(found, { isActive: false, from: at, until: at });
}

const isOnlyContainer = (holder: Json): boolean =>
  (holder['hasMember'] !== undefined || holder['component'] !== undefined) &&
  holder['dataAbsentReason'] === undefined &&
  !Object.keys(holder).some((key) => key.startsWith('value'));

function qualityOf(
  reading: Reading,
  own: { readonly quality: readonly Quality[]; readonly times: Times; readonly status: string; readonly holder: Json },
): readonly Quality[] {
  const { resource } = reading;
  const isPreliminary = own.status === 'preliminary';
  const isHemolyzed =
    saysHemolyzedIn(own.holder['interpretation']) ||
    saysHemolyzedIn(resource['interpretation']) ||
    saysHemolyzedIn(resource['note']) ||
    hasHemolyzedSpecimen(reading);
  if (isHemolyzed) addNote(reading, 'hemolyzed');
  if (!isPreliminary && !isHemolyzed && own.times.quality.length === 0) return own.quality;
  return [
    ...own.quality,
    ...own.times.quality,
    ...(isHemolyzed ? (['hemolyzed'] as const) : []),
    ...(isPreliminary ? (['preliminary'] as const) : []),
  ];
}

interface Times {
  readonly at: Instant;
  readonly knownAt: Instant;
  readonly quality: readonly Quality[];
}

const NO_QUALITY: readonly Quality[] = [];

/**
 * Collection time, and when the result was known. A date without a time begins with its day, so that it never passes for newer
 * than a result of that day that has one; it is known when the day is over, because before nobody can tell that it was there.
 */
function readTimes(reading: Reading): Times | undefined {
  const { resource } = reading;
  const effective = readOccurrence(reading, 'effective');
  if (effective === 'refused') return undefined;
  const issued = readIssued(reading);
  if (effective !== 'none') {
    if (!effective.isDateOnly) return { at: effective.end, knownAt: issued ?? effective.end, quality: NO_QUALITY };
    addNote(reading, 'date-only', 'effective');
    const at = resource['effectivePeriod'] === undefined ? effective.start : effective.end;
    return { at, knownAt: issued ?? effective.end, quality: ['date-only'] };
  }
  const collected = collectionTime(reading);
  if (collected !== undefined) return { at: collected, knownAt: issued ?? collected, quality: NO_QUALITY };
  if (issued === undefined) {
    refuse(reading, 'time-missing', 'effective');
    return undefined;
  }
  addNote(reading, 'time-approx', 'issued');
  return { at: issued, knownAt: issued, quality: ['time-approx'] };
}

function readIssued(reading: Reading): Instant | undefined {
  const { issued } = reading.resource;
  if (issued === undefined) return undefined;
  const notes = reading.notes.length;
  const moment = readDay(reading, issued, 'issued');
  if (moment) return moment.end;
  // A bad time of issue does not make the collection time worse.
  reading.notes.length = notes;
  addNote(reading, 'issued-unusable', 'issued');
  return undefined;
}

/** Collection time of a specimen that is contained, or that the caller finds. */
function collectionTime(reading: Reading): Instant | undefined {
  const specimen = findSpecimen(reading);
  const collection = objectOf(specimen?.['collection']);
  if (!collection) return undefined;
  const period = objectOf(collection['collectedPeriod']);
  const said = collection['collectedDateTime'] ?? period?.['end'] ?? period?.['start'];
  const moment = readDay(reading, said, 'specimen.collection.collected');
  return moment?.precision === 'time' ? moment.start : undefined;
}

function findSpecimen(reading: Reading): Json | undefined {
  const { resource, context } = reading;
  const text = referenceText(resource['specimen']);
  if (text === undefined) return undefined;
  if (text.startsWith('#')) return findContained(resource, text);
  if (!context.specimen) return undefined;
  const reference = resolveReference(resource['specimen'], 'Specimen', context);
  return reference === undefined ? undefined : objectOf(context.specimen(reference));
}

/** Only a contained specimen is looked at here: others have their own place in the timeline. */
function hasHemolyzedSpecimen({ resource }: Reading): boolean {
  if (resource['contained'] === undefined) return false;
  const specimen = findContained(resource, referenceText(resource['specimen']) ?? '');
  return specimen !== undefined && (saysHemolyzedIn(specimen['condition']) || saysHemolyzedIn(specimen['note']));
}

/** A contained specimen has a name of its own, so that the results of two Observations never share it. */
function specimenOf(reading: Reading): string | undefined {
  const text = referenceText(reading.resource['specimen']);
  if (text?.startsWith('#')) return `${reading.reference}${text}`;
  return resolveReference(reading.resource['specimen'], 'Specimen', reading.context);
}

/** How it was measured: the method’s words, else the device. */
function methodOf(resource: Json): string | undefined {
  if (resource['method'] === undefined && resource['device'] === undefined) return undefined;
  const method = objectOf(resource['method']);
  const [words] = wordsOf(method);
  return words ?? textOf(objectsOf(method?.['coding'])[0]?.['code']) ?? referenceText(resource['device']);
}

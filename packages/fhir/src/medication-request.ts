import { type Instant, instantOf } from '@magwatch/base';
import type { DrugOrder, Quality } from '@magwatch/timeline';
import { readOrderedDose } from './dosage.ts';
import { administeredOf, type KnownProduct } from './doses.ts';
import { type Json, numberOf, objectOf, objectsOf, optional, textOf } from './json.ts';
import { readProduct } from './medication.ts';
import { findFeedingsOfDrug } from './nutrition.ts';
import { addNote, NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { statesOf } from './states.ts';
import { readDay, readWindow } from './times.ts';
import { dosesPerDay } from './timing.ts';
import { convert } from './units/ucum.ts';

const STATUSES = new Map<string, DrugOrder['status']>([
  ['active', 'active'],
  ['on-hold', 'on-hold'],
  ['completed', 'ended'],
  ['stopped', 'ended'],
  ['ended', 'ended'],
]);

/** Intents that ask for something to be done; the others think about it. */
const ORDERING_INTENTS = new Set(['order', 'original-order', 'reflex-order', 'filler-order', 'instance-order']);

/** An order: one per drug of the product, and that feeding is ordered. A draft counts only where the caller says that drafts are meant. */
export function readMedicationRequest(reading: Reading): Read {
  const { resource, context } = reading;
  const product = readProduct(reading);
  const feedings = findFeedingsOfDrug(reading);
  if (!product.ok && feedings.length === 0) return { facts: [], ...optional('passedOver', product.passedOver) };
  const status = context.draft ? 'active' : statusOf(reading);
  if (!status) return NOTHING;
  const [instruction] = objectsOf(resource['dosageInstruction']);
  const times = readTimes(reading, objectOf(objectOf(instruction?.['timing'])?.['repeat']));
  if (!times) return NOTHING;
  const { activeFrom: from, activeUntil: until } = times;
  const states = statesOf(feedings, { isActive: status === 'active', from, until });
  return { facts: [...(product.ok ? ordersOf(reading, product, { status, times }) : []), ...states] };
}

function ordersOf(
  reading: Reading,
  product: KnownProduct,
  { status, times }: { readonly status: DrugOrder['status']; readonly times: Times },
): readonly DrugOrder[] {
  const [instruction, ...others] = objectsOf(reading.resource['dosageInstruction']);
  if (others.length > 0) addNote(reading, 'several-dosages', 'dosageInstruction');
  const path = 'dosageInstruction[0]';
  const said = { route: instruction?.['route'], amount: readOrderedDose(reading, instruction, path), path };
  const quality: readonly Quality[] = [...product.quality, ...(times.isDateOnly ? (['date-only'] as const) : [])];
  return administeredOf(reading, product, said).map((administered) => ({
    kind: 'drug-order',
    ...administered,
    authoredAt: times.authoredAt,
    activeFrom: times.activeFrom,
    ...optional('activeUntil', times.activeUntil),
    status,
    ...optional('dosesPerDay', scheduledPerDay(instruction)),
    quality,
  }));
}

/** As needed is no schedule. */
function scheduledPerDay(instruction: Json | undefined): number | undefined {
  const isAsNeeded =
    instruction?.['asNeededBoolean'] === true ||
    instruction?.['asNeeded'] === true ||
    instruction?.['asNeededCodeableConcept'] !== undefined ||
    objectsOf(instruction?.['asNeededFor']).length > 0;
  return isAsNeeded ? undefined : dosesPerDay(instruction?.['timing']);
}

/** The status of an order, or undefined where it is none. */
export function statusOf(reading: Reading): DrugOrder['status'] | undefined {
  const { resource } = reading;
  const intent = textOf(resource['intent']);
  const status = textOf(resource['status']);
  if (resource['doNotPerform'] === true) addNote(reading, 'not-an-order', 'doNotPerform');
  else if (intent !== undefined && !ORDERING_INTENTS.has(intent)) addNote(reading, 'not-an-order', 'intent', intent);
  else if (status === 'draft') addNote(reading, 'not-an-order', 'status', status);
  else {
    const known = STATUSES.get(status ?? '');
    if (!known) refuse(reading, 'status-unusable', 'status', status);
    return known;
  }
  return undefined;
}

interface Times {
  readonly authoredAt: Instant;
  readonly activeFrom: Instant;
  readonly activeUntil: Instant | undefined;
  readonly isDateOnly: boolean;
}

/** Periods beat status: from authoredOn, or the later start of a period, to the earliest end that is said. */
function readTimes(reading: Reading, repeat: Json | undefined): Times | undefined {
  const { resource, context } = reading;
  const before = reading.notes.length;
  const authored = readDay(reading, resource['authoredOn'], 'authoredOn');
  if (reading.notes.length > before) return undefined;
  const window = readWindow(reading, [
    { value: objectOf(resource['dispenseRequest'])?.['validityPeriod'], path: 'dispenseRequest.validityPeriod' },
    { value: repeat?.['boundsPeriod'], path: 'timing.repeat.boundsPeriod' },
  ]);
  const authoredAt = authored?.start ?? window.from ?? context.draft?.at;
  if (authoredAt === undefined) {
    refuse(reading, 'time-missing', 'authoredOn');
    return undefined;
  }
  const activeFrom = window.from !== undefined && window.from > authoredAt ? window.from : authoredAt;
  const stopped = stoppedAt(reading);
  const ends = [window.until, boundsEnd(activeFrom, repeat), stopped].filter((end) => end !== undefined);
  const isDateOnly = authored?.precision === 'day' || window.isDateOnly;
  if (isDateOnly) addNote(reading, 'date-only', 'authoredOn');
  const activeUntil = ends.length === 0 ? undefined : instantOf(Math.min(...ends));
  return { authoredAt, activeFrom, activeUntil, isDateOnly };
}

/** boundsDuration counts from the beginning. */
function boundsEnd(from: Instant, repeat: Json | undefined): Instant | undefined {
  const duration = objectOf(repeat?.['boundsDuration']);
  const value = numberOf(duration?.['value']);
  const unit = textOf(duration?.['code']) ?? textOf(duration?.['unit']);
  const milliseconds = value === undefined || unit === undefined ? undefined : convert(value, unit, 'ms');
  return milliseconds === undefined ? undefined : instantOf(from + Math.round(milliseconds));
}

/** R5 says when an order was stopped. */
function stoppedAt(reading: Reading): Instant | undefined {
  const { resource } = reading;
  if (resource['status'] !== 'stopped' && resource['status'] !== 'completed') return undefined;
  return readDay(reading, resource['statusChanged'], 'statusChanged')?.end;
}

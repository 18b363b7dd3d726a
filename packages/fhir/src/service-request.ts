import type { Instant } from '@magwatch/base';
import type { Analyte, ConditionName, Fact, TestOrder } from '@magwatch/timeline';
import { membersOfPanel } from './codes/panels.ts';
import { LOINC, systemOf } from './codes/systems.ts';
import { conceptOf, isJson, objectOf, objectsOf, optional, textOf } from './json.ts';
import { statusOf } from './medication-request.ts';
import { findFeedings } from './nutrition.ts';
import { IGNORED, NOT_WATCHED, NOTHING, type Read, type Reading, refuse } from './parsing.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readDay, readWindow } from './times.ts';

/** Orders of care that are themselves the state: somebody who is to have comfort measures has them. */
export const ORDERED_STATES: ReadonlySet<ConditionName> = new Set<ConditionName>([
  'comfort-care',
  'enteral-nutrition',
  'parenteral-nutrition',
]);

/** Tests that were ordered, one fact per analyte (panels by their members), and orders of comfort care and feeding. */
export function readServiceRequest(reading: Reading): Read {
  const { resource, context } = reading;
  const concept = conceptOf(resource['code']);
  const concepts = [concept, ...objectsOf(resource['orderDetail'])];
  if (context.codes.match(concept)?.row.kind === 'ignore') return IGNORED;
  const analytes = new Set(concepts.flatMap((item) => analytesOf(reading, item)));
  const coded = conditionsOf(context.codes, concept).filter((state) => ORDERED_STATES.has(state));
  const states = coded.length > 0 ? coded : findFeedings(reading, [concept]);
  if (analytes.size === 0 && states.length === 0) return NOT_WATCHED;
  const times = readTimes(reading);
  if (!times) return NOTHING;
  const { at, until, status } = times;
  // A test that was done is under way no more; feeding that was ordered and has ended had begun all the same.
  const pending = status === 'active' || until !== undefined ? [...analytes] : [];
  const tests = pending.map(
    (analyte): TestOrder => ({ kind: 'test-order', analyte, origin: 'order', at, ...optional('until', until) }),
  );
  const facts: readonly Fact[] = [...tests, ...statesOf(states, { isActive: status === 'active', from: at, until })];
  return { facts };
}

function analytesOf({ context }: Reading, concept: unknown): readonly Analyte[] {
  if (!isJson(concept)) return [];
  const analytes: Analyte[] = [];
  for (const coding of objectsOf(concept['coding'])) {
    const code = textOf(coding['code']);
    const system = textOf(coding['system']) ?? '';
    const row = code === undefined ? undefined : context.codes.find(system, code);
    if (row?.kind === 'analyte') analytes.push(row.concept);
    else if (row?.kind === 'panel' && systemOf(system) === LOINC) analytes.push(...membersOfPanel(row.code));
  }
  return analytes;
}

interface Times {
  readonly at: Instant;
  readonly until: Instant | undefined;
  readonly status: 'active' | 'ended';
}

/** An order without an end is active while its status says so; one with an end counts until then, whatever its status is now. */
function readTimes(reading: Reading): Times | undefined {
  const { resource, context } = reading;
  const status = context.draft ? 'active' : resource['status'] === 'revoked' ? undefined : statusOf(reading);
  if (status === undefined || status === 'on-hold') return undefined;
  const before = reading.notes.length;
  const authored = readDay(reading, resource['authoredOn'], 'authoredOn');
  const occurrence = readDay(reading, resource['occurrenceDateTime'], 'occurrenceDateTime');
  if (reading.notes.length > before) return undefined;
  const repeat = objectOf(objectOf(resource['occurrenceTiming'])?.['repeat']);
  const window = readWindow(reading, [
    { value: resource['occurrencePeriod'], path: 'occurrencePeriod' },
    { value: repeat?.['boundsPeriod'], path: 'occurrenceTiming.repeat.boundsPeriod' },
  ]);
  const at = authored?.start ?? window.from ?? occurrence?.start ?? context.draft?.at;
  if (at === undefined) {
    refuse(reading, 'time-missing', 'authoredOn');
    return undefined;
  }
  return { at, until: window.until, status };
}

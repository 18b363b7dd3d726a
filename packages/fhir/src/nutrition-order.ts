import { type Instant, instantOf } from '@magwatch/base';
import { conceptOf, type Json, objectOf, objectsOf, textOf, wordsOf } from './json.ts';
import { statusOf } from './medication-request.ts';
import { type Feeding, findFeedings } from './nutrition.ts';
import { NOT_WATCHED, NOTHING, type Read, type Reading } from './parsing.ts';
import { statesOf } from './states.ts';
import { readDay, readWindow } from './times.ts';

/** Feeding that was ordered: parenteral by code or words, else whatever runs through a tube. */
export function readNutritionOrder(reading: Reading): Read {
  const { resource, context } = reading;
  const formula = objectOf(resource['enteralFormula']);
  const feedings = feedingsOf(reading, formula);
  if (feedings.length === 0) return NOT_WATCHED;
  // Whether an order that was revoked was ever begun, nobody says.
  if (resource['status'] === 'revoked' && !context.draft) return NOTHING;
  const status = context.draft ? 'active' : statusOf(reading);
  if (!status) return NOTHING;
  const ordered = readDay(reading, resource['dateTime'], 'dateTime')?.start ?? context.draft?.at;
  const { from, until } = scheduleOf(reading, formula);
  const begin = from !== undefined && (ordered === undefined || from > ordered) ? from : ordered;
  return { facts: statesOf(feedings, { isActive: status === 'active', from: begin, until }) };
}

/** Some call tube feeding a diet, and parenteral nutrition a formula. */
function feedingsOf(reading: Reading, formula: Json | undefined): readonly Feeding[] {
  const { resource } = reading;
  const diet = objectOf(resource['oralDiet']);
  const supplements = objectsOf(resource['supplement']).map((supplement) => supplement['type']);
  const concepts = [resource['code'], formula?.['baseFormulaType'], ...objectsOf(diet?.['type']), ...supplements];
  const found = findFeedings(reading, concepts.map(conceptOf), [textOf(formula?.['baseFormulaProductName']) ?? '']);
  if (found.length > 0) return found;
  return formula !== undefined && !isDrunk(formula) ? ['enteral-nutrition'] : [];
}

const ORAL = /^po$|\boral(?:ly)?\b|by mouth|^26643006$/i;

/** R4 spells the route in two ways, R5 in one. */
function isDrunk(formula: Json): boolean {
  const route = formula['routeofAdministration'] ?? formula['routeOfAdministration'];
  const codes = objectsOf(objectOf(route)?.['coding']).map(({ code }) => textOf(code) ?? '');
  return [...codes, ...wordsOf(route)].some((word) => ORAL.test(word));
}

/** A formula may be given in steps: it runs from the beginning of the first to the end of the last. */
function scheduleOf(
  reading: Reading,
  formula: Json | undefined,
): { readonly from: Instant | undefined; readonly until: Instant | undefined } {
  const timings = objectsOf(formula?.['administration']).flatMap(({ schedule }) => timingsOf(schedule));
  const windows = timings.map((timing) => {
    const bounds = objectOf(timing['repeat'])?.['boundsPeriod'];
    const { from, until } = readWindow(reading, [{ value: bounds, path: 'schedule' }]);
    const events = Array.isArray(timing['event']) ? timing['event'] : [];
    return { from: from ?? readDay(reading, events[0], 'schedule.event')?.start, until };
  });
  const begins = windows.map(({ from }) => from).filter((from) => from !== undefined);
  const ends = windows.map(({ until }) => until).filter((until) => until !== undefined);
  return {
    from: begins.length === 0 ? undefined : instantOf(Math.min(...begins)),
    until: ends.length === 0 || ends.length < windows.length ? undefined : instantOf(Math.max(...ends)),
  };
}

/** R4: one Timing; R5: an object with Timings. */
function timingsOf(schedule: unknown): readonly Json[] {
  const timing = objectOf(schedule);
  if (!timing) return [];
  return timing['timing'] === undefined ? [timing] : objectsOf(timing['timing']);
}

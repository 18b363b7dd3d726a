import { findFeedings } from './nutrition.ts';
import { NOT_WATCHED, NOTHING, type Read, type Reading } from './parsing.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readOccurrence } from './times.ts';

/** A procedure that stands for a state while it runs: dialysis, feeding, comfort care. */
export function readProcedure(reading: Reading): Read {
  const { resource, context } = reading;
  const coded = conditionsOf(context.codes, resource['code']);
  const conditions = coded.length > 0 ? coded : findFeedings(reading, [resource['code']]);
  if (conditions.length === 0) return NOT_WATCHED;
  const { status } = resource;
  if (status === 'preparation' || status === 'not-done') return NOTHING;
  const span = readOccurrence(reading, 'performed', 'occurrence');
  if (span === 'refused') return NOTHING;
  const isActive = status === 'in-progress' || status === 'on-hold';
  if (span === 'none') return { facts: statesOf(conditions, { isActive }) };
  return { facts: statesOf(conditions, { isActive, from: span.start, until: isActive ? undefined : span.end }) };
}

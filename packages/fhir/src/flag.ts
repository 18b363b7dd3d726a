import { objectOf } from './json.ts';
import { NOT_WATCHED, type Read, type Reading } from './parsing.ts';
import { conditionsOf, statesOf } from './states.ts';
import { readWindow } from './times.ts';

/** A flag on the chart that says a state: comfort care, pacemaker, dialysis. */
export function readFlag(reading: Reading): Read {
  const { resource, context } = reading;
  const conditions = conditionsOf(context.codes, resource['code']);
  if (conditions.length === 0) return NOT_WATCHED;
  const window = readWindow(reading, [{ value: objectOf(resource['period']), path: 'period' }]);
  return { facts: statesOf(conditions, { isActive: resource['status'] === 'active', ...window }) };
}

export { assert, unreachable } from './assert.ts';
export { normalizeBaseUrl, pathBelow } from './base-url.ts';
export { isAbove, isAtLeast, isBelow, roundToSignificant } from './compare.ts';
export {
  addHours,
  formatInstant,
  HOUR_MS,
  hoursBetween,
  type Instant,
  instantOf,
  type Moment,
  type Precision,
  parseMoment,
} from './instant.ts';
export { editDistance, findNearestName, nearestName } from './nearest-name.ts';
export { fail, ok, type Result } from './result.ts';

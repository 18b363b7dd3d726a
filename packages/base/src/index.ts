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
  parseMoment,
  type Precision,
} from './instant.ts';
export { fail, ok, type Result } from './result.ts';

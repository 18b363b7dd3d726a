const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** @param {number} value */
const two = (value) => String(value).padStart(2, '0');

/**
 * Ward time (UTC) on the 24-hour clock: 06:42.
 * @param {number} at
 */
export function clock(at) {
  const date = new Date(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/**
 * With the day of the week: Mon 06:42.
 * @param {number} at
 */
export const dayAndClock = (at) => `${DAYS[new Date(at).getUTCDay()]} ${clock(at)}`;

/**
 * How long ago, in words: 35 min, 4 h, 2 d.
 * @param {number} at
 * @param {number} now
 */
export function ago(at, now) {
  const minutes = Math.max(0, Math.round((now - at) / 60_000));
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} d ago`;
}

/** @param {'female' | 'male'} sex */
export const sexText = (sex) => (sex === 'female' ? 'woman' : 'man');

const DAY_MS = 86_400_000;

/**
 * The simulated time (ms) to begin with on a real day: a quarter of an hour before the samples of the morning
 * round are reported, so that whoever starts the ward sees things happen at once.
 */
export function wardMorning(realNow: number): number {
  return Math.floor(realNow / DAY_MS) * DAY_MS + 6.25 * 3_600_000;
}

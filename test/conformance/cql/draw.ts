/** Chance with a seed: the same seed draws the same patients. */
export interface Draw {
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** A whole number from `from` to `to`, both possible. */
  readonly whole: (from: number, to: number) => number;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
}

/** A mulberry32 generator: small, and good enough to pick cases. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    chance: (probability) => next() < probability,
    whole,
    pick: (from) => from[whole(0, from.length - 1)] ?? from[0],
  };
}

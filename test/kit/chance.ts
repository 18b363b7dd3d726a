/** A stream of chance that a seed gives again. */
export interface Chance {
  /** A number in [0, 1). */
  readonly next: () => number;
  readonly between: (low: number, high: number) => number;
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number;
  readonly isTrue: (probability: number) => boolean;
  readonly pick: <Value>(values: readonly [Value, ...Value[]]) => Value;
  readonly shuffle: <Value>(values: readonly Value[]) => readonly Value[];
}

/** Mulberry32 (public domain, by Tommy Ettinger): small, and good enough to mix a deck. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    isTrue: (probability) => next() < probability,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
    shuffle: (values) => {
      const deck = [...values];
      for (let last = deck.length - 1; last > 0; last -= 1) {
        const other = whole(0, last);
        const [a, b] = [deck[last], deck[other]];
        if (a !== undefined && b !== undefined) [deck[last], deck[other]] = [b, a];
      }
      return deck;
    },
  };
}

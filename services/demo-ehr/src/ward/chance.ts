/** A seeded stream of chance: the same parts always give the same numbers, in any process. */
export interface Chance {
  /** Evenly distributed in [0, 1). */
  unit(): number;
  /** Evenly distributed in [low, high). */
  between(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  whole(low: number, high: number): number;
  /** About normal around 0 with the given standard deviation, never farther than two of them. */
  noise(deviation: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** A stream of its own for every name, so that a change in one part of the ward leaves the others as they were. */
export function chanceOf(...parts: readonly (string | number)[]): Chance {
  let state = hash(parts.join('/'));
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + (high - low) * unit();
  return {
    unit,
    between,
    whole: (low, high) => low + Math.floor(unit() * (high - low + 1)),
    noise: (deviation) => {
      // Four even draws are near enough to a normal one; the sum has the variance 1/3.
      const sum = unit() + unit() + unit() + unit() - 2;
      return Math.max(-2, Math.min(2, sum * Math.sqrt(3))) * deviation;
    },
    pick: (items) => {
      const item = items[Math.floor(unit() * items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** FNV-1a with a final mix: neighbouring names must not give neighbouring states. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

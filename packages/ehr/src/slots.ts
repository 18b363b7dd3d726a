/** Who wants to call: a chart that waits comes before a catch-up, which may never take the last place. */
export type Lane = 'live' | 'background';

export interface Slots {
  /** Waits for a place; the function that it returns gives the place back, once. */
  readonly take: (lane: Lane) => Promise<() => void>;
}

/** At most `placesMax` calls at the same time; one of them (where there are two) is kept for live calls. */
export function createSlots(placesMax: number): Slots {
  const waiting: Record<Lane, (() => void)[]> = { live: [], background: [] };
  const backgroundMax = Math.max(1, placesMax - 1);
  let taken = 0;

  const admit = () => {
    while (taken < placesMax) {
      const next = waiting.live.shift() ?? (taken < backgroundMax ? waiting.background.shift() : undefined);
      if (next === undefined) return;
      taken += 1;
      next();
    }
  };

  const leaver = () => {
    let isIn = true;
    return () => {
      if (!isIn) return;
      isIn = false;
      taken -= 1;
      admit();
    };
  };

  return {
    take: (lane) =>
      new Promise((resolve) => {
        waiting[lane].push(() => resolve(leaver()));
        admit();
      }),
  };
}

import { type Instant, instantOf } from '@magwatch/base';
import { type Clock, type SimulatedTime, simulatedClock, systemClock } from '@magwatch/runtime';
import { keep, readKept } from './data-folder.ts';

const FILE = 'simulated-time.json';
const KEEP_EVERY_MS = 1_000;
/** What is kept lies ahead by this much real time: even a killed start is never continued before something that happened. */
const AHEAD_MS = 2_500;

/** The ward's time: runs faster than ours, stands while nothing runs, and never goes back. */
export interface WardTime {
  readonly time: SimulatedTime;
  readonly clock: Clock;
  readonly stop: () => Promise<void>;
}

/**
 * Continues the ward's time where the last start left it, or begins with `first`.
 * @param rate simulated milliseconds for each real one
 */
export async function continueWardTime(
  folder: string,
  {
    first,
    rate,
    onError,
  }: { readonly first: Instant; readonly rate: number; readonly onError: (error: unknown) => void },
): Promise<WardTime> {
  const simulated = readInstant(await readKept(folder, FILE)) ?? first;
  const time: SimulatedTime = { anchor: systemClock.now(), simulated, rate };
  const clock = simulatedClock(time);
  const save = (aheadMs: number): Promise<void> => keep(folder, FILE, { simulated: clock.now() + aheadMs * rate });
  await save(AHEAD_MS);
  let saving: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    saving = saving.then(() => save(AHEAD_MS)).catch(onError);
  }, KEEP_EVERY_MS);
  return {
    time,
    clock,
    async stop() {
      clearInterval(timer);
      await saving;
      await save(0);
    },
  };
}

function readInstant(kept: unknown): Instant | undefined {
  if (typeof kept !== 'object' || kept === null || !('simulated' in kept)) return undefined;
  return typeof kept.simulated === 'number' ? instantOf(kept.simulated) : undefined;
}

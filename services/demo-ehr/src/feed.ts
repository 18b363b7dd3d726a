import { addHours, type Instant } from '@magwatch/base';
import type { Clock, Logger } from '@magwatch/runtime';
import { openJsonFile } from './keep/json-file.ts';
import type { Ward, WardEvent } from './ward/ward.ts';

/** Hands on what is newly written on the ward as simulated time passes. */
export interface Feed {
  /** Hands on everything up to now; for the ticker, and for a test that moves the clock itself. */
  readonly advance: () => void;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

export interface FeedOptions {
  readonly ward: Ward;
  readonly clock: Clock;
  /** Where the last instant handed on is kept, so that a restart goes on from there. */
  readonly path: string | undefined;
  readonly onEvents: (events: readonly WardEvent[]) => void;
  readonly logger: Logger;
}

const TICK_MS = 200;
const KEEP_EVERY_MS = 2000;
/** After a longer pause the feed goes on from here: nobody wants the notifications of a whole month. */
const CATCH_UP_H = 12;

interface Cursor {
  readonly upTo: number;
}

export async function openFeed({ ward, clock, path, onEvents, logger }: FeedOptions): Promise<Feed> {
  const file = openJsonFile(path, isCursor);
  const now = clock.now();
  const kept = (await file.read())?.upTo;
  const earliest = addHours(now, -CATCH_UP_H);
  let last: Instant =
    kept === undefined || kept > now ? now : addHours(earliest, Math.max(0, (kept - earliest) / 3_600_000));
  let tick: NodeJS.Timeout | undefined;
  let keeping: NodeJS.Timeout | undefined;

  const sayNotKept = (error: unknown): void => logger.warn('feed-not-kept', { error });

  function advance(): void {
    const upTo = clock.now();
    if (upTo <= last) return;
    const events = ward.eventsBetween(last, upTo);
    last = upTo;
    if (events.length > 0) onEvents(events);
  }

  return {
    advance,
    start() {
      tick = setInterval(advance, TICK_MS);
      // What was handed on since the last write is handed on once more after a crash: at least once.
      keeping = setInterval(() => {
        file.write({ upTo: last }).catch(sayNotKept);
      }, KEEP_EVERY_MS);
    },
    async stop() {
      clearInterval(tick);
      clearInterval(keeping);
      await file.write({ upTo: last });
    },
  };
}

const isCursor = (value: unknown): value is Cursor =>
  typeof value === 'object' && value !== null && 'upTo' in value && typeof value.upTo === 'number';

import type { Queues } from '@magwatch/queue';

/** The part of the queues that the receiver needs. */
export interface HintQueues {
  readonly assess: Pick<Queues['assess'], 'add'>;
  readonly resolve: Pick<Queues['resolve'], 'add'>;
}

/** What has news: a patient to assess, or an event whose patient has to be found first. */
export type Hint =
  | { readonly to: 'assess'; readonly source: string; readonly patient: string }
  | { readonly to: 'resolve'; readonly event: string };

export interface Hinter {
  /** Returns at once; a hint that fails is counted and left to the reconciler, for the row is safe. */
  readonly hint: (hint: Hint) => void;
  readonly drain: () => Promise<void>;
}

/** Hints that are under way at the same time; more would only fill memory while the queue is down. */
const UNDER_WAY_MAX = 1_000;

/**
 * Tells the queue what has news. While a hint for a patient is under way, any number of further ones become one that
 * follows it: the first may have been read before the newer rows were there.
 */
export function createHinter(queues: HintQueues, onFailure: (reason: 'failed' | 'overflow') => void): Hinter {
  const underWay = new Map<string, { isAgain: boolean; done: Promise<void> }>();

  const send = async (hint: Hint): Promise<void> => {
    const isTaken =
      hint.to === 'assess'
        ? await queues.assess.add({ source: hint.source, patient: hint.patient })
        : await queues.resolve.add({ event: hint.event });
    // The queue may be down for hours: the count says so, the reconciler makes it good.
    if (!isTaken) onFailure('failed');
  };

  const run = async (key: string, hint: Hint, state: { isAgain: boolean }): Promise<void> => {
    do {
      state.isAgain = false;
      await send(hint);
    } while (state.isAgain);
    underWay.delete(key);
  };

  const hint = (news: Hint): void => {
    const key = news.to === 'assess' ? `${news.source}\n${news.patient}` : news.event;
    const known = underWay.get(key);
    if (known) {
      known.isAgain = true;
      return;
    }
    if (underWay.size >= UNDER_WAY_MAX) return onFailure('overflow');
    const state = { isAgain: false, done: Promise.resolve() };
    underWay.set(key, state);
    state.done = run(key, news, state);
  };

  return {
    hint,
    drain: async () => {
      await Promise.all([...underWay.values()].map(({ done }) => done));
    },
  };
}

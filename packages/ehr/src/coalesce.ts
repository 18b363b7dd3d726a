/**
 * Runs one read per key for everybody who asks while it waits. A read that has already left for the server is not
 * shared: its answer may be older than the news that made somebody ask. One more then waits behind it, for all of them.
 */
export function createCoalescer<Answer>() {
  const waiting = new Map<string, Promise<Answer>>();
  const sent = new Map<string, Promise<Answer>>();

  return (key: string, run: (onSent: () => void) => Promise<Answer>): Promise<Answer> => {
    const shared = waiting.get(key);
    if (shared) return shared;
    const before = sent.get(key);
    const mine: Promise<Answer> = (async () => {
      if (before) await before;
      return await run(() => {
        if (waiting.get(key) === mine) waiting.delete(key);
        sent.set(key, mine);
      });
    })().finally(() => {
      if (waiting.get(key) === mine) waiting.delete(key);
      if (sent.get(key) === mine) sent.delete(key);
    });
    waiting.set(key, mine);
    return mine;
  };
}

/** Runs catch-up for a source; everybody who asks while one waits shares it. */
export type RequestCatchUp = (source: string) => Promise<boolean>;

/**
 * At most one catch-up of a source runs and one waits, however many empty notifications come: each asker gets the
 * answer of a run that began after he asked.
 */
export function shareCatchUps(run: (source: string) => Promise<boolean>): RequestCatchUp {
  const running = new Map<string, Promise<boolean>>();
  const waiting = new Map<string, Promise<boolean>>();

  const begin = (source: string): Promise<boolean> => {
    const mine = run(source).finally(() => {
      if (running.get(source) === mine) running.delete(source);
    });
    running.set(source, mine);
    return mine;
  };

  return (source) => {
    const before = running.get(source);
    if (!before) return begin(source);
    const shared = waiting.get(source);
    if (shared) return shared;
    const beginNext = (): Promise<boolean> => {
      waiting.delete(source);
      return begin(source);
    };
    // What became of the run before is its askers' concern.
    const next = before.then(beginNext, beginNext);
    waiting.set(source, next);
    return next;
  };
}

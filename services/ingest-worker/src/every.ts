/** A task that runs again and again, never twice at once. */
export interface Loop {
  /** Runs it now, or once more after the run that is under way. */
  readonly wake: () => void;
  /** No further run; waits for the one under way. */
  readonly stop: () => Promise<void>;
}

/** Runs `task` at once and then `everyMs` after each run. A run that fails is reported and does not end the loop. */
export function every(everyMs: number, task: () => Promise<void>, onError: (error: unknown) => void): Loop {
  let isStopped = false;
  let isAgain = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;

  const run = async (): Promise<void> => {
    do {
      isAgain = false;
      try {
        await task();
      } catch (error) {
        onError(error);
      }
    } while (isAgain && !isStopped);
    underWay = undefined;
    if (!isStopped) timer = setTimeout(begin, everyMs);
  };

  const begin = (): void => {
    clearTimeout(timer);
    if (isStopped) return;
    if (underWay) isAgain = true;
    else underWay = run();
  };

  begin();
  return {
    wake: begin,
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await underWay;
    },
  };
}

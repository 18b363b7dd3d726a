/** On a terminal the line is redrawn this often, elsewhere a new line is written this often. */
const TERMINAL_MS = 120;
const LOG_MS = 3_000;

export interface Progress {
  /** Says where the work is; shown at most every few moments. */
  readonly at: (text: () => string) => void;
  /** Removes the last line from a terminal. */
  readonly end: () => void;
}

/** Progress of long work on standard error. */
export function createProgress(): Progress {
  const isTerminal = process.stderr.isTTY === true;
  const intervalMs = isTerminal ? TERMINAL_MS : LOG_MS;
  let last = performance.now();
  let isDrawn = false;
  return {
    at(text) {
      const now = performance.now();
      if (now - last < intervalMs) return;
      last = now;
      process.stderr.write(isTerminal ? `\r\u001b[K${text()}` : `${text()}\n`);
      isDrawn = isTerminal;
    },
    end() {
      if (isDrawn) process.stderr.write('\r\u001b[K');
      isDrawn = false;
    },
  };
}

import { constants } from 'node:os';
import { createLogger, type Logger } from './logger.ts';

/** What a service gives back once it runs. */
export interface Started {
  stop(): Promise<void>;
}

export interface ServiceContext {
  readonly logger: Logger;
  /** Aborted when the process is asked to stop, also while it still starts. */
  readonly stopping: AbortSignal;
}

export interface ServiceOptions {
  /** How long an orderly stop may take. */
  readonly stopWithinMs?: number;
  /** Whether `ready <name> <address>` is printed on standard output; true where it is not said. */
  readonly saysReady?: boolean;
}

/** Thrown by a service that cannot start for a reason that its operator can mend: printed as it is, exit status 2. */
export class StartRefused extends Error {}

const STOP_WITHIN_MS = 10_000;
/** One Ctrl-C can arrive more than once: from the terminal, from npm, from the starting script. */
const SAME_PRESS_MS = 1_000;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs a service to the end of the process. A first signal stops it in order (exit status 0), a second one at once; an
 * error that nobody caught ends the process with status 1, because nothing is known about its state.
 */
export async function runService(
  name: string,
  main: (context: ServiceContext) => Promise<Started & { readonly address?: string }>,
  { stopWithinMs = STOP_WITHIN_MS, saysReady = true }: ServiceOptions = {},
): Promise<void> {
  const logger = createLogger(name);
  const stopping = new AbortController();
  const stopAsked = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));
  listenToSignals(logger, stopping);
  endOnUncaught(logger);
  // A reader that has gone away (`npm start | head`) is a wish to stop, not a mistake.
  process.stdout.on('error', () => stopping.abort());

  let started: Started & { readonly address?: string };
  try {
    started = await main({ logger, stopping: stopping.signal });
  } catch (error) {
    // Who was asked to stop while starting may well fail because of it.
    if (stopping.signal.aborted) process.exit(0);
    if (error instanceof StartRefused) {
      process.stderr.write(`${error.message}\n`);
      process.exit(2);
    }
    logger.error('start-failed', { code: 'start-failed', error });
    process.exit(1);
  }
  if (saysReady) process.stdout.write(`ready ${name}${started.address === undefined ? '' : ` ${started.address}`}\n`);
  await stopAsked;
  await stopInTime(started, logger, stopWithinMs);
}

function listenToSignals(logger: Logger, stopping: AbortController): void {
  let firstAt: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      firstAt ??= now;
      if (!stopping.signal.aborted) {
        logger.info('stop-asked', { signal });
        stopping.abort();
      } else if (now - firstAt > SAME_PRESS_MS) {
        process.exit(128 + constants.signals[signal]);
      }
    });
  }
}

function endOnUncaught(logger: Logger): void {
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error: unknown) => {
      logger.error('uncaught-error', { code: 'uncaught-error', error });
      process.exit(1);
    });
  }
}

async function stopInTime(started: Started, logger: Logger, withinMs: number): Promise<never> {
  const timer = setTimeout(() => {
    logger.error('stop-failed', { code: 'stop-failed', reason: 'timeout' });
    process.exit(1);
  }, withinMs);
  try {
    await started.stop();
  } catch (error) {
    logger.error('stop-failed', { code: 'stop-failed', error });
    process.exit(1);
  }
  clearTimeout(timer);
  logger.info('stopped');
  process.exit(0);
}

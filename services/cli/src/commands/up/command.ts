import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_DATA_FOLDER } from './data-folder.ts';
import { DEMO_EHR_OFFSET, type UpOptions } from './options.ts';

const DESCRIPTION = `Starts everything in one process: a PostgreSQL of its own, the queue, the receiver of notifications, the worker that
judges, the notifier, the CDS Hooks service, the pharmacist's page and a demo EHR with a simulated ward. Prints the
addresses, then a line for each alert that opens, returns or becomes more severe:

  ALERT <severity> <rule-id> <address of the alert> [name of a simulated patient]

Ctrl-C stops everything. The next start goes on with the same data and the same simulated time.`;

const EXAMPLES = `
Examples:
  magwatch up                                    the page on http://127.0.0.1:8080, the demo EHR on http://127.0.0.1:8090
  magwatch up --port 9000                        … on 9000 and 9010
  magwatch up --data-dir /tmp/another-ward       a ward of its own
  DATABASE_URL=postgres://… REDIS_URL=redis://… magwatch up

Environment: DATABASE_URL (in place of the embedded PostgreSQL), REDIS_URL (in place of the queue in PostgreSQL),
MAGWATCH_CONFIG (a configuration file; where it names sources, these are watched and no demo EHR is started),
MAGWATCH_LOG_LEVEL (debug, info, warn, error, silent; default warn).
Health and metrics are on 127.0.0.1:9464 (/livez /readyz /metrics), or on another port if that one is taken.`;

/** `magwatch up`. */
export function upCommand(): Command {
  return new Command('up')
    .summary('start everything in one process, with a simulated ward')
    .description(DESCRIPTION)
    .option('--port <PORT>', 'of the pages and services (default: 8080); the demo EHR is on this port + 10', readPort)
    .option('--data-dir <FOLDER>', `where everything is kept (default: ${DEFAULT_DATA_FOLDER})`)
    .addHelpText('after', EXAMPLES)
    .action(async (options: UpOptions) => {
      // A person watches this process: what is ordinary is said in words, not in log lines.
      process.env['MAGWATCH_LOG_LEVEL'] ??= 'warn';
      const { up } = await import('./up.ts');
      await up(options);
    });
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535 - DEMO_EHR_OFFSET)
    throw new InvalidArgumentError(`Write a whole number from 1 to ${65_535 - DEMO_EHR_OFFSET}, for example 8080.`);
  return port;
}

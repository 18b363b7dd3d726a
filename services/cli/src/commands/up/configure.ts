import { type Configuration, formatProblems, readConfiguration, StartRefused } from '@magwatch/runtime';
import { DEFAULT_DATA_FOLDER } from './data-folder.ts';
import type { DemoSecrets } from './demo-secrets.ts';
import { DEMO_EHR_OFFSET, type UpOptions } from './options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a start is told, and how the simulated ward runs where no source was named. */
export interface UpConfiguration {
  readonly configuration: Configuration;
  readonly demo: DemoSettings | undefined;
}

export interface DemoSettings {
  readonly port: number;
  /** Simulated milliseconds for each real one. */
  readonly rate: number;
  readonly seed: number;
}

/** Two hours of the ward in a minute: the morning's results come within seconds, and a day passes in twelve minutes. */
const RATE = 120;

/** Reads environment, configuration file and options. Throws StartRefused with every problem. */
export function configure({ port, dataDir }: UpOptions, environment: Environment): UpConfiguration {
  const flags = [
    ...(port === undefined ? [] : ['--port', String(port)]),
    ...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
  ];
  // A configuration file may name the folder itself; only without one ours is the default.
  const preset = environment['MAGWATCH_CONFIG'] ? {} : { MAGWATCH_DATA_DIR: DEFAULT_DATA_FOLDER };
  const read = readConfiguration({ ...preset, ...environment }, flags);
  if (!read.ok) throw new StartRefused(formatProblems(read.failure));
  const configuration = read.value;
  if (configuration.sources.length > 0) return { configuration, demo: undefined };
  const demo = {
    port: configuration.port + DEMO_EHR_OFFSET,
    rate: readNumber(environment, 'DEMO_EHR_RATE', RATE, { low: 1, high: 3_600 }),
    seed: readNumber(environment, 'DEMO_EHR_SEED', 1, { low: 0, high: 999_999_999 }),
  };
  return { configuration, demo };
}

/** The same configuration with the demo EHR as its source and as a destination. */
export function withDemo(configuration: Configuration, demoUrl: string, secrets: DemoSecrets): Configuration {
  return {
    ...configuration,
    sources: [{ id: 'demo', fhirBaseUrl: `${demoUrl}/fhir`, notificationSecret: secrets.notification }],
    destinations: [
      ...configuration.destinations,
      {
        id: 'demo-ehr',
        kind: 'webhook',
        url: `${demoUrl}/cards`,
        secret: secrets.webhook,
        severities: ['warning', 'critical'],
      },
    ],
    cdsHooks: { allowedOrigins: [...configuration.cdsHooks.allowedOrigins, demoUrl] },
  };
}

function readNumber(
  environment: Environment,
  name: string,
  preset: number,
  { low, high }: { readonly low: number; readonly high: number },
): number {
  const text = environment[name];
  if (text === undefined || text === '') return preset;
  const value = Number(text);
  if (!Number.isFinite(value) || value < low || value > high)
    throw new StartRefused(`${name} is not a number from ${low} to ${high}. Example: ${name}=${preset}`);
  return value;
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Knowledge, readKnowledge } from '@magwatch/assess';
import { instantOf } from '@magwatch/base';
import { registerCdsHooks } from '@magwatch/cds-hooks';
import { type DemoEhr, start as startDemoEhr, wardMorning } from '@magwatch/demo-ehr';
import { registerDataQuality, start as startIngestWorker } from '@magwatch/ingest-worker';
import { start as startNotifier } from '@magwatch/notifier';
import { registerPharmacistWeb } from '@magwatch/pharmacist-web';
import { openQueues, QueueError, type Queues } from '@magwatch/queue';
import { registerReceiver } from '@magwatch/receiver';
import { RULES } from '@magwatch/rules';
import {
  type Clock,
  type Configuration,
  createMetrics,
  type Metrics,
  openClock,
  openHealthServer,
  type ServiceContext,
  type Started,
  StartRefused,
} from '@magwatch/runtime';
import { findActiveAlerts, isDatabaseAlive, type Store } from '@magwatch/store';
import Fastify from 'fastify';
import { say } from '../../output.ts';
import { alertLine, namesFrom } from './alert-lines.ts';
import { type DemoSettings, type UpConfiguration, withDemo } from './configure.ts';
import { prepareDataFolder } from './data-folder.ts';
import { demoSecrets } from './demo-secrets.ts';
import { holdFolder } from './hold-folder.ts';
import { probePort } from './ports.ts';
import { continueWardTime } from './simulated-time.ts';
import { startDatabase } from './start-database.ts';

type Logger = ServiceContext['logger'];
type Stop = () => Promise<void>;

/** Starts everything in this process. What was started is stopped again when a later part fails. */
export async function startEverything(given: UpConfiguration, { logger }: ServiceContext): Promise<Started> {
  // Stopped in the opposite order: who produces work goes before who takes it.
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    await startParts(given, logger, (one) => stops.push(one));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function startParts(
  { configuration: read, demo }: UpConfiguration,
  logger: Logger,
  onStop: (stop: Stop) => void,
) {
  const folder = read.dataDirectory;
  onStop(await takeFolder(folder));
  await checkPorts(read.port, demo?.port);

  const secrets = await demoSecrets(folder);
  const demoUrl = `http://127.0.0.1:${demo?.port}`;
  const configuration = demo ? withDemo(read, demoUrl, secrets) : read;
  const knowledge = await knowledgeOf(configuration);
  const clock = await startClock(configuration, demo, logger, onStop);

  const database = await startDatabase({
    databaseUrl: configuration.databaseUrl,
    dataFolder: folder,
    say,
    onError: (code) => logger.warn('database-connection-lost', { code }),
  });
  onStop(database.stop);
  const { store } = database;
  const queues = await startQueues(configuration, store, logger);
  onStop(queues.close);
  const metrics = createMetrics();
  const health = await startHealth(configuration, { store, queues, metrics });
  onStop(health.stop);

  const notifier = await startNotifier({ store, queues, destinations: configuration.destinations, logger, metrics });
  onStop(() => notifier.stop());
  onStop(await startOrigin(configuration, { store, queues, clock, logger, metrics, knowledge }));

  const ehr = demo ? await startWard(demo, { configuration, clock, logger, secret: secrets.webhook }) : undefined;
  if (ehr) onStop(() => ehr.stop());
  const before = await findActiveAlerts(store.db, { limit: ALERTS_MAX });
  sayAddresses(configuration, { ehr, health: health.address, active: before.length, demo, clock });

  const print = alertPrinter(configuration.publicUrl, ehr);
  const worker = await startIngestWorker({
    ...{ configuration, store, queues, ...knowledge, rules: RULES, clock, logger, metrics },
    onDecision: ({ decision }) => print(decision),
  });
  onStop(() => worker.stop());
}

async function knowledgeOf(configuration: Configuration): Promise<Knowledge> {
  const read = await readKnowledge(configuration);
  if (!read.ok) throw new StartRefused(read.failure);
  return read.value;
}

async function takeFolder(folder: string): Promise<Stop> {
  try {
    await prepareDataFolder(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartRefused(
      `The data folder ${folder} cannot be used (${code}). Choose another: magwatch up --data-dir …`,
    );
  }
  const held = await holdFolder(folder);
  if (held.ok) return held.value;
  throw new StartRefused(
    `Magwatch runs on the data folder ${folder} already (process ${held.failure.holder}). Use that one, stop it, or start ` +
      'another on a folder and port of its own: magwatch up --data-dir … --port …',
  );
}

async function checkPorts(port: number, demoPort: number | undefined): Promise<void> {
  const wanted = [
    { port, what: 'the pages and services' },
    ...(demoPort === undefined ? [] : [{ port: demoPort, what: 'the demo EHR' }]),
  ];
  for (const one of wanted) {
    const state = await probePort(one.port);
    if (state === 'free') continue;
    const why = state === 'taken' ? 'is taken by another program' : 'may not be used by this user';
    throw new StartRefused(
      `Port ${one.port}, for ${one.what}, ${why}. Choose another: magwatch up --port ${port + 100}`,
    );
  }
}

async function startClock(
  configuration: Configuration,
  demo: DemoSettings | undefined,
  logger: Logger,
  onStop: (stop: Stop) => void,
): Promise<Clock> {
  if (!demo) return openClock(configuration.clock);
  const ward = await continueWardTime(configuration.dataDirectory, {
    first: instantOf(wardMorning(Date.now())),
    rate: demo.rate,
    onError: (error) => logger.error('simulated-time-not-kept', { error }),
  });
  onStop(ward.stop);
  return ward.clock;
}

async function startQueues({ redisUrl }: Configuration, store: Store, logger: Logger): Promise<Queues> {
  const onError = (code: string): void => logger.warn('queue-error', { code });
  try {
    return await openQueues(redisUrl === undefined ? { pool: store.pool, onError } : { redisUrl, onError });
  } catch (error) {
    if (error instanceof QueueError) throw new StartRefused(error.message);
    throw error;
  }
}

interface HealthParts {
  readonly store: Store;
  readonly queues: Queues;
  readonly metrics: Metrics;
}

async function startHealth({ healthPort }: Configuration, { store, queues, metrics }: HealthParts) {
  const isFree = healthPort === 0 || (await probePort(healthPort)) === 'free';
  if (!isFree) say(`Port ${healthPort} is taken: health and metrics go to another one.`);
  const holds = (check: () => Promise<boolean>) => async () => {
    if (!(await check())) throw new Error('it does not answer');
  };
  return openHealthServer({
    port: isFree ? healthPort : 0,
    metrics,
    checks: { postgres: holds(() => isDatabaseAlive(store)), queue: holds(queues.isAlive) },
    routes: (app) => registerDataQuality(app, store),
  });
}

interface OriginParts extends HealthParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly knowledge: Knowledge;
}

/** Whoever stops in the middle of its body must not hold a connection, and what it sent so far, for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

/** One origin for whatever others call: notifications, CDS Hooks, the page. */
async function startOrigin(configuration: Configuration, { knowledge, ...parts }: OriginParts): Promise<Stop> {
  const { sources, cdsHooks, publicUrl, timeZone } = configuration;
  const app = Fastify({ logger: false, forceCloseConnections: true, requestTimeout: REQUEST_TIMEOUT_MS });
  const receiver = registerReceiver(app, { ...parts, sources });
  registerCdsHooks(app, {
    ...{ ...parts, ...knowledge, rules: RULES, sources, publicUrl, timeZone },
    allowedOrigins: cdsHooks.allowedOrigins,
  });
  registerPharmacistWeb(app, { store: parts.store, clock: parts.clock, timeZone });
  await app.listen({ host: configuration.host, port: configuration.port });
  return async () => {
    await app.close();
    await receiver.stop();
  };
}

interface WardParts {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly secret: string;
}

async function startWard({ port, rate, seed }: DemoSettings, parts: WardParts): Promise<DemoEhr> {
  const { configuration, clock, logger, secret } = parts;
  const dataDirectory = join(configuration.dataDirectory, 'demo-ehr');
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  return startDemoEhr({
    ...{ port, rate, seed, clock, logger, dataDirectory },
    host: '127.0.0.1',
    cdsHooksBaseUrl: `http://127.0.0.1:${configuration.port}`,
    magwatchUrl: configuration.publicUrl,
    webhookSecret: secret,
  });
}

const ALERTS_MAX = 1_000;

interface Addresses {
  readonly ehr: DemoEhr | undefined;
  readonly health: string;
  /** Alerts of an earlier start that are not closed. */
  readonly active: number;
  readonly demo: DemoSettings | undefined;
  readonly clock: Clock;
}

function sayAddresses(configuration: Configuration, { ehr, health, active, demo, clock }: Addresses): void {
  const { publicUrl, dataDirectory, sources } = configuration;
  const lines = [
    'Magwatch runs. Ctrl-C stops it.',
    ...(ehr ? [`  demo EHR, the simulated ward   ${ehr.url}/`] : []),
    `  pharmacist's page              ${publicUrl}/`,
    `  CDS Hooks                      ${publicUrl}/cds-services`,
    ...sources.map(({ id }) => `  notifications                  ${publicUrl}/notifications/${id} (POST)`),
    `  health, metrics                ${health}/readyz ${health}/metrics`,
    `  data                           ${dataDirectory}`,
    ...(demo
      ? [`Simulated time: ${new Date(clock.now()).toISOString().slice(0, 16)}Z, ${demo.rate} times as fast.`]
      : []),
    ...(active > 0 ? [`Active alerts from before: ${active}.`] : []),
    'Not a medical device; site approval needed.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Prints in the order of the commits, although names have to be asked for. */
function alertPrinter(
  publicUrl: string,
  ehr: DemoEhr | undefined,
): (decision: Parameters<typeof alertLine>[0]) => void {
  const findName = ehr ? namesFrom(ehr.fhirBaseUrl) : undefined;
  let printed: Promise<void> = Promise.resolve();
  return (decision) => {
    printed = printed.then(async () => {
      const line = await alertLine(decision, { publicUrl, findName });
      if (line !== undefined) process.stdout.write(`${line}\n`);
    });
  };
}

import type { EhrSource } from '@magwatch/ehr';
import type { Codes } from '@magwatch/fhir';
import type { JobWorker, Queues } from '@magwatch/queue';
import type { Parameters, Rule } from '@magwatch/rules';
import type { Clock, Configuration, Logger, Metrics, Started } from '@magwatch/runtime';
import { countInbox, keepParameterSet, type Store } from '@magwatch/store';
import { type AssessJobDeps, createAssessJob, type Decided } from './assess-patient.ts';
import { catchUp } from './catch-up.ts';
import { every, type Loop } from './every.ts';
import { type FollowedSource, followSource } from './followed-source.ts';
import { planSearches } from './plan-searches.ts';
import { relayInbox } from './relay-inbox.ts';
import { type RequestCatchUp, shareCatchUps } from './request-catch-up.ts';
import { resolveEvent } from './resolve-event.ts';
import { createRests, type Rests } from './rest-after-failure.ts';
import { reviewPatients } from './review-patients.ts';
import { type SubscribeDeps, watchSubscriptions } from './subscribe.ts';
import { TIMING, type Timing } from './timing.ts';

export interface IngestStartDeps {
  readonly configuration: Pick<Configuration, 'sources' | 'destinations' | 'publicUrl' | 'timeZone'>;
  readonly store: Store;
  readonly queues: Queues;
  readonly codes: Codes;
  readonly rules: readonly Rule[];
  readonly parameters: Parameters;
  readonly parametersVersion: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Hears of each change of an alert after its commit. */
  readonly onDecision?: (decided: Decided) => void;
  readonly timing?: Partial<Timing>;
  /** Patients assessed at the same time by this process. */
  readonly assessConcurrency?: number;
  /** Limits of the calls to the sources. */
  readonly ehr?: Partial<Omit<EhrSource, 'id' | 'baseUrl'>>;
}

const ASSESS_CONCURRENCY = 4;
const RESOLVE_CONCURRENCY = 4;
const FIGURES_EVERY_MS = 15_000;

/** Starts everything that brings events to assessments: jobs, reconciler, review clock, subscriptions, catch-up. */
export async function start(given: IngestStartDeps): Promise<Started> {
  const { configuration, logger } = given;
  const timing: Timing = { ...TIMING, ...given.timing };
  const plan = planSearches(given.rules, given.parameters, given.codes);
  const sources = new Map<string, FollowedSource>(
    configuration.sources.map((source) => [
      source.id,
      followSource({ source, plan, timing, ...(given.ehr && { ehr: given.ehr }) }),
    ]),
  );
  const { timeZone } = configuration;
  const deps: AssessJobDeps = {
    ...given,
    sources,
    timing,
    timeZone,
    assessDepsOf: (followed) => assessDepsOf(given, followed),
  };

  const requestCatchUp: RequestCatchUp = shareCatchUps(async (source) => {
    const followed = sources.get(source);
    if (!followed) return false;
    // A search that the server refuses for good is refused again: whoever waits for it would wait for ever. One with too many
    // pages goes on where it stopped.
    return (await catchUp(deps, followed)).every(
      ({ code, retry }) => retry === 'never' && code !== 'ehr-too-many-pages',
    );
  });

  // Kept before anybody decides with them: assessments that keep them first, each in its transaction, wait for one another.
  await keepParameterSet(given.store.db, given.parametersVersion, given.parameters);
  const rests = createRests();
  const workers = startJobs(deps, {
    requestCatchUp,
    rests,
    concurrency: given.assessConcurrency ?? ASSESS_CONCURRENCY,
  });
  await Promise.all(workers.map((worker) => ready(worker, logger)));
  const loops = [
    ...startRounds(deps, rests),
    ...[...sources.values()].flatMap((followed) =>
      follow({ ...deps, publicUrl: configuration.publicUrl, requestCatchUp }, followed),
    ),
  ];
  return {
    async stop() {
      for (const { ehr } of sources.values()) ehr.close();
      await Promise.all([...workers.map((worker) => worker.close()), ...loops.map((loop) => loop.stop())]);
    },
  };
}

interface Jobs {
  readonly requestCatchUp: RequestCatchUp;
  readonly rests: Rests;
  readonly concurrency: number;
}

function startJobs(deps: AssessJobDeps, { requestCatchUp, rests, concurrency }: Jobs): readonly JobWorker[] {
  const { queues, logger } = deps;
  const runAssess = createAssessJob(deps);
  const assessing = queues.assess.work(
    async (job) => {
      await runAssess(job);
      rests.clear(job);
    },
    {
      concurrency,
      onFailed: (job, error) => {
        rests.note(job);
        logger.error('job-failed', { source: job.source, queue: 'assess', code: 'job-assess-failed', error });
      },
    },
  );
  const resolving = queues.resolve.work(({ event }) => resolveEvent({ ...deps, requestCatchUp }, event), {
    concurrency: RESOLVE_CONCURRENCY,
    onFailed: ({ event }, error) =>
      logger.error('job-failed', { event, queue: 'resolve', code: 'job-resolve-failed', error }),
  });
  return [assessing, resolving];
}

/** What is looked at regularly, for all sources together. */
function startRounds(deps: AssessJobDeps, rests: Rests): readonly Loop[] {
  const { store, metrics, timing } = deps;
  const onError = reporter(deps.logger);
  let isFirstRelay = true;
  const relay = async (): Promise<void> => {
    // What waits when the process begins was left by another one: no grace for it.
    await relayInbox(deps, isFirstRelay ? 0 : timing.relayOlderThanMs, rests.isResting);
    isFirstRelay = false;
  };
  return [
    every(timing.relayEveryMs, relay, onError),
    every(timing.reviewEveryMs, async () => void (await reviewPatients(deps, rests.isResting)), onError),
    every(FIGURES_EVERY_MS, () => showFigures(store, metrics), onError),
  ];
}

function follow(deps: AssessJobDeps & SubscribeDeps, followed: FollowedSource): readonly Loop[] {
  const { timing } = deps;
  const onError = reporter(deps.logger);
  const watch = watchSubscriptions(deps, followed);
  let noteChecked = (): void => undefined;
  const firstCheck = new Promise<void>((resolve) => {
    noteChecked = resolve;
  });
  return [
    every(timing.subscriptionCheckEveryMs, () => watch.check().finally(noteChecked), onError),
    // Subscribed first, then searched: nothing falls between the two.
    every(
      timing.catchUpEveryMs,
      async () => {
        await firstCheck;
        await deps.requestCatchUp(followed.id);
      },
      onError,
    ),
  ];
}

const reporter =
  (logger: Logger) =>
  (error: unknown): void =>
    logger.error('loop-failed', { code: 'loop-failed', error });

function assessDepsOf(given: IngestStartDeps, { source }: FollowedSource) {
  const { store, codes, rules, parameters, parametersVersion, clock, configuration } = given;
  const { destinations, timeZone, publicUrl } = configuration;
  const { defaultSetting, fhirBaseUrl: baseUrl } = source;
  return {
    store,
    codes,
    rules,
    parameters,
    parametersVersion,
    clock,
    destinations,
    timeZone,
    publicUrl,
    baseUrl,
    defaultSetting,
  };
}

/** A queue that is away delays the work and not the start: the worker waits for it by itself. */
async function ready(worker: { readonly ready: () => Promise<void> }, logger: Logger): Promise<void> {
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, 5_000, 'late').unref());
  const outcome = await Promise.race([worker.ready(), late]);
  if (outcome === 'late') logger.warn('queue-not-ready', { code: 'queue-unreachable' });
}

async function showFigures(store: Store, metrics: Metrics): Promise<void> {
  const counts = await countInbox(store);
  const name = 'magwatch_inbox_events';
  const gauge = metrics.gauge({ name, help: 'Events that wait, and that were kept aside.', labels: ['state'] });
  gauge.set(counts.undone, { state: 'new' });
  gauge.set(counts.aside, { state: 'aside' });
  metrics
    .gauge({ name: 'magwatch_inbox_oldest_seconds', help: 'How long the oldest event waits.' })
    .set(counts.oldestUndoneMs / 1_000);
}

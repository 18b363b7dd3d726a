import type { Codes } from '@magwatch/fhir';
import type { EhrSource } from '@magwatch/ehr';
import type { Queues } from '@magwatch/queue';
import type { Parameters, Rule } from '@magwatch/rules';
import type { Clock, Configuration, Logger, Metrics, Started } from '@magwatch/runtime';
import { countInbox, type Store } from '@magwatch/store';
import { type AssessJobDeps, createAssessJob, type Decided } from './assess-patient.ts';
import { catchUp } from './catch-up.ts';
import { every, type Loop } from './every.ts';
import { type FollowedSource, followSource } from './followed-source.ts';
import { planSearches } from './plan-searches.ts';
import { relayInbox } from './relay-inbox.ts';
import { type RequestCatchUp, shareCatchUps } from './request-catch-up.ts';
import { resolveEvent } from './resolve-event.ts';
import { createRests } from './rest-after-failure.ts';
import { reviewPatients } from './review-patients.ts';
import { watchSubscriptions } from './subscribe.ts';
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
  const { configuration, store, queues, logger, metrics } = given;
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

  const failed = (code: string) => (error: unknown) => logger.error(code, { code, error });
  const requestCatchUp: RequestCatchUp = shareCatchUps(async (source) => {
    const followed = sources.get(source);
    if (!followed) return false;
    return (await catchUp(deps, followed)).length === 0;
  });

  const rests = createRests();
  const runAssess = createAssessJob(deps);
  const assessing = queues.assess.work(
    async (job) => {
      try {
        await runAssess(job);
        rests.clear(job);
      } catch (error) {
        rests.note(job);
        throw error;
      }
    },
    {
      concurrency: given.assessConcurrency ?? ASSESS_CONCURRENCY,
      onFailed: ({ source }, error) =>
        logger.error('job-failed', { source, queue: 'assess', code: 'job-assess-failed', error }),
    },
  );
  const resolving = queues.resolve.work(({ event }) => resolveEvent({ ...deps, requestCatchUp }, event), {
    concurrency: RESOLVE_CONCURRENCY,
    onFailed: ({ event }, error) =>
      logger.error('job-failed', { event, queue: 'resolve', code: 'job-resolve-failed', error }),
  });
  await Promise.all([ready(assessing, logger), ready(resolving, logger)]);

  const loops: Loop[] = [];
  const loop = (everyMs: number, task: () => Promise<unknown>): void => {
    loops.push(every(everyMs, async () => void (await task()), failed('loop-failed')));
  };
  let isFirstRelay = true;
  loop(timing.relayEveryMs, async () => {
    // What waits when the process begins was left by another one: no grace for it.
    await relayInbox(deps, isFirstRelay ? 0 : timing.relayOlderThanMs, rests.isResting);
    isFirstRelay = false;
  });
  loop(timing.reviewEveryMs, () => reviewPatients(deps));
  loop(FIGURES_EVERY_MS, () => showFigures(store, metrics));
  for (const followed of sources.values()) {
    const watch = watchSubscriptions(
      { store, logger, metrics, publicUrl: configuration.publicUrl, requestCatchUp },
      followed,
    );
    let noteChecked = (): void => undefined;
    const firstCheck = new Promise<void>((resolve) => {
      noteChecked = resolve;
    });
    loop(timing.subscriptionCheckEveryMs, () => watch.check().finally(noteChecked));
    // Subscribed first, then searched: nothing falls between the two.
    loop(timing.catchUpEveryMs, async () => {
      await firstCheck;
      await requestCatchUp(followed.id);
    });
  }

  return {
    async stop() {
      for (const { ehr } of sources.values()) ehr.close();
      await Promise.all([assessing.close(), resolving.close(), ...loops.map((one) => one.stop())]);
    },
  };
}

function assessDepsOf(given: IngestStartDeps, { source }: FollowedSource) {
  const { store, codes, rules, parameters, parametersVersion, clock, configuration } = given;
  const { destinations, timeZone, publicUrl } = configuration;
  const defaultSetting = source.defaultSetting;
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

import type { Decision } from '@magwatch/alerts';
import { type AssessDeps, assessPatient, type Outcome, recordContext } from '@magwatch/assess';
import { type Instant, instantOf } from '@magwatch/base';
import type { EhrFailure } from '@magwatch/ehr';
import type { AssessJob } from '@magwatch/queue';
import {
  findPatient,
  findWaiting,
  inTransaction,
  lockPatient,
  type PatientRow,
  saveCoverage,
  savePatientAssessed,
} from '@magwatch/store';
import { advanceCoverage, isContextStale, withdrawCoverage } from './cover-inputs.ts';
import { fetchContext } from './fetch-context.ts';
import type { FollowedSource } from './followed-source.ts';
import type { IngestDeps } from './ingest-deps.ts';

/** A decision that somebody would see, after its commit. */
export interface Decided {
  readonly source: string;
  readonly patient: string;
  readonly decision: Decision;
}

export interface AssessJobDeps extends IngestDeps {
  /** What an assessment needs of this source. */
  readonly assessDepsOf: (followed: FollowedSource) => AssessDeps;
  readonly onDecision?: (decided: Decided) => void;
}

/** Runs the job "this patient has news": completes and renews his context where it is missing or old, assesses, and tells who has to know. */
export type RunAssessJob = (job: AssessJob) => Promise<void>;

export function createAssessJob(deps: AssessJobDeps): RunAssessJob {
  const metrics = metricsOf(deps);
  const failed = new Map<string, FailedContext>();

  return async ({ source, patient }) => {
    const followed = deps.sources.get(source);
    if (!followed) {
      deps.logger.warn('job-of-unknown-source', { source });
      return;
    }
    const startedMs = performance.now();
    const outcome = await renewAndAssess(deps, followed, patient, failed);
    metrics.seconds.observe((performance.now() - startedMs) / 1_000, { source });
    await tell(deps, followed, patient, outcome);
    for (const { code } of outcome.aside) metrics.aside.add({ source, code });
    for (const { ruleId, code } of outcome.failures) {
      metrics.failed.add({ source, code });
      deps.logger.error('rule-failed', { source, rule: ruleId, code });
    }
  };
}

async function renewAndAssess(
  deps: AssessJobDeps,
  followed: FollowedSource,
  patient: string,
  failed: Map<string, FailedContext>,
): Promise<Outcome> {
  const { store, clock, timing, logger } = deps;
  const source = followed.id;
  const key = `${source}\n${patient}`;
  const assessDeps = deps.assessDepsOf(followed);
  const now = clock.now();
  const row = await findPatient(store.db, source, patient);
  const coverage = await renewByFollowing(deps, followed, { patient, row, now });
  if (!isContextStale(coverage, followed.plan, now, timing.contextStaleMs))
    return await assessPatient(assessDeps, { source, patient });
  const before = failed.get(key);
  if (before !== undefined && before.untilMs > Date.now()) {
    const outcome = await assessPatient(assessDeps, { source, patient });
    return await reviewSoon(deps, { source, patient }, outcome, before.restMs);
  }

  const { resources, coverage: found, failures, at } = await fetchContext(followed, patient, now);
  const outcome = await recordContext(assessDeps, { source, patient, resources, coverage: found, at });
  if (failures.length === 0) {
    failed.delete(key);
    return outcome;
  }
  const rest = restAfter(failures, before, timing);
  failed.set(key, rest);
  for (const code of new Set(failures.map((failure) => failure.code)))
    logger.warn('context-incomplete', { source, code });
  return await reviewSoon(deps, { source, patient }, outcome, rest.restMs);
}

/** A context that could not be read as a whole. */
interface FailedContext {
  /** Real time: it is not asked for before. */
  readonly untilMs: number;
  readonly restMs: number;
}

/** Of a server that is away. */
const RESTS_MAX = 16;

/**
 * Each failure doubles the rest: a server that is away must not be asked for every patient in every minute. One that refuses a
 * search for good is asked as often as a context grows old. Where nothing was sent, because the server is left alone, there is
 * no reason to wait longer.
 */
function restAfter(
  failures: readonly EhrFailure[],
  before: FailedContext | undefined,
  { contextRetryMs, contextStaleMs }: AssessJobDeps['timing'],
): FailedContext {
  const isPassing = failures.some(({ retry }) => retry !== 'never');
  const most = isPassing ? RESTS_MAX * contextRetryMs : Math.max(contextRetryMs, contextStaleMs);
  const isSent = failures.some(({ code }) => code !== 'ehr-resting');
  const restMs = Math.min(before === undefined ? contextRetryMs : (isSent ? 2 : 1) * before.restMs, most);
  return { untilMs: Date.now() + restMs, restMs };
}

/**
 * Moves the proof of absence forward where push or catch-up cover the time since the last search, and takes it back where this
 * patient has news that nobody can use yet.
 */
async function renewByFollowing(
  { store }: AssessJobDeps,
  followed: FollowedSource,
  { patient, row, now }: { readonly patient: string; readonly row: PatientRow | undefined; readonly now: Instant },
): Promise<PatientRow['coverage']> {
  if (!row) return new Map();
  // Looked at before the events of the patient are read: what is resolved in between is read with them.
  const { oldestMs, ofPatient } = await findWaiting(store.db, followed.id, patient);
  const came = (ageMs: number): Instant => instantOf(Math.floor(now - Math.max(0, ageMs)));
  const waitingSince = oldestMs === undefined ? undefined : came(oldestMs);
  const waiting = ofPatient.map(({ resourceType, ageMs }) => ({ type: resourceType ?? undefined, at: came(ageMs) }));
  const moved = new Map([
    ...advanceCoverage(row.coverage, followed.plan, followed.following(), { now, waitingSince }),
    ...withdrawCoverage(row.coverage, followed.plan, waiting, now),
  ]);
  if (moved.size > 0)
    await inTransaction(store, async (tx) => {
      await lockPatient(tx, followed.id, patient);
      await saveCoverage(tx, followed.id, patient, moved, row.contextAt ?? now);
    });
  return new Map([...row.coverage, ...moved]);
}

/** A context that could not be read is asked for again: the patient comes back by the clock, whatever happens to this process. */
async function reviewSoon(
  { store, clock }: AssessJobDeps,
  { source, patient }: AssessJob,
  outcome: Outcome,
  restMs: number,
): Promise<Outcome> {
  const now = clock.now();
  const retryAt = instantOf(now + restMs);
  const reviewAt = outcome.reviewAt === undefined || outcome.reviewAt > retryAt ? retryAt : outcome.reviewAt;
  await inTransaction(store, async (tx) => {
    await lockPatient(tx, source, patient);
    const row = await findPatient(tx, source, patient);
    const earliest = row?.reviewAt !== undefined && row.reviewAt < reviewAt ? row.reviewAt : reviewAt;
    await savePatientAssessed(tx, { source, patient, now: row?.assessedAt ?? now, reviewAt: earliest });
  });
  return outcome;
}

async function tell(
  deps: AssessJobDeps,
  followed: FollowedSource,
  patient: string,
  { decisions }: Outcome,
): Promise<void> {
  const source = followed.id;
  for (const decision of decisions) {
    const { alert, change, ruleId, reason } = decision;
    if (change === 'none') continue;
    deps.logger.info('alert-changed', {
      source,
      alert: alert?.id,
      rule: ruleId,
      change,
      reason,
      severity: alert?.severity,
    });
    deps.onDecision?.({ source, patient, decision });
  }
  if (decisions.every(({ tell: whom }) => whom === 'nobody')) return;
  for (const { id } of deps.assessDepsOf(followed).destinations) await deps.queues.deliver.add({ destination: id });
}

function metricsOf({ metrics }: IngestDeps) {
  return {
    seconds: metrics.histogram({
      name: 'magwatch_ingest_assess_seconds',
      help: 'How long the assessment of a patient took, with its context.',
      labels: ['source'],
    }),
    failed: metrics.counter({
      name: 'magwatch_ingest_rules_failed_total',
      help: 'Rules that failed for a patient or could not be decided on, by code.',
      labels: ['source', 'code'],
    }),
    aside: metrics.counter({
      name: 'magwatch_ingest_events_aside_total',
      help: 'Events that an assessment kept aside, by code.',
      labels: ['source', 'code'],
    }),
  };
}

import { type Instant, instantOf } from '@magwatch/base';
import type { Evaluation } from '@magwatch/rules';
import {
  findAlerts,
  findPatient,
  findUndoneEvents,
  findVersions,
  type InboxEvent,
  insertAssessment,
  inTransaction,
  lockPatient,
  savePatientAssessed,
  type Transaction,
} from '@magwatch/store';
import { assessFacts, type FactsAssessed } from './assess-facts.ts';
import type { Aside, AssessDeps, Outcome, PatientKey } from './contract.ts';
import { keepResources } from './keep-resources.ts';
import { numberDeletions } from './number-deletions.ts';
import { openEvent } from './read-resource.ts';
import { saveDecisions } from './save-decisions.ts';

/** Events that one transaction reads: a backlog of thousands must not hold a patient's lock for long. */
const EVENTS_PER_ASSESSMENT_MAX = 500;

/** A review that is due already is asked for again after this at the earliest: no rule can keep a worker busy. */
const REVIEW_PAUSE_MS = 60_000;

/**
 * Assesses one patient on all that is known of him: reads his news, evaluates the rules, decides about his alerts,
 * and saves facts, alerts, their history and what is to be told, all or nothing, under his lock. Runs again by itself
 * after a conflict with another transaction. No network inside. What it returns is committed.
 */
export async function assessPatient(deps: AssessDeps, key: PatientKey): Promise<Outcome> {
  let events = 0;
  const aside: Aside[] = [];
  for (;;) {
    const { hasMore, ...outcome } = await inTransaction(deps.store, async (tx) => {
      await lockPatient(tx, key.source, key.patient);
      return assessLocked(tx, deps, key);
    });
    events += outcome.events;
    aside.push(...outcome.aside);
    // Decisions come with the last part of a backlog: what was true only in between is nobody's news.
    if (!hasMore) return { ...outcome, events, aside };
  }
}

/** The part under the lock. While events are left over, facts are kept and nothing is decided yet. */
export async function assessLocked(
  tx: Transaction,
  deps: AssessDeps,
  key: PatientKey,
): Promise<Outcome & { readonly hasMore: boolean }> {
  const now = deps.clock.now();
  const events = await findUndoneEvents(tx, key.source, key.patient, EVENTS_PER_ASSESSMENT_MAX);
  const times = arrivalsOf(events, now);
  const arrivals = events.map((event, index) => openEvent(event, times[index] ?? now));
  const aside = await keepResources(tx, deps, key, arrivals);
  const hasMore = events.length === EVENTS_PER_ASSESSMENT_MAX;
  if (hasMore) return { decisions: [], reviewAt: undefined, events: events.length, aside, failures: [], hasMore };
  const { assessed, reviewAt } = await decideAndSave(tx, deps, { key, now, events: events.length });
  const { decisions, failures } = assessed;
  return { decisions, reviewAt, events: events.length, aside, failures, hasMore };
}

/**
 * When events came, by our own clock, which may run faster than the database's in a demonstration. Events of one
 * statement have one time there; a millisecond for each keeps the order that they came in.
 */
function arrivalsOf(events: readonly InboxEvent[], now: Instant): readonly Instant[] {
  const sameTime = new Map<Instant, number>();
  return events.map(({ receivedAt, ageMs }) => {
    const before = sameTime.get(receivedAt) ?? 0;
    sameTime.set(receivedAt, before + 1);
    return instantOf(Math.round(now - Math.max(0, ageMs)) + before);
  });
}

interface Occasion {
  readonly key: PatientKey;
  readonly now: Instant;
  readonly events: number;
}

async function decideAndSave(
  tx: Transaction,
  deps: AssessDeps,
  { key, now, events }: Occasion,
): Promise<{ readonly assessed: FactsAssessed; readonly reviewAt: Instant | undefined }> {
  const { source, patient } = key;
  const stored = await findVersions(tx, source, patient);
  const before = await findAlerts(tx, source, patient);
  const known = await findPatient(tx, source, patient);
  const factSequence = stored.reduce((highest, { sequence }) => Math.max(highest, sequence), 0);
  const assessed = assessFacts({
    source,
    patient,
    versions: numberDeletions(stored),
    coverage: known?.coverage ?? new Map(),
    alerts: before,
    now,
    rules: deps.rules,
    parameters: deps.parameters,
    parametersVersion: deps.parametersVersion,
    defaultSetting: deps.defaultSetting,
    factSequence,
  });
  const { decisions, alerts: after } = assessed;
  const changes = await saveDecisions(tx, deps, { decisions, before, after, actor: 'finding' });
  const verdicts = verdictsOf(assessed);
  await insertAssessment(tx, { source, patient, decidedAt: now, factSequence, events, verdicts, changes });
  const reviewAt = notBefore(assessed.reviewAt, instantOf(now + REVIEW_PAUSE_MS), now);
  await savePatientAssessed(tx, { source, patient, now, reviewAt });
  return { assessed, reviewAt };
}

const notBefore = (reviewAt: Instant | undefined, pause: Instant, now: Instant): Instant | undefined =>
  reviewAt !== undefined && reviewAt <= now ? pause : reviewAt;

function verdictsOf({ evaluations, failures }: FactsAssessed): Record<string, string> {
  const said = evaluations.map(({ rule, finding }) => [rule.id, verdictOf(finding)] as const);
  const failed = failures.map(({ ruleId }) => [ruleId, 'rule-failed'] as const);
  return Object.fromEntries([...said, ...failed]);
}

const verdictOf = (finding: Evaluation['finding']): string =>
  finding.verdict === 'present' && finding.explainedBy !== undefined ? 'in-progress' : finding.verdict;

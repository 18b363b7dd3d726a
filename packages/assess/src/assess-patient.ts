import { type Instant, instantOf } from '@magwatch/base';
import {
  findAlerts,
  findPatient,
  findUndoneEvents,
  findVersions,
  type InboxEvent,
  insertAssessment,
  inTransaction,
  isContentRefused,
  lockPatient,
  savePatientAssessed,
  sqlStateOf,
  type Transaction,
} from '@magwatch/store';
import type { Cover } from '@magwatch/timeline';
import { assessFacts, type FactsAssessed, type RuleFailure } from './assess-facts.ts';
import type { Aside, AssessDeps, Outcome, PatientKey } from './contract.ts';
import { keepResources } from './keep-resources.ts';
import { numberDeletions } from './number-deletions.ts';
import { openEvent } from './read-resource.ts';
import { saveDecisions } from './save-decisions.ts';
import { verdictOf } from './verdict.ts';

/** Events that one transaction reads: a backlog of thousands must not hold a patient's lock for long. */
const EVENTS_PER_ASSESSMENT_MAX = 500;

/** A review that is due already is asked for again after this at the earliest: no rule can keep a worker busy. */
const REVIEW_PAUSE_MS = 60_000;

/** A patient for whom deciding failed is looked at again after this, if no event comes before. */
const FAILED_PAUSE_MS = 15 * 60_000;

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
  const arrivals = events.map((event, index) => openEvent(event, times[index] ?? now, deps.baseUrl));
  const aside = await keepResources(tx, deps, key, arrivals);
  const hasMore = events.length === EVENTS_PER_ASSESSMENT_MAX;
  if (hasMore) return { decisions: [], reviewAt: undefined, events: events.length, aside, failures: [], hasMore };
  const decided = await decideAndSave(tx, deps, { key, now, events: events.length });
  return { ...decided, events: events.length, aside, hasMore };
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

type Decided = Pick<Outcome, 'decisions' | 'reviewAt' | 'failures'>;

/** Decides and writes down what was decided, or that nothing could be: facts and events are kept either way. */
async function decideAndSave(tx: Transaction, deps: AssessDeps, occasion: Occasion): Promise<Decided> {
  const { key, now, events } = occasion;
  const stored = await findVersions(tx, key.source, key.patient);
  const factSequence = stored.reduce((highest, { sequence }) => Math.max(highest, sequence), 0);
  const { verdicts, changes, ...decided } = await decideSafely(deps, now, () =>
    decide(tx, deps, { ...occasion, stored, factSequence }),
  );
  await insertAssessment(tx, { ...key, decidedAt: now, factSequence, events, verdicts, changes });
  await savePatientAssessed(tx, { ...key, now, reviewAt: decided.reviewAt });
  return decided;
}

interface Noted extends Decided {
  readonly verdicts: Readonly<Record<string, string>>;
  /** How many alerts were changed. */
  readonly changes: number;
}

/**
 * A mistake of this program in deciding or in writing a card would come back with every try: without an end it would hold
 * up the events of this patient, unseen. The alerts stay as they are, every rule says so, and the next event, or the
 * clock, tries again. What the database breaks off is no such mistake, and is thrown.
 */
async function decideSafely(deps: AssessDeps, now: Instant, work: () => Promise<Noted>): Promise<Noted> {
  try {
    return await work();
  } catch (error) {
    if (sqlStateOf(error) !== undefined && !isContentRefused(error)) throw error;
    const failures = deps.rules.map(({ id }): RuleFailure => ({ ruleId: id, code: 'assess-failed', error }));
    const reviewAt = instantOf(now + FAILED_PAUSE_MS);
    return { decisions: [], reviewAt, failures, verdicts: verdictsOf({ evaluations: [], failures }), changes: 0 };
  }
}

interface Known extends Occasion {
  readonly stored: Awaited<ReturnType<typeof findVersions>>;
  readonly factSequence: number;
}

async function decide(tx: Transaction, deps: AssessDeps, { key, now, stored, factSequence }: Known): Promise<Noted> {
  const { source, patient } = key;
  const before = await findAlerts(tx, source, patient);
  const known = await findPatient(tx, source, patient);
  const coverage = known?.coverage ?? new Map<string, Cover>();
  const assessed = assessFacts({
    source,
    patient,
    versions: numberDeletions(stored),
    coverage,
    alerts: before,
    now,
    rules: deps.rules,
    parameters: deps.parameters,
    parametersVersion: deps.parametersVersion,
    defaultSetting: deps.defaultSetting,
    factSequence,
  });
  const { decisions, failures, alerts: after } = assessed;
  const { parametersVersion, defaultSetting } = deps;
  const basis = { factSequence, parametersVersion, coverage, defaultSetting };
  const changes = await saveDecisions(tx, deps, { decisions, before, after, actor: 'finding', basis });
  const reviewAt = notBefore(assessed.reviewAt, instantOf(now + REVIEW_PAUSE_MS), now);
  return { decisions, reviewAt, failures, verdicts: verdictsOf(assessed), changes };
}

const notBefore = (reviewAt: Instant | undefined, pause: Instant, now: Instant): Instant | undefined =>
  reviewAt !== undefined && reviewAt <= now ? pause : reviewAt;

function verdictsOf({
  evaluations,
  failures,
}: Pick<FactsAssessed, 'evaluations' | 'failures'>): Record<string, string> {
  const said = evaluations.map(({ rule, finding }) => [rule.id, verdictOf(finding)] as const);
  const failed = failures.map(({ ruleId, code }) => [ruleId, code] as const);
  return Object.fromEntries([...said, ...failed]);
}

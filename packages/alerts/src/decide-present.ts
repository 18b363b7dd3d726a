import { instantOf, unreachable } from '@magwatch/base';
import {
  type Explanation,
  type Figures,
  graceMinutesOf,
  isMoreSevere,
  MAGNESIUM_DRAFT_FIGURES,
  type Present,
  type Rule,
} from '@magwatch/rules';
import { findCorrections } from '@magwatch/timeline';
import { closeAlert } from './close.ts';
import type { Alert } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import { findWorsening, hasNewResult, hasNews, isSameEvidence, isWithinGap, newestEvidenceAt } from './episode.ts';
import type { Outcome } from './outcome.ts';
import type { Reason } from './reasons.ts';

interface PresentInput {
  readonly input: DecideInput;
  readonly rule: Rule;
  readonly finding: Present;
  readonly before: Alert | undefined;
}

interface AfterClosing extends PresentInput {
  readonly before: Alert;
  readonly closed: NonNullable<Alert['closed']>;
}

/** True, but the treatment or the missing test is under way. */
export function decideExplained(given: PresentInput, explanation: Explanation): Outcome {
  const { input, before } = given;
  const reason: Reason = explanation.reason === 'treated' ? 'explained-treated' : 'explained-test-pending';
  if (before === undefined) return { change: 'none', reason, alert: undefined };
  switch (before.state) {
    case 'closed':
      // Kept on an alert that a person closed: should the treatment not follow, it was not he who settled it.
      return {
        change: 'none',
        reason,
        alert: before.closed?.by === 'person' ? { ...before, explainedBy: explanation } : before,
      };
    case 'held':
      return closeAlert(before, { as: 'cancelled', change: 'cancelled', reason }, input);
    case 'in-progress':
      return updateIfChanged({ ...given, before });
    default:
      return {
        change: 'in-progress',
        reason,
        alert: { ...saying({ ...given, before }), state: 'in-progress', stateSince: input.now },
      };
  }
}

/** True, and nothing explains it. */
export function decideFired(given: PresentInput): Outcome {
  const { input, before, finding } = given;
  if (before === undefined) return startEpisode(given, { reason: 'finding-fired', episode: 1 });
  const next = (reason: Reason): Outcome => startEpisode(given, { reason, episode: before.episode + 1 });
  const now = { ...given, before };
  switch (before.state) {
    case 'closed': {
      const { closed } = before;
      if (closed?.by === 'person') return decideAfterPerson({ ...now, closed });
      if (closed?.as === 'retracted') return next('fired-after-retraction');
      if (closed === undefined || !isWithinGap(closed.at, input.now)) return next('fired-after-gap');
      return reopen({ ...now, closed });
    }
    case 'held':
      if (input.now < (before.heldUntil ?? input.now)) return updateIfChanged(now);
      return { change: 'opened', reason: 'grace-over', alert: { ...opened(saying(now), input), openedAt: input.now } };
    case 'in-progress':
      return { change: 'reopened', reason: 'explanation-ended', alert: opened(saying(now), input) };
    case 'acknowledged':
    case 'snoozed': {
      if (isMoreSevere(finding.severity, before.severity))
        return { change: 'escalated', reason: 'severity-higher', alert: opened(saying(now), input) };
      const reason =
        findWorsening(before.seenEvidence ?? before.evidence, finding, input.parameters) ?? endOfSnooze(before, given);
      if (reason) return { change: 'reopened', reason, alert: opened(saying(now), input) };
      return updateIfChanged(now);
    }
    case 'open':
      return updateIfChanged(now);
    default:
      return unreachable(before.state);
  }
}

/** A person closed it: it stays closed while the finding says nothing that he did not know. */
function decideAfterPerson(given: AfterClosing): Outcome {
  const { input, finding, before } = given;
  const seen = before.seenEvidence ?? before.evidence;
  const { findingEndedAt: endedAt, ...closed } = given.closed;
  const hasEnded = before.explainedBy !== undefined || (endedAt !== undefined && !isWithinGap(endedAt, input.now));
  const reason: Reason | undefined = isMoreSevere(finding.severity, before.severity)
    ? 'severity-higher-after-closing'
    : findWorsening(seen, finding, input.parameters)
      ? 'worse-after-closing'
      : hasNewResult(seen, finding.evidence)
        ? 'new-evidence-after-closing'
        : hasEnded
          ? 'true-again-after-closing'
          : undefined;
  if (reason) return startEpisode(given, { reason, episode: before.episode + 1 });
  return { change: 'none', reason: 'closed-by-person', alert: { ...before, closed, lastTrueAt: input.now } };
}

function startEpisode(given: PresentInput, how: { readonly reason: Reason; readonly episode: number }): Outcome {
  const { input, rule, finding } = given;
  const graceMs = graceMinutesOf(input.parameters, rule.id) * 60_000;
  const fresh: Alert = {
    id: input.newAlertId(rule.id, how.episode),
    source: input.source,
    patient: input.patient,
    ruleId: rule.id,
    episode: how.episode,
    ...words(given),
    state: graceMs > 0 ? 'held' : 'open',
    episodeStart: newestEvidenceAt(finding.evidence) ?? input.now,
    openedAt: input.now,
    stateSince: input.now,
    ...(graceMs > 0 ? { heldUntil: instantOf(input.now + graceMs) } : {}),
    revision: 1,
  };
  return graceMs > 0
    ? { change: 'held', reason: 'grace-running', alert: fresh }
    : { change: 'opened', reason: how.reason, alert: fresh };
}

/** The finding had closed it, and is true again soon enough to be the same episode. */
function reopen(given: AfterClosing): Outcome {
  const { input, rule, before, closed } = given;
  const { closed: _closed, ...alert } = saying(given);
  const reason = 'fired-again-within-gap';
  const graceMs = graceMinutesOf(input.parameters, rule.id) * 60_000;
  // What was cancelled while held has not shown yet that it lasts.
  if (closed.as === 'cancelled' && graceMs > 0) {
    const heldUntil = instantOf(input.now + graceMs);
    return { change: 'held', reason, alert: { ...alert, state: 'held', stateSince: input.now, heldUntil } };
  }
  const openedAt = closed.as === 'cancelled' ? input.now : before.openedAt;
  return { change: 'reopened', reason, alert: { ...opened(alert, input), openedAt } };
}

function endOfSnooze(before: Alert, { input, finding }: PresentInput): Reason | undefined {
  if (isSnoozeOver(before, input)) return 'snooze-over';
  const seen = before.seenEvidence ?? before.evidence;
  if (before.snooze?.untilNextResult && hasNewResult(seen, finding.evidence)) return 'snooze-next-result';
  return undefined;
}

/** Whether the time of a snooze has come. It comes for what cannot be told, too. */
export const isSnoozeOver = (alert: Alert, input: Pick<DecideInput, 'now'>): boolean =>
  alert.state === 'snoozed' && alert.snooze?.until !== undefined && alert.snooze.until <= input.now;

/** An alert that stays where it is: more or less severe, on other evidence, or as it was. */
function updateIfChanged(given: PresentInput & { readonly before: Alert }): Outcome {
  const { input, finding, before } = given;
  const { severity } = before;
  const isHeld = before.state === 'held';
  if (isMoreSevere(finding.severity, severity))
    return { change: isHeld ? 'updated' : 'escalated', reason: 'severity-higher', alert: saying(given) };
  if (isMoreSevere(severity, finding.severity))
    return { change: isHeld ? 'updated' : 'lowered', reason: 'severity-lower', alert: saying(given) };
  if (!saysTheSame(before, finding)) {
    const isCorrected = findCorrections(input.timeline, before.evidence).length > 0;
    const isNews = hasNews(before.evidence, finding.evidence) || !isSameDraft(before.figures, finding.figures);
    const isWithoutNews = !isCorrected && !isNews;
    const reason = isCorrected ? 'evidence-corrected' : 'evidence-changed';
    return { change: 'updated', reason, alert: saying(given), isWithoutNews };
  }
  const { cannotTellSince: _over, ...alert } = before;
  return { change: 'none', reason: 'unchanged', alert: { ...alert, lastTrueAt: input.now } };
}

/**
 * Figures and words are left out: some change with every minute, and nobody needs to be told that. What a card drafts is
 * told: dialysis that begins takes an order off the card, whatever the evidence.
 */
const saysTheSame = (before: Alert, finding: Present): boolean =>
  isSameDraft(before.figures, finding.figures) &&
  isSameEvidence(before.evidence, finding.evidence) &&
  isSameText(before.missing, finding.missing) &&
  isSameText(before.notes, finding.notes) &&
  isSameEvidence(before.explainedBy?.evidence ?? [], finding.explainedBy?.evidence ?? []);

/** The answer of the renal-safety guard. */
const isSameDraft = (a: Figures, b: Figures): boolean => MAGNESIUM_DRAFT_FIGURES.every((name) => a[name] === b[name]);

const isSameText = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');

type WithoutWords = Omit<Alert, 'explainedBy' | 'cannotTellSince'>;

/** The alert with what the finding says now; its state, its history and what destinations know stay. */
function saying(given: PresentInput & { readonly before: Alert }): Alert {
  const { explainedBy: _explained, cannotTellSince: _cannotTell, ...rest }: Alert = given.before;
  const kept: WithoutWords = rest;
  const newest = newestEvidenceAt(given.finding.evidence);
  const episodeStart = newest === undefined || kept.episodeStart < newest ? kept.episodeStart : newest;
  return { ...kept, ...words(given), episodeStart };
}

function words({ input, rule, finding }: PresentInput) {
  return {
    ruleVersion: rule.version,
    parametersVersion: input.parametersVersion,
    severity: finding.severity,
    summary: rule.card.summary(finding),
    figures: finding.figures,
    missing: finding.missing,
    evidence: finding.evidence,
    notes: finding.notes,
    ...(finding.explainedBy ? { explainedBy: finding.explainedBy } : {}),
    lastTrueAt: input.now,
    decidedAt: input.now,
    factSequence: input.factSequence,
  };
}

/** The alert as open: no snooze, no grace, nothing seen. */
function opened(alert: Alert, input: DecideInput): Alert {
  const { snooze: _snooze, heldUntil: _held, seenEvidence: _seen, closed: _closed, ...rest } = alert;
  return { ...rest, state: 'open', stateSince: input.now };
}

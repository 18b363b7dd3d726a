import { unreachable } from '@magwatch/base';
import type { NotApplicable } from '@magwatch/rules';
import { findCorrections } from '@magwatch/timeline';
import { type ClosingHow, closeAlert } from './close.ts';
import type { Alert } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import { isSnoozeOver } from './decide-present.ts';
import { expiresAt, patternResults, wasDischargedSince } from './episode.ts';
import type { Outcome } from './outcome.ts';
import type { Reason } from './reasons.ts';

/** The pattern is not there: retracted when its evidence was wrong, else resolved with what was found. */
export function decideAbsent(
  input: DecideInput,
  before: Alert | undefined,
  finding: { readonly reason: string },
): Outcome {
  if (!isActive(before)) return afterTheEnd(input, before, 'no-finding');
  const { length: corrections } = findCorrections(input.timeline, before.evidence);
  if (corrections > 0)
    return end(input, before, { as: 'retracted', change: 'retracted', reason: 'evidence-withdrawn' });
  if (restsOnSuspectResult(input, before))
    return end(input, before, { as: 'retracted', change: 'retracted', reason: 'specimen-suspect' });
  const found = finding.reason;
  return end(input, before, { as: 'resolved', change: 'resolved', reason: 'finding-absent', found });
}

/** Unknown is not no: nothing but "cannot tell since"; what is too old, or rests on nothing any more, goes. */
export function decideUnknown(input: DecideInput, before: Alert | undefined): Outcome {
  if (!isActive(before)) return { change: 'none', reason: 'cannot-tell', alert: before };
  if (hasLostResult(input, before))
    return end(input, before, { as: 'retracted', change: 'retracted', reason: 'evidence-withdrawn' });
  if (restsOnSuspectResult(input, before))
    return end(input, before, { as: 'retracted', change: 'retracted', reason: 'specimen-suspect' });
  if (!wasTrueThen(input, before))
    return end(input, before, { as: 'retracted', change: 'retracted', reason: 'not-true-then' });
  if (wasDischargedSince(input, before.evidence))
    return end(input, before, { as: 'expired', change: 'expired', reason: 'discharged' });
  if (input.now >= expiresAt(before, input.parameters))
    return end(input, before, { as: 'expired', change: 'expired', reason: 'evidence-too-old' });
  const alert = { ...before, cannotTellSince: before.cannotTellSince ?? input.now };
  if (!isSnoozeOver(before, input)) return { change: 'none', reason: 'cannot-tell', alert };
  const { snooze: _snooze, seenEvidence: _seen, ...awake } = alert;
  return {
    change: 'reopened',
    reason: 'snooze-over',
    alert: {
      ...awake,
      state: 'open',
      stateSince: input.now,
      decidedAt: input.now,
      factSequence: input.factSequence,
    },
  };
}

/** The rule does not hold for this patient now, or he has left. */
export function decideNotApplicable(
  input: DecideInput,
  before: Alert | undefined,
  why: NotApplicable | 'discharged',
): Outcome {
  const how = endingOf(why);
  return isActive(before) ? end(input, before, how) : afterTheEnd(input, before, how.reason);
}

function endingOf(why: NotApplicable | 'discharged'): ClosingHow {
  switch (why) {
    case 'under-age':
    case 'test-patient':
    case 'deceased':
    case 'comfort-care':
    case 'discharged':
      return { as: 'expired', change: 'expired', reason: why };
    case 'dialysis':
    case 'obstetric-magnesium':
    case 'setting':
    case 'no-draft-order':
      return { as: 'resolved', change: 'resolved', reason: `excluded-${why}` };
    case 'rule-off':
      return { as: 'resolved', change: 'resolved', reason: why };
    default:
      return unreachable(why);
  }
}

const isActive = (alert: Alert | undefined): alert is Alert => alert !== undefined && alert.state !== 'closed';

/** What nobody has seen is cancelled; the rest is closed as it should be. */
function end(input: DecideInput, before: Alert, how: ClosingHow): Outcome {
  return before.state === 'held'
    ? closeAlert(before, { ...how, as: 'cancelled', change: 'cancelled' }, input)
    : closeAlert(before, how, input);
}

/** An alert that a person closed remembers that the pattern itself has ended since. */
function afterTheEnd(input: DecideInput, before: Alert | undefined, reason: Reason): Outcome {
  if (before?.closed?.by !== 'person' || before.closed.findingEndedAt !== undefined)
    return { change: 'none', reason, alert: before };
  return { change: 'none', reason, alert: { ...before, closed: { ...before.closed, findingEndedAt: input.now } } };
}

/**
 * Whether a result that the alert shows is gone from the record. The rule can then often not tell (the only
 * magnesium was entered in error), but the alert must not go on showing a value that nobody measured.
 */
function hasLostResult(input: DecideInput, alert: Alert): boolean {
  return findCorrections(input.timeline, alert.evidence).some(
    ({ change, reference }) => change !== 'corrected' && reference.startsWith('Observation/'),
  );
}

/**
 * Whether a result of the pattern comes from a tube that turned out to be contaminated. A rule about the data itself
 * speaks of just such tubes, and is not wrong for it.
 */
function restsOnSuspectResult({ suspectResults, evaluations }: DecideInput, alert: Alert): boolean {
  const rule = evaluations.find((one) => one.rule.id === alert.ruleId)?.rule;
  if (suspectResults === undefined || rule?.family === 'data') return false;
  return patternResults(alert.evidence).some(({ reference }) => suspectResults.has(reference));
}

/**
 * Whether the pattern was true when it was last seen, on what is known today. Without this, a late or corrected fact
 * after which the rule cannot tell would leave an alert open that would never have been opened had it come in time.
 * After a change of the rule or of its parameters the question is another one, and is not asked.
 */
function wasTrueThen(input: DecideInput, alert: Alert): boolean {
  const rule = input.evaluations.find((one) => one.rule.id === alert.ruleId)?.rule;
  const isSameRule = rule?.version === alert.ruleVersion && alert.parametersVersion === input.parametersVersion;
  if (input.findingThen === undefined || !isSameRule) return true;
  const then = input.findingThen(alert.ruleId, alert.lastTrueAt);
  return then === undefined || then.verdict === 'present';
}

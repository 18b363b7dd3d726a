import { modeOf, type Parameters, type Severity } from '@magwatch/rules';
import type { Alert, Change, Decision, Tell } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import type { Step } from './outcome.ts';
import type { Reason } from './reasons.ts';

/**
 * The decision of a step: what destinations hear of it, and the alert with its next revision. They take warning
 * and critical, from rules in mode `card`; what they were told once they are also told the end of.
 */
export function tell(step: Step, { parameters }: Pick<DecideInput, 'parameters'>): Decision {
  const { alert, before, ruleId } = step;
  if (!alert) return { ruleId, change: 'none', reason: step.reason, tell: 'nobody' };
  const heard = whatIsHeard({ ...step, alert }, parameters);
  const how = changeOf({ ...step, alert }, heard);
  const { toldSeverity: _told, ...rest } = alert;
  const told = toldAfter(alert, heard);
  const isKept = how.change === 'none' && told === alert.toldSeverity;
  const revision = how.change === 'none' || !before ? alert.revision : before.revision + 1;
  const after = isKept ? alert : { ...rest, ...(told ? { toldSeverity: told } : {}), revision };
  return { ruleId, change: how.change, reason: how.reason, tell: heard, alert: after, ...(before ? { before } : {}) };
}

function whatIsHeard(step: Step & { readonly alert: Alert }, parameters: Parameters): Tell {
  const { alert, change } = step;
  const isTold = alert.toldSeverity !== undefined;
  const mayHear = modeOf(parameters, alert.ruleId) === 'card' && alert.inhibitedBy === undefined;
  if (alert.state === 'closed' || alert.state === 'held' || !mayHear) return isTold ? 'withdraw' : 'nobody';
  if (!isTold) {
    const isNew = alert.state === 'open' || change === 'escalated';
    return isNew && alert.severity !== 'info' ? 'alert' : 'nobody';
  }
  switch (change) {
    case 'opened':
    case 'reopened':
    case 'escalated':
      return alert.severity === 'info' ? 'update' : 'alert';
    case 'in-progress':
    case 'lowered':
      return 'update';
    case 'updated':
      return step.isWithoutNews ? 'nobody' : 'update';
    default:
      return 'nobody';
  }
}

/** What destinations hear although the finding changed nothing has its reason in the inhibition or in the mode. */
function changeOf(
  step: Step & { readonly alert: Alert },
  heard: Tell,
): { readonly change: Change | 'none'; readonly reason: Reason } {
  const { alert, before, change, reason } = step;
  if (change !== 'none' && change !== 'updated') return { change, reason };
  if (alert.state === 'closed' || heard === 'nobody' || heard === 'update') return { change, reason };
  if (heard === 'withdraw') return { change: 'updated', reason: alert.inhibitedBy ? 'inhibited' : 'mode-silenced' };
  return { change: 'updated', reason: before?.inhibitedBy !== undefined ? 'inhibitor-ended' : 'mode-speaks' };
}

function toldAfter(alert: Alert, heard: Tell): Severity | undefined {
  if (heard === 'withdraw') return undefined;
  return heard === 'nobody' ? alert.toldSeverity : alert.severity;
}

import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { modeOf, type Parameters } from '@magwatch/rules';
import type { Alert } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import type { Step } from './outcome.ts';

/** The step with the clock that escalates what nobody acknowledges started, kept or stopped. */
export function runClock(step: Step, input: Pick<DecideInput, 'now' | 'parameters'>): Step {
  const { alert } = step;
  if (!alert) return step;
  const escalateAt = nextEscalation({ ...step, alert }, input);
  if (escalateAt === alert.escalateAt) return step;
  const { escalateAt: _before, ...rest } = alert;
  return { ...step, alert: escalateAt === undefined ? rest : { ...rest, escalateAt } };
}

function nextEscalation(
  { change, before, alert }: Step & { readonly alert: Alert },
  { now, parameters }: Pick<DecideInput, 'now' | 'parameters'>,
): Instant | undefined {
  const running = before?.escalateAt;
  const { severity } = alert;
  // Never for info (clinical catalogue §5).
  if (severity === 'info' || !canEscalate(alert, parameters)) return undefined;
  // Explained, yet more severe than when it was explained: somebody must look again.
  if (alert.state === 'in-progress' && change !== 'escalated' && (running === undefined || change === 'in-progress'))
    return undefined;
  const escalationAfter = (start: Instant): Instant => instantOf(start + parameters.escalate_h[severity] * HOUR_MS);
  const startsAnew = change === 'opened' || change === 'reopened' || change === 'escalated' || running === undefined;
  if (startsAnew) return escalationAfter(now);
  if (change !== 'lowered') return running;
  return instantOf(Math.max(running, escalationAfter(alert.stateSince)));
}

function canEscalate(alert: Alert, parameters: Parameters): boolean {
  const mode = modeOf(parameters, alert.ruleId);
  if (mode === 'off' || mode === 'silent' || alert.inhibitedBy !== undefined) return false;
  return alert.state === 'open' || alert.state === 'in-progress';
}

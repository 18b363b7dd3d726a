import { HOUR_MS, type Instant, instantOf } from '@magwatch/base';
import { modeOf, type Parameters, type Severity } from '@magwatch/rules';
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
  if (!canEscalate(alert, parameters)) return undefined;
  // Explained, yet more severe than when it was explained: somebody must look again.
  if (alert.state === 'in-progress' && change !== 'escalated' && (running === undefined || change === 'in-progress'))
    return undefined;
  const startsAnew = change === 'opened' || change === 'reopened' || change === 'escalated' || running === undefined;
  if (startsAnew) return escalationAfter(now, alert.severity, parameters);
  if (change !== 'lowered') return running;
  const milder = escalationAfter(alert.stateSince, alert.severity, parameters);
  return milder === undefined || milder < running ? running : milder;
}

function canEscalate(alert: Alert, parameters: Parameters): boolean {
  const mode = modeOf(parameters, alert.ruleId);
  if (mode === 'off' || mode === 'silent') return false;
  if (alert.inhibitedBy !== undefined || alert.severity === 'info') return false;
  return alert.state === 'open' || alert.state === 'in-progress';
}

/** When what nobody acknowledged goes to the next person; never for info (clinical catalogue §5). */
export function escalationAfter(start: Instant, severity: Severity, parameters: Parameters): Instant | undefined {
  if (severity === 'info') return undefined;
  return instantOf(start + parameters.escalate_h[severity] * HOUR_MS);
}

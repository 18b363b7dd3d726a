import { assert } from '@magwatch/base';
import { runClock } from './clock.ts';
import type { Alert, Decision } from './contract.ts';
import type { DecideInput } from './decide-input.ts';
import { inhibit } from './inhibit.ts';
import { stepOf } from './step.ts';
import { tell } from './tell.ts';
import { assertTransition } from './transitions.ts';

/**
 * What happens to the alerts of one patient: one decision for each evaluated rule and for each active alert whose
 * rule said nothing. Pure: the same input gives the same decisions, and deciding again on their outcome changes
 * nothing. Source: docs/alert-states.md.
 */
export function decide(input: DecideInput): readonly Decision[] {
  const latest = latestEpisodes(input);
  const steps = input.evaluations.map((evaluation) =>
    stepOf(evaluation.rule.id, { input, evaluation, before: latest.get(evaluation.rule.id) }),
  );
  const answered = new Set(input.evaluations.map((evaluation) => evaluation.rule.id));
  for (const [ruleId, alert] of latest) {
    // A rule that did not answer (it failed, or is no longer installed) cannot tell; it has not said no.
    if (!answered.has(ruleId) && alert.state !== 'closed')
      steps.push(stepOf(ruleId, { input, evaluation: undefined, before: alert }));
  }
  return inhibit(steps, input.parameters).map((step) => {
    const decision = tell(runClock(step, input), input);
    if (decision.change !== 'none' && decision.alert)
      assertTransition(decision.before, decision.alert, { change: decision.change, reason: decision.reason });
    return decision;
  });
}

function latestEpisodes(input: DecideInput): Map<string, Alert> {
  const latest = new Map<string, Alert>();
  for (const alert of input.alerts) {
    assert(alert.source === input.source && alert.patient === input.patient, 'alerts are of the patient decided on');
    const known = latest.get(alert.ruleId);
    if (!known || known.episode < alert.episode) latest.set(alert.ruleId, alert);
  }
  return latest;
}

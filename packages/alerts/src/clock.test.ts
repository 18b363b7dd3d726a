import { DEFAULT_PARAMETERS, type Parameters } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { runClock } from './clock.ts';
import type { Alert } from './contract.ts';
import type { Step } from './outcome.ts';
import { alertIn, at } from './sample.ts';

const WARNING_H = DEFAULT_PARAMETERS.escalate_h.warning;
const CRITICAL_H = DEFAULT_PARAMETERS.escalate_h.critical;
const NOW = 2;

const withMode = (mode: Parameters['mode']['default']): Parameters => ({
  ...DEFAULT_PARAMETERS,
  mode: { default: mode },
});

/** The clock after a change at `NOW`, in hours since the start; `running` is what was stored. */
function clockAfter(
  change: Step['change'],
  after: Partial<Alert>,
  { running, parameters = DEFAULT_PARAMETERS }: { readonly running?: number; readonly parameters?: Parameters } = {},
): Alert['escalateAt'] {
  const clock = running === undefined ? {} : { escalateAt: at(running) };
  const before = alertIn('acknowledged', clock);
  const step: Step = { ruleId: 'mg-low', change, reason: 'unchanged', before, alert: { ...before, ...after } };
  return runClock(step, { now: at(NOW), parameters }).alert?.escalateAt;
}

describe('the clock that escalates', () => {
  test.each<[string, Step['change'], Partial<Alert>, number | undefined, number | undefined]>([
    // name, change, the alert after it, clock before, clock after
    ['open and updated: as before', 'updated', { state: 'open' }, 5, 5],
    ['open and none was running: starts', 'updated', { state: 'open' }, undefined, NOW + WARNING_H],
    ['opened again: anew, whatever was running', 'reopened', { state: 'open' }, 5, NOW + WARNING_H],
    ['escalated: anew', 'escalated', { state: 'open', severity: 'critical' }, 9, NOW + CRITICAL_H],
    ['explained: stops', 'in-progress', { state: 'in-progress' }, 5, undefined],
    ['explained, updated: stands still', 'updated', { state: 'in-progress' }, undefined, undefined],
    ['explained, more severe: starts', 'escalated', { state: 'in-progress' }, undefined, NOW + WARNING_H],
    ['explained, updated after it was more severe: as before', 'updated', { state: 'in-progress' }, 5, 5],
    ['acknowledged: stands', 'updated', { state: 'acknowledged' }, 5, undefined],
    ['inhibited: stands', 'updated', { state: 'open', inhibitedBy: 'another' }, 5, undefined],
    ['info: stands', 'lowered', { state: 'open', severity: 'info' }, 5, undefined],
    ['lowered: as late as the milder one allows', 'lowered', { state: 'open', stateSince: at(1) }, 1.5, 1 + WARNING_H],
    ['lowered: never earlier than before', 'lowered', { state: 'open', stateSince: at(1) }, 50, 50],
  ])('%s', (_name, change, after, running, hours) => {
    const escalateAt = clockAfter(change, after, running === undefined ? {} : { running });
    expect(escalateAt).toBe(hours === undefined ? undefined : at(hours));
  });

  test.each([
    ['off', undefined],
    ['silent', undefined],
    ['worklist', 5],
    ['card', 5],
  ] as const)('in mode %s', (mode, hours) => {
    const escalateAt = clockAfter('updated', { state: 'open' }, { running: 5, parameters: withMode(mode) });
    expect(escalateAt).toBe(hours === undefined ? undefined : at(hours));
  });

  test('leaves a step alone whose clock is right', () => {
    const alert = alertIn('open', { escalateAt: at(5) });
    const step: Step = { ruleId: 'mg-low', change: 'updated', reason: 'unchanged', before: alert, alert };
    expect(runClock(step, { now: at(NOW), parameters: DEFAULT_PARAMETERS })).toBe(step);
  });

  test('leaves nothing behind when it stops', () => {
    const before = alertIn('open');
    const alert: Alert = { ...before, state: 'acknowledged' };
    const step: Step = { ruleId: 'mg-low', change: 'acknowledged', reason: 'person-acknowledged', before, alert };
    const { escalateAt: _clock, ...stopped } = alert;
    expect(runClock(step, { now: at(NOW), parameters: DEFAULT_PARAMETERS }).alert).toStrictEqual(stopped);
  });
});

import type { Finding } from '@magwatch/rules';
import { expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { ABSENT, alertIn, at, closedBy, explained, MILD, sampleInput, UNKNOWN } from './sample.ts';
import { stepOf } from './step.ts';

function step(before: Alert | undefined, finding: Finding = MILD, hours = 2) {
  const input = sampleInput({ 'mg-low': finding }, { hours });
  return stepOf('mg-low', { input, evaluation: input.evaluations[0], before });
}

test('an explained finding without an alert changes nothing', () => {
  expect(step(undefined, explained('warning'))).toStrictEqual({
    ruleId: 'mg-low',
    before: undefined,
    change: 'none',
    reason: 'explained-treated',
    alert: undefined,
  });
});

test('a new episode has nothing before it', () => {
  expect(step(closedBy('finding', 'retracted'))).toMatchObject({ before: undefined, alert: { id: 'mg-low#2' } });
});

const UNTOLD = alertIn('open', { cannotTellSince: at(1) });
const ENDED = alertIn('closed', {
  closed: { as: 'resolved', reason: 'duplicate', at: at(1), by: 'person', findingEndedAt: at(1.5) },
});

test.each<[string, Alert, Finding]>([
  ['unknown, and known to be so', UNTOLD, UNKNOWN],
  ['closed by the finding, and still absent', closedBy('finding'), ABSENT],
  ['closed by the finding, and explained', closedBy('finding'), explained('warning')],
  ['closed by a person, and already known to have ended', ENDED, ABSENT],
  ['true at the very instant at which it was last true', alertIn('open', { lastTrueAt: at(2) }), MILD],
])('what changes nothing is the stored alert itself: %s', (_name, before, finding) => {
  expect(step(before, finding).alert).toBe(before);
});

test.each<[string, Alert, Finding, Partial<Alert>]>([
  ['since when it is unknown', alertIn('open'), UNKNOWN, { cannotTellSince: at(2) }],
  ['when it was last true', alertIn('open'), MILD, { lastTrueAt: at(2) }],
])('bookkeeping is kept: %s', (_name, before, finding, change) => {
  const { alert, change: seen } = step(before, finding);
  expect(seen).toBe('none');
  expect(alert).toStrictEqual({ ...before, ...change });
});

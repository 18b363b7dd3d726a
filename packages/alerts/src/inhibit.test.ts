import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import { expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { inhibit, inhibitorsOf } from './inhibit.ts';
import type { Step } from './outcome.ts';
import { alertIn } from './sample.ts';

const TORSADES = 'torsades-risk-low-mg-k';
const REFRACTORY = 'refractory-hypokalemia-low-mg';

const stepOf = (ruleId: string, alert: Alert): Step => ({
  ruleId,
  change: 'none',
  reason: 'unchanged',
  before: alert,
  alert: { ...alert, ruleId, id: ruleId },
});

/** What inhibits low magnesium among these alerts of other rules. */
function inhibitorOf(low: Alert, others: Readonly<Record<string, Alert>>): string | undefined {
  const steps = [stepOf('mg-low', low), ...Object.entries(others).map(([ruleId, alert]) => stepOf(ruleId, alert))];
  return inhibit(steps, DEFAULT_PARAMETERS)[0]?.alert?.inhibitedBy;
}

test('a rule that nothing else says has no inhibitors', () => {
  expect(inhibitorsOf(REFRACTORY)).toEqual([]);
});

test.each<[string, Alert, Readonly<Record<string, Alert>>, string | undefined]>([
  ['among equals the first in the list', alertIn('open'), both('warning', 'warning'), TORSADES],
  ['the more severe one, though later in the list', alertIn('open'), both('warning', 'critical'), REFRACTORY],
  ['the more severe one, first in the list', alertIn('open'), both('critical', 'warning'), TORSADES],
  ['a held one hides nothing', alertIn('open'), { [REFRACTORY]: alertIn('held') }, undefined],
  ['a closed one hides nothing', alertIn('open'), { [REFRACTORY]: alertIn('closed') }, undefined],
  ['an acknowledged one hides', alertIn('open'), { [REFRACTORY]: alertIn('acknowledged') }, REFRACTORY],
  ['a held one is not hidden', alertIn('held'), { [REFRACTORY]: alertIn('open') }, undefined],
])('%s', (_name, low, others, inhibitedBy) => {
  expect(inhibitorOf(low, others)).toBe(inhibitedBy);
});

function both(torsades: Alert['severity'], refractory: Alert['severity']): Readonly<Record<string, Alert>> {
  return {
    [REFRACTORY]: alertIn('open', { severity: refractory }),
    [TORSADES]: alertIn('open', { severity: torsades }),
  };
}

test('a step about which nothing changes is left alone', () => {
  const step = stepOf('mg-low', alertIn('open'));
  expect(inhibit([step], DEFAULT_PARAMETERS)[0]).toBe(step);
});

test('the end of an inhibition leaves nothing behind', () => {
  const alert = { ...alertIn('open'), id: 'mg-low' };
  const [step] = inhibit([stepOf('mg-low', { ...alert, inhibitedBy: 'another' })], DEFAULT_PARAMETERS);
  expect(step?.alert).toStrictEqual(alert);
});

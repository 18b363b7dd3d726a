import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import { type Action, act } from './act.ts';
import type { Alert, AlertState } from './contract.ts';
import { decide } from './decide.ts';
import { ABSENT, at, createWard, fired, magnesium, sampleInput } from './sample.ts';

const CONTEXT = { now: at(2), parameters: DEFAULT_PARAMETERS };

function alertOf(severity: 'warning' | 'critical', change: Partial<Alert> = {}): Alert {
  const ward = createWard();
  ward.assess(0, { 'mg-low': fired(severity, magnesium(1.1, 0)) });
  const [alert] = ward.active();
  if (!alert) throw new Error('an alert was expected');
  return { ...alert, ...change };
}

const inState = (state: AlertState): Alert =>
  alertOf(
    'warning',
    state === 'closed' ? { state, closed: { as: 'resolved', reason: 'x', at: at(1), by: 'finding' } } : { state },
  );

const acknowledge: Action = { type: 'acknowledge' };
const snooze: Action = { type: 'snooze', until: at(8) };
const resolve: Action = { type: 'resolve', resolution: 'advice-accepted' };
const reopen: Action = { type: 'reopen' };

describe('what persons may do in which state', () => {
  test.each<[AlertState, readonly string[]]>([
    ['held', []],
    ['open', ['acknowledge', 'snooze', 'resolve']],
    ['acknowledged', ['snooze', 'resolve']],
    ['snoozed', ['resolve']],
    ['in-progress', ['resolve']],
    ['closed', []],
  ])('%s: %j', (state, allowed) => {
    const actions = [acknowledge, snooze, resolve, reopen];
    const done = actions.filter((action) => act(inState(state), action, CONTEXT).ok).map(({ type }) => type);
    expect(done).toEqual(allowed);
    for (const action of actions.filter(({ type }) => !allowed.includes(type)))
      expect(act(inState(state), action, CONTEXT)).toEqual({ ok: false, failure: 'alert-action-state' });
  });

  test.each<[string, Alert, Action, string]>([
    ['a critical one without a comment', alertOf('critical'), acknowledge, 'alert-action-comment'],
    ['a critical one with blanks', alertOf('critical'), { type: 'acknowledge', comment: '  ' }, 'alert-action-comment'],
    ['a snooze that ends now', alertOf('warning'), { type: 'snooze', until: at(2) }, 'alert-action-snooze-past'],
    ['"other" without a text', alertOf('warning'), { type: 'resolve', resolution: 'other' }, 'alert-action-text'],
    [
      '"other" with blanks',
      alertOf('warning'),
      { type: 'resolve', resolution: 'other', text: ' ' },
      'alert-action-text',
    ],
    ['an alert that somebody else closed', inState('closed'), acknowledge, 'alert-action-state'],
  ])('%s is refused', (_name, alert, action, failure) => {
    expect(act(alert, action, CONTEXT)).toEqual({ ok: false, failure });
  });
});

function done(alert: Alert, action: Action) {
  const result = act(alert, action, CONTEXT);
  if (!result.ok) throw new Error(result.failure);
  return result.value;
}

test('acknowledging stops the clock, keeps what was seen, and is told to nobody', () => {
  const decision = done(alertOf('critical'), { type: 'acknowledge', comment: 'on my way' });
  expect(decision).toMatchObject({ change: 'acknowledged', reason: 'person-acknowledged', tell: 'nobody' });
  expect(decision.alert).toMatchObject({
    state: 'acknowledged',
    revision: 2,
    stateSince: at(2),
    toldSeverity: 'critical',
  });
  expect(decision.alert?.escalateAt).toBeUndefined();
  expect(decision.alert?.seenEvidence).toEqual(decision.before?.evidence);
});

test.each<[Action & { readonly type: 'snooze' }]>([
  [{ type: 'snooze', until: at(2.01) }],
  [{ type: 'snooze', untilNextResult: true }],
  [{ type: 'snooze', until: at(9), untilNextResult: false }],
  [{ type: 'snooze' }],
])('a snooze keeps what was asked for and nothing else: %j', (action) => {
  const { type: _type, ...asked } = action;
  expect(done(alertOf('warning'), action).alert?.snooze).toStrictEqual(asked);
});

test('"other" with a text closes', () => {
  const decision = done(alertOf('warning'), { type: 'resolve', resolution: 'other', text: 'moved' });
  expect(decision.alert?.closed?.reason).toBe('other');
});

test('an alert that contradicts itself stops the program', () => {
  const closed = { as: 'resolved', reason: 'duplicate', at: at(1), by: 'person' } as const;
  expect(() => act(alertOf('warning', { closed }), reopen, CONTEXT)).toThrow('no transition open → open');
});

test('resolving withdraws what was told', () => {
  const decision = done(alertOf('warning'), resolve);
  expect(decision).toMatchObject({ change: 'resolved', tell: 'withdraw' });
  expect(decision.alert?.closed).toEqual({ as: 'resolved', reason: 'advice-accepted', at: at(2), by: 'person' });
  expect(decision.alert?.toldSeverity).toBeUndefined();
});

test('resolving what nobody was told tells nobody', () => {
  const { toldSeverity: _told, ...silent } = alertOf('warning');
  expect(done(silent, resolve).tell).toBe('nobody');
});

test('opening again starts the clock anew and tells it', () => {
  const closed = done(alertOf('warning'), resolve).alert ?? inState('closed');
  const decision = done(closed, reopen);
  expect(decision).toMatchObject({ change: 'reopened', reason: 'person-reopened', tell: 'alert' });
  expect(decision.alert).toMatchObject({ state: 'open', escalateAt: at(2 + DEFAULT_PARAMETERS.escalate_h.warning) });
  expect(decision.alert?.closed).toBeUndefined();
});

test.each([
  ['card', 'warning', 2 + DEFAULT_PARAMETERS.escalate_h.warning],
  ['worklist', 'critical', 2 + DEFAULT_PARAMETERS.escalate_h.critical],
  ['card', 'info', undefined],
  ['silent', 'warning', undefined],
  ['off', 'warning', undefined],
] as const)('opening again in mode %s as %s: the clock', (mode, severity, hours) => {
  const closed = done(alertOf('warning'), resolve).alert ?? inState('closed');
  const parameters = { ...DEFAULT_PARAMETERS, mode: { default: mode } };
  const result = act({ ...closed, severity }, reopen, { now: at(2), parameters });
  const alert = result.ok ? result.value.alert : undefined;
  expect(alert?.state).toBe('open');
  expect(alert?.escalateAt).toBe(hours === undefined ? undefined : at(hours));
});

test('what a person opened again although the finding is gone is closed by the finding', () => {
  const open = done(done(alertOf('warning'), resolve).alert ?? inState('closed'), reopen).alert;
  const [decision] = decide(sampleInput({ 'mg-low': ABSENT }, { alerts: open ? [open] : [], hours: 3 }));
  expect(decision).toMatchObject({
    change: 'resolved',
    reason: 'finding-absent',
    alert: { closed: { by: 'finding' } },
  });
});

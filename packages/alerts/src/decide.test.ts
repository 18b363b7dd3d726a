import { DEFAULT_PARAMETERS, type Finding, type NotApplicable } from '@magwatch/rules';
import { describe, expect, test } from 'vitest';
import type { Alert } from './contract.ts';
import { decide } from './decide.ts';
import {
  ABSENT,
  alertIn,
  assessOne,
  at,
  closedBy,
  createWard,
  explained,
  fired,
  MILD,
  magnesium,
  only,
  potassium,
  sampleInput,
  UNKNOWN,
  version,
} from './sample.ts';

const EVIDENCE = magnesium(1.4, 0);
const GRACE = { ...DEFAULT_PARAMETERS, grace_min: { default: 60 } };
const snoozedUntil = (hours: number): Alert => alertIn('snoozed', { snooze: { until: at(hours) } });
const snoozedUntilNext = alertIn('snoozed', { snooze: { untilNextResult: true } });
const worse = fired('critical', magnesium(0.9, 2));
const milder = fired('info', magnesium(1.6, 2));
const sameButNew = fired('warning', MILD.evidence[0] ?? magnesium(1.4, 0), potassium(3.2, 1));

const withFigures = (figures: Alert['figures']): Finding => ({ ...MILD, figures });

describe('one alert and what its rule says', () => {
  test.each<[string, Alert | undefined, Finding, string, string, string, string]>([
    // name, before, finding, state after, change, reason, told
    ['a fired finding opens', undefined, MILD, 'open', 'opened', 'finding-fired', 'alert'],
    ['an info finding opens and tells nobody', undefined, milder, 'open', 'opened', 'finding-fired', 'nobody'],
    [
      'a finding that was always explained opens nothing',
      undefined,
      explained('warning'),
      'none',
      'none',
      'explained-treated',
      'nobody',
    ],
    ['no finding, no alert', undefined, ABSENT, 'none', 'none', 'no-finding', 'nobody'],
    ['unknown opens nothing', undefined, UNKNOWN, 'none', 'none', 'cannot-tell', 'nobody'],

    ['open and still true', alertIn('open'), MILD, 'open', 'none', 'unchanged', 'nobody'],
    ['open and other figures', alertIn('open'), withFigures({ hours: 3 }), 'open', 'none', 'unchanged', 'nobody'],
    [
      'open and another draft of magnesium',
      alertIn('open', { figures: { magnesiumDraftG: 2 } }),
      withFigures({ noMagnesiumDraft: 'dialysis' }),
      'open',
      'updated',
      'evidence-changed',
      'update',
    ],
    ['open and new evidence', alertIn('open'), sameButNew, 'open', 'updated', 'evidence-changed', 'update'],
    ['open and worse', alertIn('open'), worse, 'open', 'escalated', 'severity-higher', 'alert'],
    ['open and milder', alertIn('open'), milder, 'open', 'lowered', 'severity-lower', 'update'],
    [
      'open and explained',
      alertIn('open'),
      explained('warning'),
      'in-progress',
      'in-progress',
      'explained-treated',
      'update',
    ],
    ['open and gone', alertIn('open'), ABSENT, 'closed', 'resolved', 'finding-absent', 'withdraw'],
    ['open and no recent result', alertIn('open'), UNKNOWN, 'open', 'none', 'cannot-tell', 'nobody'],

    ['acknowledged and still true', alertIn('acknowledged'), MILD, 'acknowledged', 'none', 'unchanged', 'nobody'],
    [
      'acknowledged and new evidence',
      alertIn('acknowledged'),
      sameButNew,
      'acknowledged',
      'updated',
      'evidence-changed',
      'update',
    ],
    ['acknowledged and worse', alertIn('acknowledged'), worse, 'open', 'escalated', 'severity-higher', 'alert'],
    ['acknowledged and milder', alertIn('acknowledged'), milder, 'acknowledged', 'lowered', 'severity-lower', 'update'],
    [
      'acknowledged and explained',
      alertIn('acknowledged'),
      explained('warning'),
      'in-progress',
      'in-progress',
      'explained-treated',
      'update',
    ],
    ['acknowledged and gone', alertIn('acknowledged'), ABSENT, 'closed', 'resolved', 'finding-absent', 'withdraw'],
    ['acknowledged and unknown', alertIn('acknowledged'), UNKNOWN, 'acknowledged', 'none', 'cannot-tell', 'nobody'],

    ['snoozed, its time not yet there', snoozedUntil(2.01), MILD, 'snoozed', 'none', 'unchanged', 'nobody'],
    ['snoozed, its time there', snoozedUntil(2), MILD, 'open', 'reopened', 'snooze-over', 'alert'],
    ['snoozed, its time there and unknown', snoozedUntil(2), UNKNOWN, 'open', 'reopened', 'snooze-over', 'alert'],
    [
      'snoozed until the next result, the same result',
      snoozedUntilNext,
      MILD,
      'snoozed',
      'none',
      'unchanged',
      'nobody',
    ],
    [
      'snoozed until the next result, a new result',
      snoozedUntilNext,
      sameButNew,
      'open',
      'reopened',
      'snooze-next-result',
      'alert',
    ],
    [
      'snoozed until worse, a new result',
      alertIn('snoozed', { snooze: {} }),
      sameButNew,
      'snoozed',
      'updated',
      'evidence-changed',
      'update',
    ],
    ['snoozed and worse', snoozedUntil(9), worse, 'open', 'escalated', 'severity-higher', 'alert'],
    ['snoozed and gone', snoozedUntil(9), ABSENT, 'closed', 'resolved', 'finding-absent', 'withdraw'],

    [
      'in progress and still explained',
      alertIn('in-progress', { explainedBy: { reason: 'treated', evidence: [] } }),
      explained('warning', magnesium(1.4, 0)),
      'in-progress',
      'none',
      'unchanged',
      'nobody',
    ],
    [
      'in progress and no longer explained',
      alertIn('in-progress'),
      MILD,
      'open',
      'reopened',
      'explanation-ended',
      'alert',
    ],
    [
      'in progress and worse all the same',
      alertIn('in-progress'),
      explained('critical', magnesium(0.9, 2)),
      'in-progress',
      'escalated',
      'severity-higher',
      'alert',
    ],
    ['in progress and gone', alertIn('in-progress'), ABSENT, 'closed', 'resolved', 'finding-absent', 'withdraw'],

    [
      'closed by the finding, true again',
      closedBy('finding'),
      MILD,
      'open',
      'reopened',
      'fired-again-within-gap',
      'alert',
    ],
    [
      'closed by the finding, explained',
      closedBy('finding'),
      explained('warning'),
      'closed',
      'none',
      'explained-treated',
      'nobody',
    ],
    [
      'retracted, true again on other evidence',
      closedBy('finding', 'retracted'),
      sameButNew,
      'open',
      'opened',
      'fired-after-retraction',
      'alert',
    ],
    ['closed by a person, still true', closedBy('person'), MILD, 'closed', 'none', 'closed-by-person', 'nobody'],
    [
      'closed by a person, new evidence',
      closedBy('person'),
      sameButNew,
      'open',
      'opened',
      'new-evidence-after-closing',
      'alert',
    ],
    [
      'closed by a person, worse',
      closedBy('person'),
      fired('critical', magnesium(1.4, 0)),
      'open',
      'opened',
      'severity-higher-after-closing',
      'alert',
    ],
    ['closed by a person, gone', closedBy('person'), ABSENT, 'closed', 'none', 'no-finding', 'nobody'],
  ])('%s', (_name, before, finding, state, change, reason, told) => {
    const decision = assessOne(before, finding);
    expect([decision.alert?.state ?? 'none', decision.change, decision.reason, decision.tell]).toEqual([
      state,
      change,
      reason,
      told,
    ]);
  });
});

describe('unknown is not no', () => {
  test('it says since when nothing can be told, and forgets that when it can be told again', () => {
    const ward = createWard();
    ward.assess(0, { 'mg-low': MILD });
    ward.assess(80, { 'mg-low': UNKNOWN });
    ward.assess(90, { 'mg-low': UNKNOWN });
    expect(ward.active()[0]).toMatchObject({ cannotTellSince: at(80), revision: 1, lastTrueAt: at(0) });
    ward.assess(91, { 'mg-low': MILD });
    expect(ward.active()[0]?.cannotTellSince).toBeUndefined();
  });

  test.each([
    [7 * 24 - 0.01, 'none'],
    [7 * 24, 'expired'],
  ])('after %s h without anything new: %s', (hours, change) => {
    expect(assessOne(alertIn('open'), UNKNOWN, { hours }).change).toBe(change);
  });

  test('what is true does not expire', () => {
    expect(assessOne(alertIn('open'), MILD, { hours: 1000 }).change).toBe('none');
  });

  test('a rule that did not answer cannot tell', () => {
    const decision = only(decide(sampleInput({}, { alerts: [alertIn('open')] })));
    expect(decision).toMatchObject({ change: 'none', reason: 'cannot-tell', tell: 'nobody' });
  });
});

describe('rules that do not hold', () => {
  test.each<[NotApplicable, string, string]>([
    ['under-age', 'expired', 'under-age'],
    ['test-patient', 'expired', 'test-patient'],
    ['deceased', 'expired', 'deceased'],
    ['comfort-care', 'expired', 'comfort-care'],
    ['dialysis', 'resolved', 'excluded-dialysis'],
    ['obstetric-magnesium', 'resolved', 'excluded-obstetric-magnesium'],
    ['setting', 'resolved', 'excluded-setting'],
    ['no-draft-order', 'resolved', 'excluded-no-draft-order'],
    ['rule-off', 'resolved', 'rule-off'],
  ])('%s: %s', (reason, change, code) => {
    const finding: Finding = { verdict: 'not-applicable', reason };
    expect(assessOne(alertIn('open'), finding)).toMatchObject({ change, reason: code, tell: 'withdraw' });
    expect(assessOne(undefined, finding)).toMatchObject({ change: 'none', reason: code });
    expect(assessOne(alertIn('held'), finding)).toMatchObject({ change: 'cancelled', reason: code, tell: 'nobody' });
  });

  test('a rule switched off closes its alert, whatever it says', () => {
    const mode: Record<string, 'off' | 'card'> & { default: 'card' } = { default: 'card', 'mg-low': 'off' };
    const decision = assessOne(alertIn('open'), MILD, { parameters: { ...DEFAULT_PARAMETERS, mode } });
    expect(decision).toMatchObject({ change: 'resolved', reason: 'rule-off' });
  });

  test.each([
    ['after the newest evidence', 0.01, 'expired', 'discharged', 'none'],
    ['at the newest evidence', 0, 'expired', 'discharged', 'none'],
    ['before the newest evidence', -0.01, 'none', 'unchanged', 'opened'],
  ])('discharge %s', (_name, hours, change, reason, changeOfNew) => {
    const dischargedAt = at(hours);
    expect(assessOne(alertIn('open'), MILD, { dischargedAt })).toMatchObject({ change, reason });
    expect(assessOne(undefined, MILD, { dischargedAt }).change).toBe(changeOfNew);
  });

  test('a result that became known after the discharge opens an alert, whenever it was drawn', () => {
    const dischargedAt = at(0.5);
    const issuedLater = [version(EVIDENCE, { knownAt: at(1) })];
    expect(assessOne(undefined, MILD, { dischargedAt, versions: issuedLater }).change).toBe('opened');
    const issuedBefore = [version(EVIDENCE, { knownAt: at(0.5) })];
    expect(assessOne(undefined, MILD, { dischargedAt, versions: issuedBefore }).change).toBe('none');
  });

  test.each([
    ['the only value there was', UNKNOWN],
    ['with a sound one beside it', ABSENT],
  ])('a specimen that turns out to be contaminated, %s, retracts what rested on it', (_name, finding) => {
    const suspectResults = new Set([EVIDENCE.reference]);
    expect(assessOne(alertIn('open'), finding, { suspectResults })).toMatchObject({
      change: 'retracted',
      reason: 'specimen-suspect',
      tell: 'withdraw',
    });
    expect(assessOne(alertIn('open'), finding, { suspectResults: new Set(['Observation/another']) }).change).not.toBe(
      'retracted',
    );
  });

  test.each([
    ['not true then', ABSENT, 'retracted', 'not-true-then'],
    ['cannot be told of then either', UNKNOWN, 'retracted', 'not-true-then'],
    ['true then', MILD, 'none', 'cannot-tell'],
  ])('a late fact after which the rule cannot tell: %s', (_name, then, change, reason) => {
    expect(assessOne(alertIn('open'), UNKNOWN, { findingThen: () => then })).toMatchObject({ change, reason });
  });

  test('discharge ends what cannot be told, too', () => {
    expect(assessOne(alertIn('open'), UNKNOWN, { dischargedAt: at(1) })).toMatchObject({
      change: 'expired',
      reason: 'discharged',
    });
  });
});

describe('grace', () => {
  test.each([
    ['still true before it is over', 0.99, MILD, 'held', 'none', 'nobody'],
    ['still true when it is over', 1, MILD, 'open', 'opened', 'alert'],
    ['gone', 0.5, ABSENT, 'closed', 'cancelled', 'nobody'],
    ['explained', 0.5, explained('warning'), 'closed', 'cancelled', 'nobody'],
    ['unknown when it is over', 1, UNKNOWN, 'held', 'none', 'nobody'],
    ['worse before it is over', 0.5, worse, 'held', 'updated', 'nobody'],
  ] as const)('%s', (_name, hours, finding, state, change, told) => {
    const ward = createWard(GRACE);
    expect(only(ward.assess(0, { 'mg-low': MILD }))).toMatchObject({
      change: 'held',
      reason: 'grace-running',
      tell: 'nobody',
    });
    const decision = only(ward.assess(hours, { 'mg-low': finding }));
    expect([decision.alert?.state, decision.change, decision.tell]).toEqual([state, change, told]);
  });

  test('what was cancelled while held is held again, as the same alert', () => {
    const ward = createWard(GRACE);
    ward.assess(0, { 'mg-low': MILD });
    ward.assess(0.5, { 'mg-low': ABSENT });
    expect(only(ward.assess(0.6, { 'mg-low': MILD })).alert).toMatchObject({
      id: 'mg-low#1',
      state: 'held',
      heldUntil: at(1.6),
    });
  });
});

describe('the escalation clock', () => {
  const WARNING_H = DEFAULT_PARAMETERS.escalate_h.warning;
  test.each([
    ['a warning', undefined, MILD, 2 + WARNING_H],
    ['a critical', undefined, worse, 2 + DEFAULT_PARAMETERS.escalate_h.critical],
    ['an info', undefined, milder, undefined],
    ['an open one that is still true: as before', alertIn('open'), MILD, WARNING_H],
    ['a higher severity: anew', alertIn('open'), worse, 2 + DEFAULT_PARAMETERS.escalate_h.critical],
    ['a lower severity that is info: stopped', alertIn('open'), milder, undefined],
    ['acknowledged: stopped', alertIn('acknowledged'), sameButNew, undefined],
    ['explained: stopped', alertIn('open'), explained('warning'), undefined],
    ['no longer explained: anew', alertIn('in-progress'), MILD, 2 + WARNING_H],
  ])('%s', (_name, before, finding, hours) => {
    expect(assessOne(before, finding).alert?.escalateAt).toBe(hours === undefined ? undefined : at(hours));
  });
});

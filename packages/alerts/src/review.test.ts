import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import { expect, test } from 'vitest';
import { act } from './act.ts';
import type { Alert } from './contract.ts';
import { nextReview } from './review.ts';
import { alertIn, at, createWard, fired, magnesium, UNKNOWN } from './sample.ts';

const GRACE = { ...DEFAULT_PARAMETERS, grace_min: { default: 60 } };
const LOW = fired('warning', magnesium(1.4, 0));

test('no alert, no review', () => {
  expect(nextReview([], DEFAULT_PARAMETERS)).toBeUndefined();
});

test('an open alert waits for facts only', () => {
  const ward = createWard();
  ward.assess(0, { 'mg-low': LOW });
  expect(nextReview(ward.alerts(), DEFAULT_PARAMETERS)).toBeUndefined();
});

test('a held one is looked at when its grace is over', () => {
  const ward = createWard(GRACE);
  ward.assess(0, { 'mg-low': LOW });
  expect(nextReview(ward.alerts(), GRACE)).toBe(at(1));
});

test('what cannot be told is looked at when it expires, and then no more', () => {
  const ward = createWard();
  ward.assess(0, { 'mg-low': LOW });
  ward.assess(80, { 'mg-low': UNKNOWN });
  expect(nextReview(ward.alerts(), DEFAULT_PARAMETERS)).toBe(at(7 * 24));
  ward.assess(7 * 24, { 'mg-low': UNKNOWN });
  expect(nextReview(ward.alerts(), DEFAULT_PARAMETERS)).toBeUndefined();
});

test('a snooze ends at its time; the earliest review of several alerts counts', () => {
  const ward = createWard(GRACE);
  ward.assess(0, { 'mg-low': LOW });
  ward.assess(1, { 'mg-low': LOW, hypermagnesemia: LOW });
  const open = ward.active().find(({ state }) => state === 'open');
  const snoozed = open && act(open, { type: 'snooze', until: at(1.5) }, { now: at(1), parameters: GRACE });
  if (snoozed?.ok && snoozed.value.alert) ward.put(snoozed.value.alert);
  expect(nextReview(ward.alerts(), GRACE)).toBe(at(1.5));
});

test.each<[string, Alert, number | undefined]>([
  ['a held one about which nothing can be told', alertIn('held', { heldUntil: at(1), cannotTellSince: at(1) }), 7 * 24],
  ['an open one that once was held', alertIn('open', { heldUntil: at(1) }), undefined],
  ['one in progress that once was snoozed', alertIn('in-progress', { snooze: { until: at(1) } }), undefined],
  ['a snooze until worse', alertIn('snoozed', { snooze: {} }), undefined],
  ['a snooze that says nothing', alertIn('snoozed'), undefined],
  ['a snoozed one that expires first', alertIn('snoozed', { snooze: { until: at(999) }, cannotTellSince: at(1) }), 168],
  ['a closed one, whatever it still carries', alertIn('closed', { cannotTellSince: at(1) }), undefined],
])('%s: %s', (_name, alert, hours) => {
  expect(nextReview([alert], DEFAULT_PARAMETERS)).toBe(hours === undefined ? undefined : at(hours));
});

test('the earliest review counts, wherever it stands', () => {
  const early = alertIn('snoozed', { snooze: { until: at(3) } });
  const late = alertIn('snoozed', { snooze: { until: at(4) } });
  expect(nextReview([early, late], DEFAULT_PARAMETERS)).toBe(at(3));
  expect(nextReview([late, early], DEFAULT_PARAMETERS)).toBe(at(3));
});

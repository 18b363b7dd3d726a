import { DEFAULT_PARAMETERS } from '@magwatch/rules';
import { expect, test } from 'vitest';
import { act } from './act.ts';
import { nextReview } from './review.ts';
import { at, createWard, fired, magnesium, UNKNOWN } from './sample.ts';

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

import { expect, test } from 'vitest';
import { createRests } from './rest-after-failure.ts';

test('each failure doubles the rest of a patient, a success ends it', () => {
  let nowMs = 0;
  const rests = createRests(() => nowMs);
  const job = { source: 'main', patient: 'Patient/p1' };
  const isResting = () => rests.isResting('main', 'Patient/p1');
  expect(isResting()).toBe(false);
  rests.note(job);
  nowMs = 3_999;
  expect(isResting()).toBe(true);
  nowMs = 4_000;
  expect(isResting()).toBe(false);
  rests.note(job);
  nowMs += 7_999;
  expect(isResting()).toBe(true);
  expect(rests.isResting('main', 'Patient/p2')).toBe(false);
  rests.clear(job);
  expect(isResting()).toBe(false);
});

test('a rest is never longer than five minutes', () => {
  let nowMs = 0;
  const rests = createRests(() => nowMs);
  for (let failure = 0; failure < 40; failure++) rests.note({ source: 'main', patient: 'Patient/p1' });
  nowMs = 5 * 60_000;
  expect(rests.isResting('main', 'Patient/p1')).toBe(false);
});

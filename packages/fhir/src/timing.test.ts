import { expect, test } from 'vitest';
import { dosesPerDay } from './timing.ts';

test.each<[string, unknown, number | undefined]>([
  ['twice a day', { repeat: { frequency: 2, period: 1, periodUnit: 'd' } }, 2],
  ['every 6 hours', { repeat: { frequency: 1, period: 6, periodUnit: 'h' } }, 4],
  ['every 8 hours without a frequency', { repeat: { period: 8, periodUnit: 'h' } }, 3],
  ['every other day', { repeat: { frequency: 1, period: 2, periodUnit: 'd' } }, 0.5],
  ['once a week', { repeat: { frequency: 1, period: 1, periodUnit: 'wk' } }, 1 / 7],
  ['three times of day', { repeat: { timeOfDay: ['08:00:00', '14:00:00', '20:00:00'] } }, 3],
  [
    'on three weekdays',
    { repeat: { frequency: 1, period: 1, periodUnit: 'd', dayOfWeek: ['mon', 'wed', 'fri'] } },
    3 / 7,
  ],
  ['BID', { code: { coding: [{ code: 'BID' }] } }, 2],
  ['tid in words', { code: { text: 'tid' } }, 3],
  ['Q6H', { code: { coding: [{ code: 'Q6H' }] } }, 4],
  ['every 12 hours in words', { code: { text: 'every 12 hours' } }, 2],
  ['QD', { code: { text: 'QD' } }, 1],
  ['q.i.d.', { code: { text: 'q.i.d.' } }, 4],
  ['QOD', { code: { coding: [{ code: 'QOD' }] } }, 0.5],
  ['a repeat wins over a code', { repeat: { frequency: 4, period: 1, periodUnit: 'd' }, code: { text: 'BID' } }, 4],
  ['only a duration', { repeat: { duration: 2, durationUnit: 'h' } }, undefined],
  ['a period of nothing', { repeat: { frequency: 1, period: 0, periodUnit: 'd' } }, undefined],
  ['no dose in a period', { repeat: { frequency: 0, period: 1, periodUnit: 'd' } }, undefined],
  ['less than none', { repeat: { frequency: -1, period: 1, periodUnit: 'd' } }, undefined],
  ['once a minute', { repeat: { frequency: 1, period: 1, periodUnit: 'min' } }, 1440],
  ['more than that', { repeat: { frequency: 1_000_000, period: 1, periodUnit: 's' } }, undefined],
  ['an unknown unit', { repeat: { frequency: 1, period: 1, periodUnit: 'moon' } }, undefined],
  ['stat', { code: { text: 'STAT' } }, undefined],
  ['Q0H', { code: { text: 'Q0H' } }, undefined],
  ['nothing', undefined, undefined],
])('%s', (_name, timing, expected) => {
  const perDay = dosesPerDay(timing);
  if (expected === undefined) expect(perDay).toBeUndefined();
  else expect(perDay).toBeCloseTo(expected, 9);
});

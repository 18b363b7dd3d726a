import { describe, expect, it } from 'vitest';
import { eventually } from './wait.ts';

describe('eventually', () => {
  it('gives what the condition gave at last', async () => {
    let calls = 0;
    expect(await eventually(() => (++calls === 3 ? 'third' : undefined), { everyMs: 1 })).toBe('third');
  });

  it('takes zero for an answer', async () => {
    expect(await eventually(() => 0)).toBe(0);
  });

  it.each([
    ['a condition that stays false', (): boolean => false, 'the condition gave false'],
    [
      'a condition that throws',
      (): never => {
        throw new Error('not there yet');
      },
      'not there yet',
    ],
  ])('says what it saw last: %s', async (_name, check, why) => {
    await expect(eventually(check, { withinMs: 5, everyMs: 1 })).rejects.toThrow(why);
  });
});

import { expect, test } from 'vitest';
import { shareCatchUps } from './request-catch-up.ts';

test('however many ask, one runs and one waits, and nobody gets the answer of a run that began before he asked', async () => {
  const runs: ((isCaughtUp: boolean) => void)[] = [];
  const request = shareCatchUps(() => new Promise((resolve) => void runs.push(resolve)));
  const first = request('main');
  const later = [request('main'), request('main'), request('main')];
  expect(runs).toHaveLength(1);
  runs[0]?.(false);
  expect(await first).toBe(false);
  while (runs.length < 2) await Promise.resolve();
  const evenLater = request('main');
  runs[1]?.(true);
  expect(await Promise.all(later)).toEqual([true, true, true]);
  while (runs.length < 3) await Promise.resolve();
  runs[2]?.(true);
  expect(await evenLater).toBe(true);
  expect(runs).toHaveLength(3);
});

test('sources do not wait for each other, and a run that fails does not stop the next', async () => {
  const asked: string[] = [];
  const request = shareCatchUps(async (source) => {
    asked.push(source);
    if (asked.length === 1) throw new Error('no');
    return true;
  });
  const failing = request('a');
  const next = request('a');
  expect(await request('b')).toBe(true);
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe(true);
  expect(asked).toEqual(['a', 'b', 'a']);
});

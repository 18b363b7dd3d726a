import { expect, test } from 'vitest';
import { every } from './every.ts';

const ticks = () => new Promise<void>((resolve) => setImmediate(resolve));

test('runs at once, never twice at once, and once more for any number of wakes during a run', async () => {
  const ends: (() => void)[] = [];
  let running = 0;
  const loop = every(
    3_600_000,
    async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise<void>((resolve) => ends.push(resolve));
      running -= 1;
    },
    () => undefined,
  );
  expect(ends).toHaveLength(1);
  loop.wake();
  loop.wake();
  ends[0]?.();
  await ticks();
  expect(ends).toHaveLength(2);
  const stopped = loop.stop();
  ends[1]?.();
  await stopped;
  loop.wake();
  await ticks();
  expect(ends).toHaveLength(2);
});

test('a run that fails is reported and the next one comes', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  let noteThird = (): void => undefined;
  const third = new Promise<void>((resolve) => {
    noteThird = resolve;
  });
  const loop = every(
    1,
    async () => {
      runs += 1;
      if (runs === 3) noteThird();
      if (runs < 3) throw new Error(`run ${runs}`);
    },
    (error) => errors.push(error),
  );
  await third;
  await loop.stop();
  expect(errors).toEqual([new Error('run 1'), new Error('run 2')]);
});

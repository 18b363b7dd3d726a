import { describe, expect, test } from 'vitest';
import { commitInGroups, GROUP_LIMITS } from './commit-in-groups.ts';

interface Statement {
  readonly rows: readonly string[];
  readonly succeed: () => void;
  readonly fail: (error: Error) => void;
}

/** A database that answers when the test says so. */
function open(limits: Partial<typeof GROUP_LIMITS> = {}) {
  const statements: Statement[] = [];
  const insert = (rows: readonly string[]) =>
    new Promise<readonly string[]>((resolve, reject) => {
      statements.push({ rows, succeed: () => resolve(rows.map((row) => `${row}!`)), fail: reject });
    });
  return { statements, ...commitInGroups(insert, { ...GROUP_LIMITS, ...limits }) };
}

const ticks = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('commitInGroups', () => {
  test('the first row goes at once, what comes meanwhile goes together', async () => {
    const { statements, commit } = open();
    const receipts = ['a', 'b', 'c'].map((row) => commit(row, 1));
    expect(statements.map(({ rows }) => rows)).toEqual([['a']]);
    statements[0]?.succeed();
    await ticks();
    expect(statements.map(({ rows }) => rows)).toEqual([['a'], ['b', 'c']]);
    statements[1]?.succeed();
    expect(await Promise.all(receipts)).toEqual(['a!', 'b!', 'c!'].map((value) => ({ ok: true, value })));
  });

  test('nothing settles before its statement has committed', async () => {
    const { statements, commit } = open();
    let isSettled = false;
    const receipt = commit('a', 1).then(() => {
      isSettled = true;
    });
    await ticks();
    expect(isSettled).toBe(false);
    statements[0]?.succeed();
    await receipt;
  });

  test('a database that is gone fails the group and the next row is tried again', async () => {
    const { statements, commit } = open();
    const first = commit('a', 1);
    statements[0]?.fail(new Error('ECONNREFUSED'));
    expect(await first).toEqual({ ok: false, failure: 'unavailable' });
    const second = commit('b', 1);
    await ticks();
    statements[1]?.succeed();
    expect(await second).toEqual({ ok: true, value: 'b!' });
  });

  test.each([
    [2, 100, [['a'], ['b', 'c'], ['d']]],
    [10, 2, [['a'], ['b', 'c'], ['d']]],
    [10, 1, [['a'], ['b'], ['c'], ['d']]],
  ])('at most %i rows and %i bytes in a statement', async (rowsMax, bytesMax, expected) => {
    const { statements, commit } = open({ rowsMax, bytesMax });
    const receipts = ['a', 'b', 'c', 'd'].map((row) => commit(row, 1));
    for (let index = 0; index < expected.length; index++) {
      statements[index]?.succeed();
      await ticks();
    }
    await Promise.all(receipts);
    expect(statements.map(({ rows }) => rows)).toEqual(expected);
  });

  test('what memory should not hold is turned away', async () => {
    const { statements, commit, drain } = open({ waitingBytesMax: 10 });
    const running = commit('a', 10);
    const waiting = commit('b', 10);
    expect(await commit('c', 1)).toEqual({ ok: false, failure: 'full' });
    statements[0]?.succeed();
    await running;
    await ticks();
    statements[1]?.succeed();
    await waiting;
    await drain();
    const again = commit('d', 10);
    await ticks();
    statements[2]?.succeed();
    expect((await again).ok).toBe(true);
  });
});

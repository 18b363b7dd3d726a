import { fail, ok, type Result } from '@magwatch/base';

export interface GroupLimits {
  /** Rows of one statement. */
  readonly rowsMax: number;
  /** Bytes of bodies in one statement. */
  readonly bytesMax: number;
  /** Bytes of bodies that may wait for the database; more is turned away. */
  readonly waitingBytesMax: number;
  /** Statements at the same time. */
  readonly statementsMax: number;
}

export const GROUP_LIMITS: GroupLimits = {
  rowsMax: 500,
  bytesMax: 4_000_000,
  waitingBytesMax: 64_000_000,
  statementsMax: 1,
};

export type NotCommitted = 'unavailable' | 'full';

interface Waiting<Row, Receipt> {
  readonly row: Row;
  readonly bytes: number;
  readonly settle: (result: Result<Receipt, NotCommitted>) => void;
}

export interface GroupCommit<Row, Receipt> {
  /** Settles when the row's statement has committed, or says why it did not. */
  readonly commit: (row: Row, bytes: number) => Promise<Result<Receipt, NotCommitted>>;
  /** Resolves when nothing waits any more. */
  readonly drain: () => Promise<void>;
}

/**
 * Many rows, one statement: what comes while a statement runs goes together into the next one, so that nothing waits
 * when there is little to do.
 * @param insert gives one receipt per row in their order, also for a row that was refused; throws when the database fails
 */
export function commitInGroups<Row, Receipt>(
  insert: (rows: readonly Row[]) => Promise<readonly Receipt[]>,
  limits: GroupLimits = GROUP_LIMITS,
): GroupCommit<Row, Receipt> {
  let waiting: Waiting<Row, Receipt>[] = [];
  let waitingBytes = 0;
  let running = 0;
  let idle: (() => void)[] = [];

  const takeGroup = (): Waiting<Row, Receipt>[] => {
    let bytes = 0;
    let count = 0;
    for (const item of waiting) {
      if (count > 0 && (count >= limits.rowsMax || bytes + item.bytes > limits.bytesMax)) break;
      bytes += item.bytes;
      count += 1;
    }
    const group = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingBytes -= bytes;
    return group;
  };

  const insertGroup = async (group: readonly Waiting<Row, Receipt>[]): Promise<void> => {
    try {
      const receipts = await insert(group.map((item) => item.row));
      group.forEach((item, index) => {
        const receipt = receipts[index];
        item.settle(receipt === undefined ? fail('unavailable') : ok(receipt));
      });
    } catch {
      // What the store throws speaks of the database, never of one row: nobody of this group may hear a yes.
      for (const item of group) item.settle(fail('unavailable'));
    }
  };

  const pump = (): void => {
    while (running < limits.statementsMax && waiting.length > 0) {
      running += 1;
      void insertGroup(takeGroup()).then(() => {
        running -= 1;
        if (running === 0 && waiting.length === 0) for (const resolve of idle.splice(0)) resolve();
        else pump();
      });
    }
  };

  return {
    commit: (row, bytes) => {
      if (waitingBytes + bytes > limits.waitingBytesMax) return Promise.resolve(fail('full'));
      return new Promise((settle) => {
        waiting.push({ row, bytes, settle });
        waitingBytes += bytes;
        pump();
      });
    },
    drain: () => {
      if (running === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => {
        idle = [...idle, resolve];
      });
    },
  };
}

import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** How long the condition may take, in milliseconds; 10,000 where it is not said. */
  readonly withinMs?: number;
  /** How often it is looked at, in milliseconds. */
  readonly everyMs?: number;
}

type Settled<Value> = Exclude<Value, false | null | undefined>;

/**
 * Looks at a condition again and again until it holds, and returns what it gave. It holds when `check` gives anything
 * but false, null or undefined and does not throw; so an `expect` inside it works too. Fails with the last thing seen.
 */
export async function eventually<Value>(
  check: () => Value | Promise<Value>,
  { withinMs = 10_000, everyMs = 20 }: Patience = {},
): Promise<Settled<Value>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await attempt(check);
    if (seen.holds) return seen.value;
    if (performance.now() > deadline) {
      throw new Error(`did not come true within ${withinMs} ms: ${seen.why}`, { cause: seen.cause });
    }
    await pause(everyMs);
  }
}

type Seen<Value> =
  | { readonly holds: true; readonly value: Settled<Value> }
  | { readonly holds: false; readonly why: string; readonly cause?: unknown };

async function attempt<Value>(check: () => Value | Promise<Value>): Promise<Seen<Value>> {
  try {
    const value = await check();
    if (value === false || value === null || value === undefined) {
      return { holds: false, why: `the condition gave ${String(value)}` };
    }
    return { holds: true, value: value as Settled<Value> };
  } catch (cause) {
    return { holds: false, why: cause instanceof Error ? cause.message : String(cause), cause };
  }
}

/** One side of a comparison: does a round of work and returns how much of it was done per second. */
export interface Contender {
  readonly name: string;
  readonly round: () => Promise<number>;
}

export interface Comparison {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly goal: string;
  readonly ours: readonly number[];
  readonly yardstick: readonly number[];
  /** ours ÷ yardstick, round by round. */
  readonly ratios: readonly number[];
}

/**
 * Runs ours and the yardstick in turn, A B A B …, after one round each that is not counted, so that a machine that
 * becomes slower or faster on the way hits both alike.
 */
export async function interleave(
  about: { readonly id: string; readonly what: string; readonly unit: string; readonly goal: string },
  { ours, yardstick, rounds }: { readonly ours: Contender; readonly yardstick: Contender; readonly rounds: number },
): Promise<Comparison> {
  await ours.round();
  await yardstick.round();
  const figures = { ours: [] as number[], yardstick: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    figures.ours.push(await ours.round());
    figures.yardstick.push(await yardstick.round());
    process.stderr.write(`${about.id} round ${round} of ${rounds}\n`);
  }
  const ratios = figures.ours.map((value, index) => value / (figures.yardstick[index] ?? Number.NaN));
  return { ...about, ...figures, ratios };
}

/** The middle value; the mean of the two in the middle where there is no single one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

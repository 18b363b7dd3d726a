// `npm run bench`: our speed as ratios to bare yardsticks of the same run, as a table. Run by hand on a quiet machine.
import { compareAccepting } from './p1-accept.ts';
import { compareEndToEnd } from './p5-end-to-end.ts';
import { renderTable } from './table.ts';
import type { Comparison } from './interleave.ts';

const ROUNDS = 5;
const benches: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  P1: async () => [await compareAccepting(ROUNDS, 10_000)],
  P5: async () => [
    await compareEndToEnd('Redis', { rounds: ROUNDS, observations: 4_000, jobs: 10_000 }),
    await compareEndToEnd('PostgreSQL', { rounds: ROUNDS, observations: 1_500, jobs: 2_000 }),
  ],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}\n`);
  process.exit(2);
}
const comparisons: Comparison[] = [];
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  for (const comparison of (await benches[name]?.()) ?? []) comparisons.push(comparison);
}
process.stdout.write(`${renderTable(comparisons)}\n`);

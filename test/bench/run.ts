// `npm run bench`: our speed as ratios to bare yardsticks of the same run, as a table. Run by hand on a quiet machine.

import type { Comparison } from './interleave.ts';
import { compareAccepting } from './p1-accept.ts';
import { compareEvaluating } from './p2-evaluate.ts';
import { measureGrowth } from './p2-growth.ts';
import { compareEndToEnd } from './p5-end-to-end.ts';
import { renderTable } from './table.ts';

const ROUNDS = 5;
const benches: Readonly<Record<string, () => Promise<readonly Comparison[]>>> = {
  P1: async () => [await compareAccepting(ROUNDS, 10_000)],
  P2: () => compareEvaluating(ROUNDS),
  P5: async () => [
    await compareEndToEnd('Redis', { rounds: ROUNDS, observations: 4_000, jobs: 10_000 }),
    await compareEndToEnd('PostgreSQL', { rounds: ROUNDS, observations: 1_500, jobs: 2_000 }),
  ],
};

/** What is no comparison, but a table of its own. */
const measurements: Readonly<Record<string, () => string>> = {
  'P2-growth': () => measureGrowth(ROUNDS),
};
const known = [...Object.keys(benches), ...Object.keys(measurements)];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`unknown: ${unknown.join(', ')}. There are: ${known.join(', ')}\n`);
  process.exit(2);
}
const comparisons: Comparison[] = [];
const tables: string[] = [];
for (const name of asked.length > 0 ? asked : known) {
  for (const comparison of (await benches[name]?.()) ?? []) comparisons.push(comparison);
  const table = measurements[name]?.();
  if (table !== undefined) tables.push(table);
}
if (comparisons.length > 0) tables.unshift(renderTable(comparisons));
process.stdout.write(`${tables.join('\n\n')}\n`);

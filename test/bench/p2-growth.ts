import { parseAll } from '../conformance/cql/answers.ts';
import { historyOf } from './histories.ts';
import { median } from './interleave.ts';
import { evaluateAll } from './p2-evaluate.ts';
import { renderRows } from './table.ts';

const SIZES = [10, 100, 1_000, 10_000] as const;
const WINDOW_MINUTES = 48 * 60;
/** How long one figure is measured at least: short work is done again and again. */
const MEASURED_MS = 150;

/**
 * What one evaluation by all rules costs as the history grows from 10 to 10,000 facts: backwards in time (a fact every half hour,
 * as in life), and all of it within 48 hours (as in nobody's life: the worst case). Parsing is measured apart.
 */
export function measureGrowth(rounds: number): string {
  const rows = [
    ...rowsOf('one every 30 min', rounds, () => 30),
    ...rowsOf('all within 48 h', rounds, (facts) => (WINDOW_MINUTES - 60) / facts),
  ];
  return renderRows(['history', 'facts', 'parsing', 'timeline and all rules', 'relative to 10 facts'], rows);
}

function rowsOf(history: string, rounds: number, minutesApart: (facts: number) => number): readonly string[][] {
  const cases = SIZES.map((facts) => {
    const resources = historyOf(facts, minutesApart(facts));
    const versions = parseAll(resources);
    return { facts, resources, versions, parseMs: [] as number[], evaluateMs: [] as number[] };
  });
  // Sizes take turns, so that a machine that becomes slower on the way hits all alike; the first turn is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { resources, versions, parseMs, evaluateMs } of cases) {
      const parsing = millisecondsOf(() => parseAll(resources));
      const evaluating = millisecondsOf(() => evaluateAll(versions));
      if (round > 0) parseMs.push(parsing);
      if (round > 0) evaluateMs.push(evaluating);
    }
    process.stderr.write(`P2 growth, ${history}: round ${round} of ${rounds}\n`);
  }
  const least = median(cases[0]?.evaluateMs ?? []);
  return cases.map(({ facts, parseMs, evaluateMs }) => [
    history,
    facts.toLocaleString('en-US'),
    `${median(parseMs).toFixed(2)} ms`,
    `${median(evaluateMs).toFixed(3)} ms`,
    `${(median(evaluateMs) / least).toFixed(1)} ×`,
  ]);
}

function millisecondsOf(work: () => unknown): number {
  const begun = performance.now();
  let done = 0;
  while (done === 0 || performance.now() - begun < MEASURED_MS) {
    work();
    done += 1;
  }
  return (performance.now() - begun) / done;
}

import { runTool, type ToolResult } from './run-tool.ts';

interface Check {
  readonly name: string;
  readonly run: () => Promise<ToolResult>;
}

export interface CheckOutcome {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly durationMs: number;
}

/** Two cores: two at a time. */
const CHECKS_AT_ONCE = 2;

const TSC = 'typescript/bin/tsc';
const purePackages = ['base', 'timeline', 'fhir', 'rules', 'alerts', 'cards'];

/** Everything that judges the code without running it; the slowest first, so that the end is not spent waiting. */
const checks: readonly Check[] = [
  { name: 'lint (eslint)', run: () => runTool('eslint/bin/eslint.js', ['.']) },
  { name: 'types of everything, tests too', run: () => runTool(TSC, ['-p', 'tsconfig.json']) },
  { name: 'imports (dependency-cruiser)', run: checkImports },
  { name: 'unused code (knip)', run: () => runTool('knip/bin/knip.js', ['--no-progress', '--no-config-hints']) },
  // These compile without Node's types: a name of the outer world does not exist there.
  ...purePackages.map((name) => ({
    name: `types of packages/${name}, pure`,
    run: () => runTool(TSC, ['-p', `packages/${name}`]),
  })),
  { name: 'types of the demo page', run: () => runTool(TSC, ['-p', 'services/demo-ehr/src/page']) },
  { name: 'format (biome)', run: () => runTool('@biomejs/biome/bin/biome', ['format', '--colors=off', '.']) },
];

/** Runs all checks, whatever fails, and tells each outcome as it comes. */
export async function runChecks(onOutcome: (outcome: CheckOutcome) => void): Promise<readonly CheckOutcome[]> {
  const waiting = [...checks];
  const outcomes: CheckOutcome[] = [];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const started = performance.now();
      const { code, output } = await check.run();
      const durationMs = performance.now() - started;
      const outcome = { name: check.name, passed: code === 0, output: output.trim(), durationMs };
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  await Promise.all(Array.from({ length: CHECKS_AT_ONCE }, work));
  return outcomes;
}

/** One line for each check, and what a failed one said. */
export function describeOutcome({ name, passed, output, durationMs }: CheckOutcome): string {
  const line = `${passed ? '✓' : '✗'} ${name} (${(durationMs / 1000).toFixed(1)} s)`;
  return passed || output === '' ? line : `${line}\n${indent(output)}`;
}

const OUTPUT_LINES_MAX = 120;

function indent(output: string): string {
  const lines = output.split('\n');
  const shown = lines.slice(0, OUTPUT_LINES_MAX).map((line) => `    ${line}`);
  const left = lines.length - shown.length;
  return left > 0 ? [...shown, `    … ${left} more lines`].join('\n') : shown.join('\n');
}

/** A cruise that saw no module has judged nothing, and counts as failed. */
async function checkImports(): Promise<ToolResult> {
  const { code, output } = await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...['packages', 'services', 'test', 'scripts', '--config', '.dependency-cruiser.js', '--no-progress'],
  ]);
  const cruised = /(\d+) modules/.exec(output)?.[1] ?? '0';
  if (Number(cruised) > 0) return { code, output };
  return { code: 1, output: `no module was looked at\n${output}` };
}

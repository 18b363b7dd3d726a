import { describeOutcome, runChecks } from './checks.ts';
import { stopTools } from './run-tool.ts';

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    stopTools();
    process.exit(1);
  });
}

const outcomes = await runChecks((outcome) => console.log(describeOutcome(outcome)));
const failed = outcomes.filter(({ passed }) => !passed);
console.log(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

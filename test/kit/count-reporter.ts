import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** What the test command reads when the run has ended. */
export interface TestCounts {
  readonly passed: number;
  readonly skipped: number;
  /** A test, a file that could not be loaded, or an error outside of any test: each by its name. */
  readonly failures: readonly string[];
}

/** Writes the counts of a whole run into a file, for the one line in which the test command ends. */
export class CountReporter implements Reporter {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[], reason: TestRunEndReason): void {
    let passed = 0;
    let skipped = 0;
    const failures: string[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      passed += tests.filter((test) => test.result().state === 'passed').length;
      skipped += tests.filter((test) => test.result().state === 'skipped').length;
      const failed = tests.filter((test) => ['failed', 'pending'].includes(test.result().state));
      failures.push(...failed.map((test) => `${module.relativeModuleId}: ${test.fullName}`));
      const hasFailedOutsideTests = module.state() === 'failed' && failed.length === 0;
      if (hasFailedOutsideTests) failures.push(`${module.relativeModuleId}: the file, or one of its hooks`);
    }
    failures.push(...errors.map((_error, index) => `error outside of any test (${index + 1}), shown above`));
    if (reason === 'interrupted') failures.push('the run was interrupted');
    const counts: TestCounts = { passed, skipped, failures };
    writeFileSync(this.#file, JSON.stringify(counts));
  }
}

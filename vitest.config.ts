import { defineConfig } from 'vitest/config';
import { CountReporter } from './test/kit/count-reporter.ts';

// A zone that is neither UTC nor a whole number of hours away from it: code that forgets time zones is wrong here.
process.env['TZ'] = 'America/St_Johns';

// One seed for all properties of a run, printed at its start: the same seed gives the same run.
process.env['MAGWATCH_SEED'] ??= String(Date.now() % 2 ** 31);

const SECOND_MS = 1_000;

/** Set by the test command, which counts. */
const countsFile = process.env['MAGWATCH_TEST_COUNTS'];

export default defineConfig({
  test: {
    // Two cores are what the tests have to be quick on.
    maxWorkers: 2,
    pool: 'forks',
    globalSetup: './test/kit/shared-services.ts',
    reporters: countsFile === undefined ? ['default'] : ['default', new CountReporter(countsFile)],
    // A focused test is for the desk, not for the whole run.
    allowOnly: countsFile === undefined,
    setupFiles: './test/kit/print-seeds.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['packages/{base,timeline,fhir,rules,alerts,cards}/**/*.test.ts'],
          // Nothing is shared that a test could change, so the modules need not be loaded anew for each file.
          isolate: false,
          testTimeout: 30 * SECOND_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{packages,services,scripts}/**/*.test.ts', 'test/{kit,simulation,fixtures}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'packages/{base,timeline,fhir,rules,alerts,cards}/**'],
          testTimeout: 30 * SECOND_MS,
          hookTimeout: 60 * SECOND_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 90 * SECOND_MS,
          hookTimeout: 90 * SECOND_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          testTimeout: 120 * SECOND_MS,
          hookTimeout: 120 * SECOND_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 60 * SECOND_MS,
          hookTimeout: 60 * SECOND_MS,
        },
      },
    ],
  },
});

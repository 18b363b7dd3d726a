import { defineConfig } from 'vitest/config';

// What judges mutants: the tables of the two packages that decide. Properties would find more and take hours; without
// them the score is a lower bound. Zone and names are as in vitest.config.ts.
process.env['TZ'] = 'America/St_Johns';

export default defineConfig({
  test: {
    include: ['packages/{rules,alerts}/src/**/*.test.ts'],
    exclude: ['**/*.propert*.test.ts', '**/*.arbitrary.test.ts', '**/rule-parameters.test.ts'],
    isolate: false,
    pool: 'forks',
    testTimeout: 30_000,
  },
});

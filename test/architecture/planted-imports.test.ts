import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyProject, type PlantedCopy } from './planted-copy.ts';

/** Rule, where the breach is planted, and what it imports. Each rule of .dependency-cruiser.js stands here. */
const imports: readonly (readonly [rule: string, file: string, statement: string])[] = [
  ['base-imports-only-what-lies-below', 'packages/base/src', `import '@magwatch/timeline'`],
  ['base-imports-only-what-lies-below', 'packages/base/src', `import '../../timeline/src/index.ts'`],
  ['timeline-imports-only-what-lies-below', 'packages/timeline/src', `import '../../rules/src/index.ts'`],
  ['fhir-imports-only-what-lies-below', 'packages/fhir/src', `import '../../rules/src/index.ts'`],
  ['rules-imports-only-what-lies-below', 'packages/rules/src', `import '../../alerts/src/index.ts'`],
  ['rules-imports-only-what-lies-below', 'packages/rules/src', `import '../../fhir/src/index.ts'`],
  ['alerts-imports-only-what-lies-below', 'packages/alerts/src', `import '../../cards/src/index.ts'`],
  ['cards-imports-only-what-lies-below', 'packages/cards/src', `import '../../store/src/index.ts'`],
  ['store-imports-only-what-lies-below', 'packages/store/src', `import '../../queue/src/index.ts'`],
  ['queue-imports-only-what-lies-below', 'packages/queue/src', `import '../../store/src/index.ts'`],
  ['ehr-imports-only-what-lies-below', 'packages/ehr/src', `import '../../queue/src/index.ts'`],
  ['runtime-imports-only-what-lies-below', 'packages/runtime/src', `import '../../store/src/index.ts'`],
  ['assess-imports-only-what-lies-below', 'packages/assess/src', `import '../../queue/src/index.ts'`],
  ['assess-imports-only-what-lies-below', 'packages/assess/src', `import '../../../services/receiver/src/index.ts'`],
  ['pg-has-one-owner', 'services/receiver/src', `import 'pg'`],
  ['pg-has-one-owner', 'packages/queue/src', `import type { Pool } from 'pg'; export type P = Pool`],
  ['kysely-has-one-owner', 'packages/assess/src', `import 'kysely'`],
  ['bullmq-has-one-owner', 'services/ingest-worker/src', `import 'bullmq'`],
  ['ioredis-has-one-owner', 'packages/store/src', `import 'ioredis'`],
  ['fhir-kit-client-has-one-owner', 'services/ingest-worker/src', `import 'fhir-kit-client'`],
  ['services-do-not-import-services', 'services/notifier/src', `import '../../receiver/src/index.ts'`],
  ['services-do-not-import-tests-or-scripts', 'services/cli/src', `import '../../../test/kit/wait.ts'`],
  ['pure-packages-touch-no-system', 'packages/rules/src', `import 'node:fs'`],
  ['pure-packages-touch-no-system', 'packages/cards/src', `import 'node:crypto'`],
  ['pure-packages-use-no-library', 'packages/base/src', `import 'fast-check'`],
  [
    'fhir-types-stay-at-the-edge',
    'packages/alerts/src',
    `import type { Patient } from 'fhir/r4.js'; export type P = Patient`,
  ],
  [
    'fhir-types-stay-at-the-edge',
    'services/receiver/src',
    `import type { Patient } from 'fhir/r4.js'; export type P = Patient`,
  ],
  ['packages-are-imported-by-name', 'services/receiver/src', `import '../../../packages/base/src/index.ts'`],
  ['packages-are-imported-by-name', 'test/architecture', `import '../../packages/base/src/assert.ts'`],
  ['every-import-is-found', 'packages/base/src', `import './nowhere.ts'`],
];

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: readonly { readonly name: string }[] };
  };
}

let copy: PlantedCopy;
beforeAll(() => {
  copy = copyProject();
});
afterAll(() => copy.remove());

describe('an import that is not allowed', () => {
  let cruise: Cruise['summary'];
  const planted = imports.map(([rule, folder, statement], index) => {
    return { rule, file: `${folder}/planted-import-${index}.ts`, statement };
  });

  beforeAll(() => {
    for (const { file, statement } of planted) copy.plant(file, `${statement};\n`);
    copy.plant('packages/base/src/planted-circle.ts', `import './planted-circle-back.ts';\n`);
    copy.plant('packages/base/src/planted-circle-back.ts', `import './planted-circle.ts';\n`);
    const folders = ['packages', 'services', 'test', 'scripts'];
    const { stdout, stderr } = copy.run('dependency-cruiser/bin/dependency-cruiser.mjs', [
      ...[...folders, '--config', '.dependency-cruiser.js', '--output-type', 'json', '--no-progress'],
    ]);
    expect(stderr).toBe('');
    cruise = (JSON.parse(stdout) as Cruise).summary;
  });

  const rulesBrokenBy = (file: string): readonly string[] =>
    cruise.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);

  it('is looked for in every module', () => {
    expect(cruise.totalCruised).toBeGreaterThan(100);
  });

  it.each(planted)('breaks $rule: $statement in $file', ({ rule, file }) => {
    expect(rulesBrokenBy(file)).toContain(rule);
  });

  it('breaks no-circles when two files import each other', () => {
    // A circle is told once, from one of its files.
    const told = ['', '-back'].flatMap((end) => rulesBrokenBy(`packages/base/src/planted-circle${end}.ts`));
    expect(told).toContain('no-circles');
  });

  it('is planted for each rule that there is', () => {
    const rules = cruise.ruleSetUsed.forbidden.map(({ name }) => name);
    const tried = [...imports.map(([rule]) => rule), 'no-circles'];
    expect(rules.filter((name) => !tried.includes(name))).toEqual([]);
  });
});

describe('a name of the outer world in a pure package', () => {
  const names = ['process.env', 'setTimeout', 'fetch', 'console', 'performance', 'crypto', 'Buffer', 'document'];

  it('does not compile', () => {
    const lines = names.map((name, index) => `export const outer${index}: unknown = ${name};`);
    copy.plant('packages/rules/src/planted-names.ts', `${lines.join('\n')}\n`);
    const { status, stdout } = copy.run('typescript/bin/tsc', ['-p', 'packages/rules']);
    expect(status).not.toBe(0);
    const caught = names.filter((_name, index) => stdout.includes(`planted-names.ts(${index + 1},`));
    expect(caught).toEqual(names);
  });
});

describe('lint', () => {
  const pure: readonly (readonly [what: string, statement: string])[] = [
    ['the clock', 'export const a = Date.now();'],
    ['the present moment', 'export const a = new Date();'],
    ['the present moment as a text', 'export const a = Date();'],
    ['the present moment, formatted', `export const a = new Intl.DateTimeFormat('en').format();`],
    ['chance', 'export const a = Math.random();'],
    ['an async function', 'export async function a(): Promise<number> { return 1; }'],
  ];
  const everywhere: readonly (readonly [rule: string, what: string, statement: string])[] = [
    ['no-restricted-syntax', 'a default export', 'export default 1;'],
    ['no-restricted-syntax', 'an empty catch', 'try { JSON.parse(""); } catch { /* nothing */ }'],
    ['no-restricted-syntax', 'a swallowed rejection', 'export const a = Promise.resolve(1).catch(() => undefined);'],
    ['@typescript-eslint/no-explicit-any', 'any', 'export const a: any = 1;'],
    ['@typescript-eslint/no-floating-promises', 'a floating promise', 'Promise.resolve(1);'],
    ['@typescript-eslint/ban-ts-comment', 'an error switched off', '// @ts-ignore\nexport const a = 1;'],
    ['no-console', 'a word on the console', 'console.log(1);'],
    ['no-console', 'lint switched off in a comment', '/* eslint-disable */\nconsole.log(1);'],
  ];

  it('catches each by its rule', () => {
    const wanted = [
      ...pure.map(([what, statement], index) => {
        return { what, statement, rule: 'no-restricted-syntax', file: `packages/rules/src/planted-pure-${index}.ts` };
      }),
      ...everywhere.map(([rule, what, statement], index) => {
        return { what, statement, rule, file: `services/receiver/src/planted-lint-${index}.ts` };
      }),
      {
        what: 'a fixed sleep in a test',
        statement: 'await new Promise((resolve) => setTimeout(resolve, 500));',
        rule: 'no-restricted-syntax',
        file: 'services/receiver/src/planted-sleep.test.ts',
      },
    ];
    for (const { file, statement } of wanted) copy.plant(file, `${statement}\n`);
    const { stdout } = copy.run('eslint/bin/eslint.js', ['--format', 'json', ...wanted.map(({ file }) => file)]);
    const reports = JSON.parse(stdout) as readonly {
      readonly filePath: string;
      readonly messages: readonly { readonly ruleId: string }[];
    }[];
    const missed = wanted.filter(({ file, rule }) => {
      const report = reports.find(({ filePath }) => filePath.endsWith(`/${file}`));
      return report?.messages.some(({ ruleId }) => ruleId === rule) !== true;
    });
    expect(missed.map(({ what }) => what)).toEqual([]);
  });
});

import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const purePackages = ['packages/{base,timeline,fhir,rules,alerts,cards}/src/**/*.ts'];
const tests = ['**/*.{test,fixture}.ts', '**/src/testing/*.ts', 'test/**/*.ts'];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name: a default export has a different name wherever it is imported.',
};

const noSwallowedErrors = [
  {
    selector: 'CatchClause > BlockStatement[body.length=0]',
    message: 'Answer the error, or let it go on to where it can be answered.',
  },
  {
    selector:
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression > BlockStatement[body.length=0], ' +
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.name="undefined"], ' +
      'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression[body.raw="null"]',
    message: 'A rejected promise is an error too: answer it.',
  },
];

const purity = [
  {
    selector: 'MemberExpression[object.name="Date"][property.name="now"]',
    message: 'Pure code is given the instant.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Pure code is given the instant.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Pure code is given the instant.' },
  {
    selector: 'CallExpression[callee.property.name=/^format(ToParts)?$/][arguments.length=0]',
    message: 'Without an argument this formats the present moment: pure code is given the instant.',
  },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Pure code knows no chance.' },
  { selector: ':function[async=true]', message: 'Deciding is synchronous: load more first.' },
  { selector: 'AwaitExpression', message: 'Deciding is synchronous: load more first.' },
];

const noFixedSleeps = [
  {
    selector: 'CallExpression[callee.name=/^(setTimeout|pause|sleep)$/] > Literal[value>=100]',
    message: 'Wait for a condition (test/kit/wait.ts), not for a time.',
  },
];

export default tseslint.config(
  { ignores: ['**/node_modules/', '.cache/', '.magwatch/', 'coverage/', 'services/*/public/', 'docs/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      // The compiler says these better.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
    },
  },
  {
    files: ['**/*.{ts,mts,mjs,js}'],
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      // Keeping control characters out of what is printed means naming them.
      'no-control-regex': 'off',
      'max-lines': ['error', { max: 400 }],
      'no-restricted-syntax': ['error', noDefaultExport, ...noSwallowedErrors],
    },
  },
  // Node's own names; a misspelt one shows itself when the script runs.
  { files: ['**/*.{mjs,js}'], rules: { 'no-undef': 'off' } },
  {
    files: purePackages,
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, ...noSwallowedErrors, ...purity] },
  },
  {
    files: tests,
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, ...noSwallowedErrors, ...noFixedSleeps],
      // What `expect.stringContaining` and its like give is any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['packages/*/src/**/*.ts', 'services/*/src/**/*.ts'],
    ignores: tests,
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }],
    },
  },
  { files: ['services/cli/**/*.ts', 'scripts/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  // Tools read their settings from a default export.
  { files: ['*.{js,ts}', '.*.js'], rules: { 'no-restricted-syntax': ['error', ...noSwallowedErrors] } },
);

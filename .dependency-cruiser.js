// Who may import whom. test/architecture/planted-imports.test.ts plants a breach of each rule and expects its name.

/** What each package may import of ours; nothing else. */
const packagesBelow = {
  base: [],
  timeline: ['base'],
  fhir: ['base', 'timeline'],
  rules: ['base', 'timeline'],
  alerts: ['base', 'timeline', 'rules'],
  cards: ['base', 'timeline', 'rules', 'alerts'],
  store: ['base', 'timeline', 'rules', 'alerts'],
  queue: ['base'],
  ehr: ['base'],
  runtime: ['base'],
  assess: ['base', 'timeline', 'fhir', 'rules', 'alerts', 'cards', 'store'],
};

/** Each driver of an outside thing has one owner. */
const driverOwners = {
  pg: 'packages/store',
  kysely: 'packages/store',
  bullmq: 'packages/queue',
  ioredis: 'packages/queue',
  'fhir-kit-client': 'packages/ehr',
};

const purePackages = '^packages/(base|timeline|fhir|rules|alerts|cards)/src/';
// Tests, and what only tests use: `*.fixture.ts` and `testing/`.
const isTest = '\\.(test|fixture)\\.ts$|/src/testing/';
const installed = (name) => `(^|/)node_modules/${name}/`;

// A package that is not installed beside the importer stays a name: @magwatch/store.
const layers = Object.entries(packagesBelow).map(([name, allowed]) => ({
  name: `${name}-imports-only-what-lies-below`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: isTest },
  to: {
    path: '^(packages|services|test|scripts|@magwatch)/',
    pathNot: `^(packages|@magwatch)/(${[name, ...allowed].join('|')})(/|$)`,
  },
}));

const drivers = Object.entries(driverOwners).map(([driver, owner]) => ({
  name: `${driver}-has-one-owner`,
  severity: 'error',
  from: { path: '^(packages|services|scripts)/', pathNot: `^${owner}/` },
  to: { path: `${installed(`(@types/)?${driver}`)}|^${driver}(/|$)` },
}));

export default {
  forbidden: [
    ...layers,
    ...drivers,
    {
      name: 'services-do-not-import-services',
      comment: 'Only the command starts services.',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/cli/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'services-do-not-import-tests-or-scripts',
      severity: 'error',
      from: { path: '^services/', pathNot: isTest },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'pure-packages-touch-no-system',
      severity: 'error',
      from: { path: purePackages, pathNot: isTest },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-packages-use-no-library',
      comment:
        'Units are converted by the library that owns UCUM, YAML is read by a parser of texts; both are pure too.',
      severity: 'error',
      from: { path: purePackages, pathNot: isTest },
      to: {
        path: '(^|/)node_modules/',
        pathNot: [installed('@types/fhir'), installed('@lhncbc/ucum-lhc'), installed('yaml')],
      },
    },
    {
      name: 'fhir-types-stay-at-the-edge',
      severity: 'error',
      from: {
        path: '^(packages|services|scripts)/',
        pathNot: '^(packages/(fhir|cards|ehr)|services/(cds-hooks|demo-ehr))/',
      },
      to: { path: [installed('@types/fhir'), '^fhir/r4'] },
    },
    {
      name: 'packages-are-imported-by-name',
      comment: 'What a package does not export is its own business.',
      severity: 'error',
      from: { path: '^((?:packages|services)/[^/]+)/|^(test|scripts)/' },
      to: { path: '^(packages|services)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-import-is-found',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^fhir/r4' },
    },
  ],
  options: {
    // Anchored to our own folders: a bare "dist" would drop libraries whose code lies in one.
    exclude: { path: '^(\\.cache|\\.magwatch|coverage)/' },
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};

// docs/parameters.md is written from the catalogue of parameters in the code: `node scripts/parameters-page.ts` renews it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** One parameter of the catalogue. */
export interface CatalogueParameter {
  readonly name: string;
  readonly spec: {
    readonly default: number | string | boolean;
    readonly unit?: string;
    readonly says: string;
  };
}

/** What the package of the rules gives; scripts load it by its path, since they belong to no package. */
export interface ParameterCatalogue {
  readonly listParameters: () => readonly CatalogueParameter[];
  readonly rangeText: (spec: CatalogueParameter['spec']) => string;
  readonly parametersVersion: (parameters: unknown) => string;
  readonly DEFAULT_PARAMETERS: unknown;
}

export const PARAMETERS_PAGE = 'docs/parameters.md';

export const readParameterCatalogue = async (): Promise<ParameterCatalogue> =>
  (await import(join(root, 'packages/rules/src/index.ts'))) as ParameterCatalogue;

/** The page as it should be: a section for each group, in the order of the catalogue. */
export function renderParametersPage(catalogue: ParameterCatalogue): string {
  const parameters = catalogue.listParameters();
  const groups = [...new Set(parameters.map(({ name }) => groupOf(name)))];
  const sections = groups.map((group) => {
    const rows = parameters
      .filter(({ name }) => groupOf(name) === group)
      .map(({ name, spec }) => {
        const cells = [`\`${name}\``, String(spec.default), spec.unit ?? '', catalogue.rangeText(spec), spec.says];
        return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
      });
    const heading = ['| name | default | unit | allowed | what it is |', '|---|---|---|---|---|'];
    return [`## ${group}`, '', ...heading, ...rows, ''].join('\n');
  });
  return [introduction(catalogue.parametersVersion(catalogue.DEFAULT_PARAMETERS)), ...sections].join('\n');
}

const groupOf = (name: string): string => name.split('.')[0] ?? name;

const introduction = (version: string): string => `# Parameters

What a site may change without changing the program. The defaults are a synthesis of the literature: **a site's pharmacist
and nephrologist approve them before use.**

A site has one file, YAML or JSON, that says only what differs:

\`\`\`yaml
lookback_h:
  inpatient: { mg: 48 }
refK.minDose_mEq: 40          # a path may be written out
thresholds:
  mg.low: { mmol/L: 0.75, mg/dL: 1.8, meq/L: 1.5 }
mode: { default: silent, mg-low: card }
\`\`\`

- Names, kinds, units and ranges are checked; a file with a mistake is not used at all, and every mistake in it is named.
- A threshold is given in each unit in which laboratories report. A result is compared in its own unit, so they are changed
  together: more than 5 % apart is refused.
- Limits keep their order (severe below moderate below low); windows that could never be reached are refused.
- \`>0 to 8760\` leaves 0 out; every other limit is included.
- A new installation shows every finding (\`mode.default\` is \`card\`). A site begins with \`silent\`, reads what would have been
  said, and then shows rule after rule.
- Equal parameters have an equal version name, whatever file they came from. The defaults of this version are \`${version}\`.
  An alert keeps the name of those that it was decided with.
- \`./bin/magwatch rules --parameters site.yaml\` checks a file and marks what it changes; \`./bin/magwatch rules RULE_ID\` says
  which of them a rule uses.

This page is written by \`node scripts/parameters-page.ts\` from the catalogue in the code; a test holds it against that.
`;

if (import.meta.main) writeFileSync(join(root, PARAMETERS_PAGE), renderParametersPage(await readParameterCatalogue()));

import { Command, Option } from 'commander';
import { defaultFormat, type Format, writeLines } from '../../output.ts';
import type { SiteParameters } from './report.ts';

const DESCRIPTION = `Lists the rules, and the parameters that a site may change with their defaults, units and ranges.
With RULE_ID it says more of one rule: what it asks, what it reads and how far back, which parameters it
uses, and what its card suggests. With --parameters it checks a site's file and marks with * what that
changes.`;

const EXAMPLES = `
Examples:
  magwatch rules                                    all rules and all parameters
  magwatch rules mg-low                             one rule with all that it reads
  magwatch rules --parameters site.yaml             with a site's parameters; what they change is marked with *
  magwatch rules --format ndjson                    one JSON object a line: every rule, then the parameters of no rule

Exit status: 0 listed; 2 there is no such rule, or the parameters file cannot be used (every problem in it is named).`;

interface RulesOptions {
  readonly parameters?: string;
  readonly format?: Format;
}

/** `magwatch rules [RULE_ID]`. */
export function rulesCommand(): Command {
  return new Command('rules')
    .summary('list rules and their parameters')
    .description(DESCRIPTION)
    .argument('[RULE_ID]', 'one rule')
    .option('--parameters <FILE>', 'the parameters of a site (YAML or JSON)')
    .addOption(
      new Option('--format <FORMAT>', 'default: table on a terminal, else ndjson').choices(['table', 'ndjson']),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (ruleId: string | undefined, { parameters: file, format = defaultFormat() }: RulesOptions) => {
      const { findRules } = await import('./find-rules.ts');
      const { describeParameters, describeRule, describeShared } = await import('./report.ts');
      const { ruleLines, rulesLines } = await import('./table.ts');
      const rules = findRules(ruleId);
      const site = await readSite(file);
      const reports = rules.map((rule) => describeRule(rule, site));
      if (format === 'ndjson') {
        const lines = ruleId === undefined ? [...reports, describeShared(site)] : reports;
        return writeLines(lines.map((line) => JSON.stringify(line)));
      }
      const source = { version: site.version, file };
      const [first] = reports;
      return writeLines(
        ruleId !== undefined && first
          ? ruleLines(first, source)
          : rulesLines(reports, describeParameters(site), source),
      );
    });
}

async function readSite(file: string | undefined): Promise<SiteParameters> {
  const { DEFAULT_PARAMETERS, parametersVersion } = await import('@magwatch/rules');
  if (file === undefined) return { parameters: DEFAULT_PARAMETERS, version: parametersVersion(DEFAULT_PARAMETERS) };
  const { readParametersFile } = await import('../site-files.ts');
  return readParametersFile(file);
}

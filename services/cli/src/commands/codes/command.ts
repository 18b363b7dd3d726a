import { Command, Option } from 'commander';
import { defaultFormat, type Format, tableLines, writeLines } from '../../output.ts';
import { importRxNormCommand } from './import-rxnorm-command.ts';

const EXAMPLES = `
Examples:
  magwatch codes                                   everything that a FHIR code can mean here
  magwatch codes --format ndjson | grep magnesium
  magwatch codes --codes our-codes.csv             with a site's own codes
  magwatch codes import-rxnorm rrf/ --out rxnorm-codes.csv   makes a code map of RxNorm's clinical drugs

The concepts are the names that a code map may use (see "magwatch scan --help"), beside "ignore" and "dialysate".
A product of several drugs has one line for each in a code map, numbered in the column part; the column dose_form
("Oral Tablet") says where a dose goes whose route is not said.`;

/** `magwatch codes`. */
export function codesCommand(): Command {
  return new Command('codes')
    .summary('list concepts and their codes')
    .description(
      'Lists the concepts that rules ask for with the codes that mean them, where each code comes from, and whether it was verified.',
    )
    .addOption(
      new Option('--format <FORMAT>', 'default: table on a terminal, else ndjson').choices(['table', 'ndjson']),
    )
    .option('--codes <FILE...>', "adds a site's local codes (CSV or ConceptMap)")
    .addCommand(importRxNormCommand())
    .addHelpText('after', EXAMPLES)
    .action(async (options: { readonly format?: Format; readonly codes?: readonly string[] }) => {
      const { createCodes, listCodes } = await import('@magwatch/fhir');
      const { readCodeFiles } = await import('../site-files.ts');
      const rows = listCodes(createCodes({ siteMaps: await readCodeFiles(options.codes ?? []) }));
      const isTable = (options.format ?? defaultFormat()) === 'table';
      await writeLines(isTable ? codeTable(rows) : rows.map((row) => JSON.stringify(row)));
    });
}

/** Columns are what the rows hold, in their order. */
function codeTable(rows: readonly object[]): Iterable<string> {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return tableLines(
    columns.map((column) => column.toUpperCase()),
    rows.map((row) => {
      const cells = new Map(Object.entries(row));
      return columns.map((column) => cellText(cells.get(column)));
    }),
  );
}

/** A strength is the one cell that is not a word or a number. */
function cellText(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Object.values(value).join(' ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

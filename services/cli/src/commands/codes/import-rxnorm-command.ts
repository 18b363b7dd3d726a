import { Command } from 'commander';

const DESCRIPTION = `Makes a code map of the clinical drugs of RxNorm, for orders that are coded by product and not by ingredient.

FOLDER holds RXNCONSO.RRF, RXNREL.RRF and RXNSAT.RRF of a release, as the National Library of Medicine
offers it for download (the folder that was unpacked, or its rrf/). The map has every clinical drug, brand
and pack that holds an ingredient of "magwatch codes", one line for each such ingredient, with its strength
and dose form. Drugs that RxNorm calls obsolete are in it, because older orders have their codes; names that
its editors suppressed are not, nor are codes that were retired for others.`;

const EXAMPLES = `
Examples:
  magwatch codes import-rxnorm RxNorm_full_03032026/ --out rxnorm-codes.csv
  magwatch scan export/ --codes rxnorm-codes.csv our-codes.csv      a later map wins over an earlier one`;

/** `magwatch codes import-rxnorm FOLDER`. */
export function importRxNormCommand(): Command {
  return new Command('import-rxnorm')
    .summary('make a code map of the clinical drugs of an RxNorm release')
    .description(DESCRIPTION)
    .argument('<FOLDER>', 'with RXNCONSO.RRF, RXNREL.RRF and RXNSAT.RRF')
    .option('--out <FILE>', 'where the map is written; default: standard output')
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string, options: { readonly out?: string }) => {
      const { importRxNorm } = await import('./import-rxnorm.ts');
      await importRxNorm(folder, options.out);
    });
}

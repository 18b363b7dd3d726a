import { Command, Option } from 'commander';
import { UnusableInput } from '../../exit.ts';
import { readScanArguments, type ScanOptions } from './arguments.ts';
import { addFileOptions } from './file-options.ts';

const DESCRIPTION = `Runs the rules over FHIR files, without any server or database.

PATH is a file or a folder: .ndjson, .ndjson.gz, .json (one resource, or a Bundle of any type). The files are taken
as complete: a test that is not in them was not done. Lines that cannot be read are named on standard error.
Without --at it replays the history: every fact in the order of its time, one line for every change of an alert.
With --at it judges every patient at that instant, one line for every finding.`;

const EXAMPLES = `
Examples:
  magwatch scan export/ --codes our-codes.csv           what would have been flagged, when and why
  magwatch scan export/ --at 2026-03-10T08:00:00Z       who is flagged at that instant
  magwatch scan patient.json --at 2026-03-10T08:00:00Z --hook order-sign --draft new-orders.json
  magwatch scan export/ --format ndjson > changes.ndjson

--codes takes every word that follows it: name PATH first. A code map is a CSV with the columns
system,code,display,concept[,strength_value,strength_unit,per_value,per_unit,part,dose_form], or a FHIR ConceptMap;
"magwatch codes" lists the concepts.`;

/** `magwatch scan PATH…`. */
export function scanCommand(): Command {
  const command = new Command('scan')
    .summary('run the rules over FHIR files')
    .description(DESCRIPTION)
    .argument('[PATH...]', 'files and folders to read')
    .option('--at <INSTANT>', 'one evaluation at this instant, from facts whose time is not later')
    .addOption(
      new Option('--format <FORMAT>', 'default: table on a terminal, else ndjson').choices(['table', 'ndjson']),
    );
  return addFileOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (paths: string[], options: ScanOptions) => {
      const plan = readScanArguments(paths, options);
      if (!plan.ok) throw new UnusableInput(plan.failure);
      const { scan } = await import('./scan.ts');
      await scan(plan.value);
    });
}

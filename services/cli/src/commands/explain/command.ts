import { Command, Option } from 'commander';
import { UnusableInput } from '../../exit.ts';
import { printable } from '../../output.ts';
import { readScanArguments } from '../scan/arguments.ts';
import { addFileOptions } from '../scan/file-options.ts';
import type { ExplainOptions } from './options.ts';

const DESCRIPTION = `Says why: every question of a rule with its live value and yes, no or cannot tell.

ALERT is the whole id of an alert, or its address. It is computed again from what it was decided on, and compared with
the answer that was stored. Nothing is changed.
PATH… with --patient and --at does the same for a patient of FHIR files at an instant, as "magwatch scan --at" judges.`;

const EXAMPLES = `
Examples:
  magwatch explain 5b6c2f0e-8f0e-4c57-9d6f-0d6f1a2b3c4d       an alert of "magwatch up", or of DATABASE_URL
  magwatch explain export/ --patient p1 --at 2026-03-10T08:00:00Z
  magwatch explain export/ --patient p1 --at 2026-03-10T08:00:00Z --rule mg-low

Exit status 1: the stored answer is another one, or cannot be computed again.`;

/** `magwatch explain ALERT` and `magwatch explain PATH… --patient ID --at INSTANT`. */
export function explainCommand(): Command {
  const command = new Command('explain')
    .summary('say why an alert is there, or why none is')
    .description(DESCRIPTION)
    .argument('[ALERT|PATH...]', 'the id or address of an alert, or files and folders to read')
    .option('--rule <ID>', 'this rule only')
    .addOption(new Option('--format <FORMAT>', 'default: text on a terminal, else ndjson').choices(['table', 'ndjson']))
    .option('--database-url <URL>', 'of the alert; default: DATABASE_URL, else the database of "magwatch up"')
    .option('--data-dir <FOLDER>', 'of "magwatch up", where it was given one')
    .option('--patient <ID>', 'of the files: Patient/p1 or p1')
    .option('--at <INSTANT>', 'from facts whose time is not later');
  return addFileOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (named: string[], options: ExplainOptions) => {
      const [first, ...others] = named;
      const alertId = first !== undefined && others.length === 0 ? alertIdOf(first) : undefined;
      if (alertId !== undefined) return explainOne(alertId, options);
      return explainInFiles(named, options);
    });
}

/** An id, or the address that ends in one, as `magwatch up` prints it. */
const alertIdOf = (text: string): string | undefined =>
  /^(?:https?:\/\/\S+\/alerts\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.exec(text)?.[1];

/** Options that say something about files; an alert brings all of it. */
const FILE_OPTIONS = ['patient', 'at', 'hook', 'draft', 'setting', 'parameters', 'codes'] as const;

async function explainOne(alertId: string, options: ExplainOptions): Promise<void> {
  const odd = FILE_OPTIONS.find((name) => options[name] !== undefined);
  if (odd !== undefined)
    throw new UnusableInput(`--${odd} belongs to files: an alert is explained from what it was decided on`);
  const { explainStoredAlert } = await import('./explain-stored-alert.ts');
  await explainStoredAlert(alertId, options);
}

async function explainInFiles(named: readonly string[], options: ExplainOptions): Promise<void> {
  if (named.length === 0 && options.codes === undefined)
    throw new UnusableInput('what is to be explained? Name an alert, or files with --patient and --at');
  if (options.databaseUrl !== undefined || options.dataDir !== undefined)
    throw new UnusableInput(`a database holds alerts, and ${printable(named.join(' '))} is not the id of one`);
  if (options.at === undefined)
    throw new UnusableInput(
      'at which instant? Add --at, for example --at 2026-03-10T08:00:00Z; an alert is named by its whole id or its address',
    );
  const plan = readScanArguments(named, options);
  if (!plan.ok) throw new UnusableInput(plan.failure);
  const { explainPatient } = await import('./explain-patient.ts');
  await explainPatient({ ...plan.value, patient: options.patient, ruleId: options.rule });
}

import { Command } from 'commander';
import { codesCommand } from './commands/codes/command.ts';
import { explainCommand } from './commands/explain/command.ts';
import { migrateCommand } from './commands/migrate.ts';
import { rulesCommand } from './commands/rules/command.ts';
import { scanCommand } from './commands/scan/command.ts';
import { upCommand } from './commands/up/command.ts';
import { VERSION } from './version.ts';

const EXIT_STATUS = `
Exit status: 0 done; 1 something that was asked for did not hold; 2 the input or the arguments could not be used.
Data goes to standard output, words to standard error.`;

const EXAMPLES = `
Examples:
  magwatch up                                 the whole system with a simulated ward
  magwatch scan export/                       every change that the rules would have made, over time
  magwatch scan export/ --at 2026-03-10T08:00:00Z
  magwatch COMMAND --help                     what a command takes, with examples
`;

/** The `magwatch` command with all its commands. Ends by throwing, never by leaving the process. */
export function createProgram(): Command {
  const program = new Command('magwatch')
    .description('Watches FHIR data for patterns of magnesium deficiency that people miss.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print this text')
    .addHelpText('after', EXAMPLES + EXIT_STATUS)
    .helpCommand('help [command]', 'print the help of a command');
  for (const command of [
    upCommand(),
    scanCommand(),
    explainCommand(),
    rulesCommand(),
    codesCommand(),
    migrateCommand(),
  ])
    program.addCommand(command);
  configure(program, 'magwatch');
  return program;
}

/** The same manners for every command and the commands below it. */
function configure(command: Command, path: string): void {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError(`(see: ${path} --help)`)
    .configureHelp({ helpWidth: 120 });
  for (const below of command.commands) configure(below, `${path} ${below.name()}`);
}

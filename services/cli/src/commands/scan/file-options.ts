import { type Command, Option } from 'commander';
import { HOOKS, SETTINGS } from './arguments.ts';

/** The options of every command that judges patients of files; `readScanArguments` checks what they say. */
export function addFileOptions(command: Command): Command {
  return command
    .addOption(new Option('--hook <NAME>', 'evaluate as a CDS Hooks call of this name would').choices(HOOKS))
    .option('--draft <FILE>', 'a Bundle of draft orders; needs --hook order-select or order-sign')
    .addOption(new Option('--setting <SETTING>', 'stands in where the data has no Encounter').choices(SETTINGS))
    .option('--parameters <FILE>', 'changes the parameters of the rules (YAML or JSON)')
    .option('--codes <FILE...>', "adds a site's local codes (CSV or ConceptMap)")
    .option('--time-zone <ZONE>', 'of dates without a time', 'UTC')
    .option('--all-notes', 'list every refusal and note on standard error, not only the first of each kind');
}

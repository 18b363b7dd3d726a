import { Command } from 'commander';
import { NotDone, UnusableInput } from '../exit.ts';
import { say, writeLines } from '../output.ts';

const EXAMPLES = `
Examples:
  DATABASE_URL=postgres://magwatch@db:5432/magwatch magwatch migrate
  magwatch migrate --database-url postgres://magwatch@localhost:5432/magwatch

Names what was applied on standard output, one migration a line; nothing where the tables were up to date.
Safe when two start at once, and while an older version runs: it only goes forward.`;

/** `magwatch migrate`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .summary('bring the tables of a PostgreSQL up to date')
    .description(
      'Brings the tables of a PostgreSQL up to date. The embedded one needs no such call: "magwatch up" does it.',
    )
    .option('--database-url <URL>', 'default: the environment variable DATABASE_URL')
    .addHelpText('after', EXAMPLES)
    .action(async (options: { readonly databaseUrl?: string }) => {
      const url = options.databaseUrl ?? process.env['DATABASE_URL'];
      if (url === undefined || url === '')
        throw new UnusableInput(
          'which database? Set DATABASE_URL, for example postgres://magwatch@localhost:5432/magwatch',
        );
      if (!/^postgres(ql)?:\/\//.test(url)) throw new UnusableInput('DATABASE_URL does not begin with postgres://');
      const { migrate, openStore, StoreError } = await import('@magwatch/store');
      try {
        const store = await openStore(url);
        try {
          const applied = await migrate(store);
          await writeLines(applied);
          say(applied.length === 0 ? 'the tables were up to date' : `${applied.length} applied`);
        } finally {
          await store.close();
        }
      } catch (error) {
        if (error instanceof StoreError) throw new NotDone(error.message);
        throw error;
      }
    });
}

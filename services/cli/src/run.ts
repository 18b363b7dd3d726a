import { CommanderError } from 'commander';
import { type ExitStatus, NotDone, UnusableInput } from './exit.ts';
import { endQuietlyWhenReaderLeaves, say } from './output.ts';
import { createProgram } from './program.ts';

/** Runs one call of the command; returns its exit status. Data went to standard output, words to standard error. */
export async function run(args: readonly string[]): Promise<ExitStatus> {
  endQuietlyWhenReaderLeaves();
  const program = createProgram();
  if (args.length === 0) {
    say(program.helpInformation().trimEnd());
    return 2;
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    return statusOf(error);
  }
}

function statusOf(error: unknown): ExitStatus {
  // commander has printed its own text; its only clean end is a help or version text that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UnusableInput) {
    say(`magwatch: ${error.message}`);
    return 2;
  }
  if (error instanceof NotDone) {
    say(`magwatch: ${error.message}`);
    return 1;
  }
  // A mistake in the program itself. The stack holds code positions, the message may hold data: only the former is shown.
  say(`magwatch: stopped by a mistake in the program. Please report it with these lines:\n${positionsOf(error)}`);
  return 1;
}

function positionsOf(error: unknown): string {
  if (!(error instanceof Error)) return '  (no stack)';
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [`  ${error.name}`, ...lines.slice(0, 12)].join('\n');
}

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StoreError } from '../errors.ts';

/**
 * Under which account PostgreSQL runs; it refuses to be root.
 * - `self`: we are an ordinary user.
 * - `namespace`: root in a user namespace of its own, where it looks like another user while its files stay root's;
 *   this alone works in a folder that only root can enter.
 * - `other`: another user of this machine, where namespaces are forbidden (as in Docker's default profile).
 */
export type Account =
  | { readonly kind: 'self' }
  | { readonly kind: 'namespace'; readonly wrapper: readonly string[] }
  | { readonly kind: 'other'; readonly uid: number; readonly gid: number };

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** Chooses the account. Throws a StoreError `embedded-no-user`. */
export function chooseAccount(): Account {
  if (process.getuid?.() !== 0) return { kind: 'self' };
  const users = readUsers();
  // initdb asks the system for the name of its user, so it must be one that exists: the first ordinary one, else nobody.
  const user = users.find(({ uid }) => uid === 1_000) ?? users.find(({ uid }) => uid === 65_534) ?? users[0];
  if (user === undefined) throw new StoreError('embedded-no-user', 'There is no user but root; start Magwatch as one.');
  const wrapper = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, '--'];
  if (canRun([...wrapper, 'true'])) return { kind: 'namespace', wrapper };
  return { kind: 'other', ...user };
}

function readUsers(): readonly User[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map((fields) => ({ uid: Number(fields[2]), gid: Number(fields[3]) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
}

function canRun([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** The command and the options of spawn by which a program runs under this account. */
export function runAs(
  account: Account,
  program: string,
  args: readonly string[],
): { readonly command: string; readonly args: readonly string[]; readonly ids: Partial<User> } {
  if (account.kind === 'namespace') {
    const [command = '', ...rest] = account.wrapper;
    return { command, args: [...rest, program, ...args], ids: {} };
  }
  return { command: program, args, ids: account.kind === 'other' ? { uid: account.uid, gid: account.gid } : {} };
}

/** PostgreSQL needs little of our environment; secrets among it are none of its business. */
export const POSTGRES_ENVIRONMENT: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
};

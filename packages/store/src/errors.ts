/**
 * What can go wrong with the database for a reason of the world: the code, when to try again, one line.
 * A code is never reused for something else.
 */
export const STORE_ERRORS = {
  'database-unreachable': { retry: 'later', text: 'PostgreSQL does not answer at the given address.' },
  'schema-older': {
    retry: 'never',
    text: 'The database lacks migrations that this version needs: run `magwatch migrate`.',
  },
  'schema-newer': {
    retry: 'never',
    text: 'A newer version has changed the database in a way that this version cannot use.',
  },
  'schema-changed': {
    retry: 'never',
    text: 'A migration file differs from the one that was applied to this database.',
  },
  'migration-unmarked': {
    retry: 'never',
    text: 'A migration does not begin with `-- breaking: yes` or `-- breaking: no`.',
  },
  'migration-failed': { retry: 'never', text: 'A migration could not be applied; the database is as it was before.' },
  'event-not-storable': { retry: 'never', text: 'The database refuses the content of this event.' },
  'embedded-unsupported': {
    retry: 'never',
    text: 'There is no embedded PostgreSQL for this operating system and processor.',
  },
  'embedded-in-use': { retry: 'never', text: 'Another process runs the embedded PostgreSQL of this data folder.' },
  'embedded-no-user': {
    retry: 'never',
    text: 'PostgreSQL refuses to run as root, and no other user can be used for it here.',
  },
  'embedded-initdb-failed': { retry: 'never', text: 'A new database folder could not be made.' },
  'embedded-start-failed': { retry: 'later', text: 'The embedded PostgreSQL did not start.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly text: string }>;

export type StoreErrorCode = keyof typeof STORE_ERRORS;

/** Carries a code of STORE_ERRORS; `detail` names files, versions and processes, never patient data. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly retry: 'now' | 'later' | 'never';

  constructor(code: StoreErrorCode, detail?: string, options?: { readonly cause?: unknown }) {
    super(`${STORE_ERRORS[code].text}${detail === undefined ? '' : ` ${detail}`}`, options);
    this.name = 'StoreError';
    this.code = code;
    this.retry = STORE_ERRORS[code].retry;
  }
}

/** The five characters by which PostgreSQL names an error, or undefined where the error is not one of its own. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** Whether the content of a row was refused (data exception, constraint, size): sending it again cannot help. */
export function isContentRefused(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state !== undefined && ['22', '23', '54'].includes(state.slice(0, 2));
}

/** Serialization failure and deadlock: the same transaction can succeed when it runs again. */
export function isTransactionConflict(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '40001' || state === '40P01';
}

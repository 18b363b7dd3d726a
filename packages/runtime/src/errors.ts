/** Why a process of ours does not start, or ends. */
export const RUNTIME_ERRORS = {
  'configuration-unreadable': {
    retry: 'never',
    says: 'The configuration file is missing, or is neither YAML nor JSON.',
  },
  'configuration-unknown-key': {
    retry: 'never',
    says: 'A key, flag or variable that the configuration does not have.',
  },
  'configuration-missing-key': { retry: 'never', says: 'A key that has to be given is not there.' },
  'configuration-bad-value': { retry: 'never', says: 'A value is not what its key expects.' },
  'configuration-weak-secret': { retry: 'never', says: 'A secret is too short, a well-known default, or too uniform.' },
  'configuration-duplicate-id': { retry: 'never', says: 'Two sources, or two destinations, have the same id.' },
  'uncaught-error': { retry: 'later', says: 'A mistake of the program: the process ends and is to be started again.' },
  'start-failed': { retry: 'later', says: 'Something that the process needs at its start failed.' },
  'stop-failed': {
    retry: 'later',
    says: 'The orderly stop met an error or took too long; the process ended without it.',
  },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type RuntimeErrorCode = keyof typeof RUNTIME_ERRORS;

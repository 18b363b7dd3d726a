/** Why a person's action was refused: docs/errors.md has one line for each. */
export const ACTION_ERRORS = {
  'alert-action-state': {
    retry: 'never',
    says: 'The alert is not in a state that allows this: somebody or a new result was faster.',
  },
  'alert-action-comment': { retry: 'never', says: 'A critical alert is acknowledged with a comment only.' },
  'alert-action-snooze-past': { retry: 'never', says: 'The end of the snooze is not in the future.' },
  'alert-action-text': { retry: 'never', says: 'The resolution "other" needs a text.' },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly says: string }>;

export type ActionError = keyof typeof ACTION_ERRORS;

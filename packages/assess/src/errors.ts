/** What assessing can say of an event or a rule for a reason of the world: the code, when to try again, one line. */
export const ASSESS_ERRORS = {
  'json-unreadable': { retry: 'never', text: 'The body of the event is not JSON in UTF-8.' },
  'deletion-unnamed': { retry: 'never', text: 'A deletion that does not say of what.' },
  'parse-failed': { retry: 'never', text: 'Reading the resource failed for a mistake of this program.' },
  'resource-not-storable': { retry: 'never', text: 'The database refuses what the resource says.' },
  'subject-differs': { retry: 'never', text: 'A search for one patient returned a resource of another.' },
  'rule-failed': { retry: 'later', text: 'A rule failed for this patient for a mistake of this program: cannot tell.' },
  'assess-failed': {
    retry: 'later',
    text: 'Deciding or writing a card failed for a mistake of this program: what is known is kept, the alerts stay as they were.',
  },
} as const satisfies Record<string, { readonly retry: 'now' | 'later' | 'never'; readonly text: string }>;

export type AssessErrorCode = keyof typeof ASSESS_ERRORS;

import type { Card } from './card.ts';
import { escapeMarkdown } from './escape.ts';
import { RULE_SYSTEM } from './render-card.ts';
import { missingNames } from './words.ts';

/**
 * The card that says that an order could not be checked. Only for an order hook whose draft a rule speaks to: silence would
 * say that all is well (alert life cycle, cards and feedback).
 */
export function renderUnavailable(options: {
  readonly cardUuid: string;
  /** What could not be looked at, by input keys: `result:magnesium`. */
  readonly missing: readonly string[];
  /** A rule failed for a mistake of this program. */
  readonly hasFailure: boolean;
  readonly sourceUrl?: string;
}): Card {
  const { cardUuid, missing, hasFailure, sourceUrl } = options;
  const names = missingNames(missing);
  return {
    uuid: cardUuid,
    summary: 'Magnesium check unavailable: this order was not checked against magnesium, potassium and calcium',
    detail: [
      'Magwatch could not check this order; nothing is known to be wrong, and nothing is known to be right.',
      '',
      ...names.map((name) => `- Not available: ${escapeMarkdown(name)}`),
      ...(hasFailure ? ['- A check of Magwatch failed: whoever runs it finds the reason in its log'] : []),
      '',
      'Look at magnesium, potassium, calcium and the kidneys in the chart. This says nothing against giving what is urgent.',
    ].join('\n'),
    indicator: 'info',
    source: {
      label: 'Magwatch',
      ...(sourceUrl === undefined ? {} : { url: sourceUrl }),
      topic: { system: RULE_SYSTEM, code: 'check-unavailable', display: 'Check unavailable' },
    },
  };
}

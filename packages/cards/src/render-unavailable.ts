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
  readonly sourceUrl?: string;
}): Card {
  const { cardUuid, missing, sourceUrl } = options;
  const names = missingNames(missing);
  return {
    uuid: cardUuid,
    summary: 'Magnesium check unavailable: this order was not checked against magnesium, potassium and calcium',
    detail: [
      'Magwatch could not look at what it needs for this order; nothing is known to be wrong, and nothing is known to be right.',
      '',
      ...names.map((name) => `- Not available: ${escapeMarkdown(name)}`),
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

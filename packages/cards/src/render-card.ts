import type { Alert } from '@magwatch/alerts';
import { DEFAULT_PARAMETERS, type Parameters, RULES, type Rule, suggestedFor } from '@magwatch/rules';
import type { Card } from './card.ts';
import { detailOf } from './detail.ts';
import { toSafeText } from './escape.ts';
import { findingOf } from './finding.ts';
import { omitEmpty } from './omit-empty.ts';
import { overrideReasons } from './override-reasons.ts';
import { suggestionsOf } from './suggestions.ts';

/** The code system of rule ids, as the topic of a card. */
export const RULE_SYSTEM = 'https://magwatch.example/CodeSystem/rule';

export interface CardOptions {
  /** Unique to this card: feedback names nothing else. */
  readonly cardUuid: string;
  /** The organisation behind the advice: an absolute address. */
  readonly sourceUrl?: string;
  /** The page of this alert: an absolute address. */
  readonly linkUrl?: string;
  /** Other alerts that this card says too, one line each. */
  readonly also?: readonly string[];
  /** Two identifiers of the patient, where the caller knows them. */
  readonly patientLine?: string;
  /** IANA name of the zone in which times are shown; default UTC. */
  readonly timeZone?: string;
  /** What the site compares values with: a card shows these limits when its alert was decided with them. */
  readonly parameters?: Parameters;
  /** Where the words of the rules come from; default: the installed rules. */
  readonly rules?: readonly Rule[];
}

/**
 * The CDS Hooks card of an alert. An alert of a rule that is no longer installed keeps its summary and its values.
 * Nothing in it is null or empty.
 */
export function renderCard(alert: Alert, options: CardOptions): Card {
  const { cardUuid, sourceUrl, linkUrl, also = [], patientLine, timeZone = 'UTC', rules = RULES } = options;
  const { parameters = DEFAULT_PARAMETERS } = options;
  const rule = rules.find(({ id }) => id === alert.ruleId);
  const suggestions = suggestionsOf(alert, rule ? suggestedFor(rule.card, findingOf(alert)) : [], cardUuid);
  return omitEmpty<Card>({
    uuid: cardUuid,
    summary: clip(toSafeText(alert.summary), parameters.ui.summaryMax) || alert.ruleId,
    detail: detailOf(alert, { rule, timeZone, patientLine, also, parameters }),
    indicator: alert.severity,
    source: {
      label: 'Magwatch',
      ...(sourceUrl === undefined ? {} : { url: sourceUrl }),
      topic: { system: RULE_SYSTEM, code: alert.ruleId, display: toSafeText(rule?.title ?? alert.ruleId) },
    },
    ...(suggestions.length > 0 ? { suggestions, selectionBehavior: 'any' } : {}),
    overrideReasons: overrideReasons(rule?.card.overrideReasons ?? []),
    ...(linkUrl === undefined ? {} : { links: [{ label: 'Open in Magwatch', url: linkUrl, type: 'absolute' }] }),
  });
}

/** Counted as UTF-16 units, as the test kits count; never through the middle of a character. CDS Hooks wants fewer than 140. */
function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let clipped = '';
  for (const character of text) {
    if (clipped.length + character.length > max - 1) break;
    clipped += character;
  }
  return `${clipped.trimEnd()}…`;
}

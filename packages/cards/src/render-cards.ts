import { type Alert, inhibitorsOf } from '@magwatch/alerts';
import { type Family, isMoreSevere, RULES, type Rule } from '@magwatch/rules';
import type { Card, Suggestion } from './card.ts';
import { type CardOptions, renderCard } from './render-card.ts';

/** From the first to be shown to the last (clinical catalogue §4.0, presentation). */
const FAMILIES: readonly Family[] = ['safety', 'rhythm', 'mg-k', 'mg-ca', 'level', 'follow-up', 'etiology', 'data'];

export interface CardsOptions
  extends Pick<CardOptions, 'sourceUrl' | 'patientLine' | 'timeZone' | 'parameters' | 'rules'> {
  /** At most so many cards; the rest become one line on the last of them. */
  readonly maxCards: number;
  readonly cardUuidOf: (alert: Alert) => string;
  /** The page of an alert; undefined for a finding that has none. */
  readonly linkUrlOf?: (alert: Alert) => string | undefined;
}

/**
 * The cards of one patient's alerts: those that are true now (held, explained and closed ones are left out), by
 * severity, then by family. An alert that another card says too is a line on that card; none is lost.
 */
export function renderCards(alerts: readonly Alert[], options: CardsOptions): Card[] {
  const { maxCards, cardUuidOf, linkUrlOf, ...shared } = options;
  const rules = options.rules ?? RULES;
  const shown = alerts.filter(isShown).sort((a, b) => inOrder(a, b, rules));
  const merged = mergeLines(shown);
  const own = shown.filter((alert) => !merged.has(alert));
  const cards = own.slice(0, maxCards);
  const rest = own.slice(maxCards);
  const rendered = cards.map((alert, index) => {
    const lines = [...merged].filter(([, into]) => into === alert).map(([line]) => line);
    const also = index === cards.length - 1 ? [...lines, ...rest, ...mergedInto(rest, merged)] : lines;
    const linkUrl = linkUrlOf?.(alert);
    return renderCard(alert, {
      ...shared,
      cardUuid: cardUuidOf(alert),
      ...(linkUrl === undefined ? {} : { linkUrl }),
      also: also.map(({ summary }) => summary),
    });
  });
  return offeringDrugsOnce(rendered);
}

/**
 * Two cards of one answer may offer the same infusion; whoever takes both would order it twice. The first card keeps it.
 */
function offeringDrugsOnce(cards: readonly Card[]): Card[] {
  const first = cards.findIndex(({ suggestions = [] }) => suggestions.some(ordersDrug));
  return cards.map((card, index) => (first >= 0 && index > first ? withoutDrugs(card) : card));
}

function withoutDrugs({ suggestions = [], selectionBehavior, ...card }: Card): Card {
  const kept = suggestions.filter((one) => !ordersDrug(one));
  return kept.length > 0 && selectionBehavior ? { ...card, suggestions: kept, selectionBehavior } : card;
}

const ordersDrug = ({ actions }: Suggestion): boolean =>
  actions.some(({ resource }) => resource.resourceType === 'MedicationRequest');

const isShown = ({ state }: Alert): boolean => state === 'open' || state === 'acknowledged' || state === 'snoozed';

function inOrder(a: Alert, b: Alert, rules: readonly Rule[]): number {
  if (a.severity !== b.severity) return isMoreSevere(a.severity, b.severity) ? -1 : 1;
  const byFamily = familyRank(a, rules) - familyRank(b, rules);
  if (byFamily !== 0) return byFamily;
  return a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0;
}

function familyRank({ ruleId }: Alert, rules: readonly Rule[]): number {
  const rule = rules.find(({ id }) => id === ruleId);
  return rule ? FAMILIES.indexOf(rule.family) : FAMILIES.length;
}

/** Each alert that another one in the list says too, with that other one; never one that is milder. */
function mergeLines(shown: readonly Alert[]): ReadonlyMap<Alert, Alert> {
  const merged = new Map<Alert, Alert>();
  for (const alert of shown) {
    const inhibitors = inhibitorsOf(alert.ruleId);
    const into =
      shown.find(({ id }) => id === alert.inhibitedBy) ??
      shown.find((other) => inhibitors.includes(other.ruleId) && !isMoreSevere(alert.severity, other.severity));
    if (into) merged.set(alert, into);
  }
  return merged;
}

const mergedInto = (alerts: readonly Alert[], merged: ReadonlyMap<Alert, Alert>): readonly Alert[] =>
  [...merged].filter(([, into]) => alerts.includes(into)).map(([line]) => line);

export type { Action, Card, Coded, Draft, Link, Suggestion } from './card.ts';
export { escapeMarkdown, toPlainLine, toSafeText } from './escape.ts';
export { OVERRIDE_REASON_SYSTEM } from './override-reasons.ts';
export { type CardOptions, RULE_SYSTEM, renderCard } from './render-card.ts';
export { type CardsOptions, renderCards } from './render-cards.ts';
export { renderUnavailable } from './render-unavailable.ts';
export { renderWebhook, type WebhookBody } from './render-webhook.ts';
export { findSuggestion, suggestionUuid } from './suggestions.ts';

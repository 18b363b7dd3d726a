import { html } from './dom.js';
import { dayAndClock } from './format.js';
import { renderMarkdown } from './markdown.js';

/** @typedef {import('../cards/card.ts').ShownCard} ShownCard */
/** @typedef {import('../cards/card-book.ts').HeldCard} HeldCard */

const WITHDRAWN = new Map([
  ['resolved', 'resolved'],
  ['retracted', 'retracted: the result behind it was wrong'],
  ['expired', 'expired'],
  ['inhibited', 'now part of a more severe card'],
]);

/**
 * A card as somebody at the bedside reads it.
 * @param {ShownCard} card
 * @param {{ way: string, note?: string, isOpen: boolean, isGone?: boolean }} options
 */
export function renderCard(card, { way, note, isOpen, isGone = false }) {
  const { indicator, summary, detail, source, links, suggestions } = card;
  const body = html('div', { class: 'card-body' }, ...(detail === undefined ? [] : renderMarkdown(detail)));
  if (suggestions.length > 0) {
    body.append(html('p', { class: 'card-label' }, 'Suggested, for a clinician to decide'));
    body.append(html('ul', { class: 'suggestions' }, ...suggestions.map((label) => html('li', {}, label))));
  }
  for (const { label, url } of links) {
    body.append(html('p', {}, html('a', { href: url, rel: 'noopener noreferrer' }, label)));
  }
  return html(
    'article',
    { class: `card card-${indicator}${isGone ? ' is-gone' : ''}`, 'data-indicator': indicator },
    html(
      'p',
      { class: 'card-head' },
      html('span', { class: `tag tag-${indicator}` }, indicator),
      html('span', { class: 'muted' }, `${source} · ${way}`),
    ),
    html('h3', {}, summary),
    note === undefined ? undefined : html('p', { class: 'card-note' }, note),
    html('details', { open: isOpen }, html('summary', {}, 'Why, and what to consider'), body),
  );
}

/** @param {HeldCard} held @param {boolean} isOpen */
export function renderHeldCard(held, isOpen) {
  const isGone = held.state === 'withdrawn';
  return renderCard(held.card, {
    way: `sent ${dayAndClock(held.lastReceived)}`,
    isOpen: isOpen && !isGone,
    isGone,
    ...noteOf(held),
  });
}

/** @param {HeldCard} held */
function noteOf({ state, withdrawn }) {
  if (withdrawn) return { note: `Withdrawn – ${WITHDRAWN.get(withdrawn.as) ?? withdrawn.as}` };
  return state === 'in-progress' ? { note: 'Being acted on' } : {};
}
